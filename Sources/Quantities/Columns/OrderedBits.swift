extension Double {
  /// A whole number that orders as the numbers do: neighbours are one apart, and both zeros are 0. Not for NaN.
  var orderedBits: Int64 {
    let bits = Int64(bitPattern: bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  /// The number whose ``orderedBits`` are `bits`.
  init(orderedBits bits: Int64) {
    self.init(bitPattern: UInt64(bitPattern: bits >= 0 ? bits : Int64.min &- bits))
  }

  /// The least number between two for which `isReached` holds, of a condition that holds for all above one for which it does;
  /// `high` where it holds for none below.
  static func least(
    from low: Double, to high: Double, where isReached: (Double) -> Bool
  ) -> Double {
    var (below, above) = (low.orderedBits &- 1, high.orderedBits)
    while above &- below > 1 {
      let middle = below &+ (above &- below) / 2
      if isReached(Double(orderedBits: middle)) { above = middle } else { below = middle }
    }
    return Double(orderedBits: above)
  }
}
