import ArgumentParser
import LineEditor
import Prompt
import Reroute
import SourceText

/// Running a text and telling what came of it.
enum Script {
  /// Runs a file, the text of the settings, or the prompt.
  static func run(file: String?, _ settings: RunSettings) throws(ExitCode) {
    LineEditor.installInterruptHandler()
    var session = settings.session()
    if let part = settings.part {
      let text = settings.text.map { Array($0.utf8) }
      let bytes = if let text { text } else { try bytes(of: file ?? "-") }
      let name = settings.text != nil ? "-e" : file ?? "-"
      return try Parts.write(part, bytes, name, session)
    }
    if let text = settings.text {
      return try run(Array(text.utf8), name: "-e", &session, settings)
    }
    guard let file else {
      guard LineEditor.isTerminal(0), LineEditor.isTerminal(1) else {
        return try runFile("-", &session, settings)
      }
      return PromptLoop.run(session, showsError: settings.showsError)
    }
    try runFile(file, &session, settings)
  }

  private static func runFile(
    _ file: String, _ session: inout Session, _ settings: RunSettings
  ) throws(ExitCode) {
    try run(try bytes(of: file), name: file == "-" ? "standard input" : file, &session, settings)
  }

  /// The bytes of one of several scripts; nil, with a message, where it can't be read.
  static func readableBytes(of file: String) -> [UInt8]? { try? bytes(of: file) }

  static func bytes(of file: String) throws(ExitCode) -> [UInt8] {
    do throws(Host.Failure) {
      return try Console.read(file)
    } catch {
      if LineEditor.interruptRequested { throw ExitCode(130) }
      let why =
        switch error {
        case .unreadable(let why), .refused(let why): why
        }
      let file = file.showingControls(inLine: true)
      Console.write("error[R701]: `\(file)` can't be read: \(why)\n", to: 2)
      throw ExitCode(2)
    }
  }

  private static func run(
    _ bytes: [UInt8], name: String, _ session: inout Session, _ settings: RunSettings
  ) throws(ExitCode) {
    // One text: there is nothing earlier to answer anew.
    session.answersAnew = false
    let outcome = session.run(bytes: bytes, name: name)
    try tell(outcome, settings)
    if outcome.status != .done { throw ExitCode(outcome.status.rawValue) }
  }

  /// Writes messages to standard error and answers to standard output.
  static func tell(_ outcome: Outcome, _ settings: RunSettings) throws(ExitCode) {
    if settings.format != .json {
      settings.write(outcome)
    }
    let report = outcome.report(
      settings.format, showsError: settings.showsError,
      colour: settings.format == .text && Console.wantsColour(1), width: Output.columns,
      isPlain: Output.isPlain)
    try Console.answer(report)
  }
}
