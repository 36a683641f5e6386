extension Distribution {
  /// The quantile of the counting distributions: the least whole k with F(k) ≥ p (or > p).
  ///
  /// Starts at the Cornish-Fisher approximation, brackets by doubling steps and halves the
  /// bracket.
  func countQuantile(_ tails: Tails, strictly: Bool) -> Double {
    guard !tails.lower.isNaN, !tails.upper.isNaN else { return .nan }
    let greatest: Double
    switch self {
    case .bernoulli:
      return tails.isReached(by: self.tails(0), strictly: strictly) ? 0 : 1
    case .binomial(let count, let probability):
      guard probability > 0, probability < 1 else { return probability <= 0 ? 0 : Double(count) }
      greatest = Double(count)
    case .poisson(let mean):
      guard mean > 0, mean.isFinite else { return mean == 0 ? 0 : .nan }
      greatest = 0x1p62
    default: return .nan
    }
    let z = SpecialFunctions.normalQuantile(lower: tails.lower, upper: tails.upper)
    let guess = CornishFisherCount(self).count(z)
    let start = guess.isFinite ? max(0, min(guess, greatest)) : mean.rounded()
    return Self.leastCount(near: start, greatest: greatest) {
      tails.isReached(by: self.tails($0), strictly: strictly)
    }
  }

  /// The least whole number in 0…greatest at which a monotone condition holds, or `greatest`.
  private static func leastCount(
    near start: Double, greatest: Double, _ holds: (Double) -> Bool
  ) -> Double {
    var above = start
    var below = start
    var step = 1.0
    if holds(start) {
      while true {
        if above == 0 { return 0 }
        below = max(0, above - step)
        if !holds(below) { break }
        above = below
        step *= 2
      }
    } else {
      while true {
        if below >= greatest { return greatest }
        above = min(greatest, below + step)
        if above == greatest || holds(above) { break }
        below = above
        step *= 2
      }
    }
    while above - below > 1 {
      let middle = ((above + below) * 0.5).rounded(.down)
      if holds(middle) { above = middle } else { below = middle }
    }
    return above
  }
}
