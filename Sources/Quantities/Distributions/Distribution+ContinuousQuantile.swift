extension Distribution {
  /// The quantile of a continuous distribution that is not built from another.
  func continuousQuantile(_ tails: Tails) -> Double {
    switch self {
    case .normal(let mean, let deviation):
      let z = SpecialFunctions.normalQuantile(lower: tails.lower, upper: tails.upper)
      return Self.finite(mean + deviation * z)
    case .lognormal(let mu, let sigma):
      let z = SpecialFunctions.normalQuantile(lower: tails.lower, upper: tails.upper)
      return Self.finite(SpecialFunctions.exp(mu + sigma * z))
    case .logitNormal(let mu, let sigma):
      let z = SpecialFunctions.normalQuantile(lower: tails.lower, upper: tails.upper)
      return SpecialFunctions.logistic(mu + sigma * z)
    case .uniform(let low, let high):
      return Self.uniformQuantile(tails, low, high)
    case .triangular(let low, let mode, let high):
      return Self.triangularQuantile(tails, low, mode, high)
    case .beta(let alpha, let beta):
      return SpecialFunctions.logistic(SpecialFunctions.betaLogit(tails, alpha, beta))
    case .scaledBeta(let alpha, let beta, let low, let high):
      return Self.stretched(SpecialFunctions.betaLogit(tails, alpha, beta), low, high)
    case .gamma(let shape, let scale):
      return Self.finite(SpecialFunctions.exp(SpecialFunctions.gammaLog(tails, shape)) * scale)
    default: return .nan
    }
  }

  /// The point of low…high at this logit, measured from the nearer end.
  @inline(__always)
  static func stretched(_ logit: Double, _ low: Double, _ high: Double) -> Double {
    let share = SpecialFunctions.logistic(-abs(logit)) * (high - low)
    return logit < 0 ? low + share : high - share
  }

  @inline(__always)
  static func uniformQuantile(_ tails: Tails, _ low: Double, _ high: Double) -> Double {
    let width = high - low
    return tails.lower <= tails.upper ? low + width * tails.lower : high - width * tails.upper
  }

  @inline(__always)
  static func triangularQuantile(
    _ tails: Tails, _ low: Double, _ mode: Double, _ high: Double
  ) -> Double {
    let width = high - low
    return tails.lower * width <= mode - low
      ? low + (tails.lower * width * (mode - low)).squareRoot()
      : high - (tails.upper * width * (high - mode)).squareRoot()
  }
}
