import Quantities

/// A stock of users that loses a constant share and gains a constant number each month:
/// `x(t) = x(t−1)(1−c) + a`.
package struct StockAndFlow: Hashable, Sendable {
  /// The users at month 0.
  package let initial: Double
  /// c, the share lost per month, 0...1.
  package let churn: Double
  /// a, the users gained per month, at its end.
  package let inflow: Double

  /// A stock; nil where a figure is not finite, a number is negative or the churn lies outside 0...1.
  package init?(initial: Double, churn: Double, inflow: Double) {
    guard initial >= 0, initial.isFinite, (0...1).contains(churn), inflow >= 0, inflow.isFinite
    else { return nil }
    self.initial = initial
    self.churn = churn
    self.inflow = inflow
  }

  /// The users at the end of a month, `x₀(1−c)ᵗ + a(1 − (1−c)ᵗ)/c`; nil for months below 0.
  package func level(_ month: Int) -> Double? {
    guard month >= 0 else { return nil }
    if month == 0 { return initial }
    let t = Double(month)
    if churn == 0 { return initial + inflow * t }
    let logKept = t * SpecialFunctions.log1p(-churn)
    return initial * SpecialFunctions.exp(logKept) - inflow * SpecialFunctions.expm1(logKept)
      / churn
  }

  /// The level it tends to, a/c; without churn, the initial stock where nothing flows in, else +∞.
  package var limit: Double {
    if churn > 0 { return inflow / churn }
    return inflow > 0 ? .infinity : initial
  }
}
