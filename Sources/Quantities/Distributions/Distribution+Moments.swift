extension Distribution {
  /// The expected value.
  ///
  /// Closed form, except logit-normal and truncated distributions (numerical integration, about
  /// 1e-12 relative; see `LogitNormalMoments` and `TruncatedMoments`).
  package var mean: Double {
    switch self {
    case .normal(let mean, _): return mean
    case .lognormal(let mu, let sigma): return SpecialFunctions.exp(mu + 0.5 * sigma * sigma)
    case .logitNormal(let mu, let sigma): return LogitNormalMoments(mu: mu, sigma: sigma).mean
    case .uniform(let low, let high): return low + 0.5 * (high - low)
    case .triangular(let low, let mode, let high): return low / 3 + mode / 3 + high / 3
    case .beta(let alpha, let beta): return alpha / (alpha + beta)
    case .scaledBeta(let alpha, let beta, let low, let high):
      return low * (beta / (alpha + beta)) + high * (alpha / (alpha + beta))
    case .gamma(let shape, let scale): return shape * scale
    case .bernoulli(let probability): return probability
    case .binomial(let count, let probability): return Double(count) * probability
    case .poisson(let mean): return mean
    case .empirical(let values): return Self.empiricalMoments(values).mean
    case .negated(let base): return -base.mean
    case .scaled(let base, by: let factor): return base.mean * factor
    case .truncated(let base, let low, let high):
      return TruncatedMoments(base, low: low, high: high).mean
    }
  }

  /// The standard deviation (of the distribution: an empirical one divides by n, not n - 1).
  package var deviation: Double {
    switch self {
    case .normal(_, let deviation): return deviation
    case .lognormal(let mu, let sigma):
      return SpecialFunctions.exp(mu + 0.5 * sigma * sigma)
        * SpecialFunctions.expm1(sigma * sigma).squareRoot()
    case .logitNormal(let mu, let sigma): return LogitNormalMoments(mu: mu, sigma: sigma).deviation
    case .uniform(let low, let high): return (high - low) / 12.0.squareRoot()
    case .triangular(let low, let mode, let high):
      let left = mode - low
      let right = high - mode
      return ((left * left + left * right + right * right) / 18).squareRoot()
    case .beta(let alpha, let beta): return Self.betaDeviation(alpha, beta)
    case .scaledBeta(let alpha, let beta, let low, let high):
      return (high - low) * Self.betaDeviation(alpha, beta)
    case .gamma(let shape, let scale): return shape.squareRoot() * scale
    case .bernoulli(let probability): return (probability * (1 - probability)).squareRoot()
    case .binomial(let count, let probability):
      return (Double(count) * probability * (1 - probability)).squareRoot()
    case .poisson(let mean): return mean.squareRoot()
    case .empirical(let values): return Self.empiricalMoments(values).deviation
    case .negated(let base): return base.deviation
    case .scaled(let base, by: let factor): return base.deviation * factor
    case .truncated(let base, let low, let high):
      return TruncatedMoments(base, low: low, high: high).deviation
    }
  }

  private static func betaDeviation(_ alpha: Double, _ beta: Double) -> Double {
    let total = alpha + beta
    return ((alpha / total) * (beta / total) / (total + 1)).squareRoot()
  }

  /// The mean and the deviation (dividing by n) of values; not a number when there are none.
  static func empiricalMoments(
    _ values: some Collection<Double>
  ) -> (mean: Double, deviation: Double) {
    let moments = CentralMoments(values)
    return (moments.mean, (moments.squares / Double(moments.count)).squareRoot())
  }
}
