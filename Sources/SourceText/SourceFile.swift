import Synchronization

/// Identifies a source text within a session; texts are numbered in the order they were given.
package struct SourceID: Hashable, Sendable, Comparable {
  /// The position of the text in its ``SourceMap``.
  package let rawValue: Int32

  /// Creates the identity of the text at position `rawValue`.
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A half-open range of UTF-8 bytes in one source text.
package struct SourceSpan: Hashable, Sendable, Comparable {
  /// The text.
  package var source: SourceID
  /// The first byte.
  package var start: Int
  /// One past the last byte.
  package var end: Int

  /// Creates the span of the bytes `start..<end` of `source`.
  package init(source: SourceID, start: Int, end: Int) {
    (self.source, self.start, self.end) = (source, start, max(start, end))
  }

  /// The smallest span that covers `self` and `other`, which must be of the same text.
  package func union(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(source: source, start: min(start, other.start), end: max(end, other.end))
  }

  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool {
    (a.source, a.start, a.end) < (b.source, b.start, b.end)
  }
}

/// A named source text, immutable, with the table of its lines.
package final class SourceFile: Sendable {
  /// What the text is called in messages: a path as the user gave it, `-e`, `prompt` …
  package let name: String
  /// The text in UTF-8, as it was given (it may hold invalid sequences).
  package let bytes: [UInt8]
  /// The lines, from when a place is first asked for.
  private let lines = Mutex<[LineStart]?>(nil)

  /// Where a line starts, in bytes and in UTF-16 code units.
  private struct LineStart {
    let utf8: Int
    let utf16: Int
  }

  /// Creates the text `bytes`, called `name`.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  private var lineTable: [LineStart] {
    lines.withLock { known in
      if let known { return known }
      // A line's end is never part of a sequence, so lines can be counted one by one.
      var starts = [LineStart(utf8: 0, utf16: 0)]
      var (start, isASCII) = (0, true)
      func endLine(before next: Int) {
        let units = isASCII ? next - start : text(start..<next).utf16.count
        starts.append(LineStart(utf8: next, utf16: starts[starts.count - 1].utf16 + units))
        (start, isASCII) = (next, true)
      }
      let bytes = bytes
      let all = bytes.span
      var i = 0
      while i < all.count {
        // Eight bytes of ASCII at once: byte by byte, they took 11 % of the instructions of the check of a large script instead of 3.
        if let eight = all.eightBytes(at: i), eight & Self.highBits == 0 {
          // The highest bit of each byte that is a line's end.
          var ends = ~((eight ^ 0x0A0A_0A0A_0A0A_0A0A) &+ ~Self.highBits) & Self.highBits
          while ends != 0 {
            endLine(before: i + ends.trailingZeroBitCount / 8 + 1)
            ends &= ends - 1
          }
          i += 8
        } else {
          if all[i] >= 0x80 { isASCII = false }
          if all[i] == 0x0A { endLine(before: i + 1) }
          i += 1
        }
      }
      known = starts
      return starts
    }
  }

  /// The highest bit of each of eight bytes.
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Creates the text `text`, called `name`.
  package convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The zero-based line that holds the byte at `offset`.
  package func line(at offset: Int) -> Int { Self.line(at: offset, of: lineTable) }

  private static func line(at offset: Int, of table: [LineStart]) -> Int {
    var low = 0
    var high = table.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if table[middle].utf8 <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a zero-based line, without its line end.
  package func lineRange(_ line: Int) -> Range<Int> {
    let table = lineTable
    let start = table[line].utf8
    var end = line + 1 < table.count ? table[line + 1].utf8 - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return start..<max(start, end)
  }

  /// The text of a range of bytes; invalid sequences become U+FFFD.
  package func text(_ range: Range<Int>) -> String {
    let low = min(max(range.lowerBound, 0), bytes.count)
    let high = min(max(range.upperBound, low), bytes.count)
    // Straight from the bytes: to hold and release a slice of them took 4 % of the check of a large script.
    return bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[low..<high]), as: UTF8.self)
    }
  }

  /// Line and column, both from 1, of a byte; the column counts characters as a person sees them.
  package func position(at offset: Int) -> (line: Int, column: Int) {
    let table = lineTable
    let line = Self.line(at: min(offset, bytes.count), of: table)
    let start = table[line].utf8
    return (line + 1, text(start..<max(start, offset)).count + 1)
  }

  /// The number of UTF-16 code units before the byte at `offset`.
  package func utf16Offset(at offset: Int) -> Int {
    let table = lineTable
    let start = table[Self.line(at: offset, of: table)]
    return start.utf16 + text(start.utf8..<offset).utf16.count
  }
}

/// The source texts of a session.
package struct SourceMap: Sendable {
  /// The texts, by identity.
  package private(set) var files: [SourceFile] = []

  /// Creates an empty map.
  package init() {}

  /// Adds a text and returns its identity.
  package mutating func add(_ file: SourceFile) -> SourceID {
    files.append(file)
    return SourceID(rawValue: Int32(files.count - 1))
  }

  /// The text called `id`, if it is of this map.
  package subscript(id: SourceID) -> SourceFile? {
    files.indices.contains(Int(id.rawValue)) ? files[Int(id.rawValue)] : nil
  }

  /// The text a span covers.
  package func text(_ span: SourceSpan) -> String {
    self[span.source]?.text(span.start..<span.end) ?? ""
  }
}

extension Span<UInt8> {
  /// The eight bytes from `index` on, the first one lowest; nil where there are fewer.
  ///
  /// Without a check of its own for each of the bytes, which is what reading many at once is for.
  @inline(__always)
  package func eightBytes(at index: Int) -> UInt64? {
    guard index >= 0, index <= count - 8 else { return nil }
    return UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }
}
