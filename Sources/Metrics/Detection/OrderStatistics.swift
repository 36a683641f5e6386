/// Robust location and spread of a sample.
enum OrderStatistics {
  /// The middle value, or the mean of the two middle values; nil for an empty sample.
  static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    if sorted.count.isMultiple(of: 2) {
      return sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2
    }
    return sorted[middle]
  }

  /// The median absolute deviation about the median, scaled to be unbiased for the standard
  /// deviation of a normal sample; nil for fewer than two values.
  ///
  /// Factor 1.4826 with the finite-sample factors of Croux & Rousseeuw (1992): tabulated to 9
  /// values, `n/(n − .8)` beyond.
  static func scaledDeviation(_ values: [Double]) -> Double? {
    guard values.count >= 2, let center = median(values),
      let deviation = median(values.map { ($0 - center).magnitude })
    else { return nil }
    let small = [1.196, 1.495, 1.363, 1.206, 1.200, 1.140, 1.129, 1.107]
    let n = values.count
    let factor = n <= 9 ? small[n - 2] : Double(n) / (Double(n) - 0.8)
    return 1.4826 * factor * deviation
  }
}
