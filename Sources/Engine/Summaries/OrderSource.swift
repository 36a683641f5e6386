import Quantities

/// Where order statistics come from.
protocol OrderSource {
  /// How many values there are.
  var count: Int { get }
  /// The values at positions counted from 0, interpolated, each with bounds it can't be beyond.
  mutating func values(at positions: [Double]) -> [Percentile]
  /// By replicate: the share of its values below `value`, half of those that equal it included, and how many values it has.
  func shares(below value: Double) -> [(share: Double, count: Double)]
  /// The replicates of the sampling.
  var replicates: Int { get }
}

extension Percentile {
  /// The percentiles that answers tell, with their errors.
  ///
  /// Quantiles are interpolated between order statistics (Hyndman and Fan, 1996, type 7). The error of independent trials comes
  /// from the order statistics 1.96 binomial deviations to either side, see ``Summary/standardError(ofQuantile:)``; that of
  /// replicates from the deviation of their shares below the value, carried over by the same order statistics.
  static func asked(of source: inout some OrderSource) -> [Percentile] {
    let count = Double(source.count)
    guard source.count > 0 else {
      return ColumnSummary.asked.map { _ in
        Percentile(value: .nan, lower: .nan, upper: .nan, error: .nan)
      }
    }
    var positions = ColumnSummary.asked.map { $0.share * (count - 1) }
    let spreads = ColumnSummary.asked.map { asked in
      (count * asked.share * (1 - asked.share)).squareRoot()
    }
    let hasReplicates = source.replicates > 1 && source.count > blockSize
    if !hasReplicates { for i in positions.indices { positions += ends(i, spreads[i], count) } }
    var found = source.values(at: positions)
    let number = ColumnSummary.asked.count
    if hasReplicates {
      positions = []
      var replicated = spreads
      for i in 0..<number {
        let shares = source.shares(below: found[i].value).filter { $0.count > 0 }
        replicated[i] = count * Replicates.error(shares.map { ($0.share, $0.count) })
        if replicated[i].isNaN { replicated[i] = spreads[i] }
        positions += ends(i, max(1, replicated[i]), count)
      }
      found += source.values(at: positions)
      positions = [0, 0, 0] + positions
      return finished(found, positions, replicated, number)
    }
    return finished(found, positions, spreads, number)
  }

  /// The positions 1.96 deviations to either side of an asked percentile, clamped.
  private static func ends(_ index: Int, _ spread: Double, _ count: Double) -> [Double] {
    let centre = count * ColumnSummary.asked[index].share
    let reach = Summary.quantileReach * spread
    return [max(1, centre - reach) - 1, min(count, centre + reach) - 1]
  }

  private static func finished(
    _ found: [Percentile], _ positions: [Double], _ spreads: [Double], _ number: Int
  ) -> [Percentile] {
    (0..<number).map { i in
      var percentile = found[i]
      guard ColumnSummary.asked[i].hasError else { return percentile }
      let (low, high) = (number + 2 * i, number + 2 * i + 1)
      let reach = positions[high] - positions[low]
      percentile.error =
        reach > 0 ? (found[high].value - found[low].value) * spreads[i] / reach : .nan
      return percentile
    }
  }
}

/// Order statistics of values that were kept.
struct KeptOrder: OrderSource {
  let values: UnsafeBufferPointer<Double>
  let summary: ColumnSummary
  var selection: OrderSelection
  let replicates: Int
  let replicate: (Int) -> Int

  var count: Int { values.count }

  mutating func values(at positions: [Double]) -> [Percentile] {
    let ranks = positions.map { Int(max(0, $0)) }
    let wanted = (ranks + ranks.map { min($0 + 1, count - 1) }).sorted()
    let found = selection.select(
      wanted, of: values, minimum: summary.minimum, maximum: summary.maximum)
    func ranked(_ rank: Int) -> Double {
      wanted.firstIndex(of: rank).map { found[$0] } ?? .nan
    }
    return zip(positions, ranks).map { position, rank in
      let ends = [ranked(rank), ranked(min(rank + 1, count - 1))]
      let value = OrderStatistics.value(at: max(0, position) - Double(rank), of: ends)
      return Percentile(value: value, lower: value, upper: value, error: .nan)
    }
  }

  func shares(below value: Double) -> [(share: Double, count: Double)] {
    var below = [Double](repeating: 0, count: replicates)
    var all = below
    for (i, other) in values.enumerated() {
      let own = replicate(i)
      all[own] += 1
      below[own] += other < value ? 1 : other == value ? 0.5 : 0
    }
    return zip(below, all).map { ($1 > 0 ? $0 / $1 : 0, $1) }
  }
}

/// Order statistics of what a sketch counted: between the edges of bins, held to the extremes.
struct SketchedOrder: OrderSource {
  /// The values of a bin: all of them lie in `range`.
  struct Cell {
    var bin: Int
    var total: Int
  }
  private let sketch: ColumnSketch
  private let summary: ColumnSummary
  private var known: [Int: [Double]]
  private let cells: [Cell]
  private let entries: [ValueCounts.Entry]
  /// The values before each cell.
  private let before: [Int]

