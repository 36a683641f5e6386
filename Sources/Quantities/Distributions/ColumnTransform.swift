#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A distribution made ready to turn columns of uniforms into columns of quantiles.
///
/// Making one builds the tables that beta, gamma, binomial and Poisson distributions use (about a
/// millisecond), so keep it when one distribution fills several columns. The result for a uniform
/// never depends on the length or the order of the columns.
package struct ColumnTransform: Sendable {
  private indirect enum Plan: Sendable {
    case normal(mean: Double, deviation: Double)
    case lognormal(mu: Double, sigma: Double)
    case logitNormal(mu: Double, sigma: Double)
    case uniform(low: Double, high: Double)
    case triangular(low: Double, mode: Double, high: Double)
    case beta(QuantileTable, low: Double, high: Double)
    case gamma(QuantileTable, scale: Double)
    case bernoulli(Distribution)
    case counts(CountTable)
    case manyCounts(CornishFisherCount)
    case empirical([Double])
    case negated(Plan)
    case scaled(Plan, by: Double)
    case truncated(Plan, Truncation)
    case truncatedDirectly(Truncation)
    case direct(Distribution)
  }

  private let plan: Plan

  /// The transform for a distribution.
  package init(_ distribution: Distribution) {
    plan = Self.plan(distribution)
  }

  /// Replaces uniforms in the open interval (0, 1) by quantiles.
  ///
  /// Equal to `quantile` bit for bit, except: beta and gamma within 1e-10 relative (measured
  /// below 1e-12), truncations within 1e-10 as well, negations for uniforms that are multiples
  /// of 2^-53, and counts with a deviation above 10,000, which are Cornish-Fisher approximations.
  package func apply(to column: UnsafeMutableBufferPointer<Double>) {
    Self.run(plan, column)
  }

  private static func plan(_ distribution: Distribution) -> Plan {
    switch distribution {
    case .normal(let mean, let deviation): return .normal(mean: mean, deviation: deviation)
    case .lognormal(let mu, let sigma): return .lognormal(mu: mu, sigma: sigma)
    case .logitNormal(let mu, let sigma): return .logitNormal(mu: mu, sigma: sigma)
    case .uniform(let low, let high): return .uniform(low: low, high: high)
    case .triangular(let low, let mode, let high):
      return .triangular(low: low, mode: mode, high: high)
    case .beta(let alpha, let beta):
      return QuantileTable(.beta(alpha, beta)).map { .beta($0, low: 0, high: 1) }
        ?? .direct(distribution)
    case .scaledBeta(let alpha, let beta, let low, let high):
      return QuantileTable(.beta(alpha, beta)).map { .beta($0, low: low, high: high) }
        ?? .direct(distribution)
    case .gamma(let shape, let scale):
      return QuantileTable(.gamma(shape)).map { .gamma($0, scale: scale) } ?? .direct(distribution)
    case .bernoulli: return .bernoulli(distribution)
    case .binomial, .poisson:
      return CountTable(distribution).map { .counts($0) }
        ?? .manyCounts(CornishFisherCount(distribution))
    case .empirical(let values): return .empirical(values)
    case .negated(let base):
      return base.isDiscrete ? .direct(distribution) : .negated(plan(base))
    case .scaled(let base, by: let factor): return .scaled(plan(base), by: factor)
    case .truncated(let base, let low, let high):
      let truncation = Truncation(base, low: low, high: high)
      if base.isDiscrete || truncation.mass < 1e-3 { return .truncatedDirectly(truncation) }
      return .truncated(plan(base), truncation)
    }
  }

  private static func run(_ plan: Plan, _ column: UnsafeMutableBufferPointer<Double>) {
    switch plan {
    case .normal(let mean, let deviation):
      map(column) { Distribution.finite(mean + deviation * normal($0)) }
    case .lognormal(let mu, let sigma):
      map(column) { Distribution.finite(exp(mu + sigma * normal($0))) }
    case .logitNormal(let mu, let sigma):
      map(column) { SpecialFunctions.logistic(mu + sigma * normal($0)) }
    case .uniform(let low, let high):
      map(column) { Distribution.uniformQuantile(Tails($0), low, high) }
    case .triangular(let low, let mode, let high):
      map(column) { Distribution.triangularQuantile(Tails($0), low, mode, high) }
    case .beta(let table, let low, let high):
      map(column) { Distribution.stretched(table.value(normal($0)), low, high) }
    case .gamma(let table, let scale):
      map(column) { Distribution.finite(exp(table.value(normal($0))) * scale) }
    case .bernoulli(let distribution):
      let failed = distribution.tails(0)
      map(column) { Tails($0).isReached(by: failed, strictly: false) ? 0 : 1 }
    case .counts(let table): table.apply(to: column)
    case .manyCounts(let expansion):
      map(column) { expansion.count(normal($0)) }
    case .empirical(let values):
      map(column) { Distribution.empiricalQuantile(values, $0, strictly: false) }
    case .negated(let base):
      map(column) { 1 - $0 }
      run(base, column)
      map(column) { 0 - $0 }
    case .scaled(let base, by: let factor):
      run(base, column)
      map(column) { Distribution.finite($0 * factor) }
    case .truncated(let base, let truncation):
      runTruncated(base, truncation, column)
    case .truncatedDirectly(let truncation):
      map(column) { truncation.quantile(Tails($0)) }
    case .direct(let distribution):
      map(column) { distribution.quantile(Tails($0)) }
    }
  }

  /// Maps the uniforms into the kept part of the base's probability and runs the base. The few rows
  /// near the ends, where that part's rounding would show, are inverted one by one.
  private static func runTruncated(
    _ base: Plan, _ truncation: Truncation, _ column: UnsafeMutableBufferPointer<Double>
  ) {
    let edge = 1e-4
    var extremes: [(row: Int, value: Double)] = []
    for row in column.indices where column[row] < edge || column[row] > 1 - edge {
      extremes.append((row, truncation.quantile(Tails(column[row]))))
    }
    let (start, mass) = (truncation.atLow.lower, truncation.mass)
    map(column) { min(max(start + $0 * mass, 0x1p-1000), 1 - 0x1p-53) }
    run(base, column)
    let (low, high) = (truncation.low, truncation.high)
    map(column) { min(max($0, low), high) }
    for extreme in extremes { column[extreme.row] = extreme.value }
  }

  @inline(__always)
  private static func normal(_ u: Double) -> Double {
    SpecialFunctions.normalQuantile(lower: u, upper: 1 - u)
  }

  @inline(__always)
  private static func map(
    _ column: UnsafeMutableBufferPointer<Double>, _ body: (Double) -> Double
  ) {
    for row in column.indices { column[row] = body(column[row]) }
  }
}

extension Distribution {
  /// Replaces a column of uniforms in the open interval (0, 1) by quantiles; see
  /// `ColumnTransform`, which is the thing to keep when there are several columns.
  package func transform(_ column: UnsafeMutableBufferPointer<Double>) {
    ColumnTransform(self).apply(to: column)
  }
}
