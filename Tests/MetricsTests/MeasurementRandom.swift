/// SplitMix64, for the property tests of detection and measurement.
struct MeasurementRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Roughly normal: twelve uniforms less 6.
  mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}

/// Whether two figures agree within an absolute tolerance; false for a missing one.
func agree(_ left: Double?, _ right: Double, within tolerance: Double) -> Bool {
  guard let left else { return false }
  return (left - right).magnitude <= tolerance
}

/// Whether two lists of figures agree, each within an absolute tolerance.
func agree(_ left: [Double]?, _ right: [Double], within tolerance: Double) -> Bool {
  guard let left, left.count == right.count else { return false }
  return zip(left, right).allSatisfy { agree($0, $1, within: tolerance) }
}
