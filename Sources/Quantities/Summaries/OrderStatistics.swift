/// Positions in a sorted sample, and what follows from them.
package enum OrderStatistics {
  /// The value at a position of an ascending sample, counted from zero, interpolated between two
  /// values and clamped to the sample; not a number for an empty one.
  package static func value(at position: Double, of sorted: [Double]) -> Double {
    guard !sorted.isEmpty, !position.isNaN else { return .nan }
    let inside = max(0, min(position, Double(sorted.count - 1)))
    let index = Int(inside)
    let share = inside - Double(index)
    let low = sorted[index]
    guard share > 0, index + 1 < sorted.count else { return low }
    let high = sorted[index + 1]
    if low == high { return low }
    // Each end weighted apart only where the difference overflows.
    let width = high - low
    return width.isFinite ? low + share * width : low * (1 - share) + high * share
  }

  /// The middle value, or the mean of the two middle values; nil for an empty sample.
  package static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : value(at: Double(values.count - 1) / 2, of: values.sorted())
  }

  /// The median absolute deviation about the median, scaled to be unbiased for the standard
  /// deviation of a normal sample; nil for fewer than two values.
  ///
  /// Factor 1.4826 with the finite-sample factors of Croux & Rousseeuw (1992): tabulated to 9
  /// values, `n/(n − .8)` beyond.
  package static func scaledDeviation(_ values: [Double]) -> Double? {
    guard values.count >= 2, let center = median(values),
      let deviation = median(values.map { ($0 - center).magnitude })
    else { return nil }
    let small = [1.196, 1.495, 1.363, 1.206, 1.200, 1.140, 1.129, 1.107]
    let n = values.count
    let factor = n <= 9 ? small[n - 2] : Double(n) / (Double(n) - 0.8)
    return 1.4826 * factor * deviation
  }
}
