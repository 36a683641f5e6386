extension Distribution {
  /// The lognormal distribution with this arithmetic mean and standard deviation, both positive:
  /// sigma² = log(1 + (deviation / mean)²), mu = log(mean) - sigma² / 2.
  package static func lognormal(
    mean: Double, deviation: Double
  ) throws(DistributionError) -> Distribution {
    try positive(mean, .mean)
    try positive(deviation, .deviation)
    let ratio = deviation / mean
    let square = SpecialFunctions.log1p(ratio * ratio)
    return try Distribution.lognormal(
      mu: SpecialFunctions.log(mean) - 0.5 * square, sigma: square.squareRoot()
    )
    .validated()
  }

  /// The gamma distribution with this mean and standard deviation, both positive.
  package static func gamma(
    mean: Double, deviation: Double
  ) throws(DistributionError) -> Distribution {
    try positive(mean, .mean)
    try positive(deviation, .deviation)
    let ratio = mean / deviation
    return try Distribution.gamma(shape: ratio * ratio, scale: deviation / ratio).validated()
  }

  /// The beta distribution on 0…1 with this mean (strictly inside) and standard deviation (below
  /// sqrt(mean (1 - mean))).
  package static func beta(
    mean: Double, deviation: Double
  ) throws(DistributionError) -> Distribution {
    try insideUnitInterval(mean, .mean)
    try positive(deviation, .deviation)
    let spread = mean * (1 - mean)
    guard deviation * deviation < spread else {
      throw .deviationTooLarge(value: deviation, limit: spread.squareRoot())
    }
    let total = spread / (deviation * deviation) - 1
    return try Distribution.beta(alpha: mean * total, beta: (1 - mean) * total).validated()
  }

  /// The PERT distribution (Malcolm, Roseboom, Clark and Fazar, 1959): a beta distribution on
  /// low…high with alpha = 1 + 4 (likely - low) / (high - low) and beta = 1 + 4 (high - likely) /
  /// (high - low), so its mean is (low + 4 likely + high) / 6. low ≤ likely ≤ high, low < high.
  package static func pert(
    low: Double, likely: Double, high: Double
  ) throws(DistributionError) -> Distribution {
    try finite(likely, .likely)
    try within(likely, .likely, low, high)
    let width = high - low
    return try Distribution.scaledBeta(
      alpha: 1 + 4 * ((likely - low) / width), beta: 1 + 4 * ((high - likely) / width),
      low: low, high: high
    ).validated()
  }

  /// The distribution of these values in any order, each equally likely.
  package static func sample(_ values: [Double]) throws(DistributionError) -> Distribution {
    for value in values { try finite(value, .value) }
    return try Distribution.empirical(values.sorted()).validated()
  }

  /// The distribution given low ≤ X ≤ high; either end may be infinite. Refuses an empty range
  /// and one without probability inside; leaves a range that cuts nothing off as it is.
  package static func truncating(
    _ base: Distribution, low: Double, high: Double
  ) throws(DistributionError) -> Distribution {
    let result = try Distribution.truncated(base, low: low, high: high).validated()
    let support = base.support
    return low <= support.lowerBound && high >= support.upperBound ? base : result
  }
}
