import SourceText

/// Cells of a terminal to draw on: characters, and within a cell 2 by 4 dots of braille.
struct TextCanvas {
  private struct Cell {
    /// The text; empty behind a wide character.
    var text = " "
    /// The ANSI style, empty for none.
    var style = ""
    var dots: UInt8 = 0
  }

  let width: Int
  let height: Int
  private var cells: [Cell]

  init(width: Int, height: Int) {
    (self.width, self.height) = (max(1, width), max(1, height))
    cells = Array(repeating: Cell(), count: self.width * self.height)
  }

  /// Puts text, as far as it fits; what was there is overwritten.
  mutating func put(_ text: String, x: Int, y: Int, style: String = "") {
    guard (0..<height).contains(y) else { return }
    var x = x
    for character in text {
      let columns = DisplayWidth.columns(character)
      if columns == 0 { continue }
      if x >= 0, x + columns <= width {
        cells[y * width + x] = Cell(text: String(character), style: style)
        if columns == 2 { cells[y * width + x + 1] = Cell(text: "", style: style) }
      }
      x += columns
    }
  }

  /// `true` iff nothing but blanks and dots is in a run of cells.
  func isFree(x: Int, y: Int, columns: Int) -> Bool {
    guard (0..<height).contains(y), x >= 0, x + columns <= width else { return false }
    return (x..<(x + columns)).allSatisfy { cells[y * width + $0].text == " " }
  }

  /// Sets a dot; `x` counts half cells, `y` quarters of them from above.
  mutating func dot(x: Int, y: Int, style: String = "") {
    guard x >= 0, y >= 0, x < width * 2, y < height * 4 else { return }
    let cell = (y / 4) * width + x / 2
    cells[cell].dots |= Self.bits[y % 4][x % 2]
    if !style.isEmpty { cells[cell].style = style }
  }

  /// The bits of a braille character by row and column.
  private static let bits: [[UInt8]] = [
    [0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80],
  ]

  /// The lines, without blanks at their ends.
  func lines(colour: Bool) -> [String] {
    (0..<height).map { y in
      var row = cells[(y * width)..<((y + 1) * width)]
      while let last = row.last, last.text == " ", last.dots == 0 { row = row.dropLast() }
      var line = ""
      var style = ""
      for cell in row {
        let own = colour ? cell.style : ""
        if own != style {
          line += own.isEmpty ? "\u{1B}[0m" : "\u{1B}[\(own)m"
          style = own
        }
        if cell.text == " ", cell.dots != 0, let scalar = Unicode.Scalar(0x2800 + Int(cell.dots)) {
          line.unicodeScalars.append(scalar)
        } else {
          line += cell.text
        }
      }
      return style.isEmpty ? line : line + "\u{1B}[0m"
    }
  }
}

/// The characters a picture is drawn with, where the terminal knows Unicode and where it doesn't.
struct TextGlyphs {
  let isPlain: Bool

  /// The marks of series, so that they are told apart without colour.
  func mark(_ i: Int) -> String {
    let marks =
      isPlain
      ? ["*", "o", "+", "x", "#", "@", "%", "&"] : ["●", "▲", "■", "◆", "○", "△", "□", "◇"]
    if i < marks.count { return marks[i] }
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return String(letters[(i - marks.count) % letters.count])
  }

  /// The colours of series: ANSI codes that can be told from each other on light and on dark.
  func style(_ i: Int) -> String { ["34", "33", "32", "35", "36", "31"][i % 6] }

  var vertical: String { isPlain ? "|" : "│" }
  var horizontal: String { isPlain ? "-" : "─" }
  var corner: String { isPlain ? "+" : "└" }
  var tickLeft: String { isPlain ? "+" : "┤" }
  var tickBelow: String { isPlain ? "+" : "┬" }
  var branch: String { isPlain ? "|-" : "├─" }
  var lastBranch: String { isPlain ? "`-" : "└─" }
  var ellipsis: String { isPlain ? "~" : "…" }
  /// A bar below its interval, the part of it inside, and the interval beyond.
  var bar: String { isPlain ? "#" : "█" }
  var inside: String { isPlain ? "=" : "▓" }
  var beyond: String { isPlain ? "-" : "░" }
  var point: String { isPlain ? "o" : "●" }

  /// Text cut to a count of columns.
  func cut(_ text: String, to columns: Int) -> String {
    if DisplayWidth.columns(text) <= columns { return text }
    var out = ""
    var used = 0
    for character in text {
      let own = DisplayWidth.columns(character)
      if used + own > columns - 1 { break }
      out.append(character)
      used += own
    }
    return columns > 0 ? out + ellipsis : ""
  }

  /// Text on lines of so many columns, broken at blanks where there are any.
  func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let word = cut(String(word), to: columns)
      if line.isEmpty {
        line = word
      } else if DisplayWidth.columns(line) + 1 + DisplayWidth.columns(word) <= columns {
        line += " " + word
      } else {
        lines.append(line)
        line = word
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
