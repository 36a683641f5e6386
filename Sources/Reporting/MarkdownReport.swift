/// Writes blocks as Markdown, tables as pipe tables.
package enum MarkdownReport {
  /// The Markdown of the blocks, with a line end.
  package static func text(_ blocks: [Block], options: ReportOptions) -> String {
    blocks.map { block in
      switch block.showingControls() {
      case .line(let label, let text): "- **\(escaped(label))**: \(escaped(text))\n"
      case .note(let text): escaped(text) + "\n"
      case .script(let lines): "```reroute\n" + lines.map { $0 + "\n" }.joined() + "```\n"
      case .table(let table): self.table(table)
      case .picture(let chart): "```text\n" + TextChart(options).text(chart) + "```\n"
      }
    }.joined(separator: "\n")
  }

  private static func table(_ table: Table) -> String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    var out = table.title.map { "**\(escaped($0))**\n\n" } ?? ""
    out += row(table.columns.map { escaped($0.title) })
    out += row(table.columns.map { $0.isNumeric ? "---:" : "---" })
    for cells in table.rows { out += row(cells.map { escaped($0.text) }) }
    if !table.notes.isEmpty {
      out += "\n" + table.notes.map { escaped($0) }.joined(separator: "\n") + "\n"
    }
    return out
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for c in text {
      if "|*_`<>[]\\".contains(c) { out.append("\\") }
      out.append(c)
    }
    return out
  }
}
