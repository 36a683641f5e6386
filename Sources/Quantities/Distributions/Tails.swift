/// The two tail probabilities at one point: `lower` = P(X ≤ x) and `upper` = P(X > x).
///
/// Carrying both keeps an upper tail accurate long after `1 - lower` has rounded to zero; all
/// quantiles and truncations inside this module work on such pairs.
package struct Tails: Hashable, Sendable {
  /// P(X ≤ x), 0…1.
  package var lower: Double
  /// P(X > x), 0…1.
  package var upper: Double

  /// A pair known on both sides.
  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The pair for a lower probability alone.
  package init(_ lower: Double) {
    self.init(lower: lower, upper: 1 - lower)
  }

  /// The same point of the negated variable.
  var swapped: Tails { Tails(lower: upper, upper: lower) }

  /// Whether a discrete distribution whose tails at some value are `value` has reached this
  /// probability there: F ≥ p, or F > p when `strictly`. The smaller tail is compared, with a
  /// slack of one rounding (of the side that was computed as 1 - the other), so that the
  /// quantile of a cumulative probability is the value it came from.
  func isReached(by value: Tails, strictly: Bool) -> Bool {
    let rounding = 0x1p-53
    if lower <= upper {
      let slack = strictly ? min(rounding, 0.5 * lower) : 0x1p-50 * lower
      return strictly ? value.lower > lower + slack : value.lower >= lower - slack
    }
    let slack = strictly ? 0x1p-50 * upper : min(rounding, 0.5 * upper)
    return strictly ? value.upper < upper - slack : value.upper <= upper + slack
  }
}
