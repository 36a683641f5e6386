extension Distribution {
  /// P(X ≤ x), in 0…1.
  package func cumulative(_ x: Double) -> Double { tails(x).lower }

  /// P(X ≤ x) and P(X > x), each computed directly where it is the smaller one.
  package func tails(_ x: Double) -> Tails { tails(x, including: true) }

  /// P(X ≤ x) and P(X > x), or with `including` false P(X < x) and P(X ≥ x). The two differ only
  /// for discrete distributions.
  func tails(_ x: Double, including: Bool) -> Tails {
    if x.isNaN { return Tails(lower: .nan, upper: .nan) }
    switch self {
    case .normal(let mean, let deviation):
      return SpecialFunctions.normalTails((x - mean) / deviation)
    case .lognormal, .logitNormal, .gamma, .beta, .scaledBeta, .uniform, .triangular:
      return boundedTails(x)
    case .bernoulli, .binomial, .poisson:
      return countTails(including ? x.rounded(.down) : x.rounded(.up) - 1)
    case .empirical(let values):
      return Self.empiricalTails(values, x, including: including)
    case .negated(let base):
      return base.tails(-x, including: !including).swapped
    case .scaled(let base, by: let factor):
      return base.tails(x / factor, including: including)
    case .truncated(let base, let low, let high):
      return Truncation(base, low: low, high: high).tails(x, including: including)
    }
  }

  /// The tails at a whole number k of the counting distributions.
  private func countTails(_ k: Double) -> Tails {
    guard k >= 0 else { return Tails(lower: 0, upper: 1) }
    switch self {
    case .bernoulli(let probability):
      return k >= 1
        ? Tails(lower: 1, upper: 0) : Tails(lower: 1 - probability, upper: probability)
    case .binomial(let count, let probability):
      if k >= Double(count) { return Tails(lower: 1, upper: 0) }
      return SpecialFunctions.betaTails(
        x: 1 - probability, y: probability, Double(count) - k, k + 1)
    case .poisson(let mean):
      return k == .infinity
        ? Tails(lower: 1, upper: 0) : SpecialFunctions.gammaTails(k + 1, mean).swapped
    default: return Tails(lower: .nan, upper: .nan)
    }
  }

  private static func empiricalTails(_ values: [Double], _ x: Double, including: Bool) -> Tails {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if including ? values[middle] <= x : values[middle] < x {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let count = Double(values.count)
    return Tails(lower: Double(low) / count, upper: Double(values.count - low) / count)
  }
}
