package import Quantities

/// When a run may end before its last trial: once a standard error is below a bound.
package struct StoppingRule: Hashable, Sendable {
  /// The figure whose mean is to be known so well, not over the months; nil for every figure asked.
  package var expression: ExpressionID?
  /// The standard error to stay below: in base units, or a fraction of the mean where it is relative. Above 0.
  package var bound: Double
  /// `true` iff the bound is a fraction of the mean.
  package var isRelative: Bool

  /// Creates a rule; see the properties.
  package init(expression: ExpressionID? = nil, bound: Double, isRelative: Bool) {
    (self.expression, self.bound, self.isRelative) = (expression, bound, isRelative)
  }
}
