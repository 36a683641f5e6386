/// The text being edited, perhaps of several lines, and where the cursor is.
struct EditedLine {

  /// The whole text.
  let text: String

  /// The place of the cursor.
  let cursor: String.Index

  /// The text before the cursor.
  var before: Substring { text[..<cursor] }

  /// The text after the cursor.
  var after: Substring { text[cursor...] }

  /// The cursor as an offset in UTF-8.
  var offset: Int { text.utf8.distance(from: text.startIndex, to: cursor) }

  /// Returns the text from the UTF-8 offset `start` to the cursor, or `nil` if there is none such.
  func typed(from start: Int) -> String? {
    guard (0...offset).contains(start) else { return nil }
    return String(text[text.utf8.index(text.startIndex, offsetBy: start)..<cursor])
  }

  /// The characters, as libedit counts them, from the cursor to the line above; `nil` on the first.
  var moveUp: Int? {
    let lines = before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1, let current = lines.last else { return nil }
    let above = lines[lines.count - 2].count
    return -(current.count + 1 + max(0, above - current.count))
  }

  /// The characters from the cursor to the line below; `nil` on the last.
  var moveDown: Int? {
    let column = before.unicodeScalars.reversed().prefix { $0 != "\n" }.count
    let lines = after.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1 else { return nil }
    return lines[0].count + 1 + min(column, lines[1].count)
  }
}
