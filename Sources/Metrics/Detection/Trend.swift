import Quantities

/// The Mann–Kendall test for a monotonic trend.
package struct MannKendall: Hashable, Sendable {
  /// Kendall's S: pairs that rise less pairs that fall.
  package let score: Int
  /// The variance of S without trend, `(n(n−1)(2n+5) − Σ t(t−1)(2t+5))/18` over ties of t values.
  package let variance: Double
  /// S moved one towards 0 and divided by its standard deviation; 0 where S is 0.
  package let z: Double
  /// The one-sided p-value against a decline, from the normal approximation.
  package let declineProbability: Double

  /// The test on the values in order; nil for fewer than two values, values that are not finite,
  /// or values that are all equal (no variance).
  ///
  /// Kendall (1975), "Rank Correlation Methods", with tie correction and continuity correction.
  package init?(_ values: [Double]) {
    guard values.count >= 2, values.allSatisfy(\.isFinite) else { return nil }
    var score = 0
    for i in values.indices {
      for j in values.indices[(i + 1)...] {
        if values[j] > values[i] { score += 1 } else if values[j] < values[i] { score -= 1 }
      }
    }
    func term(_ n: Int) -> Double { Double(n) * Double(n - 1) * Double(2 * n + 5) }
    let ties = Dictionary(grouping: values, by: \.self).values
    let variance = (term(values.count) - ties.reduce(0) { $0 + term($1.count) }) / 18
    guard variance > 0 else { return nil }
    self.score = score
    self.variance = variance
    z = Double(score - score.signum()) / variance.squareRoot()
    declineProbability = SpecialFunctions.normalCumulative(z)
  }
}

/// The Theil–Sen line.
package enum TheilSen {
  /// The median of the slopes of all pairs, in units per period; nil for fewer than two values or
  /// values that are not finite. Sen (1968), JASA 63, for regularly spaced points.
  package static func slope(_ values: [Double]) -> Double? {
    guard values.count >= 2, values.allSatisfy(\.isFinite) else { return nil }
    var slopes: [Double] = []
    slopes.reserveCapacity(values.count * (values.count - 1) / 2)
    for i in values.indices {
      for j in values.indices[(i + 1)...] {
        slopes.append((values[j] - values[i]) / Double(j - i))
      }
    }
    return OrderStatistics.median(slopes)
  }
}
