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

/// How many threads to use.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Use so many threads; the answers don't depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads wants a number from 1 to 1024.")
    }
  }
}

/// What scripts may use up.
struct LimitOptions: ParsableArguments {
  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "Raise a limit: \(Limits.names.joined(separator: ", ")).", valueName: "name=value"))
  var limits: [String] = []

  /// Refuses texts that set no limit.
  func validate() throws {
    var probe = Limits()
    for limit in limits {
      guard let (name, value) = Self.parse(limit), probe.set(name, to: value) else {
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

  /// Sets the limits that were named.
  func raise(_ limits: inout Limits) {
    for text in self.limits {
      if let (name, value) = Self.parse(text) { _ = limits.set(name, to: value) }
    }
  }
}

/// What is simulated, and with what.
struct SimulationOptions: ParsableArguments {
  @Option(help: "Run so many trials, whatever the script says.")
  var trials: Int?

  @Option(help: "Seed the draws with this number, whatever the script says.")
  var seed: UInt64?

  @OptionGroup var threads: ThreadOptions

  @OptionGroup var limits: LimitOptions

  func validate() throws {
    if let trials, trials < 1 || trials > 1_000_000_000 {
      throw ValidationError("--trials wants a number from 1 to 1000000000.")
    }
  }

  /// What these options ask for.
  var settings: RunSettings {
    var settings = RunSettings()
    (settings.trials, settings.seed, settings.threads) = (trials, seed, threads.threads)
    limits.raise(&settings.limits)
    return settings
  }
}

/// Options of the commands that run scripts.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customShort("e"),
    help: ArgumentHelp("Run this text instead of a file.", valueName: "text"))
  var text: String?

  @OptionGroup var simulation: SimulationOptions

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
  }

  /// What these options ask for.
  var settings: RunSettings {
    var settings = simulation.settings
    (settings.text, settings.format, settings.showsError) = (text, format, error)
    settings.instructions = instructions
    settings.force = force
    settings.messages = messages
    settings.findsExactPercentiles = summaries == "exact"
    return settings
  }
}
