/// Columns that text takes in a terminal.
package enum DisplayWidth {
  /// The columns of `text`: 2 for East Asian wide characters and emoji, 0 for combining marks, else 1.
  ///
  /// Ranges from Unicode Standard Annex 11 (wide and fullwidth) and the emoji presentation property.
  package static func columns(_ text: String) -> Int {
    text.reduce(0) { $0 + columns($1) }
  }

  /// The columns of one character.
  package static func columns(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 0x20 ? 0 : 1 }
    let scalars = character.unicodeScalars
    if scalars.contains(where: { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }) {
      return 2
    }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide(first.value) ? 2 : 1
    }
  }

  /// `text` with spaces added behind it up to `width` columns.
  package static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columns(text)))
  }

  /// `text` with spaces added before it up to `width` columns.
  package static func leftPadded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - columns(text))) + text
  }

  /// `text` on lines of at most `width` columns where it can be broken at blanks, those after the first behind `indent` blanks.
  package static func wrapped(_ text: String, to width: Int, indent: Int) -> String {
    guard columns(text) > width else { return text }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    var out = String(words.first ?? "")
    var column = columns(out)
    for word in words.dropFirst() {
      let columns = columns(String(word))
      if column + 1 + columns <= width || out.allSatisfy({ $0 == " " }) {
        out += " " + word
        column += 1 + columns
      } else {
        out += "\n" + String(repeating: " ", count: indent) + word
        column = indent + columns
      }
    }
    return out
  }

  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF, 0x1B000...0x1B2FF, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
