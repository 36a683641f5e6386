extension SpecialFunctions {
  /// The x at which I_x(a, b) = p, for a, b > 0 and p in 0…1: the beta quantile.
  package static func inverseIncompleteBeta(_ p: Double, _ a: Double, _ b: Double) -> Double {
    logistic(betaLogit(Tails(p), a, b))
  }

  /// The logit of the beta quantile with the given tail probabilities.
  ///
  /// In the logit t the density x^a y^b / B(a, b) is log-concave, so the logarithm of either tail
  /// is concave and Newton's method (here with Halley's correction) converges from any start; the
  /// bound I ≤ exp(a t) / (a B(a, b)) keeps it from leaping too far. `start` may give a nearby
  /// logit. Relative error of the quantile about 1e-14.
  static func betaLogit(_ tails: Tails, _ a: Double, _ b: Double, start: Double? = nil) -> Double {
    guard a > 0, b > 0, (a + b).isFinite else { return .nan }
    if tails.lower <= tails.upper {
      return lowerBetaLogit(tails.lower, a, b, start: start)
    }
    return -lowerBetaLogit(tails.upper, b, a, start: start.map { -$0 })
  }

  private static func lowerBetaLogit(
    _ p: Double, _ a: Double, _ b: Double, start: Double?
  ) -> Double {
    guard p > 0 else { return p == 0 ? -.infinity : .nan }
    let target = log(p)
    let bound = (target + logScaledBeta(a, b)) / a
    if bound < -600 { return bound }
    // The bound itself is rounded; let the root lie a trifle below it.
    let least = bound - 1e-9 * max(1, abs(bound))
    var t = bound
    if let start {
      t = max(bound, start)
    } else if a > 0.5, b > 0.5 {
      let z = normalQuantile(lower: p, upper: 1 - p)
      t = max(bound, log(a / b) + z * (1 / a + 1 / b).squareRoot())
    }
    for _ in 0..<200 {
      let x = logistic(t)
      let y = logistic(-t)
      let lower = logLowerBeta(x: x, y: y, a, b)
      guard lower.slope > 0, lower.slope.isFinite else {
        // So far to the right that the density vanishes: halve the way to the bound.
        if lower.slope.isNaN { return .nan }
        t = 0.5 * (t + bound)
        continue
      }
      let newton = (lower.value - target) / lower.slope
      let correction = 1 - 0.5 * newton * (a * y - b * x - lower.slope)
      let step = correction > 0.5 && correction < 2 ? newton / correction : newton
      let next = max(least, t - step)
      if abs(next - t) <= 1e-11 * max(1, abs(t)) { return next }
      t = next
    }
    return t
  }
}
