extension SpecialFunctions {
  /// The regularised lower incomplete gamma function P(a, x) for a > 0, x ≥ 0. About 1e-13
  /// relative.
  package static func incompleteGamma(_ a: Double, _ x: Double) -> Double {
    gammaTails(a, x).lower
  }

  /// P(a, x) and Q(a, x) = 1 - P(a, x): both tails of the standard gamma distribution. The series
  /// (A&S 6.5.29) below a + 1, Legendre's continued fraction (A&S 6.5.31) above.
  package static func gammaTails(_ a: Double, _ x: Double) -> Tails {
    guard a > 0, a.isFinite, !x.isNaN else { return Tails(lower: .nan, upper: .nan) }
    if x <= 0 { return Tails(lower: 0, upper: 1) }
    if x == .infinity { return Tails(lower: 1, upper: 0) }
    let power = gammaLogDensity(a, x)
    if x < a + 1 {
      let lower = min(power * gammaSeries(a, x), 1)
      return Tails(lower: lower, upper: 1 - lower)
    }
    let upper = min(power / gammaFraction(a, x), 1)
    return Tails(lower: 1 - upper, upper: upper)
  }

  /// The logarithm of one tail of the standard gamma distribution, which does not underflow, and
  /// its slope in log x: plus or minus the density of log x over the tail.
  static func logGammaTail(
    isLower: Bool, _ a: Double, _ x: Double
  ) -> (value: Double, slope: Double) {
    let logDensity = logOfGammaLogDensity(a, x)
    if x < a + 1 {
      let series = gammaSeries(a, x)
      if isLower { return (logDensity + log(series), 1 / series) }
      let density = exp(logDensity)
      let lower = min(density * series, 1)
      return (log1p(-lower), -density / (1 - lower))
    }
    let fraction = gammaFraction(a, x)
    if !isLower { return (logDensity - log(fraction), -fraction) }
    let density = exp(logDensity)
    let upper = min(density / fraction, 1)
    return (log1p(-upper), density / (1 - upper))
  }

  /// x^a exp(-x) / gamma(a): the density of the logarithm of a gamma variable.
  static func gammaLogDensity(_ a: Double, _ x: Double) -> Double {
    exp(logOfGammaLogDensity(a, x))
  }

  /// The logarithm of `gammaLogDensity`, in Loader's saddle-point form.
  private static func logOfGammaLogDensity(_ a: Double, _ x: Double) -> Double {
    0.5 * log(a) - halfLogTwoPi - stirlingError(a) - deviance(a, x)
  }

  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    var n = a
    for _ in 0..<10_000_000 {
      n += 1
      term *= x / n
      sum += term
      if term <= sum * 1e-17 { break }
    }
    return sum
  }

  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var value = b == 0 ? tiny : b
    var c = value
    var d = 0.0
    var n = 1.0
    while n < 10_000_000 {
      b += 2
      let numerator = n * (a - n)
      d = b + numerator * d
      if d == 0 { d = tiny }
      c = b + numerator / c
      if c == 0 { c = tiny }
      d = 1 / d
      let change = c * d
      value *= change
      if abs(change - 1) <= 2.3e-16 { break }
      n += 1
    }
    return value
  }
}
