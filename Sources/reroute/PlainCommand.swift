import ArgumentParser
import Reroute

/// The forms of the command that need no reading of options: `reroute`, `reroute FILE`, `reroute -e TEXT` and
/// `reroute check FILE…`. They mean what ``RerouteCommand`` makes of them.
///
/// Reading the options takes most of a short run: `-e '1+1'` took 5.4 of its 8.1 million cycles for it, looking up types by
/// name. Whatever begins with a dash, but `-` alone, is left to it.
enum PlainCommand {
  case prompt
  case file(String)
  case text(String)
  case check([String])

  /// The form that `arguments` (without the command's own name) are of; nil for any other.
  init?(_ arguments: ArraySlice<String>) {
    func isPlain(_ argument: String) -> Bool {
      argument == "-" || argument.utf8.first != UInt8(ascii: "-")
    }
    guard let first = arguments.first else {
      self = .prompt
      return
    }
    let rest = arguments.dropFirst()
    guard rest.allSatisfy(isPlain) else { return nil }
    switch (first, rest.count) {
    case ("-e", 1) where rest.last != "-": self = .text(rest[rest.startIndex])
    case ("check", 1...): self = .check(Array(rest))
    case (_, 0) where isPlain(first) && !Self.subcommands.contains(first): self = .file(first)
    default: return nil
    }
  }

  /// The words that name a subcommand.
  private static let subcommands = [
    "run", "merge", "check", "test", "format", "explain", "report", "learn", "help",
  ]

  /// Does what was asked for.
  func run() throws(ExitCode) {
    var settings = RunSettings()
    switch self {
    case .prompt: try Script.run(file: nil, settings)
    case .file(let file): try Script.run(file: file, settings)
    case .text(let text):
      settings.text = text
      try Script.run(file: nil, settings)
    case .check(let files): try Check.run(files, stage: nil, inJSON: false, Limits(), nil)
    }
  }
}
