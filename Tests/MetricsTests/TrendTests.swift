import Metrics
import Testing

@Suite("Trend: Theil–Sen and Mann–Kendall")
struct TrendTests {
  @Test("Values in a line have its slope; a wild value does not move it")
  func line() {
    #expect(TheilSen.slope([]) == nil)
    #expect(TheilSen.slope([1]) == nil)
    #expect(TheilSen.slope([1, .nan]) == nil)
    #expect(TheilSen.slope([2, 4, 6, 8]) == 2)
    #expect(TheilSen.slope([2, 4, 6, 800, 10, 12, 14]) == 2)
  }

  @Test("Ties are taken out of the variance: S −46, variance 945.333, p .0716527 (1e-9)")
  func tied() throws {
    // The first 20 values of the Nile; S and variance by hand count, p from SciPy's normal.
    let test = try #require(MannKendall(Array(nileFlow[..<20])))
    #expect(test.score == -46)
    #expect(agree(test.variance, 945.3333333333334, within: 1e-9))
    #expect(agree(test.z, -1.463592003080421, within: 1e-12))
    #expect(agree(test.declineProbability, 0.07165272943209818, within: 1e-12))
    #expect(MannKendall([1, 1, 1]) == nil)
    #expect(MannKendall([1, .infinity]) == nil)
    #expect(MannKendall([]) == nil)
  }

  @Test("From the minimum length on, the exact size of the test stays at or below .05")
  func size() throws {
    for n in Detection.slopeMinimum...20 {
      // Orders of n values by their number of inversions (Mahonian numbers), as probabilities.
      var shares = [1.0]
      for k in 2...n {
        var next = [Double](repeating: 0, count: shares.count + k - 1)
        for (i, share) in shares.enumerated() {
          for j in 0..<k { next[i + j] += share / Double(k) }
        }
        shares = next
      }
      let pairs = n * (n - 1) / 2
      let deviation = (Double(n * (n - 1) * (2 * n + 5)) / 18).squareRoot()
      // The test rejects where z = (S + 1)/deviation lies below the 5 per cent point.
      let size = shares.enumerated().reduce(0.0) { sum, entry in
        let score = pairs - 2 * entry.offset
        return Double(score + 1) / deviation < -1.6448536269514722 ? sum + entry.element : sum
      }
      #expect(size <= 0.05)
      #expect(size > 0.02)
    }
  }

  @Test("A falling series is detected at its end and dated at its peak; p states its assumptions")
  func falling() {
    let values = [100.0, 120, 110, 100, 90, 80, 70, 60, 50, 40]
    let answer = Detection.slope(values)
    guard case .detected(index: 9, onset: 1, statistic: let slope) = answer.verdict else {
      Issue.record("\(answer)")
      return
    }
    #expect(slope < -0.05 && slope > -0.2)
    #expect(
      answer.falseAlarm
        == .rate(0.05, restsOn: [.independentPeriods, .sameDistribution, .singleTest]))
  }

  @Test("The Theil–Sen slope of log flow, first 20 years of the Nile: −.0065062958 (1e-15)")
  func scipySlope() {
    guard case .notDetected(let slope) = Detection.slope(Array(nileFlow[..<20])).verdict else {
      Issue.record("detected")
      return
    }
    #expect(agree(slope, -0.006506295814942801, within: 1e-15))
  }

  @Test("Rising, short and non-positive series")
  func refused() {
    let rising = (1...10).map(Double.init)
    #expect(!Detection.slope(rising).isDetected)
    #expect(Detection.slope([1, 2, 3]).verdict == .tooFew(have: 3, need: 8))
    #expect(Detection.slope([3, 2, 0]).verdict == .notApplicable(.notPositive(index: 2)))
  }
}
