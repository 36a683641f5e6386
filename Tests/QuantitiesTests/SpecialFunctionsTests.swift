import Quantities
import Testing

/// References: mpmath 1.3 at 50 digits (loggamma, erfc, betainc, gammainc, quad for the largest
/// parameters; the normal quantile by findroot on log erfc).
@Suite struct SpecialFunctionsTests {
  static let logGammas: [(Double, Double)] = [
    (1e-10, 23.0258509298827352),
    (0.1, 2.2527126517342059),
    (0.49, 0.592249629335267056),
    (0.5, 0.572364942924700087),
    (0.99, 0.00585480676470978145),
    (1.01, -0.0056903079460696505),
    (1.25, -0.0982718364218131615),
    (1.5, -0.120782237635245222),
    (1.9999, -0.000042275208772153458),
    (2.0001, 0.0000422816581129199463),
    (2.4, 0.216859322448841574),
    (2.6, 0.357411863548979837),
    (5.5, 3.95781396761871629),
    (9.99, 12.7793152143501934),
    (10.0, 12.8018274800814696),
    (123.4, 469.336097442190586),
    (100000.0, 1051287.70897365689),
    (10000000000.0, 220258509288.810581),
  ]

  static let normalQuantiles: [(Double, Double)] = [
    (1e-300, -37.0470962993611992),
    (1e-100, -21.2734535609653243),
    (1e-20, -9.26234008979840758),
    (1e-10, -6.3613409024040562),
    (0.001, -3.09023230616781354),
    (0.025, -1.95996398454005421),
    (0.075, -1.43953147093845593),
    (0.3, -0.524400512708040816),
    (0.5, 0.0),
    (0.7, 0.524400512708040656),
    (0.95, 1.64485362695147228),
    (0.975, 1.95996398454005386),
    (0.999999, 4.75342430881708777),
  ]

  static let normalCumulatives: [(Double, Double)] = [
    (-37.0, 5.72557122252457682e-300),
    (-10.0, 7.61985302416052607e-24),
    (-3.0, 0.00134989803163009453),
    (-1.0, 0.158655253931457051),
    (0.25, 0.598706325682923724),
    (2.0, 0.977249868051820793),
  ]

  static let betas: [(Double, Double, Double, Double)] = [
    (0.3, 2.0, 3.0, 0.34829999999999998),
    (0.01, 0.5, 0.5, 0.0637685608585198486),
    (0.9, 0.5, 0.5, 0.795167235300866572),
    (1e-09, 0.01, 4.0, 0.827813827459221638),
    (0.2, 5.0, 0.05, 4.21990170882255522e-6),
    (0.999, 50.0, 0.3, 0.552404921837144901),
    (0.5, 1000.0, 1000.0, 0.5),
    (0.47, 1000.0, 1000.0, 0.00362252473144412453),
    (0.001, 1.0, 10000.0, 0.999954826654022951),
    (0.6, 0.001, 0.001, 0.500202449272027932),
    (0.5004, 1000000.0, 1000000.0, 0.87105049068361674),
  ]

  static let gammas: [(Double, Double, Double, Double)] = [
    (0.5, 0.1, 0.34527915398142298, 0.65472084601857702),
    (1.0, 2.0, 0.864664716763387308, 0.135335283236612692),
    (0.01, 1e-20, 0.63455792054899674, 0.36544207945100326),
    (3.0, 12.0, 0.999477741949967102, 0.000522258050032897829),
    (100.0, 80.0, 0.0171083130351331142, 0.982891686964866886),
    (100.0, 150.0, 0.999994075459664516, 5.92454033548391583e-6),
    (10000.0, 10000.0, 0.5013298083399552, 0.4986701916600448),
    (10000.0, 9500.0, 1.86245465179515509e-7, 0.99999981375453482),
    (1000000.0, 1002000.0, 0.977195904101230137, 0.0228040958987698628),
  ]

  @Test(arguments: logGammas) func logGamma(_ x: Double, _ expected: Double) {
    let value = SpecialFunctions.logGamma(x)
    #expect(isClose(value, expected, relative: 2e-15, absolute: 1e-15), "\(value)")
  }

  @Test func logGammaOutsideItsDomain() {
    #expect(SpecialFunctions.logGamma(0) == .infinity)
    #expect(SpecialFunctions.logGamma(-1.5).isNaN)
    #expect(SpecialFunctions.logGamma(1) == 0)
    #expect(SpecialFunctions.logGamma(2) == 0)
  }

  @Test(arguments: normalQuantiles) func normalQuantile(_ p: Double, _ expected: Double) {
    let value = SpecialFunctions.normalQuantile(p)
    #expect(isClose(value, expected, relative: 1e-15), "\(value)")
  }

