import Quantities

extension Place {
  /// What the place wants, in the user's words: "a share per month, for `churn`".
  var wanted: String {
    switch self {
    case .duration: kindOfValue
    case .share(""): kindOfValue
    default: name.contains(" ") ? "\(kindOfValue), as \(name)" : "\(kindOfValue), for `\(name)`"
    }
  }

  /// The kind of value in words.
  var kindOfValue: String {
    switch self {
    case .count(_, let unit): "a number of \(unit)"
    case .flow(_, let unit): "\(unit) per month"
    case .lossRate: "a share per month"
    case .growthRate: "a rate of growth by the month or the year"
    case .share: "a share, from 0% to 100%"
    case .relative: "a relative change, in per cent"
    case .money: "an amount of money"
    case .moneyRate: "money per month"
    case .moneyPerUnitRate(_, let unit): "money per \(Dimension.singular(unit)) and month"
    case .moneyPerUnit(_, let unit): "money per \(Dimension.singular(unit))"
    case .duration: "a length of time, such as months"
    case .number: "a plain number"
    }
  }

  /// `true` iff the place wants a share per time.
  var isRate: Bool {
    switch self {
    case .lossRate, .growthRate: true
    default: false
    }
  }
}
