import Metrics
import Testing

@Suite("Bass diffusion")
struct BassModelTests {
  /// Sales of video recorders in thousands.
  private let recorders: [Double] = [
    840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890,
  ]

  @Test("Parameters, times and sales outside their domain")
  func special() throws {
    #expect(BassModel(market: 0, innovation: 0.1, imitation: 0.1) == nil)
    #expect(BassModel(market: 1, innovation: 0, imitation: 0.1) == nil)
    #expect(BassModel(market: 1, innovation: 0.1, imitation: .infinity) == nil)
    let model = try #require(BassModel(market: 1000, innovation: 0.03, imitation: 0.38))
    #expect(model.discreteCumulative(periods: 0).isEmpty)
    #expect(model.discreteCumulative(periods: -1).isEmpty)
    #expect(model.cumulative(0) == 0 && model.cumulative(-1) == nil)
    #expect(model.density(.nan) == nil)
    #expect(throws: FitError.tooFew(have: 4, need: 5)) { try BassModel.fit(sales: [1, 2, 3, 4]) }
    #expect(throws: FitError.invalid(index: 4, value: -1)) {
      try BassModel.fit(sales: [1, 2, 3, 4, -1])
    }
    #expect(throws: FitError.unbounded) { try BassModel.fit(sales: [0, 0, 0, 0, 0]) }
  }

  @Test("m 1000, p .03, q .38: discrete 30, 70.158, 122.842885; continuous 35.758164, 85.056281")
  func figures() throws {
    let model = try #require(BassModel(market: 1000, innovation: 0.03, imitation: 0.38))
    // Printed figures, so half a unit of their last place.
    #expect(
      agree(model.discreteCumulative(periods: 3), [30, 70.158, 122.842885], within: 5e-7))
    #expect(agree(model.cumulative(1), 35.758164, within: 5e-7))
    #expect(agree(model.cumulative(2), 85.056281, within: 5e-7))
    #expect(agree(model.discreteCumulative(periods: 200).last, 1000, within: 1e-9))
    #expect(agree(model.cumulative(200), 1000, within: 1e-9))
  }

  @Test("The density is the slope of the cumulative curve, and greatest at its peak (1e-5)")
  func density() throws {
    let model = try #require(BassModel(market: 1000, innovation: 0.03, imitation: 0.38))
    for time in [0.5, 3, model.peak, 12] {
      let above = try #require(model.cumulative(time + 1e-4))
      let below = try #require(model.cumulative(time - 1e-4))
      #expect(agree(model.density(time), (above - below) / 2e-4, within: 1e-5))
    }
    let top = try #require(model.density(model.peak))
    #expect(model.density(model.peak + 0.1).map { $0 < top } == true)
    #expect(model.density(model.peak - 0.1).map { $0 < top } == true)
  }

  @Test("Least squares: m 67980.92, p .00659397, q .638091 (relative 2e-6)")
  func fit() throws {
    let fit = try BassModel.fit(sales: recorders)
    #expect(agree(fit.model.market / 67980.92, 1, within: 2e-6))
    #expect(agree(fit.model.innovation / 0.00659397, 1, within: 2e-6))
    #expect(agree(fit.model.imitation / 0.638091, 1, within: 2e-6))
  }

  @Test("The minimum itself, from 40-digit arithmetic (relative 1e-8; residual 1e-12)")
  func minimum() throws {
    // mpmath: both derivatives of the projected residual are 0 here. The figures above lie 2e-6
    // away from it, where a solver with a looser criterion stops.
    let fit = try BassModel.fit(sales: recorders)
    #expect(agree(fit.model.market / 67980.9080027809, 1, within: 1e-8))
    #expect(agree(fit.model.innovation / 0.00659395936045656, 1, within: 1e-8))
    #expect(agree(fit.model.imitation / 0.638091266631966, 1, within: 1e-8))
    #expect(agree(fit.residual / 3701668.58908841706, 1, within: 1e-12))
  }

  @Test("Sales of a model give the model back (relative 1e-6)")
  func recovered() throws {
    for (m, p, q) in [(1000.0, 0.03, 0.38), (5e6, 0.002, 0.9), (3.0, 0.2, 0.1), (80, 0.05, 0.05)] {
      let model = try #require(BassModel(market: m, innovation: p, imitation: q))
      let fit = try BassModel.fit(sales: (1...15).compactMap { model.density(Double($0)) })
      #expect(agree(fit.model.market / m, 1, within: 1e-6))
      #expect(agree(fit.model.innovation / p, 1, within: 1e-6))
      #expect(agree(fit.model.imitation / q, 1, within: 1e-6))
    }
  }

  @Test("Sales before their peak, or rising at a constant rate, need not tell of a market")
  func underdetermined() {
    #expect(throws: FitError.unbounded) { try BassModel.fit(sales: Array(recorders[..<5])) }
    #expect(throws: FitError.self) {
      try BassModel.fit(sales: [1, 2, 4, 8, 16, 32, 64, 128])
    }
  }
}
