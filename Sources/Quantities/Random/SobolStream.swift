/// Scrambled Sobol points, addressed by stream key and trial number, under one seed.
///
/// The trials are shared out to 16 replicates, whole blocks of 256 at a time: block b belongs to
/// replicate b mod 16, whose point number (b / 16) × 256 + (trial mod 256) the trial is. So any run
/// of trials is the same in parts or at once, and what the replicates' means differ by tells the
/// error. Each key has a dimension of the Sobol sequence in each replicate (see
/// ``SobolDimensions``), scrambled on its own by a random lower triangular matrix and a digital
/// shift (Matoušek, "On the L2-discrepancy for anchored boxes", 1998). Every point is then uniform,
/// the points of a replicate stay a digital net of the same quality, and the variance of a mean is
/// that of Owen's nested scrambling (Owen, "Variance and discrepancy with alternative scramblings",
/// 2003) at the price of one exclusive or a value.
///
/// A key without a dimension, a month's among them, is scrambled likewise behind a random upper
/// triangular matrix: 2^k of its points in a row are spread evenly by themselves, and
/// independently of all others.
///
/// The matrices are read off Philox4x32-10 with the seed for key and the counter (number, tag, key
/// low, key high), where the tag holds the replicate and has its highest bit set, as no counter
/// of ``RandomStream`` has. A point's 52 upper bits k give (k + 1/2) 2^-52.
package struct SobolStream: Hashable, Sendable {
  /// The replicates, each scrambled on its own.
  package static let replicates = 16
  /// The trials in a row that belong to one replicate.
  package static let blockSize = 256

  private let philox: Philox4x32
  private let dimensions: SobolDimensions

  /// The points under a seed for draws with these keys; other keys are spread each by itself.
  package init(seed: UInt64, keys: [StreamKey]) {
    philox = Philox4x32(seed: seed)
    dimensions = SobolDimensions(keys, seed: seed)
  }

  /// The uniform in the open interval (0, 1) of one trial.
  package func uniform(_ key: StreamKey, trial: Int) -> Double {
    let block = block(key, UInt64(bitPattern: Int64(trial)) / UInt64(Self.blockSize))
    return RandomStream.uniform(word: block.word(trial & (Self.blockSize - 1)))
  }

  /// Fills a column with the uniforms of consecutive trials, bit for bit as `uniform` gives them.
  package func fill(
    _ column: UnsafeMutableBufferPointer<Double>, key: StreamKey, firstTrial: Int
  ) {
    var row = 0
    while row < column.count {
      let trial = firstTrial &+ row
      var offset = trial & (Self.blockSize - 1)
      let end = min(column.count, row + Self.blockSize - offset)
      let block = block(key, UInt64(bitPattern: Int64(trial)) / UInt64(Self.blockSize))
      while row < end {
        if offset & 7 == 0, end - row >= 8 {
          let words = block.words(offset)
          for lane in 0..<8 { column[row + lane] = RandomStream.uniform(word: words[lane]) }
          row += 8
          offset += 8
        } else {
          column[row] = RandomStream.uniform(word: block.word(offset))
          row += 1
          offset += 1
        }
      }
    }
  }

  // MARK: A block

  /// The points of a block: the first one, and what each bit of the offset in the block adds.
  private struct Block {
    var first: UInt64
    var bits: SIMD8<UInt64>
    /// What the lower three bits of an offset add, by their value.
    var lanes: SIMD8<UInt64>

    init(first: UInt64, bits: SIMD8<UInt64>) {
      (self.first, self.bits) = (first, bits)
      let (a, b, c) = (bits[0], bits[1], bits[2])
      lanes = SIMD8(0, a, b, a ^ b, c, a ^ c, b ^ c, a ^ b ^ c)
    }

    func word(_ offset: Int) -> UInt64 {
      var word = first
      for bit in 0..<8 where offset >> bit & 1 != 0 { word ^= bits[bit] }
      return word
    }

    /// Eight words from an offset that is a multiple of 8.
    @inline(__always)
    func words(_ offset: Int) -> SIMD8<UInt64> {
      var word = first
      for bit in 3..<8 { word ^= bits[bit] & (0 &- UInt64(truncatingIfNeeded: offset >> bit & 1)) }
      return lanes ^ SIMD8(repeating: word)
    }
  }

  private func block(_ key: StreamKey, _ number: UInt64) -> Block {
    let replicate = Int(number % UInt64(Self.replicates))
    let firstIndex = number / UInt64(Self.replicates) * UInt64(Self.blockSize)
    // The sequence has 2^32 points; it is scrambled anew for the points beyond.
    let generation = UInt32(truncatingIfNeeded: firstIndex >> 32) & 0x07FF_FFFF
    let tag = 0x8000_0000 | UInt32(replicate) << 27 | generation
    let index = UInt32(truncatingIfNeeded: firstIndex)
    // No point of the block has more digits.
    let digits = max(8, UInt32.bitWidth - index.leadingZeroBitCount)
    let columns = columns(of: key, replicate, tag, digits)
    let start = columns.startIndex
    // The shift, then the lower triangle: in column c digit c is 1 and those below are random.
    var words = [UInt64](repeating: 0, count: digits + 2)
    for pair in 0...digits / 2 {
      let output = random(key, tag, UInt32(pair))
      words[2 * pair] = UInt64(output.x) | UInt64(output.y) << 32
      words[2 * pair + 1] = UInt64(output.z) | UInt64(output.w) << 32
    }
    for c in 0..<digits { words[1 + c] = (1 << 63 | words[1 + c] >> 1) >> UInt64(c) }
    func scrambled(_ digits: UInt32) -> UInt64 {
      var (rest, word) = (digits, UInt64(0))
      while rest != 0 {
        let c = rest.leadingZeroBitCount
        word ^= words[1 + c]
        rest &= ~(0x8000_0000 >> UInt32(c))
      }
      return word
    }
    var high: UInt32 = 0
    for k in 8..<digits where index >> UInt32(k) & 1 != 0 { high ^= columns[start + k] }
    var bits = SIMD8<UInt64>()
    for k in 0..<8 { bits[k] = scrambled(columns[start + k]) }
    return Block(first: words[0] ^ scrambled(high), bits: bits)
  }

  /// The first columns of a key's generator matrix in a replicate, the uppermost digit highest.
  private func columns(
    of key: StreamKey, _ replicate: Int, _ tag: UInt32, _ digits: Int
  ) -> ArraySlice<UInt32> {
    if let dimension = dimensions.dimension(of: key, replicate: replicate) {
      return SobolTable.columns(dimension)
    }
    // The upper triangle: in column k digit k is 1 and those above are random.
    var columns = [UInt32](repeating: 0, count: digits + 3)
    for k in stride(from: 0, to: digits, by: 4) {
      let output = random(key, tag, Self.upperTriangle + UInt32(k / 4))
      for i in 0..<4 { columns[k + i] = (output[i] | 1) << UInt32(31 - min(31, k + i)) }
    }
    return columns[...]
  }

  /// Where the counters of upper triangles begin.
  private static let upperTriangle: UInt32 = 32

  private func random(_ key: StreamKey, _ tag: UInt32, _ number: UInt32) -> SIMD4<UInt32> {
    philox.block(
      SIMD4(
        number, tag, UInt32(truncatingIfNeeded: key.value),
        UInt32(truncatingIfNeeded: key.value >> 32)))
  }
}
