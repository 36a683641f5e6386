import Quantities
import Testing

@Suite struct SummaryTests {
  /// Digits on which a value agrees with a certified one: -log10 of the relative error, by counting.
  private func agrees(_ value: Double, _ certified: Double, digits: Int) -> Bool {
    var tolerance = abs(certified)
    for _ in 0..<digits { tolerance /= 10 }
    return abs(value - certified) <= tolerance
  }

  /// NIST StRD NumAcc1: three values; mean 10000002, deviation 1, both exact.
  @Test func numAcc1() {
    let summary = Summary([10_000_001, 10_000_003, 10_000_002])
    #expect(summary.mean == 10_000_002)
    #expect(summary.deviation == 1)
  }

  /// NIST StRD NumAcc2, 3 and 4: 1001 values, x.2 and then x.1 and x.3 in turn 500 times; mean x.2,
  /// deviation 0.1.
  @Test(arguments: [(1.0, 15, 14), (1_000_000, 15, 9), (10_000_000, 15, 8)])
  func numAcc(_ base: Double, meanDigits: Int, deviationDigits: Int) {
    // Decimal literals as in the published file, so correctly rounded.
    let (low, middle, high): (Double, Double, Double) =
      switch base {
      case 1: (1.1, 1.2, 1.3)
      case 1_000_000: (1_000_000.1, 1_000_000.2, 1_000_000.3)
      default: (10_000_000.1, 10_000_000.2, 10_000_000.3)
      }
    var values = [middle]
    for _ in 0..<500 { values += [low, high] }
    let summary = Summary(values)
    #expect(summary.count == 1001)
    #expect(agrees(summary.mean, middle, digits: meanDigits), "\(summary.mean)")
    #expect(agrees(summary.deviation, 0.1, digits: deviationDigits), "\(summary.deviation)")
  }

  @Test func emptyAndSingleColumns() {
    let empty = Summary([])
    #expect(empty.count == 0)
    #expect(empty.mean.isNaN && empty.deviation.isNaN && empty.minimum.isNaN)
    #expect(empty.maximum.isNaN && empty.quantile(0.5).isNaN && empty.standardErrorOfMean.isNaN)
    #expect(empty.standardError(ofQuantile: 0.5).isNaN)
    #expect(empty.interval(coverage: 0.9).low.isNaN)
    let single = Summary([7])
    #expect(single.mean == 7 && single.minimum == 7 && single.maximum == 7)
    #expect(single.deviation.isNaN)
    #expect(single.quantile(0.3) == 7)
    #expect(single.standardError(ofQuantile: 0.5).isNaN)
  }

  @Test func valuesThatAreNotNumbersAreNotSkipped() {
    let summary = Summary([1, .nan, 3])
    #expect(summary.count == 3)
    #expect(summary.mean.isNaN && summary.deviation.isNaN)
    #expect(summary.minimum.isNaN && summary.maximum.isNaN && summary.quantile(0).isNaN)
    let infinite = Summary([1, .infinity, 3])
    #expect(infinite.mean == .infinity && infinite.maximum == .infinity && infinite.minimum == 1)
  }

