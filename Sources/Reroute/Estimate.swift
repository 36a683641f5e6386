import Metrics

/// What the trials say of one number, in base units: counts, currency units, months, shares as fractions.
public struct Estimate: Sendable, Hashable {
  /// The mean over the trials.
  public let mean: Double
  /// The standard deviation over the trials.
  public let deviation: Double
  /// The 5th percentile.
  public let low: Double
  /// The 50th percentile.
  public let median: Double
  /// The 95th percentile.
  public let high: Double
  /// The Monte Carlo standard error of the mean.
  public let meanError: Double
  /// The trials in which the number is defined.
  public let trials: Int
  /// The trials run.
  public let of: Int

  init(_ e: Metrics.Estimate) {
    (mean, deviation, low, median, high) = (e.mean, e.deviation, e.low, e.median, e.high)
    (meanError, trials, of) = (e.meanError, e.trials, e.of)
  }
}
