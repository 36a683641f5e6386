import Quantities
import Testing

@Suite struct DistributionValidationTests {
  static let refusals: [(Distribution, DistributionError)] = [
    (.normal(mean: .infinity, deviation: 1), .parameter(.mean, value: .infinity, .notFinite)),
    (.normal(mean: 0, deviation: 0), .parameter(.deviation, value: 0, .notPositive)),
    (.lognormal(mu: 0, sigma: -1), .parameter(.sigma, value: -1, .notPositive)),
    (.lognormal(mu: 0, sigma: 50), .momentOverflow),
    (.logitNormal(mu: 0, sigma: 0), .parameter(.sigma, value: 0, .notPositive)),
    (.uniform(low: 2, high: 2), .order(.low, value: 2, .high, limit: 2)),
    (.triangular(low: 0, mode: 3, high: 2), .order(.mode, value: 3, .high, limit: 2)),
    (.triangular(low: 0, mode: -1, high: 2), .order(.low, value: 0, .mode, limit: -1)),
    (.beta(alpha: 0, beta: 1), .parameter(.alpha, value: 0, .notPositive)),
    (.beta(alpha: 1, beta: -2), .parameter(.beta, value: -2, .notPositive)),
    (
      .scaledBeta(alpha: 1, beta: 1, low: 3, high: 1), .order(.low, value: 3, .high, limit: 1)
    ),
    (.gamma(shape: -1, scale: 1), .parameter(.shape, value: -1, .notPositive)),
    (.gamma(shape: 1, scale: 0), .parameter(.scale, value: 0, .notPositive)),
    (.bernoulli(probability: 1.5), .parameter(.probability, value: 1.5, .notProbability)),
    (.binomial(count: 0, probability: 0.5), .parameter(.count, value: 0, .notPositive)),
    (
      .binomial(count: 3, probability: -0.5),
      .parameter(.probability, value: -0.5, .notProbability)
    ),
    (.poisson(mean: 0), .parameter(.mean, value: 0, .notPositive)),
    (.empirical([]), .noValues),
    (.empirical([2, 1]), .parameter(.value, value: 1, .notAscending)),
    (.empirical([1, .infinity]), .parameter(.value, value: .infinity, .notFinite)),
    (.negated(.poisson(mean: -1)), .parameter(.mean, value: -1, .notPositive)),
    (.scaled(.poisson(mean: 1), by: -2), .parameter(.factor, value: -2, .notPositive)),
    (
      .truncated(.uniform(low: 0, high: 1), low: 2, high: 3), .noProbability(low: 2, high: 3)
    ),
    (
      .truncated(.poisson(mean: 1), low: 2.2, high: 2.8), .noProbability(low: 2.2, high: 2.8)
    ),
    (
      .truncated(.normal(mean: 0, deviation: 1), low: 1, high: 1),
      .order(.low, value: 1, .high, limit: 1)
    ),
    (
      .truncated(.normal(mean: 0, deviation: 1), low: 1, high: 0),
      .order(.low, value: 1, .high, limit: 0)
    ),
  ]

  @Test(arguments: refusals)
  func refuses(_ distribution: Distribution, _ error: DistributionError) {
    #expect(throws: error) { try distribution.validated() }
    // And answers without trapping all the same.
    _ = (distribution.mean, distribution.deviation, distribution.support)
    _ = (distribution.quantile(0.3), distribution.cumulative(0.4))
    var column = [0.1, 0.9]
    column.withUnsafeMutableBufferPointer { distribution.transform($0) }
  }

  @Test func notANumberIsRefused() {
    for distribution: Distribution in [
      .normal(mean: .nan, deviation: 1), .lognormal(mu: 0, sigma: .nan),
      .uniform(low: .nan, high: 1), .triangular(low: 0, mode: .nan, high: 1),
      .beta(alpha: .nan, beta: 1), .gamma(shape: 1, scale: .nan), .bernoulli(probability: .nan),
      .binomial(count: 1, probability: .nan), .poisson(mean: .nan), .empirical([.nan]),
      .scaled(.poisson(mean: 1), by: .nan),
      .truncated(.normal(mean: 0, deviation: 1), low: .nan, high: 1),
    ] {
      #expect(throws: DistributionError.self) { try distribution.validated() }
      _ = (distribution.mean, distribution.deviation, distribution.support)
      _ = (distribution.quantile(0.3), distribution.cumulative(0.4))
      var column = [0.1, 0.9]
      column.withUnsafeMutableBufferPointer { distribution.transform($0) }
    }
  }

