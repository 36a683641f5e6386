/// The tabular cumulative-sum chart, one side at a time.
package struct Cusum: Hashable, Sendable {
  /// The side a chart watches.
  package enum Direction: String, CaseIterable, Sendable {
    /// Rises of the mean: `C = max(0, x − (mean + K) + C₋₁)`.
    case upper
    /// Falls of the mean: `C = max(0, (mean − K) − x + C₋₁)`.
    case lower
  }

  /// The cumulative sum after each value, in the values' unit, never negative.
  package let path: [Double]
  /// The largest cumulative sum; 0 for an empty series.
  package let maximum: Double
  /// The first position whose sum exceeds the threshold.
  package let signal: Int?
  /// With a signal, the first position of the excursion that led to it: the last zero plus one.
  package let onset: Int?

  /// The chart of the values; nil where a value or the mean is not finite, the allowance K is
  /// negative or the threshold H is not above 0 (all in the values' unit).
  ///
  /// Montgomery, "Introduction to Statistical Quality Control", ch. 9. The sum starts at 0 and
  /// is not reset by a signal.
  package init?(
    _ values: [Double], mean: Double, allowance: Double, threshold: Double, direction: Direction
  ) {
    guard values.allSatisfy(\.isFinite), mean.isFinite, allowance.isFinite, allowance >= 0,
      threshold.isFinite, threshold > 0
    else { return nil }
    var path: [Double] = []
    path.reserveCapacity(values.count)
    var sum = 0.0
    var start = 0
    var maximum = 0.0
    var signal: Int?
    var onset: Int?
    for (index, value) in values.enumerated() {
      if sum == 0 { start = index }
      let step =
        switch direction {
        case .upper: value - (mean + allowance)
        case .lower: (mean - allowance) - value
        }
      sum = max(0, sum + step)
      path.append(sum)
      maximum = max(maximum, sum)
      if signal == nil, sum > threshold {
        signal = index
        onset = start
      }
    }
    self.path = path
    self.maximum = maximum
    self.signal = signal
    self.onset = onset
  }
}
