import Quantities

extension AdviceQuestion.Statistic {
  /// The statistic of the values of a figure, by trial; NaN if one of them is, or there are none.
  package func value(of values: [Double]) -> Double {
    if values.isEmpty || values.contains(where: \.isNaN) { return .nan }
    switch self {
    case .mean: return PlanRecord.mean(values)
    case .percentile(let p):
      return OrderStatistics.value(at: p * Double(values.count - 1), of: values.sorted())
    case .tail(let p):
      let sorted = values.sorted()
      // The whole trials of the tail, and the part of the next one.
      let exact = min(
        Double(sorted.count), max(p * Double(sorted.count), Double.leastNormalMagnitude))
      let whole = Int(exact)
      var sum = NeumaierSum()
      for value in sorted[..<whole] { sum.add(value) }
      if whole < sorted.count { sum.add((exact - Double(whole)) * sorted[whole]) }
      return exact < 1 ? sorted[0] : sum.total / exact
    }
  }
}