  @Test(arguments: DistributionReference.all) func accepts(_ reference: DistributionReference) {
    #expect(throws: Never.self) { try reference.distribution.validated() }
  }

  @Test func factoriesFromMoments() throws {
    let lognormal = try Distribution.lognormal(mean: 100, deviation: 40)
    #expect(isClose(lognormal.mean, 100, relative: 1e-14))
    #expect(isClose(lognormal.deviation, 40, relative: 1e-14))
    let gamma = try Distribution.gamma(mean: 12, deviation: 3)
    #expect(gamma == .gamma(shape: 16, scale: 0.75))
    let beta = try Distribution.beta(mean: 0.2, deviation: 0.1)
    #expect(isClose(beta.mean, 0.2, relative: 1e-14))
    #expect(isClose(beta.deviation, 0.1, relative: 1e-14))
    #expect(throws: DistributionError.deviationTooLarge(value: 0.5, limit: 0.4)) {
      try Distribution.beta(mean: 0.2, deviation: 0.5)
    }
    #expect(throws: DistributionError.parameter(.mean, value: 1, .notInsideUnitInterval)) {
      try Distribution.beta(mean: 1, deviation: 0.5)
    }
    #expect(throws: DistributionError.parameter(.mean, value: -1, .notPositive)) {
      try Distribution.lognormal(mean: -1, deviation: 0.5)
    }
    #expect(throws: DistributionError.parameter(.deviation, value: 0, .notPositive)) {
      try Distribution.gamma(mean: 1, deviation: 0)
    }
    #expect(throws: DistributionError.parameter(.value, value: .infinity, .notFinite)) {
      try Distribution.sample([.infinity, 1])
    }
  }

  @Test func pert() throws {
    let pert = try Distribution.pert(low: 2, likely: 5, high: 12)
    guard case .scaledBeta(let alpha, let beta, 2, 12) = pert else {
      Issue.record("not a scaled beta: \(pert)")
      return
    }
    #expect(isClose(alpha, 2.2, relative: 1e-15) && isClose(beta, 3.8, relative: 1e-15))
    #expect(isClose(pert.mean, 17.0 / 3, relative: 1e-14))
    #expect(isClose(pert.quantile(0.05), 2.957_043, relative: 2e-7))
    #expect(isClose(pert.quantile(0.95), 8.915_510, relative: 2e-7))
    #expect(throws: DistributionError.order(.low, value: 2, .likely, limit: 1)) {
      try Distribution.pert(low: 2, likely: 1, high: 12)
    }
    #expect(throws: DistributionError.order(.low, value: 2, .high, limit: 2)) {
      try Distribution.pert(low: 2, likely: 2, high: 2)
    }
    #expect(throws: Never.self) { try Distribution.pert(low: 2, likely: 2, high: 12) }
  }

  @Test func truncatingNothingLeavesTheDistribution() throws {
    let base = Distribution.gamma(shape: 2, scale: 1)
    #expect(try Distribution.truncating(base, low: -1, high: .infinity) == base)
    #expect(try Distribution.truncating(base, low: 1, high: .infinity) != base)
    let far = Distribution.normal(mean: 0, deviation: 1)
    #expect(throws: DistributionError.noProbability(low: 60, high: 70)) {
      try Distribution.truncating(far, low: 60, high: 70)
    }
  }

  @Test func nestedTruncationsAgree() throws {
    let base = Distribution.lognormal(mu: 0, sigma: 0.5)
    let once = Distribution.truncated(base, low: 0.5, high: 2)
    let twice = Distribution.truncated(
      .truncated(base, low: 0.5, high: 9), low: -1, high: 2)
    let mirrored = Distribution.negated(
      .truncated(.negated(.scaled(base, by: 1)), low: -2, high: -0.5))
    for other in [twice, mirrored] {
      #expect(isClose(other.mean, once.mean, relative: 1e-13))
      #expect(isClose(other.deviation, once.deviation, relative: 1e-12))
      #expect(other.support == once.support)
      for p in [0.01, 0.5, 0.99] {
        #expect(isClose(other.quantile(p), once.quantile(p), relative: 1e-13))
      }
      #expect(isClose(other.cumulative(1), once.cumulative(1), relative: 1e-13))
    }
  }
}
