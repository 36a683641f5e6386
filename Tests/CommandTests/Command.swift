import Foundation
import PseudoTerminal

/// What a run of the command left behind.
struct Ran {
  let status: Int32
  let output: String
  let errors: String
}

/// A folder of its own for a test's files; gone with the value.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "reroute-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and returns its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// The text of a file.
  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }
}

/// The command as other programs run it: no terminal, its output in files.
struct Command {
  static let path = PseudoTerminal.builtProgram("reroute")

  private let process = Process()
  private let scratch: Scratch

  /// Starts `reroute`, or another program, with these arguments and this standard input.
  init(
    _ arguments: [String], program: String = path, input: String = "", in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws {
    scratch = try Scratch()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? scratch.url
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
    // What the check for leaks is to pass over in libraries.
    process.environment?["LSAN_OPTIONS"] = ProcessInfo.processInfo.environment["LSAN_OPTIONS"]
    process.standardInput = try FileHandle(
      forReadingFrom: URL(fileURLWithPath: scratch.file("input", input)))
    process.standardOutput = try FileHandle(
      forWritingTo: URL(fileURLWithPath: scratch.file("output", "")))
    process.standardError = try FileHandle(
      forWritingTo: URL(fileURLWithPath: scratch.file("errors", "")))
    try process.run()
  }

  /// Waits for the end.
  func finish() throws -> Ran {
    process.waitUntilExit()
    let status =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    return Ran(
      status: status, output: try scratch.text("output"), errors: try scratch.text("errors"))
  }
}

/// Runs `reroute` to its end.
func reroute(
  _ arguments: String..., input: String = "", in folder: URL? = nil,
  environment: [String: String] = [:]
) throws -> Ran {
  try Command(arguments, input: input, in: folder, environment: environment).finish()
}

/// Runs a line of the shell in which `$REROUTE` is the command.
func shell(_ line: String) throws -> Ran {
  try Command(["-c", line], program: "/bin/sh", environment: ["REROUTE": Command.path]).finish()
}

/// Small programs the tests run.
enum Program {
  static let figure = """
    simulate 12 months
    product A { users 1M; churn 5%/month }
    A.users at end

    """
  static let uncertain = """
    simulate 3 months from 2024-01
    trials 200
    product A "Alpha, the first" { users 1M to 2M; churn 2% to 4%/month }
    A.users at end
    table A.users
    expect 50% sure A.users at end > 1M users

    """
  static let wrong = "simulate 12 months\nproduct A { users 5%; churn 5%/month }\nA.user at end\n"
  static let failing =
    "simulate 2 months\nproduct A { users 5; churn 5%/month }\nexpect A.users at end > 5 users\n"
  /// Runs for minutes.
  static let endless = """
    simulate 1200 months
    trials 3M
    product A { users 1M to 2M; acquisition 1k to 2k users/month; churn 2% to 4%/month }
    A.users at end

    """
}
