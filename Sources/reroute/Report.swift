import ArgumentParser
import LineEditor
import Prompt
import Reroute

/// `reroute report FILE --html OUT`: a script and its answers as a page.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a script and its answers as a page for a browser.",
    discussion: """
      The page is one file: the script with line numbers, beside each question its answer, tables and pictures, and what the \
      words mean. It runs no scripts and takes nothing from the network. Pictures that the script would write to files are \
      shown in the page instead.
      """)

  @Argument(help: "The script; - for standard input.")
  var file: String

  @Option(help: ArgumentHelp("The page; - for standard output.", valueName: "file"))
  var html: String

  @Option(help: "Run so many trials, whatever the script says.")
  var trials: Int?

  @Option(help: "Seed the draws with this number, whatever the script says.")
  var seed: UInt64?

  @Option(help: "Use so many threads; the answers don't depend on it.")
  var threads: Int?

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "Raise a limit: \(Limits.names.joined(separator: ", ")).", valueName: "name=value"))
  var limits: [String] = []

  @Flag(help: "Tell the Monte Carlo error of every figure.")
  var error = false

  func validate() throws {
    if let trials, trials < 1 || trials > 1_000_000_000 {
      throw ValidationError("--trials wants a number from 1 to 1000000000.")
    }
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads wants a number from 1 to 1024.")
    }
    try RunOptions.validate(limits)
  }

  func run() throws {
    LineEditor.installInterruptHandler()
    var settings = RunSettings()
    (settings.trials, settings.seed, settings.threads) = (trials, seed, threads)
    RunOptions.raise(limits, in: &settings.limits)
    var session = settings.session()
    let name = file == "-" ? "standard input" : file
    let (outcome, page) = session.page(
      bytes: try Script.bytes(of: file), name: name, showsError: error)
    Console.write(outcome.renderedMessages(colour: Console.wantsColour(2)), to: 2)
    if let page {
      if html == "-" {
        try Console.answer(page)
      } else {
        do throws(FileWriter.Failure) {
          try FileWriter.write(page, to: html)
        } catch {
          Console.write("\(error)\n", to: 2)
          throw ExitCode(2)
        }
      }
    }
    if outcome.status != .done { throw ExitCode(outcome.status.rawValue) }
  }
}
