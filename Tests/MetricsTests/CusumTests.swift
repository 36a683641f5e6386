import Metrics
import Testing

@Suite("CUSUM")
struct CusumTests {
  /// Chemical process concentration: Montgomery & Runger, "Applied Statistics and Probability for
  /// Engineers", Example 16-6 (Table 16-8 of the third edition).
  private let concentration = [
    102.0, 94.8, 98.3, 98.4, 102.0, 98.5, 99.0, 97.7, 100.0, 98.1, 101.3, 98.7, 101.1, 98.4, 97.0,
    96.7, 100.3, 101.4, 97.2, 101.0,
  ]

  @Test("Montgomery: mean 99, K 1, H 10 gives at most 3.2 and no signal (1e-12)")
  func montgomery() throws {
    let lower = try #require(
      Cusum(concentration, mean: 99, allowance: 1, threshold: 10, direction: .lower))
    let upper = try #require(
      Cusum(concentration, mean: 99, allowance: 1, threshold: 10, direction: .upper))
    #expect(agree(lower.maximum, 3.2, within: 1e-12))
    #expect(agree(upper.maximum, 2, within: 1e-12))
    #expect(lower.signal == nil && upper.signal == nil && lower.onset == nil)
    let printed = [
      0, 3.2, 2.9, 2.5, 0, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, 1, 2.3, 0, 0, 0.8, 0,
    ]
    #expect(agree(lower.path, printed, within: 1e-12))
  }

  @Test("Empty series, and parameters outside their domain")
  func special() throws {
    let empty = try #require(Cusum([], mean: 0, allowance: 0, threshold: 1, direction: .upper))
    #expect(empty.path.isEmpty && empty.maximum == 0 && empty.signal == nil)
    #expect(Cusum([.nan], mean: 0, allowance: 0, threshold: 1, direction: .upper) == nil)
    #expect(Cusum([1], mean: .infinity, allowance: 0, threshold: 1, direction: .upper) == nil)
    #expect(Cusum([1], mean: 0, allowance: -1, threshold: 1, direction: .upper) == nil)
    #expect(Cusum([1], mean: 0, allowance: 0, threshold: 0, direction: .upper) == nil)
  }

  @Test("The signal is the first crossing, its onset the start of that excursion; sides mirror")
  func signal() throws {
    let values: [Double] = [1, -2, 1, 0, -3, -3, -3, 9]
    let lower = try #require(
      Cusum(values, mean: 0, allowance: 1, threshold: 5, direction: .lower))
    #expect(lower.path == [0, 1, 0, 0, 2, 4, 6, 0])
    #expect(lower.signal == 6 && lower.onset == 4)
    let upper = try #require(
      Cusum(values.map { -$0 }, mean: 0, allowance: 1, threshold: 5, direction: .upper))
    #expect(upper == lower)
  }

  @Test("Average run lengths for k .5: h 5 930.887 and 10.376, h 4 335.368 (1e-6)")
  func runLength() {
    // SciPy: Page's integral equation with 80 Gauss–Legendre nodes.
    #expect(
      agree(Cusum.averageRunLength(allowance: 0.5, threshold: 5), 930.88701206, within: 1e-6))
    #expect(
      agree(
        Cusum.averageRunLength(allowance: 0.5, threshold: 5, shift: 1), 10.37597530, within: 1e-6))
    #expect(
      agree(Cusum.averageRunLength(allowance: 0.5, threshold: 4), 335.36757763, within: 1e-6))
    #expect(Cusum.averageRunLength(allowance: 0.5, threshold: 0) == nil)
    #expect(Cusum.averageRunLength(allowance: .nan, threshold: 5) == nil)
    #expect(Cusum.averageRunLength(allowance: 3, threshold: 20) == nil)
  }

  @Test("The run length agrees with simulation within four standard errors")
  func simulated() throws {
    var random = MeasurementRandom(seed: 7)
    let expected = try #require(Cusum.averageRunLength(allowance: 0.5, threshold: 2))
    let trials = 4000
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<trials {
      var level = 0.0
      var length = 0.0
      while level <= 2 {
        level = max(0, level - random.normal() - 0.5)
        length += 1
      }
      sum += length
      squares += length * length
    }
    let mean = sum / Double(trials)
    let error = ((squares / Double(trials) - mean * mean) / Double(trials)).squareRoot()
    #expect((mean - expected).magnitude < 4 * error)
  }

  @Test("A step down is found after the baseline and dated at the step")
  func step() {
    let steady: [Double] = [100, 102, 98, 101, 99, 103, 97, 100, 101, 99, 100, 102]
    let answer = Detection.cusum(steady + [88, 90, 87, 89, 91, 88])
    guard case .detected(index: let index, onset: 12, statistic: let sum) = answer.verdict else {
      Issue.record("\(answer)")
      return
    }
    #expect(index >= 12 && index <= 14 && sum > 5)
    guard case .runLength(let length, let assumptions) = answer.falseAlarm else {
      Issue.record("no run length")
      return
    }
    #expect(agree(length, 930.887, within: 1e-3))
    #expect(assumptions.contains(.baselineKnown))
    #expect(!Detection.cusum(steady + steady).isDetected)
    #expect(!Detection.cusum(steady + steady.map { $0 + 20 }).isDetected)
    #expect(Detection.cusum([1, 2, 3]).verdict == .tooFew(have: 3, need: 12))
  }

  @Test("A baseline mostly of equal values falls back to the ordinary deviation")
  func roundedBaseline() {
    let values: [Double] = [9, 9, 9, 9, 9, 9, 9, 8, 2, 2, 2, 2]
    #expect(Detection.cusum(values).isDetected)
  }
}
