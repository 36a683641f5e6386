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

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "Raise a limit: \(Limits.names.joined(separator: ", ")).", valueName: "name=value"))
  var limits: [String] = []

  @Flag(help: "Tell the messages in JSON.")
  var json = false

  func validate() throws {
    if let show, Session.Stage(rawValue: show) == nil {
      throw ValidationError("--show wants one of tokens, tree, values, portfolio and plan.")
    }
    try RunOptions.validate(limits)
  }

  func run() throws {
    var limits = Limits()
    RunOptions.raise(self.limits, in: &limits)
    try Self.run(files, stage: show.flatMap { Session.Stage(rawValue: $0) }, inJSON: json, limits)
  }

  /// Looks for mistakes in each of the files, after printing a stage of it if one is given.
  static func run(
    _ files: [String], stage: Session.Stage?, inJSON: Bool, _ limits: Limits
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
        Console.write(outcome.renderedMessages(colour: Console.wantsColour(2)), to: 2)
      }
      if outcome.messages.contains(where: { $0.severity == .error }) { isWrong = true }
    }
    if isWrong { throw ExitCode(2) }
  }
}
