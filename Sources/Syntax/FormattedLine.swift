import SourceText

/// A line of formatted text before its columns are aligned with those of its neighbours.
struct FormattedLine {
  /// What the line's columns are aligned with.
  enum Alignment: Equatable {
    case none
    /// The clause's word, then the rest.
    case clause
    /// The cells of a table's row.
    case row(table: NodeID)
  }

  /// The count of spaces before the text.
  var indent: Int
  /// The text, cut into columns.
  var columns: [String] = []
  /// The comment behind the text.
  var comment: String?
  /// `true` iff a blank line stands before.
  var isAfterBlank = false
  /// What the columns are aligned with.
  var alignment = Alignment.none
  /// The last token of the table's row that begins here.
  var rowEnd: Int?

  init(indent: Int) { self.indent = indent }

  /// `true` iff nothing was put on the line.
  var isEmpty: Bool { columns.isEmpty && comment == nil }

  /// Adds text to the last column.
  mutating func append(_ text: String) {
    if columns.isEmpty { columns.append("") }
    columns[columns.count - 1] += text
  }

  // MARK: Alignment

  /// The text of `lines`, with columns and comments of adjacent lines aligned.
  static func aligned(_ lines: [FormattedLine]) -> String {
    var lines = lines
    for group in groups(lines) { alignColumns(&lines, group) }
    for run in runs(lines, where: { a, b in a.comment != nil && b.comment != nil }) {
      alignComments(&lines, run)
    }
    var out = ""
    for (i, line) in lines.enumerated() {
      if line.isAfterBlank, i > 0 { out += "\n" }
      out += line.text + "\n"
    }
    return out
  }

  /// The line without its line end, its columns as they are.
  private var text: String {
    String(repeating: " ", count: indent) + columns.joined()
      + (comment.map { (columns.isEmpty ? "" : "  ") + $0 } ?? "")
  }

  /// The lines whose columns are aligned with each other: all rows of a table, and clauses on adjacent lines.
  private static func groups(_ lines: [FormattedLine]) -> [[Int]] {
    var tables: [NodeID: [Int]] = [:]
    for (i, line) in lines.enumerated() {
      if case .row(let table) = line.alignment { tables[table, default: []].append(i) }
    }
    let others = runs(lines) { a, b in a.alignment == .clause && b.alignment == .clause }
      .filter { run in
        if case .row = lines[run.lowerBound].alignment { return false }
        return true
      }
    return others.map(Array.init) + tables.values
  }

  /// The longest runs of adjacent lines of one indent in which `belong` holds for neighbours.
  private static func runs(
    _ lines: [FormattedLine], where belong: (FormattedLine, FormattedLine) -> Bool
  ) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var start = 0
    for i in lines.indices {
      let isEnd =
        i + 1 == lines.count || lines[i + 1].isAfterBlank || lines[i].indent != lines[i + 1].indent
        || !belong(lines[i], lines[i + 1])
      if isEnd {
        out.append(start..<(i + 1))
        start = i + 1
      }
    }
    return out
  }

  /// Pads every column but a line's last to the widest of the group, and joins the columns.
  private static func alignColumns(_ lines: inout [FormattedLine], _ group: [Int]) {
    var widths: [Int] = []
    for i in group where lines[i].columns.count > 1 {
      for (number, column) in lines[i].columns.dropLast().enumerated() {
        let width = DisplayWidth.columns(column)
        if number < widths.count {
          widths[number] = max(widths[number], width)
        } else {
          widths.append(width)
        }
      }
    }
    for i in group where lines[i].columns.count > 1 {
      let isAligned = lines[i].alignment != .none
      let gap = lines[i].alignment == .clause ? "  " : " "
      var text = ""
      for (number, column) in lines[i].columns.enumerated() {
        let isLast = number == lines[i].columns.count - 1
        text += isAligned && !isLast ? DisplayWidth.padded(column, to: widths[number]) : column
        if !isLast { text += gap }
      }
      lines[i].columns = [text]
    }
  }

  /// Pads the text before each comment of the run to the widest.
  private static func alignComments(_ lines: inout [FormattedLine], _ run: Range<Int>) {
    guard run.count > 1 else { return }
    let width = run.map { DisplayWidth.columns(lines[$0].columns.joined()) }.max() ?? 0
    for i in run {
      lines[i].columns = [DisplayWidth.padded(lines[i].columns.joined(), to: width)]
    }
  }
}
