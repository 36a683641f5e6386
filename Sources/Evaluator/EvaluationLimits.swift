/// What a script may use up before it is stopped. All are on by default; each has its own error that says how to raise it.
package struct EvaluationLimits: Hashable, Sendable {
  /// Statements run, those of loops counted each time.
  package var statements = 200_000
  /// Expressions evaluated.
  package var steps = 20_000_000
  /// Levels of expressions and calls within one another.
  package var depth = 900
  /// Elements of one list, bytes of one text, and products of one portfolio.
  package var elements = 1_000_000
  /// Creates the usual limits.
  package init() {}
}
