/// The SplitMix64 generator (Steele, Lea and Flood, OOPSLA 2014), used to mix keys: its finaliser
/// is a bijection of 64-bit words in which every input bit affects every output bit.
package struct SplitMix64: Hashable, Sendable {
  /// The increment of the state: 2^64 divided by the golden ratio, made odd.
  package static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The state before the next draw.
  package private(set) var state: UInt64

  /// A generator started at a seed.
  package init(seed: UInt64) {
    state = seed
  }

  /// The next 64-bit word.
  package mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mix(state)
  }

  /// The finaliser (Stafford's variant 13).
  package static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
