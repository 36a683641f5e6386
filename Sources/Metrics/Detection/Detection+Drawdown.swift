extension Detection {
  /// A fall from the running peak of at least a share: `(peak − value)/peak ≥ share`.
  ///
  /// `index` is the first period of such a fall, `onset` the period of the peak it fell from (its
  /// last occurrence); the statistic is the fall as a share of the peak (not detected: the
  /// deepest). While the peak is 0 there is no fall. Domain: share in (0, 1], values of at least
  /// 0. The method is a definition, not a test: it has no false-alarm rate, and a series without
  /// trend reaches any drawdown within its range sooner or later.
  package static func drawdown(_ values: [Double], share: Double = 0.2) -> Detection {
    func answer(_ verdict: DetectionVerdict) -> Detection {
      Detection(method: .drawdown, verdict: verdict)
    }
    guard share > 0, share <= 1 else {
      return answer(.notApplicable(.parameter(.share, value: share)))
    }
    if let obstacle = SeriesChecks.firstNegative(values) { return answer(.notApplicable(obstacle)) }
    guard values.count >= 2 else { return answer(.tooFew(have: values.count, need: 2)) }
    var peak = 0.0
    var peakIndex = 0
    var deepest = 0.0
    for (index, value) in values.enumerated() {
      if value >= peak {
        peak = value
        peakIndex = index
      }
      guard peak > 0 else { continue }
      let fall = (peak - value) / peak
      deepest = max(deepest, fall)
      if fall >= share {
        return answer(.detected(index: index, onset: peakIndex, statistic: fall))
      }
    }
    return answer(.notDetected(statistic: deepest))
  }
}
