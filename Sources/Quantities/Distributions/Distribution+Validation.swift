extension Distribution {
  /// The same distribution when all its parameters are in their domain and its moments are finite.
  ///
  /// The factory for every case: `try Distribution.normal(mean: m, deviation: s).validated()`.
  package func validated() throws(DistributionError) -> Distribution {
    switch self {
    case .normal(let mean, let deviation):
      try Self.finite(mean, .mean)
      try Self.positive(deviation, .deviation)
    case .lognormal(let mu, let sigma):
      try Self.finite(mu, .mu)
      try Self.positive(sigma, .sigma)
    case .logitNormal(let mu, let sigma):
      try Self.finite(mu, .mu)
      try Self.positive(sigma, .sigma)
    case .uniform(let low, let high):
      try Self.ordered(low, high)
    case .triangular(let low, let mode, let high):
      try Self.finite(mode, .mode)
      try Self.within(mode, .mode, low, high)
    case .beta(let alpha, let beta):
      try Self.positive(alpha, .alpha)
      try Self.positive(beta, .beta)
    case .scaledBeta(let alpha, let beta, let low, let high):
      try Self.positive(alpha, .alpha)
      try Self.positive(beta, .beta)
      try Self.ordered(low, high)
    case .gamma(let shape, let scale):
      try Self.positive(shape, .shape)
      try Self.positive(scale, .scale)
    case .bernoulli(let probability):
      try Self.probability(probability)
    case .binomial(let count, let probability):
      guard count > 0 else {
        throw .parameter(.count, value: Double(count), .notPositive)
      }
      try Self.probability(probability)
    case .poisson(let mean):
      try Self.positive(mean, .mean)
    case .empirical(let values):
      try Self.ascending(values)
    case .negated(let base):
      _ = try base.validated()
    case .scaled(let base, by: let factor):
      _ = try base.validated()
      try Self.positive(factor, .factor)
    case .truncated(let base, let low, let high):
      try Self.checkTruncation(base.validated(), low, high)
    }
    guard mean.isFinite, deviation.isFinite else { throw .momentOverflow }
    return self
  }

  static func finite(
    _ value: Double, _ name: DistributionParameter
  ) throws(DistributionError) {
    guard value.isFinite else { throw .parameter(name, value: value, .notFinite) }
  }

  static func positive(
    _ value: Double, _ name: DistributionParameter
  ) throws(DistributionError) {
    try finite(value, name)
    guard value > 0 else { throw .parameter(name, value: value, .notPositive) }
  }

  static func insideUnitInterval(
    _ value: Double, _ name: DistributionParameter
  ) throws(DistributionError) {
    guard value > 0, value < 1 else {
      throw .parameter(name, value: value, .notInsideUnitInterval)
    }
  }

  /// Checks that both ends are finite and low < high.
  static func ordered(_ low: Double, _ high: Double) throws(DistributionError) {
    try finite(low, .low)
    try finite(high, .high)
    guard low < high else { throw .order(.low, value: low, .high, limit: high) }
  }

  /// Checks that low < high and low ≤ value ≤ high.
  static func within(
    _ value: Double, _ name: DistributionParameter, _ low: Double, _ high: Double
  ) throws(DistributionError) {
    try ordered(low, high)
    guard value >= low else { throw .order(.low, value: low, name, limit: value) }
    guard value <= high else { throw .order(name, value: value, .high, limit: high) }
  }

  private static func probability(_ value: Double) throws(DistributionError) {
    guard value >= 0, value <= 1 else {
      throw .parameter(.probability, value: value, .notProbability)
    }
  }

  private static func ascending(_ values: [Double]) throws(DistributionError) {
    guard !values.isEmpty else { throw .noValues }
    var last = -Double.infinity
    for value in values {
      try finite(value, .value)
      guard value >= last else { throw .parameter(.value, value: value, .notAscending) }
      last = value
    }
  }

  private static func checkTruncation(
    _ base: Distribution, _ low: Double, _ high: Double
  ) throws(DistributionError) {
    if low.isNaN { throw .parameter(.low, value: low, .notANumber) }
    if high.isNaN { throw .parameter(.high, value: high, .notANumber) }
    guard base.isDiscrete ? low <= high : low < high else {
      throw .order(.low, value: low, .high, limit: high)
    }
    guard Truncation(base, low: low, high: high).mass > 0 else {
      throw .noProbability(low: low, high: high)
    }
  }
}
