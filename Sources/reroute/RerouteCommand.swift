import ArgumentParser
import Reroute

/// The command: arguments, files and exit statuses; everything else is in the library.
@main
struct RerouteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reroute",
    abstract: "Say what becomes of a failing product's users, and how sure that is.",
    discussion:
      "Without arguments it opens the prompt; with a file it runs it; with `-` it runs standard input.",
    version: Reroute.version,
    subcommands: [
      Run.self, Merge.self, Check.self, Test.self, Format.self, Explain.self, Report.self,
      Learn.self,
    ],
    defaultSubcommand: Run.self)

  static func main() {
    Console.ignoreClosedPipes()
    guard let plain = PlainCommand(CommandLine.arguments.dropFirst()) else { return main(nil) }
    do throws(ExitCode) { try plain.run() } catch { Console.exit(error.rawValue) }
  }
}
