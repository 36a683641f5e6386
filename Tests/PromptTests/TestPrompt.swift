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
  static let controlC = "\u{3}"
  static let controlD = "\u{4}"
  static let tab = "\t"
}

/// Where the prompt is waiting for a statement.
let ready = "reroute>"

/// Starts the built command at its prompt, with `folder` as its home, and waits for the prompt.
func startPrompt(
  _ folder: Folder, arguments: [String] = [], environment: [String: String] = [:],
  columns: Int = 110, rows: Int = 40
) throws -> PseudoTerminal {
  let terminal = try PseudoTerminal(
    command: [PseudoTerminal.builtProgram("reroute")] + arguments,
    environment: ["HOME": folder.path, "NO_COLOR": "1"].merging(environment) { $1 },
    columns: columns, rows: rows)
  try #require(terminal.waitFor(ready) != nil, "no prompt: \(terminal.plainOutput)")
  return terminal
}

extension PseudoTerminal {
  /// Types an entry of one line, waits for the next prompt, and returns what was shown in between.
  @discardableResult
  func enter(_ entry: String) -> String {
    let before = plainOutput.count
    send(entry + "\r")
    let isReady = waitUntil { screen in
      screen.text.count > before && screen.currentLine == ready
        && screen.text.count >= before + entry.count
    }
    #expect(isReady != nil, "\(plainOutput)")
    var shown = plainOutput.dropFirst(before + 1 + entry.count)
    if shown.hasSuffix(ready) { shown = shown.dropLast(ready.count) }
    return String(shown.drop { $0 == "\n" })
  }

  /// Waits until the last line shows exactly `line`.
  func waitForLine(_ line: String) -> Bool { waitUntil { $0.currentLine == line } != nil }

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
    var template = Array("/tmp/prompt-test.XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    for name in [
      "a.reroute", "b.reroute", "c.reroute", "history", ".editrc", "out",
      ".local/state/reroute/history",
    ] {
      unlink(path + "/" + name)
    }
    for name in ["/.local/state/reroute", "/.local/state", "/.local", "/sealed", ""] {
      rmdir(path + name)
    }
  }

  /// Returns the path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file.
  func write(_ text: String, to name: String) throws {
    let file = try #require(fopen(file(name), "w"))
    defer { fclose(file) }
    #expect(fputs(text, file) >= 0)
  }

  /// Returns the text of a file.
  func text(of name: String) throws -> String {
    let file = try #require(fopen(file(name), "r"), "there is no \(name)")
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Runs a shell's line with the built command as `$R`, and returns its standard output.
func shell(_ line: String, in folder: Folder) throws -> String {
  let program = PseudoTerminal.builtProgram("reroute")
  let pipe = try #require(
    popen("{ R='\(program)'; cd '\(folder.path)'; \(line); } 2>&1", "r"))
  defer { pclose(pipe) }
  var bytes: [UInt8] = []
  while case let byte = getc(pipe), byte != EOF { bytes.append(UInt8(byte)) }
  return String(decoding: bytes, as: UTF8.self)
}
