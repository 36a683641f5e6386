extension Detection {
  /// The shortfall of the value at the goal's date: `(target − value)/target`.
  ///
  /// The goal's date stands at `position`, the last value unless given. The statistic is the
  /// shortfall as a share of the goal (.12 is 12 per cent below; negative above the goal); a
  /// failure is a shortfall strictly above `tolerated`. `onset` equals `index`: one date says
  /// nothing of when the decline began. Domain: finite target above 0, tolerated in 0..<1, a
  /// position inside the series. The method is a definition: it has no false-alarm rate.
  package static func goal(
    _ values: [Double], target: Double, tolerated: Double = 0, position: Int? = nil
  ) -> Detection {
    func answer(_ verdict: DetectionVerdict) -> Detection {
      Detection(method: .goal, verdict: verdict)
    }
    guard target.isFinite, target > 0 else {
      return answer(.notApplicable(.parameter(.target, value: target)))
    }
    guard tolerated >= 0, tolerated < 1 else {
      return answer(.notApplicable(.parameter(.share, value: tolerated)))
    }
    if let obstacle = SeriesChecks.firstNotFinite(values) {
      return answer(.notApplicable(obstacle))
    }
    guard !values.isEmpty else { return answer(.tooFew(have: 0, need: 1)) }
    let index = position ?? values.count - 1
    guard values.indices.contains(index) else {
      return answer(.notApplicable(.parameter(.position, value: Double(index))))
    }
    let shortfall = (target - values[index]) / target
    return answer(
      shortfall > tolerated
        ? .detected(index: index, onset: index, statistic: shortfall)
        : .notDetected(statistic: shortfall))
  }
}
