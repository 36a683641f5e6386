/// A small terminal: what a person would see of the bytes a program writes.
///
/// It knows what libedit and coloured text need of a VT100: moving the cursor, erasing, inserting
/// and deleting characters and lines, scrolling, wrapping at the last column, and characters of
/// two columns. Colours and modes are read over, but `modes` remembers the private ones.
package struct Screen {

  /// The number of columns.
  package private(set) var columns: Int

  /// The number of rows.
  package private(set) var rows: Int

  /// The place of the cursor, from 0.
  package private(set) var row = 0, column = 0

  /// The private modes that are on, such as 2004 for bracketed paste.
  package private(set) var modes: Set<Int> = []

  /// The number of times the bell rang.
  package private(set) var bells = 0

  /// What the terminal answers, to be sent to the program.
  var reply: [UInt8] = []

  /// What each column of each row shows; the second column of a wide character is empty.
  private var cells: [[String]]

  /// The rows that scrolled off the top, without blanks at their ends.
  private var scrolled: [String] = []

  /// `true` iff a character in the last column was written and the next goes to the next row.
  private var isWrapPending = false

  /// The part of an escape sequence or of a UTF-8 sequence read so far.
  private var pending: [UInt8] = []

  /// Makes an empty screen.
  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  // MARK: What is seen

  /// The rows of the screen, without blanks at their ends.
  package var lines: [String] { cells.map { Self.trimmed($0) } }

  /// The row of the cursor.
  package var currentLine: String { Self.trimmed(cells[row]) }

  /// What scrolled off and what is on the screen, without empty rows at the end.
  package var text: String {
    var all = scrolled + lines
    while all.last == "" { all.removeLast() }
    return all.joined(separator: "\n")
  }

  /// Returns a row without blanks at its end.
  private static func trimmed(_ row: [String]) -> String {
    guard let last = row.lastIndex(where: { $0 != " " }) else { return "" }
    return row[...last].joined()
  }

  // MARK: What is written

  /// Shows the next byte.
  mutating func write(_ byte: UInt8) {
    if pending.first == 0x1B { return escape(byte) }
    if pending.isEmpty, byte < 0x20 || byte == 0x7F { return control(byte) }
    if pending.isEmpty == (byte & 0xC0 == 0x80) { pending = [] }
    pending.append(byte)
    if pending.count < Self.length(of: pending[0]) { return }
    let character = String(decoding: pending, as: UTF8.self).unicodeScalars.first
    pending = []
    if let character { show(character) }
  }

  /// Gives the screen another size, cutting off what does not fit, as xterm does.
  mutating func resize(columns: Int, rows: Int) {
    for index in cells.indices {
      cells[index] = Array(
        (cells[index] + Array(repeating: " ", count: columns)).prefix(columns))
    }
    while cells.count > rows {
      if row == cells.count - 1 {
        scrolled.append(Self.trimmed(cells.removeFirst()))
        row -= 1
      } else {
        cells.removeLast()
      }
    }
    while cells.count < rows { cells.append(Array(repeating: " ", count: columns)) }
    (self.columns, self.rows) = (columns, rows)
    column = min(column, columns - 1)
    isWrapPending = false
  }

  /// Returns the bytes of the UTF-8 sequence that begins with `byte`.
  private static func length(of byte: UInt8) -> Int {
    byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// Shows a character at the cursor.
  private mutating func show(_ scalar: Unicode.Scalar) {
    let width = Self.width(of: scalar)
    if width == 0 {
      cells[row][max(0, isWrapPending ? column : column - 1)].unicodeScalars.append(scalar)
      return
    }
    if isWrapPending || column + width > columns {
      column = 0
      lineFeed()
    }
    isWrapPending = false
    cells[row][column] = String(Character(scalar))
    if width == 2 { cells[row][column + 1] = "" }
    column += width
    if column >= columns {
      column = columns - 1
      isWrapPending = true
    }
  }

  /// Obeys a control character.
  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08: move(row, column - 1)
    case 0x09: move(row, (column / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D: move(row, 0)
    case 0x1B: pending = [byte]
    default: break
    }
  }

  /// Goes to the next row, scrolling at the last.
  private mutating func lineFeed() {
    isWrapPending = false
    guard row == rows - 1 else {
      row += 1
      return
    }
    scrolled.append(Self.trimmed(cells.removeFirst()))
    cells.append(Array(repeating: " ", count: columns))
  }

  /// Puts the cursor at a place on the screen.
  private mutating func move(_ row: Int, _ column: Int) {
    self.row = min(max(0, row), rows - 1)
    self.column = min(max(0, column), columns - 1)
    isWrapPending = false
  }

  // MARK: Escape sequences

  /// Reads on in an escape sequence.
  private mutating func escape(_ byte: UInt8) {
    pending.append(byte)
    guard pending.count > 1 else { return }
    switch pending[1] {
    case UInt8(ascii: "["):
      guard pending.count > 2, 0x40...0x7E ~= byte else { return }
      let parameters = pending[2..<(pending.count - 1)]
      pending = []
      obey(byte, Array(parameters))
    case UInt8(ascii: "]"):
      if byte == 0x07 || byte == UInt8(ascii: "\\") { pending = [] }
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      if pending.count == 3 { pending = [] }
    default:
      pending = []
      if byte == UInt8(ascii: "M") { move(row - 1, column) }
      if byte == UInt8(ascii: "D") { lineFeed() }
    }
  }

  /// Obeys the control sequence that ends with `final`.
  private mutating func obey(_ final: UInt8, _ parameters: [UInt8]) {
    let isPrivate = parameters.first == UInt8(ascii: "?")
    let numbers = parameters.dropFirst(isPrivate ? 1 : 0)
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch Character(Unicode.Scalar(final)) {
    case "A": move(row - count, column)
    case "B": move(row + count, column)
    case "C": move(row, column + count)
    case "D": move(row, column - count)
    case "G": move(row, count - 1)
    case "d": move(count - 1, column)
    case "H", "f": move(count - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "J": eraseScreen(first)
    case "K": eraseLine(first)
    case "X": blank(row, column..<min(columns, column + count))
    case "P": shift(by: -count)
    case "@": shift(by: count)
    case "L": for _ in 0..<count { insertLine() }
    case "M": for _ in 0..<count { deleteLine() }
    case "h": if isPrivate { modes.formUnion(numbers) }
    case "l": if isPrivate { modes.subtract(numbers) }
    case "n": if first == 6 { reply += Array("\u{1B}[\(row + 1);\(column + 1)R".utf8) }
    default: break
    }
  }

  /// Erases after the cursor (0), before it (1) or everything (2).
  private mutating func eraseScreen(_ part: Int) {
    eraseLine(part)
    let others = part == 0 ? (row + 1)..<rows : part == 1 ? 0..<row : 0..<rows
    for other in others { blank(other, 0..<columns) }
  }

  /// Erases in the row of the cursor, likewise.
  private mutating func eraseLine(_ part: Int) {
    blank(row, part == 0 ? column..<columns : part == 1 ? 0..<(column + 1) : 0..<columns)
  }

  /// Makes columns of a row blank.
  private mutating func blank(_ row: Int, _ range: Range<Int>) {
    for column in range { cells[row][column] = " " }
  }

  /// Moves the rest of the row right, or left when `count` is negative.
  private mutating func shift(by count: Int) {
    let rest = Array(cells[row][column...])
    let blanks = Array(repeating: " ", count: abs(count))
    let moved = count > 0 ? blanks + rest : Array(rest.dropFirst(-count)) + blanks
    cells[row].replaceSubrange(column..., with: moved.prefix(columns - column))
    while cells[row].count < columns { cells[row].append(" ") }
  }

  /// Inserts an empty row at the cursor.
  private mutating func insertLine() {
    cells.removeLast()
    cells.insert(Array(repeating: " ", count: columns), at: row)
  }

  /// Removes the row of the cursor.
  private mutating func deleteLine() {
    cells.remove(at: row)
    cells.append(Array(repeating: " ", count: columns))
  }

  /// Returns the columns of a character, by a table of its own so as not to share libedit's bugs.
  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F, 0x20D0...0x20FF: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}
