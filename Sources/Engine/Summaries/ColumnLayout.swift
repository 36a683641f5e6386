package import Quantities

/// What is wanted to know of an output.
package enum SummaryDetail: UInt8, Hashable, Sendable, Comparable {
  /// The mean alone.
  case total
  /// Its error and the extremes too.
  case mean
  /// The percentiles too.
  case percentiles

  /// Orders from the least that is told to the most.
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// How the values of one output column are counted: fixed by the pilot, so the same in every part of a run.
package struct ColumnLayout: Hashable, Sendable {
  /// Where the values are counted.
  package enum Counting: Hashable, Sendable {
    /// Nowhere, and nothing but the mean is asked.
    case total
    /// Nowhere: no percentile is asked.
    case none
    /// By value, while there are few.
    case values
    /// In bins.
    case bins(PiecewiseBins)
  }
  /// A number near the mean, from which differences are taken so that no digit is lost.
  package var centre: Double
  /// Where the values are counted.
  package var counting: Counting

  /// That of a column of which nothing but the mean is asked.
  package static let total = ColumnLayout(centre: 0, counting: .total)

  /// Creates a layout.
  package init(centre: Double, counting: Counting) {
    (self.centre, self.counting) = (centre, counting)
  }
}

/// The first trials of the whole run, which say how a column is spread.
package enum Pilot {
  /// How many they are: eight blocks.
  package static let trials = 2048

  /// The shares of the values at which bins change their width: narrow ones around the percentiles that answers tell, 5%, 50%
  /// and 95%. A window reaches over 4 standard errors of the pilot to either side.
  private static let shares = [0.025, 0.075, 0.45, 0.55, 0.925, 0.975]
  /// The bins from the least value to the first share, to the next, … and to the greatest value.
  private static let divisions = [32, 96, 64, 96, 64, 96, 32]
  /// A column with fewer distinct values in the pilot is counted by value; so is one with too few values to go by.
  private static let fewDistinct = 512
  /// A value that so many trials of the pilot share gets a bin of its own, of the eight most frequent.
  private static let atom = 16
  private static let mostAtoms = 8

  /// The layout of a column, from its values in the pilot.
  package static func layout(_ pilot: [Double], _ detail: SummaryDetail) -> ColumnLayout {
    var selection = OrderSelection()
    return layout(pilot, detail, &selection)
  }

  static func layout(
    _ pilot: [Double], _ detail: SummaryDetail, _ selection: inout OrderSelection
  ) -> ColumnLayout {
    if detail == .total { return .total }
    let values = pilot.contains { !$0.isFinite } ? pilot.filter(\.isFinite) : pilot
    let sums = values.withUnsafeBufferPointer {
      ColumnSums($0, centre: values.first ?? 0)
    }
    let mean = (values.first ?? 0) + sums.differences / Double(max(1, values.count))
    var layout = ColumnLayout(centre: mean.isFinite ? mean : 0, counting: .none)
    guard detail == .percentiles else { return layout }
    layout.counting = .values
    guard values.count >= fewDistinct else { return layout }
    let repeated = repeats(of: values)
    guard repeated.distinct >= fewDistinct else { return layout }
    let ranks = shares.map { Int($0 * Double(values.count - 1)) }
    let found = values.withUnsafeBufferPointer {
      selection.select(ranks, of: $0, minimum: sums.minimum, maximum: sums.maximum)
    }
    if let bins = bins(sums.minimum, found, sums.maximum, atoms: repeated.atoms) {
      layout.counting = .bins(bins)
    }
    return layout
  }

  private static func bins(
    _ minimum: Double, _ quantiles: [Double], _ maximum: Double, atoms: [Double]
  ) -> PiecewiseBins? {
    let marks = [minimum] + quantiles
    var bounds = Set(marks + [maximum])
    for atom in atoms { bounds.formUnion([atom, atom.nextUp]) }
    let ordered = bounds.map { $0 + 0 }.sorted()
    let divisions = zip(ordered, ordered.dropFirst()).map { low, high -> Int in
      if low.nextUp == high { return 1 }
      // The last of equal marks: a share that many values hold takes no bins from the next.
      let piece = marks.lastIndex { $0 <= low } ?? 0
      return Self.divisions[piece]
    }
    return PiecewiseBins(bounds: ordered, divisions: divisions)
  }

  /// The count of distinct values, and the values that many trials share, the most frequent ones.
  private static func repeats(of values: [Double]) -> (distinct: Int, atoms: [Double]) {
    let slots = 8192
    var keys = [UInt64](repeating: 0, count: slots)
    var counts = [Int32](repeating: 0, count: slots)
    var distinct = 0
    var frequent: [Int] = []
    for value in values {
      let key = (value + 0).bitPattern
      var slot = Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 48) & (slots - 1)
      while counts[slot] > 0, keys[slot] != key { slot = (slot + 1) & (slots - 1) }
      if counts[slot] == 0 {
        keys[slot] = key
        distinct += 1
      }
      counts[slot] += 1
      if counts[slot] == atom { frequent.append(slot) }
    }
    frequent.sort { (counts[$0], keys[$0]) > (counts[$1], keys[$1]) }
    return (distinct, frequent.prefix(mostAtoms).map { Double(bitPattern: keys[$0]) })
  }
}
