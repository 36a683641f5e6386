import ArgumentParser
import Reroute

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
    if let trials, trials < 1 || trials > 1_000_000_000 {
      throw ValidationError("--trials wants a number from 1 to 1000000000.")
    }
    if let threads, threads < 1 || threads > 1024 {
      throw ValidationError("--threads wants a number from 1 to 1024.")
    }
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

  /// A session with these options.
  func session() -> Session {
    var limits = Limits()
    limits.deadline = nil
    for limit in self.limits {
      if let (name, value) = Self.parse(limit) { _ = limits.set(name, to: value) }
    }
    var host = Console.host(threads: threads)
    host.instructions = instructions
    var session = Session(host: host, limits: limits)
    session.trials = trials
    session.seed = seed
    return session
  }
}
