import Metrics
import Notation
import Portfolio
import Quantities
import SourceText

extension Catalogue {
  /// Methods that find a change in a plain list. `detect` applies them to what was observed.
  static let detection: [Builtin] = [
    Builtin(
      "cusum", ["list", "mean", "allowance", "threshold", "[side]"], .measurement,
      "the cumulative sum chart of a list around a known mean, on the side that \"falls\" (unless given) or \"rises\": { path, max, signal }, where the sum grows by what a value lies beyond the mean and the allowance, and the signal is the first position, from 1, above the threshold, else undefined (Montgomery)",
      [
        .init(
          "cusum([100, 99, 96, 95, 94], 100, 1, 8)",
          "{ path: [0, 0, 3, 7, 12], max: 12, signal: 5 }"
        )
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (values, like) = try e.numbers(a, 0)
      let mean = try e.number(a, 1, like: like)
      let allowance = try e.number(a, 2, like: like)
      let threshold = try e.number(a, 3, like: like)
      let side = a.count > 4 ? try e.word(a, 4, "side", ["falls", "rises"]) : "falls"
      guard
        let chart = Cusum(
          values, mean: mean, allowance: allowance, threshold: threshold,
          direction: side == "falls" ? .lower : .upper)
      else {
        let wrong = allowance >= 0 ? 3 : 2
        throw e.report(
          .range(
            wrong == 2 ? "the allowance" : "the threshold", e.text(a.nodes[wrong]),
            wrong == 2 ? "0 or more" : "more than 0", e.span(a.nodes[wrong])))
      }
      return .record([
        ("path", e.list(chart.path, like: like)), ("max", e.like(like, chart.maximum)),
        ("signal", e.value(chart.signal.map { Double($0 + 1) })),
      ])
    },
    Builtin(
      "theil_sen", ["list"], .measurement,
      "the median slope between all pairs of a list, per period (Sen 1968): a trend that outliers hardly move",
      [.init("theil_sen([10, 9, 8, 30, 6])", "-1")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (values, like) = try e.numbers(a, 0, atLeast: 2)
      try e.spendOnPairs(values, a)
      guard let slope = TheilSen.slope(values) else { return e.value(nil) }
      var unit = like
      if unit.presentation.kind == .share { unit.presentation.kind = .points }
      return e.like(unit, slope)
    },
    Builtin(
      "mann_kendall", ["list"], .measurement,
      "the Mann–Kendall test of a list for a trend: { score, z, p }, the pairs that rise less those that fall, that in standard deviations, and the one-sided probability of as deep a decline without any",
      [
        .init(
          "mann_kendall([10, 9, 8, 7, 6, 5, 4, 3])", "{ score: -28, z: -3.34038, p: 0.0418314% }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (values, _) = try e.numbers(a, 0, atLeast: 2)
      try e.spendOnPairs(values, a)
      let test = MannKendall(values)
      return .record([
        ("score", e.value(test.map { Double($0.score) })), ("z", e.value(test?.z)),
        ("p", e.optionalPercent(test?.declineProbability)),
      ])
    },
    Builtin(
      "pelt", ["list", "[penalty]"], .measurement,
      "where the mean of a list changes, exactly, by PELT with a BIC penalty for each break (2, unless given, times the logarithm of the length): { breaks, means }, the positions, from 1, at which a new stretch begins, and the mean of each stretch; 12 values or more (Killick and others 2012)",
      [
        .init(
          "pelt([10, 11, 10, 9, 10, 11, 5, 4, 5, 6, 5, 4])",
          "{ breaks: [7], means: [10.1667, 4.83333] }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (values, like) = try e.numbers(a, 0, atLeast: Detection.peltMinimum)
      try e.spendOnPairs(values, a)
      let penalty = a.count > 1 ? try e.pure(a, 1, "the penalty") : 2
      guard penalty > 0, penalty.isFinite else {
        throw e.report(
          .range("the penalty", e.text(a.nodes[1]), "more than 0", e.span(a.nodes[1])))
      }
      // A list that doesn't vary has no breaks.
      let found = Segmentation.pelt(values, penaltyPerBreak: penalty)
      return .record([
        ("breaks", .list((found?.breaks ?? []).map { e.plain(Double($0 + 1)) })),
        ("means", e.list(found?.means ?? [values[0]], like: like)),
      ])
    },
  ]
}

extension Evaluator {
  /// The numbers of a list that must have so many of them.
  mutating func numbers(_ a: Arguments, _ index: Int, atLeast count: Int) throws(Failure) -> (
    values: [Double], like: Quantity
  ) {
    let (values, like) = try numbers(a, index)
    guard values.count >= count else {
      throw report(
        .dataInvalid(
          "too few values: \(values.count) given, \(count) or more needed", span(a.nodes[index])))
    }
    return (values, like)
  }

  /// Counts a step for each pair of values.
  fileprivate mutating func spendOnPairs(_ values: [Double], _ a: Arguments) throws(Failure) {
    let count = Double(values.count)
    try spend(count * (count - 1) / 2, at: a.call)
  }

  /// A share as a message writes it.
  func percentText(_ share: Double) -> String {
    NumberText.text(share, .none, Presentation(.share))
  }
}
