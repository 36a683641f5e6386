import Quantities

/// Which subsets of a game's players to evaluate, and with which weights their worths make every player's Shapley value.
///
/// The value is linear in the worths, so it can be summed trial by trial, one subset after another.
package struct ShapleyScheme: Hashable, Sendable {
  /// The weight of a subset's worth in the value of a player.
  package struct Weight: Hashable, Sendable {
    /// The player.
    package var player: Int
    /// What the worth is multiplied by.
    package var weight: Double
  }
  /// The count of players.
  package let players: Int
  /// The subsets, each once: for each player whether it is in. The empty one is the first.
  package private(set) var subsets: [[Bool]]
  /// By subset, the weights for every player.
  package private(set) var weights: [[Double]]
  /// The count of samples that the values are the mean of; 0 where they are exact.
  package let groups: Int
  /// By subset, the weights in the values of each sample: player i of sample g is number g·players + i.
  package private(set) var samples: [[Weight]]
  /// The orders that were sampled; 0 where the values are exact.
  package let orders: Int

  /// Whether the values are exact.
  package var isExact: Bool { groups == 0 }

  /// Up to so many players the values are exact: 4,096 subsets.
  package static let mostExact = 12

  /// All subsets of `players`, 0 to 20 of them, with the weights of Shapley (1953).
  package static func exact(players: Int) -> ShapleyScheme {
    var scheme = ShapleyScheme(players: players, groups: 0, orders: 0)
    for subset in 0..<(1 << players) {
      scheme.subsets.append((0..<players).map { subset >> $0 & 1 == 1 })
    }
    let columns = (0..<players).map {
      Shapley.coefficients(players: players, own: [$0]) ?? []
    }
    scheme.weights = scheme.subsets.indices.map { subset in columns.map { $0[subset] } }
    scheme.samples = [[Weight]](repeating: [], count: scheme.subsets.count)
    return scheme
  }

  /// The samples of a sampled scheme, of equally many orders each.
  private static let sampleCount = 16

  /// The subsets that random orders of joining pass, `subsets` of them or as many as 16 orders and their reverses take.
  ///
  /// In each order what the players add sums to the worth of all, so the values do too. Each order comes with its reverse
  /// (Castro, Gómez and Tejada, 2009; Mitchell et al., 2022): such a pair is exact where no three players interact. The error of
  /// the values is that of the mean of 16 samples.
  package static func sampled(players: Int, seed: UInt64, subsets: Int) -> ShapleyScheme {
    let perPair = max(1, 2 * (players - 1))
    let pairs = max(1, subsets / (perPair * sampleCount)) * sampleCount
    var scheme = ShapleyScheme(players: players, groups: sampleCount, orders: 2 * pairs)
    var random = SplitMix64(seed: SplitMix64.mix(seed ^ 0x5348_4150_4C45_59))
    var positions: [[Bool]: Int] = [:]
    let each = 1 / Double(2 * pairs)
    func position(_ subset: [Bool]) -> Int {
      if let known = positions[subset] { return known }
      positions[subset] = scheme.subsets.count
      scheme.subsets.append(subset)
      scheme.weights.append([Double](repeating: 0, count: players))
      scheme.samples.append([])
      return scheme.subsets.count - 1
    }
    var before = position([Bool](repeating: false, count: players))
    let empty = before
    for pair in 0..<pairs {
      var order = Array(0..<players)
      for i in stride(from: players - 1, to: 0, by: -1) {
        let j = Int(random.next().multipliedFullWidth(by: UInt64(i + 1)).high)
        order.swapAt(i, j)
      }
      let group = pair % sampleCount
      for joining in [order, order.reversed()] {
        var subset = [Bool](repeating: false, count: players)
        before = empty
        for player in joining {
          subset[player] = true
          let after = position(subset)
          scheme.weights[after][player] += each
          scheme.weights[before][player] -= each
          let number = group * players + player
          let share = each * Double(sampleCount)
          scheme.samples[after].append(Weight(player: number, weight: share))
          scheme.samples[before].append(Weight(player: number, weight: -share))
          before = after
        }
      }
    }
    for i in scheme.samples.indices {
      let byPlayer = Dictionary(grouping: scheme.samples[i], by: \.player)
      scheme.samples[i] = byPlayer.keys.sorted().map { player in
        Weight(
          player: player, weight: byPlayer[player, default: []].reduce(0) { $0 + $1.weight })
      }
    }
    return scheme
  }

  private init(players: Int, groups: Int, orders: Int) {
    (self.players, self.groups, self.orders) = (players, groups, orders)
    (subsets, weights, samples) = ([], [], [])
  }

  /// The values of the players where `worth` is asked once for each subset, and the standard errors that sampling leaves them; 0
  /// where they are exact.
  package func values(_ worth: ([Bool]) -> Double) -> (values: [Double], errors: [Double]) {
    var sums = [NeumaierSum](repeating: NeumaierSum(), count: players)
    var sampled = [NeumaierSum](repeating: NeumaierSum(), count: groups * players)
    for (i, subset) in subsets.enumerated() {
      let value = worth(subset)
      for player in 0..<players { sums[player].add(weights[i][player] * value) }
      for weight in samples[i] { sampled[weight.player].add(weight.weight * value) }
    }
    return (sums.map(\.total), errors(ofSamples: sampled.map(\.total)))
  }

  /// The standard error of every player's value, by the values of the samples; 0 where they are exact.
  package func errors(ofSamples values: [Double]) -> [Double] {
    (0..<players).map { player in
      guard groups > 1 else { return 0 }
      let own = (0..<groups).map { values[$0 * players + player] }
      let mean = own.reduce(0, +) / Double(groups)
      let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(groups - 1) / Double(groups)).squareRoot()
    }
  }
}
