extension Distribution {
  /// The distribution of a shape whose (1 - coverage) / 2 and (1 + coverage) / 2 quantiles are
  /// `low` and `high`; 0 < coverage < 1. See `IntervalShape` for what each shape means.
  package static func interval(
    low: Double, high: Double, coverage: Double = 0.9, shape: IntervalShape
  ) throws(DistributionError) -> Distribution {
    try ordered(low, high)
    try insideUnitInterval(coverage, .coverage)
    let tail = 0.5 * (1 - coverage)
    let middle = 0.5 * low + 0.5 * high
    let half = 0.5 * high - 0.5 * low
    switch shape {
    case .normal:
      return try Distribution.normal(mean: middle, deviation: half / score(tail)).validated()
    case .lognormal:
      guard low > 0 || high < 0 else { throw .intervalCrossesZero(low: low, high: high) }
      if high < 0 {
        return .negated(
          try interval(low: -high, high: -low, coverage: coverage, shape: .lognormal))
      }
      let sigma = 0.5 * SpecialFunctions.log(high / low) / score(tail)
      return try Distribution.lognormal(
        mu: 0.5 * (SpecialFunctions.log(low) + SpecialFunctions.log(high)), sigma: sigma
      )
      .validated()
    case .logitNormal:
      try insideUnitInterval(low, .low)
      try insideUnitInterval(high, .high)
      let (start, end) = (
        SpecialFunctions.log(low) - SpecialFunctions.log1p(-low),
        SpecialFunctions.log(high) - SpecialFunctions.log1p(-high)
      )
      return try Distribution.logitNormal(
        mu: 0.5 * (start + end), sigma: 0.5 * (end - start) / score(tail)
      ).validated()
    case .uniform:
      let reach = half / coverage
      return try Distribution.uniform(low: middle - reach, high: middle + reach).validated()
    case .triangular:
      let reach = half / (1 - (2 * tail).squareRoot())
      return try Distribution.triangular(low: middle - reach, mode: middle, high: middle + reach)
        .validated()
    case .pert:
      let share = SpecialFunctions.inverseIncompleteBeta(tail, 3, 3)
      let reach = half / (1 - 2 * share)
      return try Distribution.pert(low: middle - reach, likely: middle, high: middle + reach)
    case .beta:
      try insideUnitInterval(low, .low)
      try insideUnitInterval(high, .high)
      guard let shapes = BetaIntervalSolver(low: low, high: high, tail: tail).shapes else {
        throw .unsolved(.beta, low: low, high: high, coverage: coverage)
      }
      return try Distribution.beta(alpha: shapes.alpha, beta: shapes.beta).validated()
    }
  }

  /// The standard normal quantile of 1 - tail.
  private static func score(_ tail: Double) -> Double {
    SpecialFunctions.normalQuantile(lower: 1 - tail, upper: tail)
  }
}
