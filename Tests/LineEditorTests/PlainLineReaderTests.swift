import LineEditor
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("Lines that are not from a terminal")
struct PlainLineReaderTests {

  /// Returns what a reader makes of a file with `bytes`.
  private func lines(of bytes: [UInt8]) throws -> [PlainLineReader.Line] {
    let folder = try Folder()
    try folder.write(bytes, to: "history")
    let file = open(folder.file("history"), O_RDONLY)
    defer { close(file) }
    var reader = PlainLineReader(descriptor: file)
    var lines: [PlainLineReader.Line] = []
    while let line = reader.next() { lines.append(line) }
    #expect(reader.lineNumber == lines.count)
    return lines
  }

  @Test("Lines end at newlines, and the last needs none")
  func text() throws {
    #expect(try lines(of: []).isEmpty)
    #expect(
      try lines(of: Array("a\n\né\r\nlast".utf8)) == ["a", "", "é\r", "last"].map { .text($0) })
    #expect(try lines(of: Array("a\n".utf8)) == [.text("a")])
    #expect(try lines(of: Array("a\0b\n".utf8)) == [.text("a\0b")])
  }

  @Test("A line that is not UTF-8 is reported where it is")
  func invalid() throws {
    let bytes = Array("a\n".utf8) + [0x62, 0xC3, 0x0A] + Array("c".utf8)
    #expect(try lines(of: bytes) == [.text("a"), .invalidUTF8, .text("c")])
  }

  @Test("Characters and lines may cross the reader's buffer")
  func long() throws {
    let line = String(repeating: "日本é🙂", count: 30_000)
    #expect(
      try lines(of: Array("\(line)\nx\n\(line)".utf8)) == [.text(line), .text("x"), .text(line)])
    let many = (0..<50_000).map { "line \($0)" }
    #expect(try lines(of: Array(many.joined(separator: "\n").utf8)) == many.map { .text($0) })
  }

  @Test("A descriptor that cannot be read is reported once")
  func failure() {
    var reader = PlainLineReader(descriptor: -1)
    #expect(reader.next() == .failure(code: EBADF))
    #expect(reader.next() == nil)
  }
}
