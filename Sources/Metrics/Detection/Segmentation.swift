import Quantities

/// A series cut into stretches of constant mean.
package struct Segmentation: Hashable, Sendable {
  /// The first position of each stretch but the first, ascending.
  package let breaks: [Int]
  /// The mean of each stretch, in the values' unit: one more than `breaks`.
  package let means: [Double]
  /// The standard deviation about the stretches the costs were scaled by, in the values' unit.
  package let deviation: Double
  /// The minimised total: squared deviations in units of σ² plus the penalty of each break.
  package let cost: Double

  /// Changes in mean by penalised least squares: minimises `Σ RSS/σ² + penalty·log n·breaks`.
  ///
  /// The default penalty is the BIC's with two parameters per break (its place and the new mean),
  /// the "BIC" of the R package changepoint. σ² is estimated from first differences,
  /// `Σ(xᵢ₊₁−xᵢ)²/(2(n−1))` (von Neumann 1941), which a change of mean hardly touches. The
  /// minimum is exact: PELT (Killick, Fearnhead & Eckley 2012, JASA 107) only leaves out starts
  /// that cannot be the best. Nil for fewer than two values, values not finite, a series that does
  /// not vary, or a penalty that is not a finite number above 0.
  package static func pelt(_ values: [Double], penaltyPerBreak: Double = 2) -> Segmentation? {
    solve(values, penaltyPerBreak: penaltyPerBreak, pruning: true)
  }

  /// The same minimum by optimal partitioning, which tries every start: O(n²), for checking.
  package static func optimalPartitioning(
    _ values: [Double], penaltyPerBreak: Double = 2
  ) -> Segmentation? {
    solve(values, penaltyPerBreak: penaltyPerBreak, pruning: false)
  }

  private static func solve(
    _ values: [Double], penaltyPerBreak: Double, pruning: Bool
  ) -> Segmentation? {
    let n = values.count
    guard n >= 2, values.allSatisfy(\.isFinite), penaltyPerBreak.isFinite, penaltyPerBreak > 0
    else { return nil }
    let squares = zip(values.dropFirst(), values).reduce(0.0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    let deviation = (squares / Double(2 * (n - 1))).squareRoot()
    guard deviation > 0, deviation.isFinite, let center = OrderStatistics.median(values) else {
      return nil
    }
    let costs = SquaredErrorCost(values.map { ($0 - center) / deviation })
    let penalty = penaltyPerBreak * SpecialFunctions.log(Double(n))
    var best = [-penalty]
    var last = [0]
    var candidates = [0]
    for end in 1...n {
      let totals = candidates.map { best[$0] + costs.cost($0, end) }
      var choice = 0
      for index in totals.indices where totals[index] < totals[choice] { choice = index }
      best.append(totals[choice] + penalty)
      last.append(candidates[choice])
      if pruning {
        // A start this much worse than the best end can never win again; the slack keeps rounding
        // from deciding ties differently than optimal partitioning does.
        let bar = best[end] + 1e-9 * (1 + best[end].magnitude)
        candidates = zip(candidates, totals).filter { $0.1 <= bar }.map(\.0)
      }
      candidates.append(end)
    }
    var breaks: [Int] = []
    var end = last[n]
    while end > 0 {
      breaks.append(end)
      end = last[end]
    }
    breaks.reverse()
    let bounds = [0] + breaks + [n]
    let means = zip(bounds, bounds.dropFirst()).map { start, end in
      center + values[start..<end].reduce(0) { $0 + ($1 - center) } / Double(end - start)
    }
    return Segmentation(breaks: breaks, means: means, deviation: deviation, cost: best[n])
  }
}

/// The sum of squared deviations from the mean of any stretch, from prefix sums.
private struct SquaredErrorCost {
  private let sums: [Double]
  private let squares: [Double]

  init(_ values: [Double]) {
    var sums = [0.0]
    var squares = [0.0]
    for value in values {
      sums.append((sums.last ?? 0) + value)
      squares.append((squares.last ?? 0) + value * value)
    }
    self.sums = sums
    self.squares = squares
  }

  /// The cost of the stretch from `start` up to but not including `end`.
  func cost(_ start: Int, _ end: Int) -> Double {
    let sum = sums[end] - sums[start]
    return max(0, squares[end] - squares[start] - sum * sum / Double(end - start))
  }
}
