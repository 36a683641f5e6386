import ArgumentParser
import Reroute

/// `reroute check FILE`: mistakes, without simulating.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Look for mistakes without simulating.")

  @Argument(help: "The scripts; - for standard input.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Print a stage: tokens, tree, values, portfolio or plan.", valueName: "stage"))
  var show: String?

  @OptionGroup var limitOptions: LimitOptions

  @Flag(help: "Tell the messages in JSON.")
  var json = false

  @Flag(help: "Make the corrections that are sure, and write the files.")
  var fix = false

  @Flag(help: "With --fix: write nothing, and print what would change as a diff.")
  var dryRun = false

  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if dryRun, !fix { throw ValidationError("--dry-run goes with --fix.") }
    if fix, json || show != nil {
      throw ValidationError("--fix goes with neither --json nor --show.")
    }
    if let show, Session.Stage(rawValue: show) == nil {
      throw ValidationError("--show wants one of tokens, tree, values, portfolio and plan.")
    }
  }

  func run() throws {
    var limits = Limits()
    limitOptions.raise(&limits)
    if fix { return try Fix.run(files, isDry: dryRun, messages, limits) }
    try Self.run(
      files, stage: show.flatMap { Session.Stage(rawValue: $0) }, inJSON: json, limits, messages)
  }

  /// Looks for mistakes in each of the files, after printing a stage of it if one is given.
  static func run(
    _ files: [String], stage: Session.Stage?, inJSON: Bool, _ limits: Limits,
    _ messages: MessageOptions?
  ) throws(ExitCode) {
    var isWrong = false
    for file in files {
      guard let bytes = Script.readableBytes(of: file) else {
        isWrong = true
        continue
      }
      let session = Session(host: Console.host(threads: 1), limits: limits)
      if let stage { try Console.answer(session.show(stage, bytes: bytes, name: file)) }
      let outcome = session.check(bytes: bytes, name: file)
      if inJSON {
        try Console.answer(outcome.report(.json))
      } else {
        RunSettings.write(outcome, messages)
      }
      let hasErrors = outcome.messages.contains { $0.severity == .error }
      if messages?.isWrong(outcome) ?? hasErrors { isWrong = true }
    }
    if isWrong { throw ExitCode(2) }
  }
}
