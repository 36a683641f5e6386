/// Uniform random numbers addressed by stream key and trial number, under one seed.
///
/// A number depends only on (seed, key, trial), never on what was drawn before. The Philox4x32-10
/// key is the seed; the counter is (trial >> 1 low, trial >> 1 high, key low, key high); the first
/// two output words (low word first) serve the even trial, the last two the odd one. The upper 52
/// bits k of such a 64-bit word give (k + 1/2) 2^-52, so neither 0 nor 1 ever occurs and one minus
/// a draw is exact.
package struct RandomStream: Hashable, Sendable {
  /// The seed of all streams.
  package let seed: UInt64

  /// The streams under a seed.
  package init(seed: UInt64) {
    self.seed = seed
  }

  /// The uniform in the open interval (0, 1) of one trial. A negative trial counts as its two's
  /// complement bit pattern.
  package func uniform(_ key: StreamKey, trial: Int) -> Double {
    let number = UInt64(bitPattern: Int64(trial))
    let output = Philox4x32(seed: seed).block(
      SIMD4(
        Self.low(number >> 1), Self.high(number >> 1), Self.low(key.value), Self.high(key.value)))
    let word =
      number & 1 == 0
      ? UInt64(output.x) | UInt64(output.y) << 32 : UInt64(output.z) | UInt64(output.w) << 32
    return Self.uniform(word: word)
  }

  /// Fills a column with the uniforms of consecutive trials, bit for bit as `uniform` gives them.
  package func fill(
    _ column: UnsafeMutableBufferPointer<Double>, key: StreamKey, firstTrial: Int
  ) {
    let count = column.count
    var row = 0
    if firstTrial & 1 != 0, count > 0 {
      column[0] = uniform(key, trial: firstTrial)
      row = 1
    }
    let philox = Philox4x32(seed: seed)
    let lanes = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
    let mask = SIMD8<UInt64>(repeating: 0xFFFF_FFFF)
    let low = SIMD8<UInt64>(repeating: key.value & 0xFFFF_FFFF)
    let high = SIMD8<UInt64>(repeating: key.value >> 32)
    while count - row >= 16 {
      let pair = UInt64(bitPattern: Int64(firstTrial &+ row)) >> 1
      // Seven more pairs must not pass the end of the 63 bits that a pair number has.
      if pair > 0x7FFF_FFFF_FFFF_FFF8 { break }
      let pairs = lanes &+ SIMD8(repeating: pair)
      let output = philox.blocks((pairs & mask, pairs &>> 32, low, high))
      let even = output.0 | output.1 &<< 32
      let odd = output.2 | output.3 &<< 32
      for lane in 0..<8 {
        column[row + 2 * lane] = Self.uniform(word: even[lane])
        column[row + 2 * lane + 1] = Self.uniform(word: odd[lane])
      }
      row += 16
    }
    while row < count {
      column[row] = uniform(key, trial: firstTrial &+ row)
      row += 1
    }
  }

  /// (k + 1/2) 2^-52 for the upper 52 bits k of a word; every step is exact.
  @inline(__always)
  static func uniform(word: UInt64) -> Double {
    Double(bitPattern: word >> 12 | 0x3FF0_0000_0000_0000) - 1 + 0x1p-53
  }

  private static func low(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }

  private static func high(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word >> 32) }
}
