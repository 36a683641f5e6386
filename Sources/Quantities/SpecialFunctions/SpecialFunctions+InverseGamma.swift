extension SpecialFunctions {
  /// The x at which P(a, x) = p, for a > 0 and p in 0…1: the standard gamma quantile.
  package static func inverseIncompleteGamma(_ a: Double, _ p: Double) -> Double {
    exp(gammaLog(Tails(p), a))
  }

  /// The logarithm of the standard gamma quantile with the given tail probabilities.
  ///
  /// As for the beta quantile: in t = log x both log tails are concave, so Newton's method with
  /// Halley's correction converges from either side, kept within the bounds P ≤ x^a / gamma(a + 1)
  /// and x ≤ a + sqrt(2 a L) + L, L = -log Q (Laurent and Massart, 2000). Starts from Wilson and
  /// Hilferty's approximation (1931) or from `start`.
  static func gammaLog(_ tails: Tails, _ a: Double, start: Double? = nil) -> Double {
    guard a > 0, a.isFinite else { return .nan }
    let isLower = tails.lower <= tails.upper
    let probability = isLower ? tails.lower : tails.upper
    guard probability > 0 else {
      return probability == 0 ? (isLower ? -.infinity : .infinity) : .nan
    }
    let target = log(probability)
    let least = (log(tails.lower) + logGamma(a + 1)) / a
    if isLower && least < -600 { return least }
    let decay = -log(tails.upper)
    let most = max(least, log(a + (2 * a * decay).squareRoot() + decay))
    var t = min(most, max(least, start ?? gammaStart(tails, a)))
    if !t.isFinite { t = isLower ? least : most }
    for _ in 0..<200 {
      let x = exp(t)
      let tail = logGammaTail(isLower: isLower, a, x)
      guard tail.slope != 0, tail.slope.isFinite else {
        // So far to one side that the density vanishes: halve the way back.
        if tail.slope.isNaN { return .nan }
        t = 0.5 * (t + (isLower ? least : most))
        continue
      }
      let newton = (tail.value - target) / tail.slope
      let correction = 1 - 0.5 * newton * (a - x - tail.slope)
      let step = correction > 0.5 && correction < 2 ? newton / correction : newton
      let next = min(most + 1e-9, max(least - 1e-9 * max(1, abs(least)), t - step))
      if abs(next - t) <= 1e-11 * max(1, abs(t)) { return next }
      t = next
    }
    return t
  }

  private static func gammaStart(_ tails: Tails, _ a: Double) -> Double {
    let z = normalQuantile(lower: tails.lower, upper: tails.upper)
    let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
    return root > 0 ? log(a) + 3 * log(root) : -.infinity
  }
}
