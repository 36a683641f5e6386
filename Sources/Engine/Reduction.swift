import Quantities

/// What a series comes to over the months.
enum Reduction {
  /// The value of a reduction of the series `value` over months 0…`months`; flows are 0 at month 0.
  static func value(_ operation: Operation, months: Int, _ value: (Int) -> Double) -> Double {
    switch operation {
    case .total:
      var sum = NeumaierSum()
      for month in 0...months where month > 0 { sum.add(value(month)) }
      return sum.total
    case .average:
      var sum = NeumaierSum()
      for month in 0...months where month > 0 { sum.add(value(month)) }
      return months == 0 ? .nan : sum.total / Double(months)
    case .peak: return extreme(months: months, value) { $0 < $1 }
    case .lowest: return extreme(months: months, value) { $0 > $1 }
    case .change: return value(months) - value(0)
    case .growth: return value(0) == 0 ? .nan : value(months) / value(0) - 1
    case .first:
      // What is undefined doesn't hold.
      return (0...months).first { $0 > 0 && value($0) != 0 && !value($0).isNaN }.map(Double.init)
        ?? .nan
    default: return .nan
    }
  }

  /// The value that no other beats, of those that are defined; undefined if none is.
  private static func extreme(
    months: Int, _ value: (Int) -> Double, isBeaten: (Double, Double) -> Bool
  ) -> Double {
    var best = Double.nan
    for month in 0...months {
      let next = value(month)
      if best.isNaN || isBeaten(best, next) { best = next }
    }
    return best
  }
}
