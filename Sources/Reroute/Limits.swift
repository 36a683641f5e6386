import Evaluator

/// What a script may use up. All limits are on unless raised; reaching one is an error of its own that says how to raise it.
public struct Limits: Sendable, Hashable {
  /// Statements run, those of loops counted each time. R601.
  public var statements = 200_000
  /// Expressions evaluated. R602.
  public var steps = 20_000_000
  /// Levels of calls and expressions within one another, 10,000 at most. R603.
  public var depth = 900
  /// Trials × months × products × scenarios of one run, known before it starts. R604.
  public var cost = 20_000_000_000.0
  /// Bytes that answers take, known before the run: 8 for each number of each trial and month, or some 4,000 for each month's
  /// number where there are more than 16,384 trials, which are counted rather than kept; and their texts. R605.
  public var output = 1_000_000_000
  /// Seconds for one call, by the host's clock; nil for none. R606.
  public var deadline: Double? = 60
  /// Elements of a list, bytes of a text, products of a portfolio. R607.
  public var elements = 1_000_000

  /// Creates the usual limits.
  public init() {}

  /// The names that ``set(_:to:)`` knows.
  public static let names = [
    "statements", "steps", "depth", "cost", "output", "deadline", "elements",
  ]

  /// Sets a limit by name; `false` for an unknown name or a value below 1 (a deadline, below a millisecond).
  public mutating func set(_ name: String, to value: Double) -> Bool {
    guard value >= (name == "deadline" ? 1e-3 : 1), value < 1e18 else { return false }
    switch name {
    case "statements": statements = Int(value)
    case "steps": steps = Int(value)
    case "depth": depth = Int(min(value, 10_000))
    case "cost": cost = value
    case "output": output = Int(value)
    case "deadline": deadline = value
    case "elements": elements = Int(value)
    default: return false
    }
    return true
  }

  var forEvaluator: EvaluationLimits {
    var limits = EvaluationLimits()
    limits.statements = statements
    limits.steps = steps
    limits.depth = depth
    limits.elements = elements
    return limits
  }
}
