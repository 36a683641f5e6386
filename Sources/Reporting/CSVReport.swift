/// Writes blocks as CSV (RFC 4180): numbers as they are, in base units; a blank line between two tables.
///
/// Control characters are escapes as in the text of a report, `\u{1B}`: such a file is looked at in a terminal as often as it is
/// opened by a program, which could do nothing with them. Tabs and line ends are as they are.
package enum CSVReport {
  /// The CSV of the blocks. A line becomes a row of label and text.
  package static func text(_ blocks: [Block]) -> String {
    blocks.compactMap { block -> String? in
      switch block.showingControls() {
      case .line(let label, let text): row([label, text])
      case .note, .script: nil
      case .picture(let chart):
        row(chart.data.columns)
          + chart.data.rows.map {
            row($0.map { cell in cell.value.map { number($0) } ?? cell.text })
          }
          .joined()
      case .table(let table):
        row(table.data?.columns ?? table.columns.map(\.title))
          + (table.data?.rows ?? table.rows).map {
            row($0.map { cell in cell.value.map { number($0) } ?? cell.text })
          }
          .joined()
      }
    }.joined(separator: "\r\n")
  }

  /// A whole number without a fraction; nothing for what is no number.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    return value == value.rounded() && abs(value) < 9e15 ? "\(Int64(value))" : "\(value)"
  }

  private static func row(_ cells: [String]) -> String {
    cells.map { cell in
      let needsQuotes = cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
      guard needsQuotes else { return cell }
      return "\"" + cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }.joined(separator: ",") + "\r\n"
  }
}