  @Test func normalQuantileAtTheEnds() {
    #expect(SpecialFunctions.normalQuantile(0) == -.infinity)
    #expect(SpecialFunctions.normalQuantile(1) == .infinity)
    #expect(SpecialFunctions.normalQuantile(-0.1).isNaN)
    #expect(abs(SpecialFunctions.normalQuantile(0.95) - 1.6448536269514722) < 1e-15)
  }

  @Test(arguments: normalCumulatives) func normalCumulative(_ z: Double, _ expected: Double) {
    let value = SpecialFunctions.normalCumulative(z)
    #expect(isClose(value, expected, relative: 3e-13), "\(value)")
    let above = SpecialFunctions.normalTails(-z).upper
    #expect(above == value)
  }

  @Test(arguments: betas)
  func incompleteBeta(_ x: Double, _ a: Double, _ b: Double, _ expected: Double) {
    let value = SpecialFunctions.incompleteBeta(x, a, b)
    #expect(isClose(value, expected, relative: 1e-13), "\(value)")
    let back = SpecialFunctions.inverseIncompleteBeta(value, a, b)
    let again = SpecialFunctions.incompleteBeta(back, a, b)
    #expect(isClose(again, value, relative: 1e-12), "\(back)")
    let mirrored = SpecialFunctions.betaTails(x: 1 - x, y: x, b, a)
    #expect(isClose(mirrored.upper, value, relative: 1e-13))
  }

  @Test(arguments: gammas)
  func incompleteGamma(_ a: Double, _ x: Double, _ lower: Double, _ upper: Double) {
    let tails = SpecialFunctions.gammaTails(a, x)
    #expect(isClose(tails.lower, lower, relative: 2e-13), "\(tails)")
    #expect(isClose(tails.upper, upper, relative: 2e-13), "\(tails)")
    let back = SpecialFunctions.inverseIncompleteGamma(a, tails.lower)
    let again = SpecialFunctions.incompleteGamma(a, back)
    #expect(isClose(again, tails.lower, relative: 1e-12), "\(back)")
  }

  @Test func argumentsOutsideTheDomainGiveNotANumber() {
    #expect(SpecialFunctions.incompleteBeta(0.5, -1, 2).isNaN)
    #expect(SpecialFunctions.incompleteBeta(.nan, 1, 2).isNaN)
    #expect(SpecialFunctions.incompleteBeta(-3, 1, 2) == 0)
    #expect(SpecialFunctions.incompleteBeta(3, 1, 2) == 1)
    #expect(SpecialFunctions.inverseIncompleteBeta(0.5, 0, 2).isNaN)
    #expect(SpecialFunctions.incompleteGamma(0, 1).isNaN)
    #expect(SpecialFunctions.incompleteGamma(1, -1) == 0)
    #expect(SpecialFunctions.inverseIncompleteGamma(.infinity, 0.5).isNaN)
  }

  @Test func inversesAtTheEnds() {
    #expect(SpecialFunctions.inverseIncompleteBeta(0, 2, 3) == 0)
    #expect(SpecialFunctions.inverseIncompleteBeta(1, 2, 3) == 1)
    #expect(SpecialFunctions.inverseIncompleteGamma(2, 0) == 0)
    #expect(SpecialFunctions.inverseIncompleteGamma(2, 1) == .infinity)
  }

  @Test func inverseBetaHoldsOverAWideGrid() {
    for a in [1e-3, 0.1, 0.7, 1, 3, 40, 1e3, 1e5] {
      for b in [1e-3, 0.1, 0.7, 1, 3, 40, 1e3, 1e5] {
        for p in [1e-300, 1e-15, 1e-4, 0.2, 0.5] {
          let x = SpecialFunctions.inverseIncompleteBeta(p, a, b)
          #expect(x >= 0 && x <= 1)
          guard x > 1e-290, x < 0.5 else { continue }
          let back = SpecialFunctions.incompleteBeta(x, a, b)
          // One rounding of x alone moves the logarithm of the probability by a density.
          let steepness = max(1, a * 1e-2, b * x * 10)
          #expect(isClose(back, p, relative: 2e-13 * steepness), "\(a) \(b) \(p) \(x) \(back)")
        }
      }
    }
  }

  @Test func inverseGammaHoldsOverAWideGrid() {
    for a in [1e-3, 0.1, 0.7, 1, 3, 40, 1e3, 1e5] {
      for p in [1e-300, 1e-15, 1e-4, 0.2, 0.5, 0.9, 0.999_999] {
        let x = SpecialFunctions.inverseIncompleteGamma(a, p)
        #expect(x >= 0 && x < .infinity)
        guard x > 1e-290 else { continue }
        let back = SpecialFunctions.incompleteGamma(a, x)
        #expect(isClose(back, p, relative: 2e-13 * max(1, a * 1e-2)), "\(a) \(p) \(x) \(back)")
      }
    }
  }
}
