extension Summary {
  /// The Monte Carlo standard error of the mean: deviation / sqrt(count).
  package var standardErrorOfMean: Double { deviation / Double(count).squareRoot() }

  /// The Monte Carlo standard error of the quantile of a probability strictly inside 0…1.
  ///
  /// The number of values below the true quantile is binomial with mean n p and deviation
  /// s = sqrt(n p (1 - p)), so the order statistics at ranks n p ± 1.96 s (from one, interpolated)
  /// are 1.96 standard errors to either side, and the answer is their distance by 3.92. Nearer
  /// ranks tell it with more noise: with those at n p ± s, ± 1.96 errors cover the 5% and 95%
  /// quantiles of 1,000 normal values in 92.4% of simulations (24,000), with these in 94.1%. Where
  /// a rank falls off the column it is clamped, and the distance is scaled up. Not a number for
  /// fewer than two values or when both ranks fall off the same end: then the column is too short
  /// for this quantile.
  package func standardError(ofQuantile p: Double) -> Double {
    guard p > 0, p < 1, count > 1 else { return .nan }
    let centre = Double(count) * p
    let spread = (centre * (1 - p)).squareRoot()
    let low = max(1, centre - Summary.quantileReach * spread)
    let high = min(Double(count), centre + Summary.quantileReach * spread)
    guard low < high else { return .nan }
    return (orderStatistic(high - 1) - orderStatistic(low - 1)) * spread / (high - low)
  }

  /// How many deviations of a rank the order statistics that tell a quantile's error are off it.
  package static let quantileReach = 1.96

  /// The Monte Carlo standard error of a proportion p found in `count` trials:
  /// sqrt(p (1 - p) / count). Zero at 0 and 1, where `wilsonInterval` is the honest answer.
  package static func standardError(ofProportion p: Double, count: Int) -> Double {
    guard p >= 0, p <= 1, count > 0 else { return .nan }
    return (p * (1 - p) / Double(count)).squareRoot()
  }

  /// The confidence interval of a proportion p found in `count` trials (Wilson, 1927).
  package static func wilsonInterval(
    ofProportion p: Double, count: Int, coverage: Double
  ) -> (low: Double, high: Double) {
    guard p >= 0, p <= 1, count > 0, coverage > 0, coverage < 1 else { return (.nan, .nan) }
    let n = Double(count)
    let tail = 0.5 * (1 - coverage)
    let z = SpecialFunctions.normalQuantile(lower: 1 - tail, upper: tail)
    let square = z * z / n
    let centre = (p + 0.5 * square) / (1 + square)
    let reach = z * (p * (1 - p) / n + 0.25 * square / n).squareRoot() / (1 + square)
    return (p == 0 ? 0 : max(0, centre - reach), p == 1 ? 1 : min(1, centre + reach))
  }
}
