/// Which dimension of the Sobol sequence each draw has.
///
/// A key has a place in a table of 64, 128 or 256: the smallest with room for four keys in three
/// places, so that an edit elsewhere moves no draw, with two exceptions. Where two keys want one
/// place, the one of the lower value has it and the other goes on to the next of its own; so
/// another declaration moves a draw that stands where it wants to, about one time in eight where
/// 30 draws share 64 places. And most move where the number of draws passes 48 or 96. What finds no
/// place among many more than 192 draws has no dimension.
///
/// Which dimension a place stands for is drawn anew for each replicate, so that a pair of
/// dimensions that goes badly together spoils one replicate at most.
package struct SobolDimensions: Hashable, Sendable {
  private var places: [StreamKey: Int] = [:]
  private var size = 64
  private var factors: [Int] = []
  private var terms: [Int] = []

  /// The places of these keys, each counted once; their order doesn't matter.
  init(_ keys: [StreamKey], seed: UInt64) {
    let sorted = Set(keys).sorted { $0.value < $1.value }
    while size < SobolTable.count, 4 * sorted.count > 3 * size { size *= 2 }
    var isTaken = [Bool](repeating: false, count: size)
    for key in sorted {
      var generator = SplitMix64(seed: key.value)
      for _ in 0..<Self.attempts {
        let place = Int(truncatingIfNeeded: generator.next() >> 32) & (size - 1)
        if isTaken[place] { continue }
        isTaken[place] = true
        places[key] = place
        break
      }
    }
    var generator = SplitMix64(seed: seed)
    for _ in 0..<SobolStream.replicates {
      let word = generator.next()
      factors.append(Int(truncatingIfNeeded: word & 0xFFFF) | 1)
      terms.append(Int(truncatingIfNeeded: word >> 16 & 0xFFFF))
    }
  }

  /// The dimension of a key in a replicate, from 0; nil if it has none.
  func dimension(of key: StreamKey, replicate: Int) -> Int? {
    places[key].map { ($0 * factors[replicate] + terms[replicate]) & (size - 1) }
  }

  /// The places a key tries.
  private static let attempts = 64
}
