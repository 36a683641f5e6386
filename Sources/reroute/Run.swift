import ArgumentParser
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
    var settings = options.settings
    settings.firstTrial = trialsFrom ?? 0
    settings.part = part
    try Script.run(file: file, settings)
  }
}
