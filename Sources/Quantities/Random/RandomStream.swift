import CKernels

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
    _ column: UnsafeMutableBufferPointer<Double>, key: StreamKey, firstTrial: Int,
    on set: InstructionSet = .widest
  ) {
    set.kernels.pointee.uniforms(
      column.baseAddress, column.count, seed, key.value, UInt64(bitPattern: Int64(firstTrial)))
  }

  /// (k + 1/2) 2^-52 for the upper 52 bits k of a word; every step is exact.
  @inline(__always)
  static func uniform(word: UInt64) -> Double {
    Double(bitPattern: word >> 12 | 0x3FF0_0000_0000_0000) - 1 + 0x1p-53
  }

  private static func low(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }

  private static func high(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word >> 32) }
}
