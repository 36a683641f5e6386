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
  static let escape = "\u{1B}"
  static let controlG = "\u{7}"
  static let controlR = "\u{12}"
  static let controlU = "\u{15}"
  static let editor = "\u{18}\u{5}"
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
    in: folder.path, columns: columns, rows: rows)
  try #require(terminal.waitFor(ready) != nil, "no prompt: \(terminal.plainOutput)")
  return terminal
}

extension PseudoTerminal {
  /// Types an entry of one line, waits for the next prompt, and returns what was shown in between: of a statement that is shown
  /// again in canonical form, what comes after that.
  @discardableResult
  func enter(_ entry: String) -> String {
    let before = screen.promptCount
    send(entry + "\r")
    let isReady = waitUntil { $0.currentLine == ready && $0.promptCount > before }
    #expect(isReady != nil, "\(plainOutput)")
    var lines = plainOutput.split(separator: "\n", omittingEmptySubsequences: false)
    let prompts = lines.indices.filter { lines[$0].hasPrefix(ready) }
    guard prompts.count > before, before > 0 else { return plainOutput }
    lines = Array(
      lines[(prompts[before - 1] + 1)..<prompts[before]].drop { $0.hasPrefix("     ...>") })
    return lines.map { $0 + "\n" }.joined()
  }

  /// As ``enter(_:)``, without the number of the answer.
  @discardableResult
  func ask(_ entry: String) -> String {
    let shown = enter(entry)
    guard shown.hasPrefix("_"), let end = shown.firstRange(of: " = ")?.upperBound else {
      return shown
    }
    return String(shown[end...])
  }

  /// Presses Ctrl-C and waits for the prompt that follows.
  func interrupt() {
    let before = screen.promptCount
    send(Key.controlC)
    let isReady = waitUntil { $0.currentLine == ready && $0.promptCount > before }
    #expect(isReady != nil, "\(plainOutput)")
  }

  /// Waits until the last line shows exactly `line`.
  func waitForLine(_ line: String) -> Bool { waitUntil { $0.currentLine == line } != nil }

  /// Ends the session with Ctrl-D at a prompt.
  func end() {
    send(Key.controlD)
    #expect(waitForEnd() == .exited(0), "\(plainOutput)")
  }
}

extension Screen {
  /// How many prompts are shown, those that scrolled off included.
  var promptCount: Int { text.split(separator: "\n").count { $0.hasPrefix(ready) } }
}

/// A folder that goes away with its files at the end of a test.
final class Folder {
  let path: String

  init() throws {
    var template = Array("/tmp/prompt-test.XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit { Self.remove(path) }

  /// Removes a file, or a folder with all in it.
  private static func remove(_ path: String) {
    chmod(path, 0o700)
    for name in names(in: path) { remove(path + "/" + name) }
    if rmdir(path) != 0 { unlink(path) }
  }

  /// The names in a folder; none for a file.
  private static func names(in path: String) -> [String] {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path)
    else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The names in a folder of the folder.
  func names(in folder: String) -> [String] { Self.names(in: path + "/" + folder) }

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
