extension Distribution {
  /// The tails of the continuous distributions with a bounded end.
  func boundedTails(_ x: Double) -> Tails {
    let support = support
    if x <= support.lowerBound { return Tails(lower: 0, upper: 1) }
    if x >= support.upperBound { return Tails(lower: 1, upper: 0) }
    switch self {
    case .lognormal(let mu, let sigma):
      return SpecialFunctions.normalTails((SpecialFunctions.log(x) - mu) / sigma)
    case .logitNormal(let mu, let sigma):
      return SpecialFunctions.normalTails(
        (SpecialFunctions.log(x) - SpecialFunctions.log1p(-x) - mu) / sigma)
    case .gamma(let shape, let scale):
      return SpecialFunctions.gammaTails(shape, x / scale)
    case .beta(let alpha, let beta):
      return SpecialFunctions.betaTails(x: x, y: 1 - x, alpha, beta)
    case .scaledBeta(let alpha, let beta, let low, let high):
      let width = high - low
      return SpecialFunctions.betaTails(x: (x - low) / width, y: (high - x) / width, alpha, beta)
    case .uniform(let low, let high):
      return Tails(lower: (x - low) / (high - low), upper: (high - x) / (high - low))
    case .triangular(let low, let mode, let high):
      let width = high - low
      if x <= mode {
        let lower = (x - low) / width * ((x - low) / (mode - low))
        return Tails(lower)
      }
      let upper = (high - x) / width * ((high - x) / (high - mode))
      return Tails(lower: 1 - upper, upper: upper)
    default: return Tails(lower: .nan, upper: .nan)
    }
  }
}
