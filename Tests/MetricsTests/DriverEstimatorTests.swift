import Metrics
import Quantities
import Testing

/// The estimators of `drives`, on numbers small enough to work out by hand or by closed forms.
@Suite struct DriverEstimatorTests {
  @Test func `ranks share places, and correlate as published`() {
    #expect(RankOrder.ranks(of: [3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
    #expect(RankOrder.spearman([1, 2, 3, 4], [10, 20, 30, 400]) == 1)
    #expect(RankOrder.spearman([1, 2, 3, 4], [4, 3, 2, 1]) == -1)
    #expect(RankOrder.spearman([1, 2, 3], [5, 5, 5]) == 0)
    // Two judges of ten: Σd² = 38, so 1 − 6·38/990.
    let first: [Double] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    let second: [Double] = [2, 1, 5, 3, 4, 9, 7, 10, 6, 8]
    let squares = zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(abs(RankOrder.spearman(first, second) - (1 - 6 * squares / 990)) < 1e-15)
  }

  @Test func `the jackknife of a mean is its standard error`() {
    let values = [1.0, 4, 2, 8, 5, 7]
    let measured = Jackknife.mean(values)
    let summary = Summary(values)
    #expect(abs(measured.value - summary.mean) < 1e-15)
    #expect(abs(measured.error - summary.standardErrorOfMean) < 1e-12)
    #expect(Measured(2.2, error: 1).isDistinct && !Measured(-2.1, error: 1).isDistinct)
  }

  /// EVPI of the payoff table (1500, 300, −800), (900, 600, −200), (500, 500, 500) with .5 .3 .2: 680, 590, 500 and 350.
  @Test func `perfect information about a table of payoffs`() {
    let states = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2]
    let table: [[Double]] = [[1500, 300, -800], [900, 600, -200], [500, 500, 500]]
    let found = PerfectInformation.value(table.map { row in states.map { row[$0] } })
    #expect(found.means == [680, 590, 500])
    #expect(found.evpi == 350)
    #expect(found.best == [0.5, 0.3, 0.2])
    let nodes = (0..<3).map { state in table.map { $0[state] } }
    let worth = PerfectInformation.value(
      nodes: nodes, weights: [0.5, 0.3, 0.2], means: found.means)
    #expect(abs(worth - 350) < 1e-9)
  }

  @Test func `what the payoffs don't hang on is worth nothing, whatever the noise of the nodes`() {
    let noisy = [[10.5, 9.9], [10.5, 9.9], [10.5, 9.9]]
    #expect(
      PerfectInformation.value(nodes: noisy, weights: [1, 2, 1], means: [10, 10.1]) == 0)
  }

  /// f = 2x + 3y over two points a side, worked out by hand.
  @Test func `sums of parts are the sums of the whole`() {
    let (x, y) = ([0.0, 1, 0.25, 0.75], [1.0, 0, 0.5, 0.25])
    let (u, v) = ([0.5, 0.25, 1, 0], [0.0, 0.75, 0.25, 1])
    func f(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { 1e6 + 2 * $0 + 3 * $1 } }
    func sums(_ range: Range<Int>) -> VarianceSums {
      func part(_ values: [Double]) -> [Double] { Array(values[range]) }
      var sums = VarianceSums(inputs: 2)
      let (a, b) = (f(part(x), part(y)), f(part(u), part(v)))
      sums.add(a, b)
      sums.add(f(part(u), part(y)), input: 0, a, b)
      sums.add(f(part(x), part(v)), input: 1, a, b)
      return sums
    }
    let (whole, parts) = (sums(0..<4), sums(0..<1) + sums(1..<4))
    let all = f(x, y) + f(u, v)
    let mean = all.reduce(0, +) / 8
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8
    for found in [whole, parts, VarianceSums(inputs: 2) + whole] {
      #expect(abs(found.mean - mean) < 1e-8)
      #expect(abs(found.variance - variance) < 1e-8)
      // Half the mean of (2 (u − x))² and of (3 (v − y))².
      let totals = [
        zip(x, u).reduce(0) { $0 + 4 * ($1.0 - $1.1) * ($1.0 - $1.1) } / 8,
        zip(y, v).reduce(0) { $0 + 9 * ($1.0 - $1.1) * ($1.0 - $1.1) } / 8,
      ]
      for (own, expected) in zip(found.total, totals) { #expect(abs(own - expected) < 1e-8) }
      let b = f(u, v)
      let alone = [
        zip(b, zip(x, u)).reduce(0) { $0 + ($1.0 - mean) * 2 * ($1.1.1 - $1.1.0) } / 4,
        zip(b, zip(y, v)).reduce(0) { $0 + ($1.0 - mean) * 3 * ($1.1.1 - $1.1.0) } / 4,
      ]
      for (own, expected) in zip(found.alone, alone) { #expect(abs(own - expected) < 1e-8) }
    }
  }
}
