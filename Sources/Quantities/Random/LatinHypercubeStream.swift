/// Latin hypercubes, addressed by stream key and trial number, under one seed (McKay, Beckman and
/// Conover, 1979).
///
/// The trials are shared out to 16 replicates as those of ``SobolStream`` are, to fewer where there
/// are fewer blocks. A replicate of n trials divides the range of each key into n equal parts and
/// takes one trial from each, in an order of its own: trial j of it has the number
/// (p(j) + v) / n, where p is a random permutation and v the trial's number of ``RandomStream``.
///
/// p is a bijection of the least power of two from n on, walked until it falls below n: four rounds
/// of an odd factor, a term and a shift, drawn by Philox4x32-10 with the seed for key and the
/// counter (2^31 + round, tag, key low, key high), whose tag no counter of ``RandomStream`` has. The last
/// step adds a term, so that p(j) is uniform for each j.
package struct LatinHypercubeStream: Hashable, Sendable {
  private let stream: RandomStream
  private let trials: Int

  /// The points under a seed of a run of `trials` in all.
  package init(seed: UInt64, trials: Int) {
    (stream, self.trials) = (RandomStream(seed: seed), trials)
  }

  /// The uniform in the open interval (0, 1) of one trial. Beyond the last trial of the run it is
  /// the trial's number of ``RandomStream``.
  package func uniform(_ key: StreamKey, trial: Int) -> Double {
    placed(
      stream.uniform(key, trial: trial), trial: trial,
      permutation(of: key, replicate: Self.replicate(of: trial)))
  }

  /// Fills a column with the uniforms of consecutive trials, bit for bit as `uniform` gives them.
  package func fill(
    _ column: UnsafeMutableBufferPointer<Double>, key: StreamKey, firstTrial: Int
  ) {
    stream.fill(column, key: key, firstTrial: firstTrial)
    var row = 0
    while row < column.count {
      let offset = (firstTrial &+ row) & (SobolStream.blockSize - 1)
      let end = min(column.count, row + SobolStream.blockSize - offset)
      let permutation = permutation(of: key, replicate: Self.replicate(of: firstTrial &+ row))
      while row < end {
        column[row] = placed(column[row], trial: firstTrial &+ row, permutation)
        row += 1
      }
    }
  }

  /// The trials of the run that belong to a replicate.
  package func count(inReplicate replicate: Int) -> Int {
    let (whole, rest) = trials.quotientAndRemainder(dividingBy: SobolStream.blockSize)
    let blocks = max(0, whole - replicate + SobolStream.replicates - 1) / SobolStream.replicates
    return blocks * SobolStream.blockSize
      + (whole % SobolStream.replicates == replicate ? rest : 0)
  }

  private static func replicate(of trial: Int) -> Int {
    (trial >> 8) & (SobolStream.replicates - 1)
  }

  @inline(__always)
  private func placed(_ uniform: Double, trial: Int, _ permutation: Permutation) -> Double {
    guard trial >= 0, trial < trials else { return uniform }
    let (block, offset) = trial.quotientAndRemainder(dividingBy: SobolStream.blockSize)
    let number = block / SobolStream.replicates * SobolStream.blockSize + offset
    let value = (Double(permutation.image(of: number)) + uniform) / Double(permutation.count)
    // To (k + 1/2) 2^-52, as of all streams, and not beyond the last of them.
    return min(1 + value, 2 - 0x1p-52) - 1 + 0x1p-53
  }

  // MARK: Permutations

  /// A permutation of 0..<count.
  private struct Permutation {
    let count: Int
    let mask: UInt64
    let shift: UInt64
    let factors: SIMD4<UInt64>
    let terms: SIMD4<UInt64>

    @inline(__always)
    func image(of number: Int) -> Int {
      var x = UInt64(truncatingIfNeeded: number)
      repeat {
        for round in 0..<4 {
          x = (x &* factors[round]) & mask
          x ^= x >> shift
          x = (x &+ terms[round]) & mask
        }
      } while x >= UInt64(truncatingIfNeeded: count)
      return Int(truncatingIfNeeded: x)
    }
  }

  private func permutation(of key: StreamKey, replicate: Int) -> Permutation {
    let count = max(1, count(inReplicate: replicate))
    let bits = Int.bitWidth - (count - 1).leadingZeroBitCount
    let philox = Philox4x32(seed: stream.seed)
    var factors = SIMD4<UInt64>()
    var terms = SIMD4<UInt64>()
    for round in 0..<4 {
      let output = philox.block(
        SIMD4(
          0x8000_0000 | UInt32(round), 0x8000_0000 | UInt32(replicate) << 27,
          UInt32(truncatingIfNeeded: key.value),
          UInt32(truncatingIfNeeded: key.value >> 32)))
      factors[round] = (UInt64(output.x) | UInt64(output.y) << 32) | 1
      terms[round] = UInt64(output.z) | UInt64(output.w) << 32
    }
    return Permutation(
      count: count, mask: (1 << UInt64(bits)) - 1, shift: UInt64(max(1, (bits + 1) / 2)),
      factors: factors, terms: terms)
  }
}
