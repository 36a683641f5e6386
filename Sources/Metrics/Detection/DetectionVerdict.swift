/// The answer of a detection method.
package enum DetectionVerdict: Hashable, Sendable {
  /// A failure is seen. `index` is the position at which the method's condition is first met,
  /// `onset` the position at which it dates the start of the decline (at or before `index`),
  /// `statistic` the method's statistic at `index`; its unit is documented with the method.
  case detected(index: Int, onset: Int, statistic: Double)
  /// No failure is seen; `statistic` is the most extreme value the method's statistic reached.
  case notDetected(statistic: Double)
  /// The series has fewer points than the method needs.
  case tooFew(have: Int, need: Int)
  /// The method cannot be applied to this series or with these parameters.
  case notApplicable(DetectionObstacle)
}

/// Why a method cannot be applied.
package enum DetectionObstacle: Hashable, Sendable {
  /// The value at this position is NaN or infinite.
  case notFinite(index: Int)
  /// The value at this position is zero or negative, and the method takes logarithms.
  case notPositive(index: Int)
  /// The value at this position is negative, and a share of a peak needs values of at least 0.
  case negative(index: Int)
  /// The series (for CUSUM: its baseline) does not vary, so its spread cannot be estimated.
  case noVariation
  /// A parameter lies outside its domain, which is documented with the method.
  case parameter(DetectionParameter, value: Double)
}

/// The parameters a method can be given.
package enum DetectionParameter: String, CaseIterable, Sendable {
  /// The level of `threshold`.
  case level
  /// The number of periods of `threshold`.
  case periods
  /// The goal of `goal`.
  case target
  /// The position of the goal's date.
  case position
  /// The share of `drawdown`, or the tolerated shortfall of `goal`.
  case share
  /// The significance level of `slope`.
  case alpha
  /// The shift `delta` of `cusum`, in standard deviations.
  case shift
  /// The decision interval `h` of `cusum`, in standard deviations.
  case interval
  /// The number of baseline points of `cusum`.
  case baseline
  /// The penalty of `pelt` for one break, in units of `log n`.
  case penalty
}
