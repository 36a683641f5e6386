/// The ways a decline is recognised in a measured series.
package enum DetectionMethod: String, CaseIterable, Sendable {
  /// A number of periods running below a level.
  case threshold
  /// The value at the goal's date lies below the goal.
  case goal
  /// A fall from the running peak.
  case drawdown
  /// A falling trend of the logarithm: Theil–Sen slope with the Mann–Kendall test.
  case slope
  /// A one-sided lower cumulative-sum chart.
  case cusum
  /// Changes in mean by penalised least squares, found with PELT.
  case pelt
}
