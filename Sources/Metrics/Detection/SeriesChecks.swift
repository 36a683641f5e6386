/// Checks shared by the detection methods.
enum SeriesChecks {
  /// The first value that is NaN or infinite, as an obstacle.
  static func firstNotFinite(_ values: [Double]) -> DetectionObstacle? {
    values.firstIndex { !$0.isFinite }.map { .notFinite(index: $0) }
  }

  /// The first negative or non-finite value, as an obstacle.
  static func firstNegative(_ values: [Double]) -> DetectionObstacle? {
    firstNotFinite(values)
      ?? values.firstIndex { $0 < 0 }.map { .negative(index: $0) }
  }

  /// The first value that has no logarithm, as an obstacle.
  static func firstNotPositive(_ values: [Double]) -> DetectionObstacle? {
    firstNotFinite(values)
      ?? values.firstIndex { $0 <= 0 }.map { .notPositive(index: $0) }
  }
}
