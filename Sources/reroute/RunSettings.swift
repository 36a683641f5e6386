import Reroute

/// What ``RunOptions`` ask for; without options, this.
struct RunSettings {
  /// The text to run instead of a file.
  var text: String?
  /// The trials to run, whatever the script says.
  var trials: Int?
  /// The seed, whatever the script says.
  var seed: UInt64?
  /// The number of the first trial; those of a whole run are numbered from 0.
  var firstTrial = 0
  /// A file to write the trials' part of a run into, instead of answering.
  var part: String?
  /// Whether the percentiles of many trials are found exactly, by simulating twice.
  var findsExactPercentiles = false
  /// The threads; nil for all there are.
  var threads: Int?
  /// The widest machine instructions to use; nil for what the machine has.
  var instructions: Host.Instructions?
  /// What scripts may use up: at a command line, as much time as they need.
  var limits: Limits
  /// Whether a picture may replace any file.
  var force = false
  /// How to answer.
  var format = Outcome.Format.text
  /// Whether to tell the Monte Carlo error of every figure.
  var showsError = false
  /// How messages are told; nil for in full.
  var messages: MessageOptions?

  init() {
    limits = Limits()
    limits.deadline = nil
  }

  /// Writes the messages of an outcome to standard error.
  func write(_ outcome: Outcome) { Self.write(outcome, messages) }

  /// Writes the messages of an outcome to standard error, in full where nothing is said.
  static func write(_ outcome: Outcome, _ messages: MessageOptions?) {
    if let messages { return messages.write(outcome) }
    let text = outcome.renderedMessages(
      colour: Console.wantsColour(2), width: Console.columns(2))
    Console.write(text, to: 2)
  }

  /// A session with these settings.
  func session() -> Session {
    var host = Console.host(threads: threads, force: force)
    host.instructions = instructions
    var session = Session(host: host, limits: limits)
    session.trials = trials
    session.seed = seed
    session.firstTrial = firstTrial
    session.findsExactPercentiles = findsExactPercentiles
    return session
  }
}
