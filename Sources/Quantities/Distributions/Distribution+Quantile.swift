extension Distribution {
  /// The least x with P(X ≤ x) ≥ p, for p in 0…1.
  ///
  /// Finite for p strictly inside; at 0 and 1 the end of the support, which may be infinite; not
  /// a number outside 0…1. For the counting and empirical distributions "≥" has a slack of one
  /// rounding of p, so that the quantile of a cumulative probability gives the value back.
  package func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return support.lowerBound }
    if p == 1 { return support.upperBound }
    return quantile(Tails(p))
  }

  /// The quantile for a probability known by both tails (each in 0…1, adding up to one).
  package func quantile(_ tails: Tails) -> Double { quantile(tails, strictly: false) }

  /// The least x with P(X ≤ x) ≥ p, or `strictly` > p, which is what negation turns it into.
  func quantile(_ tails: Tails, strictly: Bool) -> Double {
    switch self {
    case .negated(let base):
      // A difference, so that zero stays plain zero.
      return 0 - base.quantile(tails.swapped, strictly: !strictly)
    case .scaled(let base, by: let factor):
      return Self.finite(base.quantile(tails, strictly: strictly) * factor)
    case .truncated(let base, let low, let high):
      return Truncation(base, low: low, high: high).quantile(tails, strictly: strictly)
    case .empirical(let values):
      return Self.empiricalQuantile(values, tails.lower, strictly: strictly)
    case .bernoulli, .binomial, .poisson:
      return countQuantile(tails, strictly: strictly)
    default:
      return continuousQuantile(tails)
    }
  }

  /// The value pulled back from infinity to the greatest finite number.
  @inline(__always)
  static func finite(_ value: Double) -> Double {
    if value > .greatestFiniteMagnitude { return .greatestFiniteMagnitude }
    return value < -.greatestFiniteMagnitude ? -.greatestFiniteMagnitude : value
  }

  static func empiricalQuantile(_ values: [Double], _ p: Double, strictly: Bool) -> Double {
    guard !values.isEmpty, !p.isNaN else { return .nan }
    let position = p * Double(values.count)
    let slack = position * 0x1p-50
    let rank =
      strictly ? (position + slack).rounded(.down) + 1 : (position - slack).rounded(.up)
    return values[Int(max(1, min(rank, Double(values.count)))) - 1]
  }
}
