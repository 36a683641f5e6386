import Quantities
import Testing

@Suite struct IntervalTests {
  static let intervals: [(IntervalShape, Double, Double)] = [
    (.normal, -3, 5), (.normal, 1e6, 1.5e6), (.lognormal, 5, 10), (.lognormal, -200, -3),
    (.lognormal, 1e-6, 1e6), (.logitNormal, 0.1, 0.4), (.logitNormal, 0.001, 0.999),
    (.uniform, -3, 5), (.triangular, -3, 5), (.pert, -3, 5), (.beta, 0.1, 0.4),
    (.beta, 0.01, 0.99), (.beta, 0.5, 0.500_1), (.beta, 0.9, 0.99), (.beta, 1e-6, 0.3),
    (.beta, 1e-5, 2e-5), (.beta, 0.001, 0.999),
  ]

  @Test(arguments: intervals, [0.5, 0.8, 0.9, 0.98])
  func quantilesHitTheEnds(
    _ interval: (shape: IntervalShape, low: Double, high: Double), _ coverage: Double
  ) throws {
    let (shape, low, high) = interval
    let distribution = try Distribution.interval(
      low: low, high: high, coverage: coverage, shape: shape)
    let tail = (1 - coverage) / 2
    let width = high - low
    // Relative to the end or to the width, whichever is larger.
    let (start, end) = (distribution.quantile(tail), distribution.quantile(1 - tail))
    #expect(isClose(start, low, relative: 1e-12, absolute: 1e-13 * width), "\(distribution)")
    #expect(isClose(end, high, relative: 1e-12, absolute: 1e-13 * width), "\(distribution)")
    #expect(isClose(distribution.cumulative(low), tail, relative: 1e-9))
    #expect(isClose(distribution.tails(high).upper, tail, relative: 1e-9))
  }

  @Test func everyShapeHasATest() {
    #expect(Set(Self.intervals.map(\.0)) == Set(IntervalShape.allCases))
  }

  @Test func lognormalFiveToTen() throws {
    let distribution = try Distribution.interval(low: 5, high: 10, shape: .lognormal)
    guard case .lognormal(let mu, let sigma) = distribution else {
      Issue.record("\(distribution)")
      return
    }
    #expect(abs(mu - 1.956_011_502_7) < 1e-10)
    #expect(abs(sigma - 0.210_701_782_0) < 1e-10)
    #expect(abs(distribution.mean - 7.229_783_732_3) < 1e-10)
  }

  @Test func betaTenToFortyPercent() throws {
    let distribution = try Distribution.interval(low: 0.1, high: 0.4, shape: .beta)
    guard case .beta(let alpha, let beta) = distribution else {
      Issue.record("\(distribution)")
      return
    }
    #expect(abs(alpha - 4.775_196) < 1e-6)
    #expect(abs(beta - 15.555_559) < 1e-6)
  }

  @Test func uniformIsWiderThanTheInterval() throws {
    let distribution = try Distribution.interval(low: 5, high: 95, shape: .uniform)
    guard case .uniform(let low, let high) = distribution else {
      Issue.record("\(distribution)")
      return
    }
    #expect(abs(low) < 1e-13 && isClose(high, 100, relative: 1e-15))
  }

  @Test func symmetricShapesAreSymmetric() throws {
    for shape in [IntervalShape.normal, .uniform, .triangular, .pert] {
      let distribution = try Distribution.interval(low: 2, high: 6, coverage: 0.8, shape: shape)
      #expect(isClose(distribution.mean, 4, relative: 1e-14))
      #expect(isClose(distribution.quantile(0.5), 4, relative: 1e-14))
    }
  }

  @Test func refusals() {
    #expect(throws: DistributionError.order(.low, value: 3, .high, limit: 3)) {
      try Distribution.interval(low: 3, high: 3, shape: .normal)
    }
    #expect(throws: DistributionError.parameter(.coverage, value: 1, .notInsideUnitInterval)) {
      try Distribution.interval(low: 3, high: 4, coverage: 1, shape: .normal)
    }
    #expect(throws: DistributionError.intervalCrossesZero(low: -1, high: 4)) {
      try Distribution.interval(low: -1, high: 4, shape: .lognormal)
    }
    #expect(throws: DistributionError.intervalCrossesZero(low: 0, high: 4)) {
      try Distribution.interval(low: 0, high: 4, shape: .lognormal)
    }
    #expect(throws: DistributionError.parameter(.high, value: 1, .notInsideUnitInterval)) {
      try Distribution.interval(low: 0.1, high: 1, shape: .beta)
    }
    #expect(throws: DistributionError.parameter(.low, value: 0, .notInsideUnitInterval)) {
      try Distribution.interval(low: 0, high: 0.5, shape: .logitNormal)
    }
    #expect(throws: DistributionError.parameter(.high, value: .infinity, .notFinite)) {
      try Distribution.interval(low: 0, high: .infinity, shape: .normal)
    }
  }
}
