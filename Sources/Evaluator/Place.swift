import Quantities

/// What a quantity must be where it stands, so that a bare number can take the place's unit.
enum Place {
  /// A count of the named unit.
  case count(String, of: String)
  /// Such a count per month.
  case flow(String, of: String)
  /// A share per month of those there: loss rates compound.
  case lossRate(String)
  /// A growth or discount rate per month.
  case growthRate(String)
  /// A share, 0…100%.
  case share(String)
  /// A relative change, signed.
  case relative(String)
  /// Money.
  case money(String)
  /// Money per month.
  case moneyRate(String)
  /// Money per unit and month.
  case moneyPerUnitRate(String, of: String)
  /// Money per unit.
  case moneyPerUnit(String, of: String)
  case duration
  /// A pure number.
  case number(String)

  /// What the place is called in messages.
  var name: String {
    switch self {
    case .count(let name, _), .flow(let name, _), .lossRate(let name), .growthRate(let name),
      .share(let name), .relative(let name), .money(let name), .moneyRate(let name),
      .moneyPerUnitRate(let name, _), .moneyPerUnit(let name, _), .number(let name):
      name
    case .duration: "a duration"
    }
  }

  /// The dimension, with the currency `code` where there is money.
  func dimension(currency code: String) -> Dimension {
    var money: Dimension { Dimension(.currency(code)) }
    return switch self {
    case .count(_, let unit): Dimension(.count(unit))
    case .flow(_, let unit): Dimension(.count(unit)) / .time
    case .lossRate, .growthRate: .perMonth
    case .share, .relative, .number: .none
    case .money: money
    case .moneyRate: money / .time
    case .moneyPerUnitRate(_, let unit): money / Dimension(.count(unit)) / .time
    case .moneyPerUnit(_, let unit): money / Dimension(.count(unit))
    case .duration: .time
    }
  }

  /// An example to imitate, in the given currency sign.
  func example(currency sign: String) -> String {
    switch self {
    case .count(_, let unit): "2M \(unit)"
    case .flow(_, let unit): "40k \(unit)/month"
    case .lossRate: "5%/month"
    case .growthRate: "8%/year"
    case .share: "30%"
    case .relative: "-5% to -1%"
    case .money: "\(sign)60M"
    case .moneyRate: "\(sign)1.2M/month"
    case .moneyPerUnitRate(_, let unit): "\(sign)0.25/\(Dimension.singular(unit))/month"
    case .moneyPerUnit(_, let unit): "\(sign)5/\(Dimension.singular(unit))"
    case .duration: "3 months"
    case .number: "42"
    }
  }

  /// `true` iff the place wants a share or a rate of shares, told in per cent.
  var wantsShare: Bool {
    switch self {
    case .lossRate, .growthRate, .share, .relative: true
    default: false
    }
  }
}
