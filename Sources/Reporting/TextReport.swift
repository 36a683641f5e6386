import SourceText

/// Writes blocks as plain text for a terminal.
package enum TextReport {
  /// The text of the blocks, with a line end.
  package static func text(_ blocks: [Block], options: ReportOptions) -> String {
    var out = ""
    for (i, block) in blocks.enumerated() {
      switch block.showingControls() {
      case .line(let label, let text):
        out +=
          (options.showsQuestion && !label.isEmpty && label != text
            ? paint(label, "1", options) + ": " : "") + text
          + "\n"
      case .note(let text): out += note(text, options)
      case .picture(let chart):
        if i > 0, !out.hasSuffix("\n\n") { out += "\n" }
        out += TextChart(options).text(chart)
        if i < blocks.count - 1 { out += "\n" }
      case .script(let lines):
        if i > 0, !out.hasSuffix("\n\n") { out += "\n" }
        out += lines.map { $0 + "\n" }.joined()
      case .table(let table):
        if i > 0, !out.hasSuffix("\n\n") { out += "\n" }
        out += self.table(table, options)
        if i < blocks.count - 1 { out += "\n" }
      }
    }
    return out
  }

  private static func paint(_ text: String, _ code: String, _ options: ReportOptions) -> String {
    options.colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// A sentence, on lines that fit where tables are to.
  private static func note(_ text: String, _ options: ReportOptions) -> String {
    (options.fitsTables ? DisplayWidth.wrapped(text, to: max(20, options.width), indent: 2) : text)
      + "\n"
  }

  private static func table(_ table: Table, _ options: ReportOptions) -> String {
    if table.prefersRecords, table.rows.count <= 6 { return records(table, options) }
    if options.fitsTables, let parts = table.parts(upTo: options.width) {
      return parts.map { written($0, options) }.joined(separator: "\n")
    }
    return written(table, options)
  }

  /// A table as wide as it is.
  private static func written(_ table: Table, _ options: ReportOptions) -> String {
    var widths = table.columns.map { DisplayWidth.columns($0.title) }
    for row in table.rows {
      for (i, cell) in row.enumerated() {
        widths[i] = max(widths[i], DisplayWidth.columns(cell.text))
      }
    }
    func line(_ cells: [String]) -> String {
      let parts = cells.enumerated().map { i, text in
        table.columns[i].isNumeric
          ? DisplayWidth.leftPadded(text, to: widths[i]) : DisplayWidth.padded(text, to: widths[i])
      }
      var joined = parts.joined(separator: "  ")
      while joined.hasSuffix(" ") { joined.removeLast() }
      return joined + "\n"
    }
    var out = table.title.map { paint($0, "1", options) + "\n" } ?? ""
    out += paint(String(line(table.columns.map(\.title)).dropLast()), "1", options) + "\n"
    for row in table.rows { out += line(row.map(\.text)) }
    for text in table.notes { out += note(text, options) }
    return out
  }

  /// The rows one below the other: the first cell as a heading, the others a line each.
  private static func records(_ table: Table, _ options: ReportOptions) -> String {
    let width = table.columns.dropFirst().map { DisplayWidth.columns($0.title) }.max() ?? 0
    var out = ""
    for row in table.rows {
      out += paint(row.first?.text ?? "", "1", options) + "\n"
      for (column, cell) in zip(table.columns, row).dropFirst()
      where !cell.text.isEmpty && cell.text != "–" {
        out += "  " + DisplayWidth.padded(column.title, to: width) + "  " + cell.text + "\n"
      }
    }
    for text in table.notes { out += note(text, options) }
    return out
  }
}
