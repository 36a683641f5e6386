import CKernels

/// A distribution made ready to turn columns of uniforms into columns of quantiles.
///
/// Making one builds the tables that beta, gamma, binomial and Poisson distributions use (some tens
/// of microseconds), so keep it when one distribution fills several columns. The result for a uniform
/// never depends on the length or the order of the columns.
package struct ColumnTransform: Sendable {
  private indirect enum Plan: Sendable {
    case normal(mean: Double, deviation: Double)
    case lognormal(mu: Double, sigma: Double)
    case logitNormal(mu: Double, sigma: Double)
    case uniform(low: Double, high: Double)
    case triangular(low: Double, mode: Double, high: Double)
    case table(Tabulated)
    /// The least uniform that gives 1.
    case bernoulli(threshold: Double)
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
  /// below 5e-12), truncations within 1e-10 as well, negations for uniforms that are multiples
  /// of 2^-53, and counts with a deviation above 10,000, which are Cornish-Fisher approximations.
  package func apply(
    to column: UnsafeMutableBufferPointer<Double>, on set: InstructionSet = .widest
  ) {
    Self.run(plan, column, set)
  }

  private static func plan(_ distribution: Distribution) -> Plan {
    switch distribution {
    case .normal(let mean, let deviation): return .normal(mean: mean, deviation: deviation)
    case .lognormal(let mu, let sigma): return .lognormal(mu: mu, sigma: sigma)
    case .logitNormal(let mu, let sigma): return .logitNormal(mu: mu, sigma: sigma)
    case .uniform(let low, let high): return .uniform(low: low, high: high)
    case .triangular(let low, let mode, let high):
      return .triangular(low: low, mode: mode, high: high)
    case .beta, .scaledBeta, .gamma:
      return Tabulated(distribution).map { .table($0) } ?? .direct(distribution)
    case .bernoulli: return .bernoulli(threshold: threshold(distribution.tails(0)))
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

  /// The least u in 0…1 that a point with these tails does not reach; 1 if there is none.
  private static func threshold(_ tails: Tails) -> Double {
    var (reached, beyond) = (0.0.bitPattern, 1.0.bitPattern)
    while beyond - reached > 1 {
      let middle = reached + (beyond - reached) / 2
      if Tails(Double(bitPattern: middle)).isReached(by: tails, strictly: false) {
        reached = middle
      } else {
        beyond = middle
      }
    }
    return Double(bitPattern: beyond)
  }

  private static func run(
    _ plan: Plan, _ column: UnsafeMutableBufferPointer<Double>, _ set: InstructionSet
  ) {
    let kernels = set.kernels
    let (values, count) = (column.baseAddress, column.count)
    switch plan {
    case .normal(let mean, let deviation):
      kernels.pointee.normal(values, values, count, mean, deviation)
    case .lognormal(let mu, let sigma): kernels.pointee.lognormal(values, values, count, mu, sigma)
    case .logitNormal(let mu, let sigma):
      kernels.pointee.logit_normal(values, values, count, mu, sigma)
    case .uniform(let low, let high): kernels.pointee.uniform(values, values, count, low, high)
    case .triangular(let low, let mode, let high):
      kernels.pointee.triangular(values, values, count, low, mode, high)
    case .table(let tabulated): tabulated.run(column, set)
    case .bernoulli(let threshold): map(column) { $0 < threshold ? 0 : 1 }
    case .counts(let table): table.apply(to: column)
    case .manyCounts(let expansion):
      kernels.pointee.normal(values, values, count, 0, 1)
      map(column) { expansion.count($0) }
    case .empirical(let values):
      map(column) { Distribution.empiricalQuantile(values, $0, strictly: false) }
    case .negated(let base):
      map(column) { 1 - $0 }
      run(base, column, set)
      map(column) { 0 - $0 }
    case .scaled(let base, by: let factor):
      run(base, column, set)
      map(column) { Distribution.finite($0 * factor) }
    case .truncated(let base, let truncation):
      runTruncated(base, truncation, column, set)
    case .truncatedDirectly(let truncation):
      map(column) { truncation.quantile(Tails($0)) }
    case .direct(let distribution):
      map(column) { distribution.quantile(Tails($0)) }
    }
  }

  /// Maps the uniforms into the kept part of the base's probability and runs the base. The few rows
  /// near the ends, where that part's rounding would show, are inverted one by one.
  private static func runTruncated(
    _ base: Plan, _ truncation: Truncation, _ column: UnsafeMutableBufferPointer<Double>,
    _ set: InstructionSet
  ) {
    let edge = 1e-4
    exactly(column, outside: edge...(1 - edge)) {
      truncation.quantile(Tails($0))
    } others: { column in
      let (start, mass) = (truncation.atLow.lower, truncation.mass)
      map(column) { min(max(start + $0 * mass, 0x1p-1000), 1 - 0x1p-53) }
      run(base, column, set)
      let (low, high) = (truncation.low, truncation.high)
      map(column) { min(max($0, low), high) }
    }
  }

  /// Transforms a column, but for the rows outside a range, which are transformed one by one.
  fileprivate static func exactly(
    _ column: UnsafeMutableBufferPointer<Double>, outside range: ClosedRange<Double>,
    _ exact: (Double) -> Double, others: (UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    var extremes: [(row: Int, value: Double)] = []
    for row in column.indices where !range.contains(column[row]) {
      extremes.append((row, exact(column[row])))
    }
    others(column)
    for extreme in extremes { column[extreme.row] = extreme.value }
  }

  @inline(__always)
  fileprivate static func map(
    _ column: UnsafeMutableBufferPointer<Double>, _ body: (Double) -> Double
  ) {
    for row in column.indices { column[row] = body(column[row]) }
  }
}

/// A beta or gamma distribution with its table.
private struct Tabulated: Sendable {
  let table: QuantileTable
  let distribution: Distribution

  /// The distribution's table, or nil when it would not be accurate enough.
  init?(_ distribution: Distribution) {
    self.distribution = distribution
    switch distribution {
    case .beta(let alpha, let beta), .scaledBeta(let alpha, let beta, low: _, high: _):
      guard let table = QuantileTable(.beta(alpha, beta)) else { return nil }
      self.table = table
    case .gamma(let shape, scale: _):
      guard let table = QuantileTable(.gamma(shape)) else { return nil }
      self.table = table
    default: return nil
    }
  }

  /// Replaces uniforms by quantiles; those beyond the table, which 52 bits don't reach, one by one.
  func run(_ column: UnsafeMutableBufferPointer<Double>, _ set: InstructionSet) {
    let domain = QuantileTable.domain
    if set.kernels.pointee.is_within(
      column.baseAddress, column.count, domain.lowerBound, domain.upperBound)
      != 0
    {
      lookUp(column, set)
    } else {
      ColumnTransform.exactly(column, outside: domain) {
        distribution.quantile(Tails($0))
      } others: {
        lookUp($0, set)
      }
    }
  }

  private func lookUp(_ column: UnsafeMutableBufferPointer<Double>, _ set: InstructionSet) {
    switch distribution {
    case .scaledBeta(_, _, let low, let high): table.stretch(column, low: low, high: high, on: set)
    case .gamma(_, let scale): table.scale(column, by: scale, on: set)
    default: table.stretch(column, low: 0, high: 1, on: set)
    }
  }
}

extension Distribution {
  /// Replaces a column of uniforms in the open interval (0, 1) by quantiles; see
  /// `ColumnTransform`, which is the thing to keep when there are several columns.
  package func transform(_ column: UnsafeMutableBufferPointer<Double>) {
    ColumnTransform(self).apply(to: column)
  }
}
