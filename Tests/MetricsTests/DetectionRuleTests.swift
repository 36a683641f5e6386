import Metrics
import Testing

@Suite("Detection by rule: threshold, goal, drawdown")
struct DetectionRuleTests {
  private static let rules: [@Sendable ([Double]) -> Detection] = [
    { Detection.threshold($0, below: 5, periods: 2) },
    { Detection.goal($0, target: 5) },
    { Detection.drawdown($0) },
    { Detection.slope($0) },
    { Detection.cusum($0) },
    { Detection.pelt($0) },
  ]

  @Test("An empty series is too few for every method")
  func empty() {
    for rule in Self.rules {
      let answer = rule([])
      guard case .tooFew(have: 0, need: let need) = answer.verdict else {
        Issue.record("\(answer)")
        continue
      }
      #expect(need > 0)
      #expect(!answer.isDetected)
    }
  }

  @Test("NaN and infinite values are refused, with their position, by every method")
  func notFinite() {
    for bad in [Double.nan, .infinity, -.infinity] {
      for rule in Self.rules {
        let values = [8, 9, bad] + [Double](repeating: 7, count: 20)
        #expect(rule(values).verdict == .notApplicable(.notFinite(index: 2)))
      }
    }
  }

  @Test("One point is enough for a threshold of one period and for a goal")
  func onePoint() {
    #expect(
      Detection.threshold([4], below: 5, periods: 1).verdict
        == .detected(index: 0, onset: 0, statistic: 1))
    #expect(Detection.goal([5], target: 5).verdict == .notDetected(statistic: 0))
    #expect(Detection.drawdown([5]).verdict == .tooFew(have: 1, need: 2))
  }

  @Test("A constant series is no failure, and has no spread to estimate")
  func constant() {
    let values = [Double](repeating: 5, count: 20)
    #expect(
      Detection.threshold(values, below: 5, periods: 1).verdict == .notDetected(statistic: 0))
    #expect(Detection.drawdown(values).verdict == .notDetected(statistic: 0))
    #expect(Detection.slope(values).verdict == .notApplicable(.noVariation))
    #expect(Detection.cusum(values).verdict == .notApplicable(.noVariation))
    #expect(Detection.pelt(values).verdict == .notApplicable(.noVariation))
  }

  @Test("Parameters outside their domain are named")
  func parameters() {
    let values = [Double](repeating: 5, count: 12)
    #expect(
      Detection.threshold(values, below: 5, periods: 0).verdict
        == .notApplicable(.parameter(.periods, value: 0)))
    #expect(
      Detection.threshold(values, below: .infinity, periods: 1).verdict
        == .notApplicable(.parameter(.level, value: .infinity)))
    #expect(
      Detection.goal(values, target: 0).verdict
        == .notApplicable(.parameter(.target, value: 0)))
    #expect(
      Detection.goal(values, target: 1, position: 12).verdict
        == .notApplicable(.parameter(.position, value: 12)))
    #expect(
      Detection.drawdown(values, share: 0).verdict
        == .notApplicable(.parameter(.share, value: 0)))
    #expect(
      Detection.slope(values, alpha: 1).verdict
        == .notApplicable(.parameter(.alpha, value: 1)))
    #expect(
      Detection.cusum(values, shift: 0).verdict == .notApplicable(.parameter(.shift, value: 0)))
    #expect(
      Detection.cusum(values, baseline: 12).verdict
        == .notApplicable(.parameter(.baseline, value: 12)))
    #expect(
      Detection.pelt(values, penaltyPerBreak: -1).verdict
        == .notApplicable(.parameter(.penalty, value: -1)))
  }

  @Test("A threshold needs its periods running, and speaks when the last of them is in")
  func threshold() {
    let values: [Double] = [9, 4, 4, 6, 4, 3, 2, 9]
    #expect(
      Detection.threshold(values, below: 5, periods: 3).verdict
        == .detected(index: 6, onset: 4, statistic: 3))
    #expect(
      Detection.threshold(values, below: 5, periods: 4).verdict == .notDetected(statistic: 3))
    #expect(Detection.threshold(values, below: 5, periods: 9).verdict == .tooFew(have: 8, need: 9))
    #expect(Detection.threshold(values, below: 5, periods: 3).falseAlarm == nil)
  }

  @Test("A goal is judged at its date, as a share of the goal (exact)")
  func goal() {
    #expect(
      Detection.goal([10, 6], target: 8).verdict
        == .detected(index: 1, onset: 1, statistic: 0.25))
    #expect(
      Detection.goal([10, 6], target: 8, tolerated: 0.25).verdict == .notDetected(statistic: 0.25))
    #expect(
      Detection.goal([10, 6], target: 8, position: 0).verdict == .notDetected(statistic: -0.25))
  }

  @Test("A drawdown counts from the running peak (exact)")
  func drawdown() {
    let values: [Double] = [0, 100, 90, 120, 120, 100, 95, 60]
    #expect(
      Detection.drawdown(values).verdict
        == .detected(index: 6, onset: 4, statistic: 25.0 / 120))
    #expect(Detection.drawdown(values, share: 0.6).verdict == .notDetected(statistic: 0.5))
    #expect(
      Detection.drawdown(values, share: 0.5).verdict
        == .detected(index: 7, onset: 4, statistic: 0.5))
    #expect(Detection.drawdown([3, -1]).verdict == .notApplicable(.negative(index: 1)))
    #expect(Detection.drawdown([0, 0, 0]).verdict == .notDetected(statistic: 0))
  }
}
