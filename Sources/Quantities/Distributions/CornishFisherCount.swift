/// The Cornish-Fisher expansion (1938) of a counting distribution's quantile, to fourth moments.
///
/// Expanded for X plus an even spread over ±1/2, whose cumulative at k + 1/2 is exactly F(k). The
/// error is of the order of (1 / deviation)² counts in the body, so with a deviation of 10,000 the
/// count is off by one about once in 10^8 draws.
struct CornishFisherCount: Sendable {
  private let mean: Double
  private let deviation: Double
  private let skewness: Double
  private let excess: Double
  private let greatest: Double

  /// The expansion for a binomial or Poisson distribution (meaningless for others).
  init(_ distribution: Distribution) {
    mean = distribution.mean
    let base = distribution.deviation
    let variance = base * base + 1.0 / 12
    deviation = variance.squareRoot()
    var third = base * base
    var fourth = base * base - 1.0 / 120
    greatest = distribution.support.upperBound
    if case .binomial(_, let probability) = distribution {
      third *= 1 - 2 * probability
      fourth = base * base * (1 - 6 * probability * (1 - probability)) - 1.0 / 120
    }
    skewness = third / (variance * deviation)
    excess = fourth / (variance * variance)
  }

  /// The approximate least k with F(k) ≥ Φ(z), within the support.
  @inline(__always)
  func count(_ z: Double) -> Double {
    let cube = z * z * z
    let first = (z * z - 1) * skewness / 6
    let second = (cube - 3 * z) * excess / 24 - (2 * cube - 5 * z) * skewness * skewness / 36
    let value = (mean + deviation * (z + first + second) - 0.5).rounded(.up)
    return value < 0 ? 0 : value > greatest ? greatest : value
  }
}
