import CKernels

/// Bins of several widths: equal ones between each two bounds, one below the first bound and one from the last on.
///
/// On one thread of the measuring machine (AVX2) a value of a column of 256 is counted in some 2 ns, which is why columns are raw
/// buffers here.
package struct PiecewiseBins: Hashable, Sendable {
  /// Ascending, finite, in the unit of the values.
  package let bounds: [Double]
  /// How many bins lie between each bound and the next.
  package let divisions: [Int]
  /// How many bins there are in all.
  package let bins: Int
  /// The bounds, then for each piece from its bound on where it starts, its bins per unit, and its first bin.
  private let table: [Double]

  /// The most pieces, and the most bins of all; more cost too much time and memory to be of use.
  package static let mostPieces = 64
  /// See above.
  package static let mostBins = 1 << 16

  /// Bins between `bounds`, which ascend strictly and are finite, so many in each piece; nil where they are not so.
  package init?(bounds: [Double], divisions: [Int]) {
    guard !bounds.isEmpty, bounds.count <= Self.mostPieces, divisions.count == bounds.count - 1,
      bounds.allSatisfy(\.isFinite), zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 }),
      divisions.allSatisfy({ (1...Self.mostBins).contains($0) })
    else { return nil }
    var starts: [Double] = []
    var scales: [Double] = []
    var bases: [Double] = []
    var kept: [Int] = []
    var next = 1
    for (i, bound) in bounds.enumerated() {
      bases.append(Double(next))
      let width = i + 1 < bounds.count ? bounds[i + 1] - bound : .infinity
      // A little less than so many bins, by more than a position is rounded: what lies below the next bound stays below its bin.
      let scale = i < divisions.count ? (Double(divisions[i]) - 0x1p-36) / width : 0
      let isDivided = width.isFinite && scale.isFinite && scale > 0 && divisions[i] > 1
      starts.append(isDivided ? bound : 0)
      scales.append(isDivided ? scale : 0)
      if i < divisions.count { kept.append(isDivided ? divisions[i] : 1) }
      next += isDivided ? divisions[i] : 1
    }
    guard next <= Self.mostBins else { return nil }
    self.bounds = bounds
    self.divisions = kept
    bins = next
    table = bounds + starts + scales + bases
  }

  /// The bin of a value that is not NaN; a greater value is never in a lesser bin.
  package func bin(of value: Double) -> Int {
    let held = max(-Double.greatestFiniteMagnitude, min(Double.greatestFiniteMagnitude, value))
    let n = bounds.count
    guard let piece = bounds.lastIndex(where: { held >= $0 }) else { return 0 }
    let position = (held - table[n + piece]) * table[2 * n + piece] + table[3 * n + piece]
    return min(Int(position), bins - 1)
  }

  /// Adds one to the bin of each value; what is not defined is counted past the last. `counts` holds a number more than there
  /// are bins.
  package func count(
    _ column: UnsafeBufferPointer<Double>, into counts: UnsafeMutableBufferPointer<UInt32>,
    on set: InstructionSet = .widest
  ) {
    guard counts.count > bins else { return }
    table.withUnsafeBufferPointer { table in
      set.kernels.pointee.bin_pieces(
        column.baseAddress, column.count, table.baseAddress, Int32(bounds.count), Int32(bins),
        counts.baseAddress)
    }
  }

  /// The least and the greatest number that can be in a bin, exactly.
  package func range(of bin: Int) -> (least: Double, greatest: Double) {
    (least(in: bin), bin + 1 < bins ? least(in: bin + 1).nextDown : .infinity)
  }

  /// The least number that is in a bin or in a greater one.
  private func least(in bin: Int) -> Double {
    guard bin > 0 else { return -.infinity }
    let n = bounds.count
    let piece = (0..<n).last { Double(bin) >= table[3 * n + $0] } ?? 0
    if Double(bin) == table[3 * n + piece] { return bounds[piece] }
    let scale = table[2 * n + piece]
    let top = piece + 1 < n ? bounds[piece + 1] : bounds[piece]
    // Near where the arithmetic of real numbers has it, else anywhere in the piece.
    if scale > 0 {
      let guess = bounds[piece] + (Double(bin) - table[3 * n + piece]) / scale
      let reach = 4 * max(abs(guess), abs(bounds[piece]), abs(top)).ulp
      let (low, high) = (guess - reach, guess + reach)
      if low.isFinite, high.isFinite, self.bin(of: low) < bin, self.bin(of: high) >= bin {
        return .least(from: low, to: high) { self.bin(of: $0) >= bin }
      }
    }
    return .least(from: bounds[piece].nextDown, to: top) { self.bin(of: $0) >= bin }
  }
}