  @Test func maskSelectsRows() throws {
    let summary = try Summary([5, 1, 9, 3], mask: [1, 0, 1, 1])
    #expect(summary.sorted == [3, 5, 9])
    #expect(throws: SummaryError.maskLength(values: 2, mask: 1)) {
      try Summary([1, 2], mask: [1])
    }
    let values = [5.0, 1, 9]
    let mask = [0.0, 1, 1]
    let pointed = try values.withUnsafeBufferPointer { values in
      try mask.withUnsafeBufferPointer { mask in try Summary(values, mask: mask) }
    }
    #expect(pointed.sorted == [1, 9])
    #expect(values.withUnsafeBufferPointer { Summary($0) } == Summary([5, 1, 9]))
  }

  /// References: numpy.quantile (default method, type 7).
  @Test func quantilesInterpolate() {
    let summary = Summary([15, 20, 35, 40, 50])
    #expect(summary.quantile(0) == 15)
    #expect(summary.quantile(1) == 50)
    #expect(summary.quantile(0.5) == 35)
    #expect(isClose(summary.quantile(0.4), 29, relative: 1e-15))
    #expect(isClose(summary.quantile(0.95), 48, relative: 1e-15))
    #expect(summary.quantile(-0.1).isNaN && summary.quantile(1.1).isNaN)
    #expect(summary.quantile(.nan).isNaN)
    let ends = summary.interval(coverage: 0.5)
    #expect(ends.low == 20 && ends.high == 40)
  }

  @Test func standardErrorOfAQuantile() {
    // 0, 1, …, 9999: ranks n p ± sqrt(n p (1 - p)) are 50 apart each way at the median.
    let summary = Summary((0..<10_000).map(Double.init))
    #expect(isClose(summary.standardError(ofQuantile: 0.5), 50, relative: 1e-12))
    #expect(isClose(summary.standardError(ofQuantile: 0.1), 30, relative: 1e-12))
    // One rank off the column: clamped and scaled, so still s. Both off: no answer.
    let few = Summary((0..<10).map(Double.init))
    #expect(isClose(few.standardError(ofQuantile: 0.1), (0.9).squareRoot(), relative: 1e-9))
    #expect(few.standardError(ofQuantile: 0.01).isNaN)
    #expect(summary.standardError(ofQuantile: 0).isNaN)
    #expect(summary.standardError(ofQuantile: 1).isNaN)
  }

  @Test func standardErrorOfAQuantileMatchesRepetition() {
    // The spread of the 90% quantile over 200 independent normal samples of 500.
    let stream = RandomStream(seed: 3)
    let transform = ColumnTransform(.normal(mean: 0, deviation: 1))
    var estimates: [Double] = []
    var errors: [Double] = []
    for repetition in 0..<200 {
      var column = [Double](repeating: 0, count: 500)
      column.withUnsafeMutableBufferPointer {
        stream.fill($0, key: StreamKey(path: "repeat").month(repetition), firstTrial: 0)
        transform.apply(to: $0)
      }
      let summary = Summary(column)
      estimates.append(summary.quantile(0.9))
      errors.append(summary.standardError(ofQuantile: 0.9))
    }
    let ratio = Summary(errors).mean / Summary(estimates).deviation
    #expect(ratio > 0.8 && ratio < 1.25, "\(ratio)")
  }

  @Test func standardErrorOfAProportion() {
    #expect(isClose(Summary.standardError(ofProportion: 0.2, count: 100), 0.04, relative: 1e-15))
    #expect(Summary.standardError(ofProportion: 0, count: 100) == 0)
    #expect(Summary.standardError(ofProportion: 1.2, count: 100).isNaN)
    #expect(Summary.standardError(ofProportion: 0.5, count: 0).isNaN)
    // Wilson's interval for 20 of 100 at 95%: 0.13336…0.28883 (statsmodels proportion_confint).
    let ends = Summary.wilsonInterval(ofProportion: 0.2, count: 100, coverage: 0.95)
    #expect(isClose(ends.low, 0.133_366, relative: 1e-5))
    #expect(isClose(ends.high, 0.288_829, relative: 1e-5))
    let none = Summary.wilsonInterval(ofProportion: 0, count: 100, coverage: 0.95)
    #expect(none.low == 0 && isClose(none.high, 0.036_993_5, relative: 1e-5))
  }

  @Test func compensatedSumKeepsWhatPlainAdditionLoses() {
    var sum = NeumaierSum()
    for value in [1, 1e100, 1, -1e100] { sum.add(value) }
    #expect(sum.total == 2)
    var infinite = NeumaierSum()
    infinite.add(.infinity)
    infinite.add(1)
    #expect(infinite.total == .infinity)
  }
}
