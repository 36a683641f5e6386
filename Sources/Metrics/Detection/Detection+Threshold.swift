extension Detection {
  /// A number of periods running strictly below a level.
  ///
  /// `index` is the period in which the run reaches `periods`, `onset` the first period of that
  /// run; the statistic is the length of the run in periods (not detected: the longest run).
  /// Domain: finite level, `periods` ≥ 1. The method is a definition, not a test: it has no
  /// false-alarm rate.
  package static func threshold(
    _ values: [Double], below level: Double, periods: Int
  ) -> Detection {
    func answer(_ verdict: DetectionVerdict) -> Detection {
      Detection(method: .threshold, verdict: verdict)
    }
    guard level.isFinite else { return answer(.notApplicable(.parameter(.level, value: level))) }
    guard periods >= 1 else {
      return answer(.notApplicable(.parameter(.periods, value: Double(periods))))
    }
    if let obstacle = SeriesChecks.firstNotFinite(values) {
      return answer(.notApplicable(obstacle))
    }
    guard values.count >= periods else {
      return answer(.tooFew(have: values.count, need: periods))
    }
    var run = 0
    var longest = 0
    for (index, value) in values.enumerated() {
      run = value < level ? run + 1 : 0
      longest = max(longest, run)
      if run == periods {
        return answer(
          .detected(index: index, onset: index - periods + 1, statistic: Double(run)))
      }
    }
    return answer(.notDetected(statistic: Double(longest)))
  }
}
