import Quantities

/// When the first margin of a customer is earned; lifetime values differ by it.
package enum MarginTiming: String, CaseIterable, Sendable {
  /// After the first period, by those retained: margins at times 1, 2, … weighted `rᵗ/(1+d)ᵗ`.
  case afterOnePeriod
  /// At once, by everyone: margins at times 0, 1, 2, … weighted `rᵗ/(1+d)ᵗ`.
  case atOnce
}

/// The time at which a cost is recovered.
package enum Payback: Hashable, Sendable {
  /// After so many periods.
  case after(Int)
  /// Not within the margins there are.
  case never
}

/// A customer with a constant margin, retention and discount per period.
package struct CustomerValue: Hashable, Sendable {
  /// m, the margin per period, in money.
  package let margin: Double
  /// r, the share retained per period, 0...1.
  package let retention: Double
  /// d, the discount rate per period, at least 0.
  package let discount: Double

  /// A customer; nil where the margin is not finite, the retention lies outside 0...1, or the
  /// discount is negative or not finite.
  package init?(margin: Double, retention: Double, discount: Double) {
    guard margin.isFinite, (0...1).contains(retention), discount >= 0, discount.isFinite else {
      return nil
    }
    self.margin = margin
    self.retention = retention
    self.discount = discount
  }

  /// The lifetime value: `m·r/(1+d−r)` with the first margin after a period, `(1+d)m/(1+d−r)` with
  /// the first at once. Nil where nobody leaves and nothing is discounted, so that it is unbounded.
  package func lifetimeValue(_ timing: MarginTiming) -> Double? {
    let divisor = discount + (1 - retention)
    guard divisor > 0 else { return nil }
    switch timing {
    case .afterOnePeriod: return margin * retention / divisor
    case .atOnce: return (1 + discount) * margin / divisor
    }
  }

  /// The first time at which the discounted margins add up to an acquisition cost, in whole periods
  /// after the acquisition; 0 where the cost is not above 0, or a margin at once covers it. Nil for a
  /// cost that is not finite.
  package func payback(cost: Double, timing: MarginTiming) -> Payback? {
    guard cost.isFinite else { return nil }
    if cost <= 0 { return .after(0) }
    if timing == .atOnce, margin >= cost { return .after(0) }
    if let limit = lifetimeValue(timing), limit <= cost { return .never }
    guard margin > 0 else { return .never }
    let ratio = retention / (1 + discount)
    func total(_ time: Double) -> Double {
      let first = timing == .atOnce ? margin : margin * ratio
      let terms = timing == .atOnce ? time + 1 : time
      return ratio == 1
        ? first * terms
        : first * -SpecialFunctions.expm1(terms * SpecialFunctions.log(ratio)) / (1 - ratio)
    }
    var high = 1.0
    while total(high) < cost {
      high *= 2
      if high > 1e15 { return .never }
    }
    var low = 0.0
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if total(middle) >= cost { high = middle } else { low = middle }
    }
    return .after(Int(high))
  }
}
