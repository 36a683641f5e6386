import ArgumentParser
import LineEditor
import Prompt
import Reroute

/// `reroute FILE`, `reroute -`, `reroute -e TEXT`, or the prompt.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run a script, or open the prompt.")

  @Argument(help: "The script; - for standard input. Without one the prompt opens.")
  var file: String?

  @OptionGroup var options: RunOptions

  @Option(
    help: ArgumentHelp(
      "Run the trials from this number on, --trials of them; those of a whole run are numbered from 0.",
      valueName: "number"))
  var trialsFrom: Int?

  @Option(
    help: ArgumentHelp(
      "Write what these trials come to into this file instead of answering; `reroute merge` puts such parts together.",
      valueName: "file"))
  var part: String?

  func validate() throws {
    if let trialsFrom, trialsFrom < 0 || trialsFrom > 4_000_000_000 {
      throw ValidationError("--trials-from wants a number from 0 to 4000000000.")
    }
    if part != nil || trialsFrom != nil, file == nil, options.text == nil {
      throw ValidationError("--trials-from and --part want a script.")
    }
    if part != nil, options.summaries == "exact" {
      throw ValidationError("--summaries exact takes a whole run, not a part of one.")
    }
  }

  func run() throws {
    LineEditor.installInterruptHandler()
    var session = options.session()
    session.firstTrial = trialsFrom ?? 0
    if let part {
      let bytes = try options.text.map { Array($0.utf8) } ?? Script.bytes(of: file ?? "-")
      let name = options.text != nil ? "-e" : file ?? "-"
      return try Parts.write(part, bytes, name, session, options)
    }
    if let text = options.text {
      return try Script.run(Array(text.utf8), name: "-e", &session, options)
    }
    guard let file else {
      guard LineEditor.isTerminal(0), LineEditor.isTerminal(1) else {
        return try Script.runFile("-", &session, options)
      }
      return PromptLoop.run(session, showsError: options.error)
    }
    try Script.runFile(file, &session, options)
  }
}

/// Running a text and telling what came of it.
enum Script {
  static func runFile(_ file: String, _ session: inout Session, _ options: RunOptions) throws {
    try run(try bytes(of: file), name: file == "-" ? "standard input" : file, &session, options)
  }

  /// The bytes of one of several scripts; nil, with a message, where it can't be read.
  static func readableBytes(of file: String) -> [UInt8]? { try? bytes(of: file) }

  static func bytes(of file: String) throws -> [UInt8] {
    do throws(Host.Failure) {
      return try Console.read(file)
    } catch {
      if LineEditor.interruptRequested { throw ExitCode(130) }
      let why =
        switch error {
        case .unreadable(let why), .refused(let why): why
        }
      Console.write("error[R701]: `\(file)` can't be read: \(why)\n", to: 2)
      throw ExitCode(2)
    }
  }

  static func run(_ bytes: [UInt8], name: String, _ session: inout Session, _ options: RunOptions)
    throws
  {
    let outcome = session.run(bytes: bytes, name: name)
    try tell(outcome, options.output)
    if outcome.status != .done { throw ExitCode(outcome.status.rawValue) }
  }

  /// Writes messages to standard error and answers to standard output.
  static func tell(_ outcome: Outcome, _ options: OutputOptions) throws {
    if options.format != .json {
      Console.write(outcome.renderedMessages(colour: Console.wantsColour(2)), to: 2)
    }
    let report = outcome.report(
      options.format, showsError: options.error,
      colour: options.format == .text && Console.wantsColour(1))
    try Console.answer(report)
  }
}
