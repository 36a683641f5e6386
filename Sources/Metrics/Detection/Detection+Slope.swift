import Quantities

extension Detection {
  /// The fewest points `slope` accepts.
  ///
  /// The normal approximation with continuity correction keeps the size of the test at or below
  /// 5 per cent from 8 points on (without ties: exactly .031 at n = 8); below, too few orderings
  /// are possible for the approximation to mean much.
  package static let slopeMinimum = 8

  /// A falling trend of the logarithm: Theil–Sen slope below 0 and Mann–Kendall p below `alpha`.
  ///
  /// The test is made once, on the whole series: testing again with every new period would find a
  /// "decline" in almost any series sooner or later, and alpha would no longer be the false-alarm
  /// rate. So a detection speaks at the last period (`index`); `onset` is the peak of the series
  /// (its last occurrence), as the plainest date for the start of a decline. The statistic is the
  /// slope of the natural logarithm per period (−.01 is about 1 per cent per period). Domain:
  /// values above 0, alpha in (0, 1), at least `slopeMinimum` points. Time and space O(n²).
  package static func slope(_ values: [Double], alpha: Double = 0.05) -> Detection {
    func answer(_ verdict: DetectionVerdict) -> Detection {
      let alarm = FalseAlarm.rate(
        alpha, restsOn: [.independentPeriods, .sameDistribution, .singleTest])
      return Detection(method: .slope, verdict: verdict, falseAlarm: alarm)
    }
    guard alpha > 0, alpha < 1 else {
      return Detection(
        method: .slope, verdict: .notApplicable(.parameter(.alpha, value: alpha)))
    }
    if let obstacle = SeriesChecks.firstNotPositive(values) {
      return answer(.notApplicable(obstacle))
    }
    guard values.count >= slopeMinimum else {
      return answer(.tooFew(have: values.count, need: slopeMinimum))
    }
    guard let test = MannKendall(values),
      let slope = TheilSen.slope(values.map { SpecialFunctions.log($0) })
    else {
      return answer(.notApplicable(.noVariation))
    }
    guard slope < 0, test.declineProbability < alpha else {
      return answer(.notDetected(statistic: slope))
    }
    var peak = 0
    for index in values.indices where values[index] >= values[peak] { peak = index }
    return answer(.detected(index: values.count - 1, onset: peak, statistic: slope))
  }
}
