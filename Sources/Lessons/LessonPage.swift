import SourceText

/// Lays out what a lesson says: paragraphs filled to a width, code as it is.
package struct LessonPage: Sendable {
  /// The columns to fill.
  package var width: Int
  /// Whether to colour with ANSI escapes.
  package var colour: Bool
  /// Whether pictures are drawn with plain characters.
  let isPlain: Bool
  /// The columns that answers may take.
  let columns: Int

  /// Creates a page of that many columns, between 20 and 88.
  package init(width: Int = 80, colour: Bool = false, isPlain: Bool = false) {
    (self.width, self.colour) = (min(88, max(20, width)), colour)
    columns = max(20, width)
    self.isPlain = isPlain
  }

  /// `text` in a style, where there is colour.
  func paint(_ text: String, _ style: String) -> String {
    colour && !text.isEmpty ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }

  /// A paragraph, behind a word that says what it is; further lines are indented by `indent`.
  func paragraph(_ text: String, label: String = "", style: String = "1", indent: Int = 0) -> String
  {
    // Lines that begin with blanks stay as they are.
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard parts.count == 1 else {
      return paragraph(String(parts[0]), label: label, style: style, indent: indent)
        + parts.dropFirst().map { $0 + "\n" }.joined()
    }
    var lines: [String] = []
    var line: [Substring] = []
    let labelColumns = label.isEmpty ? 0 : DisplayWidth.columns(label) + 1
    var used = labelColumns
    for word in text.split(separator: " ") {
      let columns = DisplayWidth.columns(String(word))
      if !line.isEmpty, used + 1 + columns > width {
        lines.append(line.joined(separator: " "))
        (line, used) = ([], indent)
      }
      used += columns + (line.isEmpty ? 0 : 1)
      line.append(word)
    }
    lines.append(line.joined(separator: " "))
    let blank = String(repeating: " ", count: indent)
    let body = lines.enumerated().map { ($0.offset == 0 ? "" : blank) + $0.element }
    let head = label.isEmpty ? "" : paint(label, style) + " "
    return head + quoted(body.joined(separator: "\n")) + "\n"
  }

  /// What stands between backquotes in colour instead of in quotes, where there is colour.
  private func quoted(_ text: String) -> String {
    guard colour else { return text }
    var out = ""
    for (i, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      out += i % 2 == 0 ? String(part) : paint(String(part), "36")
    }
    return out
  }

  /// Lines of code, indented.
  func code(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "\n" : "  " + paint(String($0), "36") + "\n"
    }.joined()
  }

  /// A heading, with a line under it where it is the lesson's.
  func heading(_ text: String, isLesson: Bool = false) -> String {
    let rule = isLesson ? String(repeating: "=", count: min(width, DisplayWidth.columns(text))) : ""
    return paint(text, "1") + "\n" + (isLesson ? rule + "\n" : "")
  }

  /// What blocks say, a blank line after each; `given` in its place.
  func blocks(_ blocks: [LessonBlock], given: String = "", filled: (String) -> String) -> String {
    blocks.map { block in
      switch block {
      case .paragraph(let text): paragraph(filled(text)) + "\n"
      case .code(let text): code(text) + "\n"
      case .given: given + "\n"
      }
    }.joined()
  }

  /// What a run printed, indented.
  func output(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }
}

extension LessonPage {
  /// A line about commands, filled.
  package func commandLine(_ text: String) -> String { paragraph(text) }
}
