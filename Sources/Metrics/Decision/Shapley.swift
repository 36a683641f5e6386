import Quantities

/// Exact Shapley values of a set function.
package enum Shapley {
  /// The most players `values` takes: 2²⁰ subsets are evaluated.
  package static let maximumPlayers = 20

  /// The Shapley value of each player: its marginal worth, averaged over all orders of joining,
  /// `Σ_S |S|!(n−|S|−1)!/n! · (v(S ∪ i) − v(S))`. Shapley (1953), "A value for n-person games".
  ///
  /// `worth` is asked once for each subset, bit i of the mask standing for player i, in ascending
  /// order of the mask; the worth of the empty set need not be 0, and the values sum to
  /// `v(all) − v(∅)`. Nil for players outside 0...20 or a worth that is not finite; an error of
  /// `worth` is passed on. Time O(n·2ⁿ), 8 bytes for each subset.
  package static func values<Failure: Error>(
    players: Int, worth: (UInt32) throws(Failure) -> Double
  ) throws(Failure) -> [Double]? {
    guard (0...maximumPlayers).contains(players) else { return nil }
    let subsets = 1 << players
    var table: [Double] = []
    table.reserveCapacity(subsets)
    for mask in 0..<UInt32(subsets) {
      let value = try worth(mask)
      guard value.isFinite else { return nil }
      table.append(value)
    }
    let weights = weights(players: players)
    return (0..<players).map { player in
      var sum = NeumaierSum()
      let bit = 1 << player
      for mask in 0..<subsets where mask & bit == 0 {
        sum.add(weights[mask.nonzeroBitCount] * (table[mask | bit] - table[mask]))
      }
      return sum.total
    }
  }

  /// 1/(n·C(n−1, s)), the weight of a subset of s others.
  private static func weights(players: Int) -> [Double] {
    var weights: [Double] = []
    var ways = 1.0
    for size in 0..<players {
      weights.append(1 / (Double(players) * ways))
      ways *= Double(players - 1 - size) / Double(size + 1)
    }
    return weights
  }

  /// The coefficient of each subset's worth in the sum of the Shapley values of the players `own`, which is linear in the worth:
  /// so it can be computed as an ordinary expression. Nil for players outside 0...20.
  package static func coefficients(players: Int, own: [Int]) -> [Double]? {
    guard (0...maximumPlayers).contains(players) else { return nil }
    let weights = weights(players: players)
    return (0..<1 << players).map { subset in
      let size = subset.nonzeroBitCount
      return own.reduce(0) { sum, player in
        subset >> player & 1 == 1 ? sum + weights[size - 1] : sum - weights[size]
      }
    }
  }
}