  var replicates: Int { sketch.replicates }
  var count: Int { summary.trials }

  init(_ sketch: ColumnSketch, summary: ColumnSummary, known: [Int: [Double]] = [:]) {
    (self.sketch, self.summary, self.known) = (sketch, summary, known)
    var cells: [Cell] = []
    var entries: [ValueCounts.Entry] = []
    switch sketch.layout.counting {
    case .total, .none: break
    case .values:
      entries = sketch.values?.entries ?? []
      for (i, entry) in entries.enumerated() {
        cells.append(Cell(bin: i, total: entry.total))
      }
    case .bins(let bins):
      cells.reserveCapacity(bins.bins)
      for bin in 0..<bins.bins {
        var total = 0
        for replicate in 0..<sketch.replicates {
          total += Int(sketch.counts[replicate * (bins.bins + 1) + bin])
        }
        if total > 0 { cells.append(Cell(bin: bin, total: total)) }
      }
    }
    var before: [Int] = []
    var sum = 0
    for cell in cells {
      before.append(sum)
      sum += cell.total
    }
    (self.cells, self.entries, self.before) = (cells, entries, before)
  }

  /// The least and the greatest value that can be in a cell.
  private func range(_ cell: Int) -> (least: Double, greatest: Double) {
    let found: (least: Double, greatest: Double)
    switch sketch.layout.counting {
    case .bins(let bins): found = bins.range(of: cells[cell].bin)
    default:
      found = sketch.values?.range(of: entries[cell]) ?? (-.infinity, .infinity)
    }
    return (
      min(max(found.least, summary.minimum), summary.maximum),
      max(min(found.greatest, summary.maximum), summary.minimum)
    )
  }

  /// How many values of a replicate a cell has.
  private func count(of cell: Int, in replicate: Int) -> Int {
    guard case .bins(let bins) = sketch.layout.counting else {
      return entries[cell].counts[replicate]
    }
    return Int(sketch.counts[replicate * (bins.bins + 1) + cells[cell].bin])
  }

  /// The cell that holds the value at a rank.
  private func cell(of rank: Int) -> Int {
    var (low, high) = (0, cells.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if before[middle] <= rank { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The bins that hold the order statistics next to the asked percentiles, and between which values these lie.
  var wantedRanges: [(bin: Int, least: Double, greatest: Double)] {
    var wanted = Set<Int>()
    for asked in ColumnSummary.asked where !cells.isEmpty {
      let rank = Int(asked.share * Double(max(0, count - 1)))
      wanted.formUnion([cell(of: rank), cell(of: min(rank + 1, count - 1))])
    }
    return wanted.sorted().map { cell in
      let range = range(cell)
      return (cells[cell].bin, range.least, range.greatest)
    }
  }

  mutating func values(at positions: [Double]) -> [Percentile] {
    guard !cells.isEmpty else {
      return positions.map { _ in Percentile(value: .nan, lower: .nan, upper: .nan, error: .nan) }
    }
    var ranges: [Int: (least: Double, greatest: Double)] = [:]
    func statistic(_ rank: Int) -> Percentile {
      let cell = self.cell(of: rank)
      let inside = rank - before[cell]
      if let values = known[cells[cell].bin], values.indices.contains(inside) {
        let value = values[inside]
        return Percentile(value: value, lower: value, upper: value, error: .nan)
      }
      let range = ranges[cell] ?? self.range(cell)
      ranges[cell] = range
      var value = range.least
      if range.least < range.greatest {
        let share = (Double(inside) + 0.5) / Double(cells[cell].total)
        value = OrderStatistics.value(at: share, of: [range.least, range.greatest])
      }
      return Percentile(value: value, lower: range.least, upper: range.greatest, error: .nan)
    }
    return positions.map { position in
      let rank = Int(max(0, position))
      let ends = [statistic(rank), statistic(min(rank + 1, count - 1))]
      let share = max(0, position) - Double(rank)
      func between(_ part: (Percentile) -> Double) -> Double {
        OrderStatistics.value(at: share, of: ends.map(part))
      }
      return Percentile(
        value: between(\.value), lower: between(\.lower), upper: between(\.upper), error: .nan)
    }
  }

  func shares(below value: Double) -> [(share: Double, count: Double)] {
    var below = [Double](repeating: 0, count: replicates)
    for i in cells.indices {
      let range = range(i)
      let part: Double
      if range.greatest < value {
        part = 1
      } else if range.least > value {
        part = 0
      } else if range.greatest > range.least, range.greatest.isFinite, range.least.isFinite {
        part = (value - range.least) / (range.greatest - range.least)
      } else {
        part = 0.5
      }
      if part == 0 { break }
      for replicate in 0..<replicates {
        below[replicate] += part * Double(count(of: i, in: replicate))
      }
    }
    return zip(below, sketch.defined).map { ($1 > 0 ? $0 / Double($1) : 0, Double($1)) }
  }
}
