import ArgumentParser
import Reroute

/// `reroute FILE`, `reroute -`, `reroute -e TEXT`, or the prompt.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run a script, or open the prompt.")

  @Argument(help: "The script; - for standard input. Without one the prompt opens.")
  var file: String?

  @OptionGroup var options: RunOptions

  func run() throws { try Script.run(file: file, options.settings) }
}
