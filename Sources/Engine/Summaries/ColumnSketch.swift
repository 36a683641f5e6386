package import Quantities

/// What is kept of one output column over many trials: its moments without rounding between blocks, its extremes, and how many
/// values lie in each bin. Blocks and parts are added in any order to the same bits.
package struct ColumnSketch: Sendable {
  /// How the column is counted.
  package let layout: ColumnLayout
  /// The replicates of the sampling, whose means are told apart; 1 where trials are independent.
  let replicates: Int
  /// By replicate: values that are defined.
  private(set) var defined: [Int]
  /// By replicate: values that are not.
  private(set) var undefined: [Int]
  /// By replicate: differences from the layout's centre.
  private(set) var differences: [Superaccumulator]
  /// Squared differences.
  private(set) var squares = Superaccumulator()
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  /// By replicate and bin, with one for what is undefined after the bins.
  private(set) var counts: [UInt32] = []
  private(set) var values: ValueCounts?

  /// The bytes that a sketch takes at most on each thread: 28 KB, with 16 replicates 161 KB, of a column counted by value. One in
  /// bins takes 4 and 42 KB, with atoms up to 7 and 92 KB.
  ///
  /// Only a column with few distinct values in the pilot and very many later takes more, 13 bytes (or 73) for each of 2,048
  /// places in every power of two its values reach over.
  package static func mostBytes(replicates: Int) -> Int {
    ValueCounts.mostBytes(replicates: replicates)
      + (replicates + 1) * MemoryLayout<Superaccumulator>.size
      + 2 * replicates * MemoryLayout<Int>.size + MemoryLayout<ColumnSketch>.size
  }

  /// A sketch of no trials.
  package init(_ layout: ColumnLayout, replicates: Int) {
    self.layout = layout
    self.replicates = replicates
    defined = [Int](repeating: 0, count: replicates)
    undefined = defined
    differences = [Superaccumulator](repeating: Superaccumulator(), count: replicates)
    switch layout.counting {
    case .total, .none: break
    case .values: values = ValueCounts(replicates: replicates)
    case .bins(let bins):
      counts = [UInt32](repeating: 0, count: replicates * (bins.bins + 1))
    }
  }

  /// Adds the values of a block, or of the part of one that there is.
  package mutating func add(
    _ column: UnsafeBufferPointer<Double>, replicate: Int, on set: InstructionSet = .widest
  ) {
    if layout.counting == .total {
      let total = ColumnTotal(column, on: set)
      undefined[replicate] += total.undefined
      defined[replicate] += column.count - total.undefined
      differences[replicate].add(total.sum)
      return
    }
    let sums = ColumnSums(column, centre: layout.centre, on: set)
    let count = column.count - sums.undefined
    undefined[replicate] += sums.undefined
    defined[replicate] += count
    guard count > 0 else { return }
    differences[replicate].add(sums.differences)
    squares.add(sums.squares)
    minimum = min(minimum, sums.minimum)
    maximum = max(maximum, sums.maximum)
    switch layout.counting {
    case .total, .none: break
    case .values:
      if sums.minimum == sums.maximum {
        values?.add(sums.minimum, count: count, replicate: replicate)
      } else {
        for value in column where !value.isNaN { values?.add(value, replicate: replicate) }
      }
    case .bins(let bins):
      let width = bins.bins + 1
      counts.withUnsafeMutableBufferPointer { all in
        bins.count(
          column,
          into: UnsafeMutableBufferPointer(
            rebasing: all[replicate * width..<(replicate + 1) * width]),
          on: set)
      }
    }
  }

  /// Adds the sums of whole blocks all of whose values are defined, by block, each of a replicate; of a column of which no more
  /// is asked.
  mutating func add(totalsOf replicates: [Int], _ total: (Int) -> Double) {
    for replicate in replicates { defined[replicate] += blockSize }
    differences.withUnsafeMutableBufferPointer { differences in
      for (block, replicate) in replicates.enumerated() {
        differences[replicate].add(total(block))
      }
    }
  }

  /// Adds what another sketch of the same layout holds.
  package mutating func add(_ other: ColumnSketch) {
    for replicate in 0..<replicates {
      defined[replicate] += other.defined[replicate]
      undefined[replicate] += other.undefined[replicate]
      differences[replicate].add(other.differences[replicate])
    }
    squares.add(other.squares)
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    for i in counts.indices { counts[i] += other.counts[i] }
    if let more = other.values { values?.add(more) }
  }

  /// The sketch that was stored; nil where it can't be one of `trials` trials.
  init?(
    layout: ColumnLayout, defined: [Int], undefined: [Int], differences: [Superaccumulator],
    squares: Superaccumulator, extremes: (Double, Double), counts: [UInt32], values: ValueCounts?
  ) {
    self.init(layout, replicates: defined.count)
    let count = defined.reduce(0, +)
    guard undefined.count == replicates, differences.count == replicates,
      counts.count == self.counts.count, (values == nil) == (self.values == nil),
      values.map({ $0.replicates == replicates }) ?? true, !extremes.0.isNaN, !extremes.1.isNaN,
      count == 0 || layout.counting == .total || extremes.0 <= extremes.1
    else { return nil }
    (self.defined, self.undefined, self.differences) = (defined, undefined, differences)
    (self.squares, minimum, maximum) = (squares, extremes.0, extremes.1)
    (self.counts, self.values) = (counts, values)
    let (held, isOfBins) = counted
    guard !isOfBins || held == count else { return nil }
  }

  /// How many values the bins hold, and whether there are bins at all.
  private var counted: (Int, Bool) {
    switch layout.counting {
    case .total, .none: return (0, false)
    case .values: return ((values?.entries ?? []).reduce(0) { $0 + $1.total }, true)
    case .bins(let bins):
      var sum = 0
      for (i, count) in counts.enumerated() where i % (bins.bins + 1) != bins.bins {
        sum += Int(count)
      }
      return (sum, true)
    }
  }
}

extension ColumnSketch {
  /// Between which values the order statistics next to the asked percentiles lie.
  struct WantedRanges: Sendable {
    private let bins: [Int]
    private let edges: [Double]

    /// The ranges of a sketch; nil where every percentile is known already.
    init?(_ sketch: ColumnSketch) {
      let summary = ColumnSummary(sketch)
      guard summary.percentiles.contains(where: { $0.lower < $0.upper }) else { return nil }
      let found = SketchedOrder(sketch, summary: summary).wantedRanges
      bins = found.map(\.bin)
      edges = found.flatMap { [$0.least, $0.greatest] }
    }

    /// Appends those of the values that lie in the ranges.
    func collect(_ column: UnsafeBufferPointer<Double>, into found: inout [Double]) {
      ColumnRanges(edges).collect(column, into: &found)
    }

    /// Collected values by bin, sorted.
    func byBin(_ values: [Double]) -> [Int: [Double]] {
      let sorted = values.sorted()
      var byBin: [Int: [Double]] = [:]
      for (i, bin) in bins.enumerated() {
        byBin[bin] = sorted.filter { $0 >= edges[2 * i] && $0 <= edges[2 * i + 1] }
      }
      return byBin
    }
  }
}
