/// Why a distribution cannot be made. Carries data only; the wording is the caller's.
package enum DistributionError: Error, Hashable {
  /// A parameter is outside its domain.
  case parameter(DistributionParameter, value: Double, DistributionFault)
  /// One parameter must lie below (or for a triangle's mode not above) another and does not.
  case order(
    DistributionParameter, value: Double, DistributionParameter, limit: Double)
  /// A truncation keeps no probability.
  case noProbability(low: Double, high: Double)
  /// An empirical distribution without values.
  case noValues
  /// The parameters are fine one by one but the mean or deviation is not a finite number.
  case momentOverflow
  /// The deviation asked for is more than values between 0 and 1 with this mean can have
  /// (`limit`, exclusive).
  case deviationTooLarge(value: Double, limit: Double)
  /// An interval of a shape for positive values whose ends differ in sign or touch zero.
  case intervalCrossesZero(low: Double, high: Double)
  /// No parameters were found that give these quantiles.
  case unsolved(IntervalShape, low: Double, high: Double, coverage: Double)
}

/// The name of a parameter of a distribution.
package enum DistributionParameter: String, Hashable, Sendable, CaseIterable {
  case mean, deviation, mu, sigma, low, likely, mode, high, alpha, beta, shape, scale
  case probability, count, value, factor, coverage
}

/// What is wrong with a parameter by itself.
package enum DistributionFault: String, Hashable, Sendable, CaseIterable {
  /// Not a number or infinite.
  case notFinite
  /// Not a number.
  case notANumber
  /// Must be greater than zero.
  case notPositive
  /// Must be from 0 to 1.
  case notProbability
  /// Must be strictly between 0 and 1.
  case notInsideUnitInterval
  /// Empirical values must ascend; the value is less than the one before it.
  case notAscending
}
