/// The text form of a history file, which is libedit's: a first line that says so, then one
/// entry to a line with blanks and control characters written as `\012`.
enum HistoryCoding {

  /// The first line.
  static let header = Array("_HiStOrY_V2_\n".utf8)

  /// Returns `entry` as it is kept: without newlines at the end, and without NUL.
  static func normalized(_ entry: String) -> String {
    var entry = entry
    entry.unicodeScalars.removeAll { $0 == "\0" }
    while let last = entry.unicodeScalars.last, last == "\n" || last == "\r" {
      entry.unicodeScalars.removeLast()
    }
    return entry
  }

  /// Returns the line for `entry`, without a newline.
  static func encoded(_ entry: String) -> [UInt8] {
    var line: [UInt8] = []
    for byte in entry.utf8 {
      switch byte {
      case 0...0x20, 0x7F:
        line += [UInt8(ascii: "\\"), octal(byte >> 6), octal(byte >> 3), octal(byte)]
      case UInt8(ascii: "\\"): line += [byte, byte]
      default: line.append(byte)
      }
    }
    return line
  }

  /// Returns the entry that `line` stands for, or `nil` if it stands for none.
  static func decoded(_ line: some Sequence<UInt8>) -> String? {
    var input = line.makeIterator()
    var bytes: [UInt8] = []
    var held = input.next()
    while let byte = held {
      held = input.next()
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let kind = held else { return nil }
      held = input.next()
      guard let meant = escape(kind, &held, &input) else { return nil }
      bytes.append(meant)
    }
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Returns the byte that an escape means which begins with `kind` and goes on with `held`.
  ///
  /// libedit itself writes `\M-c` and `\^c` where its copy of `vis` knows no UTF-8.
  private static func escape(
    _ kind: UInt8, _ held: inout UInt8?, _ input: inout some IteratorProtocol<UInt8>
  ) -> UInt8? {
    switch kind {
    case UInt8(ascii: "\\"): return kind
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      var value = Int(kind & 7)
      for _ in 0..<2 {
        guard let digit = held, digit & 0xF8 == 0x30 else { break }
        value = value * 8 + Int(digit & 7)
        held = input.next()
      }
      return UInt8(exactly: value)
    case UInt8(ascii: "M"):
      guard let mark = held, let character = input.next() else { return nil }
      held = input.next()
      if mark == UInt8(ascii: "-") { return character | 0x80 }
      return mark == UInt8(ascii: "^") ? control(character) | 0x80 : nil
    case UInt8(ascii: "^"):
      guard let character = held else { return nil }
      held = input.next()
      return control(character)
    default: return nil
    }
  }

  /// Returns the control character that `^` and `character` name.
  private static func control(_ character: UInt8) -> UInt8 {
    character == UInt8(ascii: "?") ? 0x7F : character & 0x1F
  }

  /// Returns the last octal digit of `value`.
  private static func octal(_ value: UInt8) -> UInt8 { UInt8(ascii: "0") + (value & 7) }
}
