/// How two audiences of one population overlap; all figures are shares of the population, 0...1.
package struct TwoWayOverlap: Hashable, Sendable {
  /// The share in the first audience.
  package let first: Double
  /// The share in the second.
  package let second: Double
  /// The share in both.
  package let joint: Double

  /// From the two shares and the share of the first that is also in the second; nil where a share
  /// lies outside 0...1 or the joint share would lie outside the Fréchet bounds (by more than
  /// rounding, 1e-12).
  package init?(first: Double, second: Double, shareOfFirstInSecond share: Double) {
    self.init(first: first, second: second, joint: first * share)
    guard (0...1).contains(share) else { return nil }
  }

  /// From the two shares and the joint share; nil as above.
  package init?(first: Double, second: Double, joint: Double) {
    guard (0...1).contains(first), (0...1).contains(second), joint.isFinite else { return nil }
    let bounds = TwoWayOverlap.bounds(first, second)
    guard joint >= bounds.lowerBound - 1e-12, joint <= bounds.upperBound + 1e-12 else {
      return nil
    }
    self.first = first
    self.second = second
    self.joint = min(max(joint, bounds.lowerBound), bounds.upperBound)
  }

  /// The joint share if the audiences were independent.
  package var independence: Double { first * second }

  /// The joint share divided by its value under independence; nil where an audience is empty.
  package var lift: Double? { independence > 0 ? joint / independence : nil }

  /// The least and greatest joint share the two shares allow (Fréchet 1935):
  /// `max(0, a + b − 1) ... min(a, b)`.
  package var bounds: ClosedRange<Double> { TwoWayOverlap.bounds(first, second) }

  /// The bounds of two shares; rounding must not lift the lower one above the upper.
  private static func bounds(_ first: Double, _ second: Double) -> ClosedRange<Double> {
    let most = min(first, second)
    return min(max(0, first + second - 1), most)...most
  }

  /// The share in at least one audience.
  package var union: Double { first + second - joint }

  /// The share of the second audience that is also in the first; nil where the second is empty.
  package var shareOfSecondInFirst: Double? { second > 0 ? joint / second : nil }
}
