/// The counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC 2011): a keyed scrambling of a 128-bit counter, so any block
/// can be had without the ones before it.
package struct Philox4x32: Hashable, Sendable {
  static let firstMultiplier: UInt32 = 0xD251_1F53
  static let secondMultiplier: UInt32 = 0xCD9E_8D57
  static let firstWeyl: UInt32 = 0x9E37_79B9
  static let secondWeyl: UInt32 = 0xBB67_AE85
  static let rounds = 10

  /// The two key words.
  package let key: SIMD2<UInt32>

  /// A generator with these key words.
  package init(key: SIMD2<UInt32>) {
    self.key = key
  }

  /// A generator whose key words are the low and the high half of a seed.
  package init(seed: UInt64) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// The four output words for a counter of four words.
  package func block(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var state = counter
    var (first, second) = (key.x, key.y)
    for round in 0..<Self.rounds {
      if round > 0 {
        first &+= Self.firstWeyl
        second &+= Self.secondWeyl
      }
      let left = Self.firstMultiplier.multipliedFullWidth(by: state.x)
      let right = Self.secondMultiplier.multipliedFullWidth(by: state.z)
      state = SIMD4(
        right.high ^ state.y ^ first, right.low, left.high ^ state.w ^ second, left.low)
    }
    return state
  }
}
