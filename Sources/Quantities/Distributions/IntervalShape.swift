/// The shape of the distribution that `Distribution.interval` fits to two quantiles.
package enum IntervalShape: String, CaseIterable, Sendable {
  /// Normal.
  case normal
  /// Lognormal; for two negative ends the negated lognormal of the magnitudes.
  case lognormal
  /// Logit-normal; both ends strictly inside 0…1.
  case logitNormal
  /// Uniform; its support is wider than the interval, which holds only `coverage` of it.
  case uniform
  /// Triangular, symmetric about the middle of the interval, with a support wider than it.
  case triangular
  /// PERT with its most likely value in the middle of the interval, so symmetric: Beta(3, 3) on a
  /// support wider than it.
  case pert
  /// Beta on 0…1; both ends strictly inside.
  case beta
}
