/// How often a method speaks although nothing has changed, with what the figure rests on.
package enum FalseAlarm: Hashable, Sendable {
  /// The probability (0...1) of a detection in one application to a series without decline.
  case rate(Double, restsOn: [FalseAlarmAssumption])
  /// The mean number of periods to a detection while nothing changes (average run length).
  case runLength(Double, restsOn: [FalseAlarmAssumption])
}

/// What a false-alarm figure takes for granted. Where one fails, the real figure is worse: positive
/// autocorrelation and an estimated baseline both make false alarms more frequent.
package enum FalseAlarmAssumption: String, CaseIterable, Sendable {
  /// The periods are independent of each other.
  case independentPeriods
  /// The periods are identically distributed when nothing changes (no trend, no season).
  case sameDistribution
  /// The values are normally distributed about their mean.
  case normalValues
  /// The mean and deviation in control are known; here they are estimated from the baseline.
  case baselineKnown
  /// The test is made once, on the whole series, not again at every period.
  case singleTest
}
