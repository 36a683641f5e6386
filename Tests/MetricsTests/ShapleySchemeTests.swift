import Metrics
import Testing

@Suite("Shapley schemes: the values as weighted sums of worths")
struct ShapleySchemeTests {
  /// A random game as a table of worths, by the players that are in.
  private func game(_ players: Int, seed: UInt64) -> ([Bool]) -> Double {
    var random = MeasurementRandom(seed: seed)
    let worths = (0..<(1 << players)).map { _ in Double.random(in: -10...10, using: &random) }
    return { worths[Self.mask($0)] }
  }

  private static func mask(_ subset: [Bool]) -> Int {
    subset.indices.reduce(0) { subset[$1] ? $0 | 1 << $1 : $0 }
  }

  private func exact(_ players: Int, _ worth: @escaping ([Bool]) -> Double) -> [Double] {
    ShapleyScheme.exact(players: players).values(worth).values
  }

  @Test("Airport 8, 11, 13, 18: 2, 3, 4, 9 (1e-14)")
  func airport() {
    let costs: [Double] = [8, 11, 13, 18]
    let values = exact(4) { subset in
      costs.indices.reduce(0) { subset[$1] ? max($0, costs[$1]) : $0 }
    }
    #expect(agree(values, [2, 3, 4, 9], within: 1e-14))
  }

  @Test("Glove game: 1/6, 1/6, 2/3 (1e-15)")
  func gloves() {
    let values = exact(3) { $0[2] && ($0[0] || $0[1]) ? 1 : 0 }
    #expect(agree(values, [1.0 / 6, 1.0 / 6, 2.0 / 3], within: 1e-15))
  }

  @Test("1.4·1.5·1.2 − 1: .553333, .663333, .303333 (5e-7)")
  func product() {
    let factors = [1.4, 1.5, 1.2]
    let values = exact(3) { subset in
      factors.indices.reduce(1) { subset[$1] ? $0 * factors[$1] : $0 } - 1
    }
    #expect(agree(values, [0.553333, 0.663333, 0.303333], within: 5e-7))
  }

  @Test("The weights are those of the marginal worths (1e-12)", arguments: 0...9)
  func agreesWithMarginals(players: Int) throws {
    let worth = game(players, seed: UInt64(players + 40))
    let marginal = try #require(
      Shapley.values(players: players) { mask in
        worth((0..<players).map { mask >> $0 & 1 == 1 })
      })
    #expect(agree(exact(players, worth), marginal, within: 1e-12))
  }

  @Test("Each subset once, the empty one first; 12 players take 4096")
  func subsets() {
    for scheme in [
      ShapleyScheme.exact(players: 12), .sampled(players: 14, seed: 3, subsets: 1024),
    ] {
      #expect(Set(scheme.subsets.map { Self.mask($0) }).count == scheme.subsets.count)
      #expect(scheme.subsets[0].allSatisfy { !$0 })
      #expect(scheme.weights.count == scheme.subsets.count)
    }
    #expect(ShapleyScheme.exact(players: 12).subsets.count == 4096)
  }

  @Test("Sampled values sum to the worth of all, whatever was sampled (1e-11)", arguments: 1...15)
  func efficiency(players: Int) {
    let worth = game(players, seed: UInt64(players))
    let (values, _) = ShapleyScheme.sampled(players: players, seed: 7, subsets: 256).values(worth)
    let all = worth([Bool](repeating: true, count: players))
    let none = worth([Bool](repeating: false, count: players))
    #expect(agree(values.reduce(0, +), all - none, within: 1e-11))
  }

  @Test("An order with its reverse is exact where no three players interact (1e-11)")
  func pairs() {
    let worth: ([Bool]) -> Double = { subset in
      var sum = 3.0
      for i in subset.indices where subset[i] {
        sum += Double(i) - 2
        for j in 0..<i where subset[j] { sum += Double((i * 7 + j * 3) % 5) - 2 }
      }
      return sum
    }
    let (values, errors) = ShapleyScheme.sampled(players: 9, seed: 5, subsets: 1).values(worth)
    #expect(agree(values, exact(9, worth), within: 1e-11))
    #expect(errors.allSatisfy { $0 < 1e-11 })
  }

  @Test("A player who adds nothing gets nothing of a sample either (1e-12)")
  func nullPlayer() {
    let whole = game(8, seed: 11)
    let (values, errors) = ShapleyScheme.sampled(players: 8, seed: 2, subsets: 200).values {
      var subset = $0
      subset[3] = false
      return whole(subset)
    }
    #expect(abs(values[3]) < 1e-12 && errors[3] < 1e-12)
  }

  @Test("Sampled values are as near the exact ones as their errors say")
  func errors() {
    // 60 games of 8 players: of 480 values, with errors of 15 degrees of freedom, 68% within one and 99.99% within 5.2.
    var (within, all) = (0, 0)
    for seed in 0..<60 {
      let worth = game(8, seed: UInt64(900 + seed))
      let truth = exact(8, worth)
      let (values, errors) = ShapleyScheme.sampled(
        players: 8, seed: UInt64(seed), subsets: 64
      ).values(worth)
      for player in 0..<8 {
        let distance = abs(values[player] - truth[player]) / errors[player]
        #expect(distance < 7)
        if distance < 1 { within += 1 }
        all += 1
      }
    }
    let share = Double(within) / Double(all)
    #expect(share > 0.58 && share < 0.76, "\(share)")
  }

  @Test("More subsets make smaller errors; the same seed makes the same sample")
  func refinement() {
    let worth = game(10, seed: 77)
    let few = ShapleyScheme.sampled(players: 10, seed: 1, subsets: 256)
    let many = ShapleyScheme.sampled(players: 10, seed: 1, subsets: 8 * 256)
    let sum = { (scheme: ShapleyScheme) in scheme.values(worth).errors.reduce(0, +) }
    #expect(sum(many) < 0.7 * sum(few))
    #expect(few == .sampled(players: 10, seed: 1, subsets: 256))
    #expect(few != .sampled(players: 10, seed: 2, subsets: 256))
  }
}
