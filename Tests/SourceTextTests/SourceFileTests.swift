import Testing

@testable import SourceText

/// Places of a text, in lines and columns and in UTF-16.
@Suite struct SourceFileTests {
  static let texts: [[UInt8]] = [
    [], Array("\n".utf8), Array("a\nb".utf8), Array("a\r\nb\r\n".utf8),
    Array("a€b\n𝄞 clef\né\n\nlast 👩‍👩‍👧 line".utf8),
    [0x61, 0xC3, 0x0A, 0xA9, 0x0A, 0xF0, 0x9F, 0x0A, 0x62],
    // Lines that end at each of eight bytes, several in eight, and those of texts that are ASCII in part.
    Array("\n\n1234567\n12345678\n123456789\n\u{8A}\n\t\u{B}\u{1}\n\n\n\n\n\n\n\n12\n4\n".utf8),
    Array("1234567\n123456é\n12345678\né\n12345678é1234567890\n1234567890\n12é".utf8),
  ]

  @Test(arguments: texts)
  func `the places are those of the text before them`(bytes: [UInt8]) {
    let file = SourceFile(name: "text", bytes: bytes)
    for offset in 0...bytes.count {
      let before = bytes[..<offset]
      #expect(
        file.utf16Offset(at: offset) == String(decoding: before, as: UTF8.self).utf16.count)
      let line = before.count { $0 == 0x0A }
      #expect(file.line(at: offset) == line)
      let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      let place = file.position(at: offset)
      #expect(place.line == line + 1)
      #expect(place.column == String(decoding: before[start...], as: UTF8.self).count + 1)
      #expect(file.lineRange(line).lowerBound == start)
    }
  }
}
