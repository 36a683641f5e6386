import ArgumentParser
import LineEditor
import Reroute
import SourceText

/// `reroute test FILE…`: the expectations of scripts, as verdicts and an exit status.
struct Test: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run scripts for their expectations.")

  @Argument(help: "The scripts.")
  var files: [String]

  @OptionGroup var options: RunOptions

  func run() throws {
    LineEditor.installInterruptHandler()
    let settings = options.settings
    var worst: Int32 = 0
    for file in files {
      var session = settings.session()
      // A test tells verdicts; it draws nothing.
      session.host.save = { (_, _, _) throws(Host.Failure) in }
      guard let bytes = Script.readableBytes(of: file) else {
        worst = max(worst, 2)
        continue
      }
      let outcome = session.run(bytes: bytes, name: file)
      if settings.format == .json {
        try Console.answer(outcome.report(.json))
      } else {
        settings.write(outcome)
        let file = file.showingControls(inLine: true)
        for line in outcome.failedExpectations { try Console.answer("\(file): \(line)\n") }
        let verdict =
          outcome.status == .wrong
          ? "is wrong" : "\(outcome.expectationsMet) of \(outcome.expectations) expectations hold"
        try Console.answer("\(file): \(verdict)\n")
      }
      worst = max(worst, outcome.status.rawValue)
      if outcome.status == .interrupted { break }
    }
    if worst != 0 { throw ExitCode(worst) }
  }
}
