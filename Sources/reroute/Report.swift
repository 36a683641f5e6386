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

  @OptionGroup var simulation: SimulationOptions

  @Flag(help: "Tell the Monte Carlo error of every figure.")
  var error = false

  func run() throws {
    LineEditor.installInterruptHandler()
    var session = simulation.settings.session()
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
