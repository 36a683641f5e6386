import ArgumentParser
import Reroute

/// How answers are told.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Tell the Monte Carlo error of every figure.")
  var error = false

  @Flag(help: "Answer in JSON.")
  var json = false

  @Flag(help: "Answer in CSV.")
  var csv = false

  @Flag(help: "Answer in Markdown.")
  var markdown = false

  var format: Outcome.Format { json ? .json : csv ? .csv : markdown ? .markdown : .text }

  func validate() throws {
    if [json, csv, markdown].filter({ $0 }).count > 1 {
      throw ValidationError("Choose one of --json, --csv and --markdown.")
    }
  }
}

/// Options of the commands that simulate.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customShort("e"),
    help: ArgumentHelp("Run this text instead of a file.", valueName: "text"))
  var text: String?

  @Option(help: "Run so many trials, whatever the script says.")
  var trials: Int?

  @Option(help: "Seed the draws with this number, whatever the script says.")
  var seed: UInt64?

  @Option(help: "Use so many threads; the answers don't depend on it.")
  var threads: Int?

  /// For measuring; the answers don't depend on it.
  @Option(
    help: .hidden,
    transform: { text in
      guard let instructions = Host.Instructions(rawValue: text) else {
        throw ValidationError("--instructions wants portable, sse2, avx2 or avx512.")
      }
      return instructions
    })
  var instructions: Host.Instructions?

  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "Raise a limit: \(Limits.names.joined(separator: ", ")).", valueName: "name=value"))
  var limits: [String] = []

  @Option(
    help: ArgumentHelp(
      "`exact` finds percentiles of more than 16,384 trials exactly, by simulating twice; else they are told to about a thousandth of the trials, which --error includes.",
      valueName: "kind"))
  var summaries: String?

  @Flag(help: "Let `plot … to \"file\"` replace files that are no pictures of Reroute.")
  var force = false

  @OptionGroup var output: OutputOptions

  @OptionGroup var messages: MessageOptions

  var format: Outcome.Format { output.format }
  var error: Bool { output.error }

  func validate() throws {
    if let summaries, summaries != "exact", summaries != "streamed" {
      throw ValidationError("--summaries wants exact or streamed.")
    }
    if let trials, trials < 1 || trials > 1_000_000_000 {
      throw ValidationError("--trials wants a number from 1 to 1000000000.")
    }
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads wants a number from 1 to 1024.")
    }
    try Self.validate(limits)
  }

  /// Refuses texts that set no limit.
  static func validate(_ limits: [String]) throws {
    var probe = Limits()
    for limit in limits {
      guard let (name, value) = parse(limit), probe.set(name, to: value) else {
        throw ValidationError(
          "--limit wants a name and a positive value, as in --limit steps=1_000_000; the names are \(Limits.names.joined(separator: ", "))."
        )
      }
    }
  }

  private static func parse(_ text: String) -> (String, Double)? {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let value = Double(parts[1].filter { $0 != "_" }) else { return nil }
    return (String(parts[0]), value)
  }

  /// Sets limits as ``validate(_:)`` accepted them.
  static func raise(_ texts: [String], in limits: inout Limits) {
    for text in texts {
      if let (name, value) = parse(text) { _ = limits.set(name, to: value) }
    }
  }

  /// What these options ask for.
  var settings: RunSettings {
    var settings = RunSettings()
    (settings.text, settings.trials, settings.seed) = (text, trials, seed)
    (settings.threads, settings.format, settings.showsError) = (threads, format, error)
    settings.instructions = instructions
    settings.force = force
    settings.messages = messages
    settings.findsExactPercentiles = summaries == "exact"
    Self.raise(limits, in: &settings.limits)
    return settings
  }
}
