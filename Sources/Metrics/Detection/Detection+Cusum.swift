import Quantities

extension Detection {
  /// The fewest points `cusum` accepts.
  package static let cusumMinimum = 12

  /// A one-sided lower CUSUM against a baseline taken from the first part of the series.
  ///
  /// The baseline is the first third, at least 8 points, unless given (3 to n − 1): its median
  /// stands for the mean, its scaled median absolute deviation for the standard deviation (the
  /// ordinary deviation where more than half of it is equal). Only the points after the baseline
  /// are watched. `shift` is the fall to be found, δ, in standard deviations: the allowance is
  /// `K = δσ/2`, the threshold `H = interval·σ`. The statistic is the cumulative sum in standard
  /// deviations. `onset` is the start of the excursion that led to the signal.
  ///
  /// The run length stated is that of the chart with known mean and deviation (931 periods for the
  /// defaults). A short baseline makes it much shorter: by simulation, 17 to 18 per cent of steady
  /// normal series of 24 to 60 points signal with the default baseline, where a known mean and
  /// deviation give 1 to 4 per cent; of those of 12 points 4 per cent instead of .03. Domain: shift
  /// in (0, 10], interval in (0, 20], at least `cusumMinimum` points.
  package static func cusum(
    _ values: [Double], shift: Double = 1, interval: Double = 5, baseline: Int? = nil
  ) -> Detection {
    func refused(_ parameter: DetectionParameter, _ value: Double) -> Detection {
      Detection(method: .cusum, verdict: .notApplicable(.parameter(parameter, value: value)))
    }
    guard shift > 0, shift <= 10 else { return refused(.shift, shift) }
    guard interval > 0, interval <= 20 else { return refused(.interval, interval) }
    let alarm = Cusum.averageRunLength(allowance: shift / 2, threshold: interval).map {
      FalseAlarm.runLength($0, restsOn: FalseAlarmAssumption.forCusum)
    }
    func answer(_ verdict: DetectionVerdict) -> Detection {
      Detection(method: .cusum, verdict: verdict, falseAlarm: alarm)
    }
    if let obstacle = SeriesChecks.firstNotFinite(values) {
      return answer(.notApplicable(obstacle))
    }
    guard values.count >= cusumMinimum else {
      return answer(.tooFew(have: values.count, need: cusumMinimum))
    }
    let length = baseline ?? max(8, values.count / 3)
    guard length >= 3, length < values.count else { return refused(.baseline, Double(length)) }
    let first = Array(values[..<length])
    guard let mean = OrderStatistics.median(first), let deviation = spread(first), deviation > 0,
      let chart = Cusum(
        Array(values[length...]), mean: mean, allowance: shift / 2 * deviation,
        threshold: interval * deviation, direction: .lower)
    else { return answer(.notApplicable(.noVariation)) }
    guard let signal = chart.signal, let onset = chart.onset else {
      return answer(.notDetected(statistic: chart.maximum / deviation))
    }
    return answer(
      .detected(
        index: length + signal, onset: length + onset, statistic: chart.path[signal] / deviation))
  }

  /// The robust spread of a baseline, or its ordinary deviation where the robust one is 0.
  private static func spread(_ values: [Double]) -> Double? {
    guard let robust = OrderStatistics.scaledDeviation(values) else { return nil }
    if robust > 0 { return robust }
    return values.allSatisfy { $0 == values[0] } ? 0 : Summary(values).deviation
  }
}

extension FalseAlarmAssumption {
  /// What the run length of a CUSUM chart takes for granted.
  fileprivate static let forCusum: [FalseAlarmAssumption] = [
    .independentPeriods, .sameDistribution, .normalValues, .baselineKnown,
  ]
}
