import PseudoTerminal
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The keys that have no character.
enum Key {
  static let up = "\u{1B}[A"
  static let down = "\u{1B}[B"
  static let altEnter = "\u{1B}\r"
  static let backspace = "\u{7F}"
  static let controlA = "\u{1}"
  static let controlC = "\u{3}"
  static let controlD = "\u{4}"
  static let controlR = "\u{12}"
  static let controlZ = "\u{1A}"
}

/// Starts the demonstration program, and waits for its prompt.
func startDemo(
  _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
  rows: Int = 24
) throws -> PseudoTerminal {
  let program = PseudoTerminal.builtProgram("line-editor-demo")
  let terminal = try PseudoTerminal(
    command: [program] + (arguments.isEmpty ? ["-"] : arguments),
    environment: ["HOME": "/nonexistent"].merging(environment) { $1 }, columns: columns, rows: rows)
  try #require(terminal.waitFor("demo>") != nil, "no prompt: \(terminal.plainOutput)")
  return terminal
}

extension PseudoTerminal {

  /// Types an entry of one line, and waits until it was read and the next prompt is there.
  func enter(_ entry: String) {
    send(entry + "\r")
    #expect(waitFor("<\(entry)>\ndemo>") != nil, "\(plainOutput)")
  }

  /// Ends the session with Ctrl-D at a prompt.
  func end() {
    send(Key.controlD)
    #expect(waitForEnd() == .exited(0), "\(plainOutput)")
  }
}

/// A folder that goes away with its files at the end of a test.
final class Folder {

  let path: String

  init() throws {
    var template = Array("/tmp/line-editor-test.XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    for name in ["history", "history.new", ".editrc", "deep/er/history"] {
      unlink(path + "/" + name)
    }
    for name in ["/deep/er", "/deep", ""] { rmdir(path + name) }
  }

  /// Returns the path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file.
  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// Writes a file.
  func write(_ bytes: [UInt8], to name: String) throws {
    let file = open(file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    try #require(file >= 0)
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { writeBytes(file, $0.baseAddress, $0.count) }
      try #require(count > 0)
      rest = rest.dropFirst(count)
    }
  }

  /// Returns the bytes of a file.
  func bytes(of name: String) throws -> [UInt8] {
    let file = open(file(name), O_RDONLY)
    try #require(file >= 0)
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
    return bytes
  }

  /// Returns the text of a file.
  func text(of name: String) throws -> String {
    String(decoding: try bytes(of: name), as: UTF8.self)
  }
}

/// Writes bytes to a descriptor; the name of the system's function is taken inside `Folder`.
private func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}
