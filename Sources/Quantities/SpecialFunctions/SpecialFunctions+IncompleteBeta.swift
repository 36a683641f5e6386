extension SpecialFunctions {
  /// The regularised incomplete beta function I_x(a, b), the lower tail of the beta distribution,
  /// for a, b > 0 and x in 0…1 (clamped outside). About 1e-13 relative.
  package static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    betaTails(x: x, y: 1 - x, a, b).lower
  }

  /// Both tails of the beta distribution at `x`, with `y` = 1 - x given apart so that a point
  /// near one keeps its accuracy.
  ///
  /// The even part of the continued fraction of DiDonato and Morris (1992, ACM TOMS 18, formula
  /// 9), evaluated by modified Lentz on the side of the mean where all its terms are positive.
  package static func betaTails(x: Double, y: Double, _ a: Double, _ b: Double) -> Tails {
    guard a > 0, b > 0, (a + b).isFinite, !x.isNaN, !y.isNaN else {
      return Tails(lower: .nan, upper: .nan)
    }
    if x <= 0 { return Tails(lower: 0, upper: 1) }
    if y <= 0 { return Tails(lower: 1, upper: 0) }
    let power = betaLogitDensity(x: x, y: y, a, b)
    if x * (a + b + 2) <= a + 1 {
      let lower = min(power / betaFraction(x: x, y: y, a, b), 1)
      return Tails(lower: lower, upper: 1 - lower)
    }
    let upper = min(power / betaFraction(x: y, y: x, b, a), 1)
    return Tails(lower: 1 - upper, upper: upper)
  }

  /// The logarithm of the lower tail of the beta distribution, which does not underflow, and its
  /// slope in the logit of x: the density of the logit over the tail.
  static func logLowerBeta(
    x: Double, y: Double, _ a: Double, _ b: Double
  ) -> (value: Double, slope: Double) {
    let logDensity = logBetaLogitDensity(x: x, y: y, a, b)
    if x * (a + b + 2) <= a + 1 {
      let fraction = betaFraction(x: x, y: y, a, b)
      return (logDensity - log(fraction), fraction)
    }
    let density = exp(logDensity)
    let upper = min(density / betaFraction(x: y, y: x, b, a), 1)
    return (log1p(-upper), density / (1 - upper))
  }

  /// x^a y^b / B(a, b): the density of the logit of a beta variable.
  static func betaLogitDensity(x: Double, y: Double, _ a: Double, _ b: Double) -> Double {
    exp(logBetaLogitDensity(x: x, y: y, a, b))
  }

  /// The logarithm of `betaLogitDensity`, in Loader's saddle-point form so that large parameters do
  /// not cancel.
  private static func logBetaLogitDensity(
    x: Double, y: Double, _ a: Double, _ b: Double
  ) -> Double {
    let n = a + b
    let errors = stirlingError(n) - stirlingError(a) - stirlingError(b)
    let exponent = errors - deviance(a, n * x) - deviance(b, n * y)
    return exponent + 0.5 * log(a * (b / n)) - halfLogTwoPi
  }

  /// log(a B(a, b)) = log gamma(a + 1) + log gamma(b) - log gamma(a + b), without their
  /// cancellation.
  static func logScaledBeta(_ a: Double, _ b: Double) -> Double {
    let n = a + b
    let errors = stirlingError(a) + stirlingError(b) - stirlingError(n)
    return errors + halfLogTwoPi + 0.5 * log(a * (n / b)) - a * log1p(b / a) - b * log1p(a / b)
  }

  /// The continued fraction whose reciprocal times x^a y^b / B(a, b) is I_x(a, b).
  private static func betaFraction(x: Double, y: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    let base = a * y - b * x + 1
    var value = max(a * base / (a + 1), tiny)
    var c = value
    var d = 0.0
    var m = 1.0
    while m < 10_000_000 {
      let denominator = a + 2 * m - 1
      let ratio = x / denominator
      let shared = m * (b - m) * ratio
      let numerator = (a + m - 1) * (a + b + m - 1) * shared * ratio
      let term = m + shared + (a + m) * (base + m * (1 + y)) / (denominator + 2)
      d = term + numerator * d
      if d == 0 { d = tiny }
      c = term + numerator / c
      if c == 0 { c = tiny }
      d = 1 / d
      let change = c * d
      value *= change
      if abs(change - 1) <= 2.3e-16 { break }
      m += 1
    }
    return value
  }
}
