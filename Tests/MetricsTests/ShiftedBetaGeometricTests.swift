import Metrics
import Testing

@Suite("Shifted-beta-geometric retention")
struct ShiftedBetaGeometricTests {
  /// The high-end customers of Fader & Hardie (2007), table 1.
  private let highEnd = [0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491]

  @Test("Parameters and curves outside their domain")
  func special() throws {
    #expect(ShiftedBetaGeometric(alpha: 0, beta: 1) == nil)
    #expect(ShiftedBetaGeometric(alpha: 1, beta: .nan) == nil)
    let model = try #require(ShiftedBetaGeometric(alpha: 1, beta: 1))
    #expect(model.survival(0) == 1 && model.survival(-1) == nil)
    #expect(model.retention(0) == nil && model.departure(0) == nil)
    #expect(model.logLikelihood(survival: []) == nil)
    #expect(model.logLikelihood(survival: [0.5, .nan]) == nil)
    #expect(model.logLikelihood(survival: [1]).map { $0 < 0 } == true)
    #expect(throws: FitError.tooFew(have: 1, need: 2)) {
      try ShiftedBetaGeometric.fit(survival: [0.5])
    }
    #expect(throws: FitError.invalid(index: 1, value: 0.6)) {
      try ShiftedBetaGeometric.fit(survival: [0.5, 0.6])
    }
    #expect(throws: FitError.invalid(index: 0, value: .infinity)) {
      try ShiftedBetaGeometric.fit(survival: [.infinity, 0.6])
    }
  }

  @Test("Curves without an interior maximum are refused")
  func unbounded() {
    // Nobody leaves; all leave at once; a constant rate; a falling rate.
    for curve in [[1, 1, 1], [0, 0], [0.8, 0.64, 0.512], [0.9, 0.7, 0.3]] {
      #expect(throws: FitError.unbounded) { try ShiftedBetaGeometric.fit(survival: curve) }
    }
  }

  @Test("LL(1, 1) is −2.1155455 (5e-8)")
  func likelihood() throws {
    let model = try #require(ShiftedBetaGeometric(alpha: 1, beta: 1))
    #expect(agree(model.logLikelihood(survival: highEnd), -2.1155455, within: 5e-8))
  }

  @Test("The fit: α .668088, β 3.806095 (5e-7), S(12) .37800 (5e-6), LL −1.6111581 (5e-8)")
  func fit() throws {
    let model = try ShiftedBetaGeometric.fit(survival: highEnd)
    #expect(agree(model.alpha, 0.668088, within: 5e-7))
    #expect(agree(model.beta, 3.806095, within: 5e-7))
    #expect(agree(model.survival(12), 0.37800, within: 5e-6))
    #expect(agree(model.logLikelihood(survival: highEnd), -1.6111581, within: 5e-8))
    // The regular customers of the same table: .704, 1.182 in the paper.
    let regular = try ShiftedBetaGeometric.fit(
      survival: [0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241])
    #expect(agree(regular.alpha, 0.70407727, within: 5e-7))
    #expect(agree(regular.beta, 1.18204296, within: 5e-7))
  }

  @Test("A curve of the model gives the model back (relative 1e-6)")
  func recovered() throws {
    for (alpha, beta) in [(0.3, 0.9), (1.0, 1.0), (2.5, 20.0), (0.05, 0.4), (8.0, 3.0)] {
      let model = try #require(ShiftedBetaGeometric(alpha: alpha, beta: beta))
      let fitted = try ShiftedBetaGeometric.fit(survival: (1...9).compactMap { model.survival($0) })
      #expect(agree(fitted.alpha / alpha, 1, within: 1e-6))
      #expect(agree(fitted.beta / beta, 1, within: 1e-6))
    }
  }

  @Test("Residual lifetime after 7 renewals at d .1: 7.529628 (5e-7)")
  func residualLifetime() throws {
    let model = try ShiftedBetaGeometric.fit(survival: highEnd)
    let value = model.discountedResidualLifetime(discount: 0.1, afterRenewals: 7)
    #expect(agree(value, 7.529628, within: 5e-7))
    // SciPy's hyp2f1 near its singularity, at the rounded parameters.
    let rounded = try #require(ShiftedBetaGeometric(alpha: 0.668088, beta: 3.806095))
    let slow = rounded.discountedResidualLifetime(discount: 0.0001, afterRenewals: 7)
    #expect(agree(slow, 245.52071680575, within: 1e-9))
    let slower = rounded.discountedResidualLifetime(discount: 1e-6, afterRenewals: 7)
    #expect(agree(slower, 1248.37989002887, within: 1e-7))
    #expect(model.discountedResidualLifetime(discount: -0.1, afterRenewals: 7) == nil)
    #expect(model.discountedResidualLifetime(discount: 0.1, afterRenewals: -1) == nil)
    #expect(model.discountedResidualLifetime(discount: 0, afterRenewals: 7) == .infinity)
  }

  @Test("Residual lifetime equals the sum it stands for (relative 1e-12)")
  func residualSum() throws {
    for (alpha, beta) in [(0.3, 0.9), (3.0, 1.0), (2.5, 20.0), (1.0, 5.0)] {
      let model = try #require(ShiftedBetaGeometric(alpha: alpha, beta: beta))
      for renewals in [0, 3] {
        for discount in [0.02, 0.5, 4] {
          var term = 1.0
          var sum = 0.0
          for k in 0..<4000 {
            let place = Double(renewals + k)
            term *= (beta + place) / (alpha + beta + place)
            sum += term
            term /= 1 + discount
          }
          let value = model.discountedResidualLifetime(
            discount: discount, afterRenewals: renewals)
          #expect(agree(value.map { $0 / sum }, 1, within: 1e-12))
        }
      }
      if alpha > 1 {
        let limit = model.discountedResidualLifetime(discount: 0, afterRenewals: 2)
        #expect(agree(limit, (beta + 2) / (alpha - 1), within: 1e-12))
      }
    }
  }

  @Test("Survival, retention and departure belong together; the long tail is the product (1e-11)")
  func consistency() throws {
    let model = try #require(ShiftedBetaGeometric(alpha: 0.7, beta: 3.8))
    var left = 0.0
    for n in 1...30 {
      let before = try #require(model.survival(n - 1))
      let now = try #require(model.survival(n))
      #expect(agree(model.retention(n), now / before, within: 1e-14))
      #expect(agree(model.departure(n), before - now, within: 1e-14))
      left += before - now
    }
    #expect(agree(model.survival(30), 1 - left, within: 1e-14))
    let product = (0..<20_000).reduce(1.0) { $0 * (3.8 + Double($1)) / (4.5 + Double($1)) }
    #expect(agree(model.survival(20_000).map { $0 / product }, 1, within: 1e-11))
    #expect(model.survival(.max).map { $0 > 0 && $0 < product } == true)
  }
}
