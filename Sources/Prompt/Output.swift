import LineEditor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writing to the standard streams.
package enum Output {
  /// Writes text to a descriptor. A closed pipe is no error; a full disk is.
  @discardableResult
  package static func write(_ text: String, to descriptor: Int32 = 1) -> Bool {
    write(Array(text.utf8), to: descriptor)
  }

  /// Writes bytes as ``write(_:to:)`` writes text.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { return true }
        return false
      }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// The columns of the terminal a stream is; nil for what is none, or says nothing.
  package static func columns(_ descriptor: Int32) -> Int? {
    guard LineEditor.isTerminal(descriptor) else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// `true` iff a stream is a terminal that wants colour.
  package static func wantsColour(_ descriptor: Int32) -> Bool {
    guard LineEditor.isTerminal(descriptor), environment("NO_COLOR") == nil else { return false }
    return environment("TERM").map { $0 != "dumb" } ?? false
  }

  /// `true` iff the terminal can write over what it shows.
  package static var movesCursor: Bool { environment("TERM").map { $0 != "dumb" } ?? false }

  /// A variable of the environment that is not empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value[0] != 0 else { return nil }
    return String(cString: value)
  }
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
