/// Ratios of growth accounting.
package enum GrowthRates {
  /// `(new + resurrected)/churned`; +∞ with gains but no churn, nil with neither, or where a figure
  /// is negative or not finite. Redirected users count on neither side.
  package static func quickRatio(new: Double, resurrected: Double, churned: Double) -> Double? {
    guard [new, resurrected, churned].allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    let gains = new + resurrected
    if churned > 0 { return gains / churned }
    return gains > 0 ? .infinity : nil
  }

  /// `(churned − resurrected)/previous`, a share of the month before; nil where nobody was there, or
  /// where a figure is negative or not finite.
  package static func netChurn(churned: Double, resurrected: Double, previous: Double) -> Double? {
    guard [churned, resurrected, previous].allSatisfy({ $0 >= 0 && $0.isFinite }), previous > 0
    else { return nil }
    return (churned - resurrected) / previous
  }
}
