import Metrics
import Testing

@Suite("Shapley values")
struct ShapleyTests {
  /// A random game as a table of worths.
  private func game(_ players: Int, seed: UInt64) -> [Double] {
    var random = MeasurementRandom(seed: seed)
    return (0..<(1 << players)).map { _ in Double.random(in: -10...10, using: &random) }
  }

  private struct Refused: Error {}

  @Test("No players, too many, a worth that is not finite, and a worth that fails")
  func special() {
    #expect(Shapley.values(players: 0) { _ in 3 } == [])
    #expect(Shapley.values(players: -1) { _ in 3 } == nil)
    #expect(Shapley.values(players: 21) { _ in 3 } == nil)
    #expect(Shapley.values(players: 2) { $0 == 3 ? .nan : 1 } == nil)
    #expect(Shapley.values(players: 1) { $0 == 1 ? 7 : 2 } == [5])
    #expect(throws: Refused.self) {
      try Shapley.values(players: 2) { mask throws(Refused) in
        if mask == 2 { throw Refused() }
        return 0
      }
    }
  }

  @Test("Airport 8, 11, 13, 18: 2, 3, 4, 9 (1e-14)")
  func airport() {
    let costs: [Double] = [8, 11, 13, 18]
    let values = Shapley.values(players: 4) { mask in
      costs.indices.reduce(0) { mask & (1 << $1) != 0 ? max($0, costs[$1]) : $0 }
    }
    #expect(agree(values, [2, 3, 4, 9], within: 1e-14))
  }

  @Test("Glove game: 1/6, 1/6, 2/3 (1e-15)")
  func gloves() {
    let values = Shapley.values(players: 3) { $0 & 4 != 0 && $0 & 3 != 0 ? 1 : 0 }
    #expect(agree(values, [1.0 / 6, 1.0 / 6, 2.0 / 3], within: 1e-15))
  }

  @Test("1.4·1.5·1.2 − 1: .553333, .663333, .303333 (5e-7)")
  func product() {
    let factors = [1.4, 1.5, 1.2]
    let values = Shapley.values(players: 3) { mask in
      factors.indices.reduce(1) { mask & (1 << $1) != 0 ? $0 * factors[$1] : $0 } - 1
    }
    #expect(agree(values, [0.553333, 0.663333, 0.303333], within: 5e-7))
  }

  @Test("Against the average over all orders of five players (1e-12)")
  func orders() {
    let worth = game(5, seed: 1)
    var sums = [Double](repeating: 0, count: 5)
    var orders = 0.0
    func visit(_ mask: Int, _ gains: [Double]) {
      if mask == 31 {
        orders += 1
        for player in 0..<5 { sums[player] += gains[player] }
        return
      }
      for player in 0..<5 where mask & (1 << player) == 0 {
        var next = gains
        next[player] = worth[mask | (1 << player)] - worth[mask]
        visit(mask | (1 << player), next)
      }
    }
    visit(0, [Double](repeating: 0, count: 5))
    #expect(orders == 120)
    let values = Shapley.values(players: 5) { worth[Int($0)] }
    #expect(agree(values, sums.map { $0 / orders }, within: 1e-12))
  }

  @Test("Efficiency, with a worth of the empty set that is not 0 (1e-12)", arguments: 1...10)
  func efficiency(players: Int) throws {
    let worth = game(players, seed: UInt64(players))
    let values = try #require(Shapley.values(players: players) { worth[Int($0)] })
    #expect(agree(values.reduce(0, +), worth[worth.count - 1] - worth[0], within: 1e-12))
  }

  @Test("Symmetry: exchanging two players exchanges their values; equal players get the same")
  func symmetry() throws {
    func exchange(_ mask: UInt32) -> UInt32 {
      mask & ~0b1001 | (mask & 1) << 3 | (mask >> 3) & 1
    }
    for seed in 1...20 {
      let worth = game(6, seed: UInt64(seed))
      let plain = try #require(Shapley.values(players: 6) { worth[Int($0)] })
      let swapped = try #require(Shapley.values(players: 6) { worth[Int(exchange($0))] })
      #expect(agree(swapped[0], plain[3], within: 1e-12))
      #expect(agree(swapped[3], plain[0], within: 1e-12))
      #expect(agree(swapped[1], plain[1], within: 1e-12))
      let same = try #require(
        Shapley.values(players: 6) { worth[Int($0)] + worth[Int(exchange($0))] })
      #expect(agree(same[0], same[3], within: 1e-12))
    }
  }

  @Test("A null player gets exactly nothing")
  func nullPlayer() throws {
    for seed in 1...20 {
      let worth = game(6, seed: UInt64(seed))
      let values = try #require(Shapley.values(players: 6) { worth[Int($0 & ~4)] })
      #expect(values[2] == 0)
    }
  }

  @Test("Additivity (1e-12)")
  func additivity() throws {
    for seed in 1...20 {
      let first = game(6, seed: UInt64(seed))
      let second = game(6, seed: UInt64(seed + 100))
      let one = try #require(Shapley.values(players: 6) { first[Int($0)] })
      let two = try #require(Shapley.values(players: 6) { second[Int($0)] })
      let both = Shapley.values(players: 6) { first[Int($0)] + second[Int($0)] }
      #expect(agree(both, zip(one, two).map { $0 + $1 }, within: 1e-12))
    }
  }

  @Test("Each subset is asked once")
  func evaluations() {
    var seen = [Int](repeating: 0, count: 1 << 12)
    _ = Shapley.values(players: 12) { mask in
      seen[Int(mask)] += 1
      return Double(mask.nonzeroBitCount)
    }
    #expect(seen.allSatisfy { $0 == 1 })
  }
}
