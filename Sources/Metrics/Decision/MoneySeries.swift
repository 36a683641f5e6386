import Quantities

/// The value of a series of monthly amounts.
package enum MoneySeries {
  /// `Σ amounts[i]/(1+rate)^(i+first)`, in money of time 0, the rate being per month (a yearly rate
  /// r is `(1+r)^(1/12) − 1` per month).
  ///
  /// `first` is the time of the first amount in months: 1 for amounts at the ends of months 1, 2, …;
  /// 0 where the first falls at once. Nil where an amount is not finite or the rate is not a finite
  /// number above −1.
  package static func presentValue(
    _ amounts: [Double], monthlyRate rate: Double, first: Int = 1
  ) -> Double? {
    guard rate.isFinite, rate > -1, amounts.allSatisfy(\.isFinite) else { return nil }
    let growth = 1 + rate
    var factor = SpecialFunctions.pow(growth, -Double(first))
    var sum = NeumaierSum()
    for amount in amounts {
      sum.add(amount * factor)
      factor /= growth
    }
    return sum.total.isFinite ? sum.total : nil
  }

  /// The first month (1 is the first amount) by whose end the amounts add up to a cost, discounted at
  /// the monthly rate; 0 where the cost is not above 0. Nil as for the present value, or for a cost
  /// that is not finite.
  package static func payback(
    _ amounts: [Double], cost: Double, monthlyRate rate: Double = 0
  ) -> Payback? {
    guard cost.isFinite, rate.isFinite, rate > -1, amounts.allSatisfy(\.isFinite) else {
      return nil
    }
    if cost <= 0 { return .after(0) }
    var sum = NeumaierSum()
    var factor = 1.0
    for (index, amount) in amounts.enumerated() {
      factor /= 1 + rate
      sum.add(amount * factor)
      if sum.total >= cost { return .after(index + 1) }
    }
    return .never
  }
}
