import Quantities

/// A change from before to after, in all the ways it is told.
package struct Increase: Hashable, Sendable {
  /// The change relative to before.
  package enum Relative: Hashable, Sendable {
    /// `share` is (after − before)/before (9 is +900 per cent), `multiple` is after/before.
    case defined(share: Double, multiple: Double)
    /// Before was 0 and after is not: no percentage exists.
    case new
    /// Both are 0.
    case nothing
  }

  /// The figure before, at least 0.
  package let before: Double
  /// The figure after, at least 0.
  package let after: Double

  /// A change; nil where a figure is negative or not finite.
  package init?(before: Double, after: Double) {
    guard before >= 0, before.isFinite, after >= 0, after.isFinite else { return nil }
    self.before = before
    self.after = after
  }

  /// after − before, in the figures' unit.
  package var absolute: Double { after - before }

  /// The change relative to before.
  package var relative: Relative {
    if before > 0 { return .defined(share: absolute / before, multiple: after / before) }
    return after > 0 ? .new : .nothing
  }

  /// The constant growth per month that makes the change in so many months,
  /// `(after/before)^(1/months) − 1`; nil where before is 0 or months is not above 0.
  package func monthlyRate(months: Double) -> Double? {
    guard before > 0, months > 0, months.isFinite else { return nil }
    if after == 0 { return -1 }
    let ratio = after / before
    let growth =
      ratio.isFinite && ratio > 0
      ? SpecialFunctions.log(ratio) : SpecialFunctions.log(after) - SpecialFunctions.log(before)
    return SpecialFunctions.expm1(growth / months)
  }

  /// The largest share of the gain that redirecting a pool of users can explain,
  /// `min(1, pool/(after − before))`, 0...1, everyone in the pool moving and nobody overlapping.
  /// Nil without a gain, or where the pool is negative or not finite.
  package func redirectionCeiling(pool: Double) -> Double? {
    guard pool >= 0, pool.isFinite, absolute > 0 else { return nil }
    return min(1, pool / absolute)
  }

  /// The ceiling where the failed product was as large as this one before: `before/(after − before)`,
  /// at most 1. For +900, +1500 and +500 per cent: 1/9, 1/15 and 1/5.
  package var redirectionCeiling: Double? { redirectionCeiling(pool: before) }
}
