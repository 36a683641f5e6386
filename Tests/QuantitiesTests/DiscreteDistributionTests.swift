import Quantities
import Testing

@Suite struct DiscreteDistributionTests {
  static let counts: [Distribution] = [
    .bernoulli(probability: 0.3), .bernoulli(probability: 0), .bernoulli(probability: 1),
    .binomial(count: 1, probability: 0.5), .binomial(count: 20, probability: 0.1),
    .binomial(count: 50, probability: 0.97), .binomial(count: 1000, probability: 0.4),
    .binomial(count: 7, probability: 0), .binomial(count: 7, probability: 1),
    .poisson(mean: 1e-3), .poisson(mean: 2.5), .poisson(mean: 60), .poisson(mean: 4000),
  ]

  /// The definition: the least k with F(k) ≥ p.
  @Test(arguments: counts) func quantileIsTheLeastCountReaching(_ distribution: Distribution) {
    #expect(distribution.isDiscrete)
    for index in 1..<100 {
      let p = Double(index) / 100
      let k = distribution.quantile(p)
      #expect(k == k.rounded())
      #expect(distribution.cumulative(k) >= p - 1e-15, "\(p) \(k)")
      #expect(distribution.cumulative(k - 1) < p, "\(p) \(k)")
    }
  }

  @Test(arguments: counts) func everyCountRoundTrips(_ distribution: Distribution) {
    let centre = distribution.mean.rounded()
    let negated = Distribution.negated(distribution)
    for offset in -30...30 {
      let k = centre + Double(offset)
      let p = distribution.cumulative(k)
      guard k >= 0, p > 0, distribution.tails(k).upper > 1e-12 else { continue }
      guard p > distribution.cumulative(k - 1) else { continue }
      #expect(distribution.quantile(p) == k)
      #expect(distribution.cumulative(k + 0.5) == p)
      let below = negated.cumulative(-k)
      guard below < 1 - 1e-12, below > negated.cumulative(-k - 1) else { continue }
      #expect(negated.quantile(below) == -k, "\(k)")
    }
  }

  @Test func bernoulli() {
    let distribution = Distribution.bernoulli(probability: 0.3)
    #expect(distribution.mean == 0.3)
    #expect(isClose(distribution.deviation, 0.21.squareRoot(), relative: 1e-15))
    #expect(distribution.quantile(0.7) == 0)
    #expect(distribution.quantile(0.7.nextUp.nextUp) == 1)
    #expect(distribution.cumulative(-0.5) == 0)
    #expect(distribution.cumulative(0) == 0.7)
    #expect(distribution.cumulative(1) == 1)
    let negated = Distribution.negated(distribution)
    #expect(negated.cumulative(-1) == 0.3)
    #expect(negated.quantile(0.3) == -1)
    #expect(negated.quantile(0.31) == 0)
  }

  @Test func empirical() throws {
    let distribution = try Distribution.sample([3, 1, 2, 2, 10])
    #expect(distribution == .empirical([1, 2, 2, 3, 10]))
    #expect(isClose(distribution.mean, 3.6, relative: 1e-15))
    // numpy.std of the five values.
    #expect(isClose(distribution.deviation, 3.261_901_286_060_018, relative: 1e-14))
    #expect(distribution.support == 1...10)
    for (p, x) in [(1e-300, 1.0), (0.2, 1), (0.2001, 2), (0.6, 2), (0.61, 3), (0.8, 3), (1, 10)] {
      #expect(distribution.quantile(p) == x, "\(p)")
    }
    #expect(distribution.cumulative(2) == 0.6)
    #expect(distribution.cumulative(1.99) == 0.2)
    #expect(distribution.cumulative(0) == 0)
    let many = Distribution.empirical((0..<1000).map(Double.init))
    for k in 0..<999 {
      #expect(many.quantile(many.cumulative(Double(k))) == Double(k))
      let negated = Distribution.negated(many)
      #expect(negated.quantile(negated.cumulative(-Double(k + 1))) == -Double(k + 1))
    }
  }

  @Test func emptyEmpiricalAnswersNotANumber() {
    let nothing = Distribution.empirical([])
    #expect(nothing.mean.isNaN && nothing.deviation.isNaN && nothing.quantile(0.5).isNaN)
    #expect(nothing.cumulative(1).isNaN)
  }

  /// References: sums over the kept values of scipy.stats.poisson(4), binom(10, 0.3).
  @Test func truncatedCounts() throws {
    let poisson = try Distribution.truncating(.poisson(mean: 4), low: 1.5, high: 6)
    #expect(poisson.support == 2...6)
    #expect(poisson.quantile(1e-300) == 2 && poisson.quantile(0) == 2)
    #expect(poisson.quantile(1 - 0x1p-53) == 6 && poisson.quantile(1) == 6)
    var weights = [Double](repeating: 0, count: 7)
    var term = 1.0
    for k in 0...6 {
      weights[k] = k < 2 ? 0 : term
      term *= 4 / Double(k + 1)
    }
    let total = weights.reduce(0, +)
    let mean = weights.indices.map { weights[$0] * Double($0) }.reduce(0, +) / total
    let square = weights.indices.map { weights[$0] * Double($0 * $0) }.reduce(0, +) / total
    #expect(isClose(poisson.mean, mean, relative: 1e-14))
    #expect(isClose(poisson.deviation, (square - mean * mean).squareRoot(), relative: 1e-13))
    #expect(isClose(poisson.cumulative(3), (weights[2] + weights[3]) / total, relative: 1e-14))
    let single = try Distribution.truncating(
      .binomial(count: 10, probability: 0.3), low: 3, high: 3)
    #expect(single.quantile(0.4) == 3 && single.mean == 3 && single.deviation == 0)
    let kept = try Distribution.truncating(.empirical([1, 2, 2, 3, 10]), low: 2, high: 5)
    #expect(kept.support == 2...3)
    #expect(isClose(kept.mean, 7.0 / 3, relative: 1e-15))
    #expect(kept.quantile(0.5) == 2 && kept.quantile(0.7) == 3)
    let open = try Distribution.truncating(.poisson(mean: 0.5), low: 1, high: .infinity)
    // E[X | X ≥ 1] = 0.5 / (1 - exp(-0.5)).
    #expect(isClose(open.mean, 1.270_747_041_268_399, relative: 1e-14))
    #expect(open.support == 1 ... .infinity)
  }
}
