/// The summary of one column of trial values: its size, moments and order statistics.
///
/// Keeps the sorted column, so quantiles are exact. Nothing is skipped: a value that is not a
/// number makes the moments and quantiles so. Every statistic of an empty column is "not a number",
/// as is the deviation of a single value.
package struct Summary: Hashable, Sendable {
  /// The number of values.
  package let count: Int
  /// The arithmetic mean, in the unit of the values.
  package let mean: Double
  /// The standard deviation, dividing by count - 1.
  package let deviation: Double
  /// The values in ascending order, those that are not a number last.
  package let sorted: [Double]

  /// The summary of all values of a column.
  package init(_ values: UnsafeBufferPointer<Double>) {
    self.init(owning: Array(values))
  }

  /// The summary of all values of a list.
  package init(_ values: [Double]) {
    self.init(owning: values)
  }

  /// The summary of the values whose mask entry is not zero.
  package init(
    _ values: UnsafeBufferPointer<Double>, mask: UnsafeBufferPointer<Double>
  ) throws(SummaryError) {
    guard values.count == mask.count else {
      throw .maskLength(values: values.count, mask: mask.count)
    }
    var kept: [Double] = []
    kept.reserveCapacity(values.count)
    for row in values.indices where mask[row] != 0 { kept.append(values[row]) }
    self.init(owning: kept)
  }

  /// The summary of the values whose mask entry is not zero.
  package init(_ values: [Double], mask: [Double]) throws(SummaryError) {
    guard values.count == mask.count else {
      throw .maskLength(values: values.count, mask: mask.count)
    }
    self.init(owning: values.indices.lazy.filter { mask[$0] != 0 }.map { values[$0] })
  }

  private init(owning values: [Double]) {
    let moments = values.withUnsafeBufferPointer { CentralMoments($0) }
    count = moments.count
    mean = moments.mean
    deviation =
      moments.count > 1 ? (moments.squares / Double(moments.count - 1)).squareRoot() : .nan
    var column = values
    // Values that are not a number go to the end, where they do not disturb the order.
    let numbers = column.partition { $0.isNaN }
    if numbers == column.count {
      ColumnSort.sort(&column)
    } else {
      column[..<numbers].sort()
    }
    sorted = column
  }

  private var hasOnlyNumbers: Bool { sorted.last.map { !$0.isNaN } ?? false }

  /// The least value.
  package var minimum: Double { hasOnlyNumbers ? sorted.first ?? .nan : .nan }

  /// The greatest value.
  package var maximum: Double { hasOnlyNumbers ? sorted.last ?? .nan : .nan }

  /// The quantile of a probability in 0…1 by linear interpolation of the order statistics (Hyndman
  /// and Fan, 1996, type 7); not a number outside.
  package func quantile(_ p: Double) -> Double {
    guard hasOnlyNumbers, p >= 0, p <= 1 else { return .nan }
    return orderStatistic(p * Double(count - 1))
  }

  /// The value at a position counted from zero, interpolated, clamped to the column.
  func orderStatistic(_ position: Double) -> Double {
    hasOnlyNumbers ? OrderStatistics.value(at: position, of: sorted) : .nan
  }

  /// The values below and above which (1 - coverage) / 2 of the column lie, as quantiles.
  package func interval(coverage: Double) -> (low: Double, high: Double) {
    let tail = 0.5 * (1 - coverage)
    return (quantile(tail), quantile(1 - tail))
  }
}
