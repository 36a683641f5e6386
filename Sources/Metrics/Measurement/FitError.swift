/// Why a model could not be fitted.
package enum FitError: Error, Hashable, Sendable {
  /// Fewer observations than the model needs.
  case tooFew(have: Int, need: Int)
  /// The observation at this position lies outside the domain documented with the fit.
  case invalid(index: Int, value: Double)
  /// The data have no interior optimum: the parameters run to a limit.
  case unbounded
  /// No start converged; `residual` is the smallest objective reached.
  case notConverged(starts: Int, residual: Double)
}
