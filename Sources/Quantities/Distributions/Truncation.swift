/// A distribution confined to low…high, ends included: the tails of the base at both ends and the
/// probability between them.
struct Truncation: Sendable {
  let base: Distribution
  let low: Double
  let high: Double
  /// P(X < low) and P(X ≥ low) of the base.
  let atLow: Tails
  /// P(X ≤ high) and P(X > high) of the base.
  let atHigh: Tails
  /// P(low ≤ X ≤ high) of the base.
  let mass: Double

  init(_ base: Distribution, low: Double, high: Double) {
    self.base = base
    self.low = low
    self.high = high
    atLow = base.tails(low, including: false)
    atHigh = base.tails(high, including: true)
    mass = Self.between(atLow, atHigh)
  }

  /// The probability between two points, from the tails on the side where they are small.
  private static func between(_ low: Tails, _ high: Tails) -> Double {
    if low.lower > 0.5 { return low.upper - high.upper }
    if high.upper > 0.5 { return high.lower - low.lower }
    return low.lower <= low.upper && high.upper <= high.lower
      ? (1 - low.lower) - high.upper : high.lower - low.lower
  }

  var support: ClosedRange<Double> {
    if base.isDiscrete {
      return Distribution.range(
        base.quantile(atLow, strictly: true),
        atHigh.upper > 0 ? base.quantile(atHigh, strictly: false) : base.support.upperBound)
    }
    let range = base.support
    return Distribution.range(max(low, range.lowerBound), min(high, range.upperBound))
  }

  /// The tails of the base at the point where the truncated distribution has these tails.
  @inline(__always)
  func baseTails(_ tails: Tails) -> Tails {
    Tails(
      lower: atLow.lower + tails.lower * mass,
      upper: atHigh.upper + tails.upper * mass)
  }

  /// The quantile of the truncated distribution.
  func quantile(_ tails: Tails, strictly: Bool = false) -> Double {
    let value = base.quantile(baseTails(tails), strictly: strictly)
    if value < low { return base.isDiscrete ? base.quantile(atLow, strictly: true) : low }
    if value > high { return base.isDiscrete ? base.quantile(atHigh, strictly: false) : high }
    return value
  }

  func tails(_ x: Double, including: Bool) -> Tails {
    if including ? x < low : x <= low { return Tails(lower: 0, upper: 1) }
    if including ? x >= high : x > high { return Tails(lower: 1, upper: 0) }
    let here = base.tails(x, including: including)
    return Tails(
      lower: min(Self.between(atLow, here) / mass, 1),
      upper: min(Self.between(here, atHigh) / mass, 1))
  }
}
