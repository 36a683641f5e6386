/// Rows of a CSV file (RFC 4180), with the line each starts on, for messages. Lines end in a line feed, a carriage return or both;
/// other characters that break lines belong to the cells they stand in.
///
/// Its own reader because messages need lines, and the packages that read CSV bring Foundation into the core.
struct DelimitedText {
  /// The first row.
  let header: [String]
  /// The other rows and the lines they start on, counted from 1; empty lines are skipped.
  let rows: [(line: Int, cells: [String])]
  /// What stands between cells.
  let separator: Character
  /// The line, from 1, of a quote that is never closed.
  private(set) var openQuote: Int?
  /// The file itself.
  let bytes: [UInt8]
  /// The bytes that the lines start at.
  private var lineStarts: [Int] = []

  /// Reads UTF-8 text; nil for bytes that are none. Cells are separated by commas, or by semicolons or tabs if the first line
  /// has these and no comma.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let firstLine = text.prefix { !Self.endsLine($0) }
    let separator: Character =
      firstLine.contains(",")
      ? "," : firstLine.contains(";") ? ";" : firstLine.contains("\t") ? "\t" : ","
    self.separator = separator
    var all: [(line: Int, cells: [String])] = []
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    var line = 1
    var offset = self.bytes.count - bytes.count
    lineStarts.append(offset)
    var start = 1
    var quote = 1
    var characters = text.makeIterator()
    var pending = characters.next()
    func endRow() {
      cells.append(cell)
      if cells.count > 1 || !cells[0].isEmpty { all.append((start, cells)) }
      cells = []
      cell = ""
    }
    while let c = pending {
      pending = characters.next()
      offset += c.utf8.count
      if Self.endsLine(c) {
        line += 1
        lineStarts.append(offset)
      }
      if isQuoted {
        if c == "\"" {
          if pending == "\"" {
            cell.append(c)
            offset += 1
            pending = characters.next()
          } else {
            isQuoted = false
          }
        } else {
          cell.append(c)
        }
      } else if c == "\"", cell.isEmpty {
        isQuoted = true
        quote = line
      } else if c == separator {
        cells.append(cell)
        cell = ""
      } else if Self.endsLine(c) {
        endRow()
        start = line
      } else {
        cell.append(c)
      }
    }
    if isQuoted { openQuote = quote }
    if !cell.isEmpty || !cells.isEmpty { endRow() }
    header = all.first?.cells ?? []
    rows = Array(all.dropFirst())
  }

  private static func endsLine(_ c: Character) -> Bool { c == "\n" || c == "\r\n" || c == "\r" }

  /// The bytes of a line of the file, from 1, without its end.
  func range(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// `true` iff a cell can be read as two numbers: where semicolons separate, 401.000 is mostly 401 thousand.
  func isAmbiguous(_ cell: String) -> Bool {
    guard separator == ";" else { return false }
    let parts = cell.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && parts.dropFirst().allSatisfy { $0.count == 3 }
  }
}
