import CLineEditor

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Lines from a file descriptor that is not a terminal.
package struct PlainLineReader {

  /// What is read.
  package enum Line: Equatable, Sendable {

    /// A line of text, without the newline; NUL and CR are left in it.
    case text(String)

    /// A line with bytes that are not UTF-8.
    case invalidUTF8

    /// Ctrl-C arrived; it is returned again until `LineEditor.clearInterrupt` is called.
    case interrupted

    /// Nothing more can be read; the code is an `errno`.
    case failure(code: Int32)
  }

  /// The number of the line returned last, from 1.
  package private(set) var lineNumber = 0

  /// Where the bytes come from.
  private let descriptor: Int32

  /// Bytes read and not returned.
  private var buffer: [UInt8] = []

  /// The beginning of those bytes.
  private var start = 0

  /// The end of the part of the buffer known to have no newline.
  private var searched = 0

  /// `true` iff there is no more to read.
  private var isAtEnd = false

  /// Makes a reader of `descriptor`, which stays the caller's to close.
  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Returns the next line, or `nil` after the last; the last needs no newline.
  package mutating func next() -> Line? {
    while true {
      if let newline = buffer[searched...].firstIndex(of: 0x0A) {
        return take(upTo: newline, skipping: 1)
      }
      searched = buffer.count
      if isAtEnd { return start < buffer.count ? take(upTo: buffer.count, skipping: 0) : nil }
      if let problem = fill() { return problem }
    }
  }

  /// Returns the bytes up to `end` as a line and goes on after it.
  private mutating func take(upTo end: Int, skipping: Int) -> Line {
    let line = String(validating: buffer[start..<end], as: UTF8.self)
    start = end + skipping
    searched = start
    lineNumber += 1
    return line.map { .text($0) } ?? .invalidUTF8
  }

  /// Reads more bytes; returns what kept it from that.
  private mutating func fill() -> Line? {
    buffer.removeFirst(start)
    searched -= start
    start = 0
    if cle_interrupted() { return .interrupted }
    guard cle_wait(descriptor) else { return nil }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &chunk, chunk.count)
    if count > 0 {
      buffer += chunk[..<count]
    } else if count == 0 {
      isAtEnd = true
    } else if errno != EINTR && errno != EAGAIN {
      isAtEnd = true
      return .failure(code: errno)
    }
    return nil
  }
}
