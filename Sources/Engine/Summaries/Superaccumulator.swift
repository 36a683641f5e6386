/// A sum of doubles without any rounding until it is read, so that the order of the terms, and how they were divided among
/// threads and machines, cannot matter.
///
/// The small superaccumulator of Neal (2015), "Fast exact summation using small and large superaccumulators": a whole number of
/// units of 2⁻¹⁰⁷⁴ in limbs of 32 bits, each held in 64 so that carries wait.
package struct Superaccumulator: Sendable {
  /// 2098 bits for the numbers themselves, and room for 2⁶⁰ of them.
  static let limbCount = 68
  /// So many terms of less than 2⁵³ in a limb cannot overflow it.
  private static let mostPending = 1000

  /// From the least on; carried out they are 0…2³²−1, but for the last, which has the sign.
  private var limbs: InlineArray<68, Int64>
  private var pending = 0
  /// Terms that are infinite, by sign, and NaN.
  private var infinite = 0
  private var minusInfinite = 0
  private var undefined = 0

  /// The empty sum.
  package init() { limbs = InlineArray(repeating: 0) }

  /// Adds a term.
  package mutating func add(_ value: Double) {
    let bits = value.bitPattern
    let exponent = Int(bits >> 52 & 0x7FF)
    if exponent == 0x7FF {
      if value.isNaN {
        undefined += 1
      } else if value > 0 {
        infinite += 1
      } else {
        minusInfinite += 1
      }
      return
    }
    // The value is mantissa × 2^(shift − 1074); a subnormal number has no leading one.
    let mantissa = Int64(bits & (1 << 52 - 1)) | (exponent == 0 ? 0 : 1 << 52)
    if mantissa == 0 { return }
    let shift = max(exponent, 1) - 1
    let limb = shift >> 5
    let low = Int64(UInt64(mantissa) << UInt64(shift & 31) & 0xFFFF_FFFF)
    let high = mantissa >> Int64(32 - shift & 31)
    if value < 0 {
      limbs[limb] -= low
      limbs[limb + 1] -= high
    } else {
      limbs[limb] += low
      limbs[limb + 1] += high
    }
    pending += 1
    if pending >= Self.mostPending { carry() }
  }

  /// Adds the terms of another sum.
  package mutating func add(_ other: Superaccumulator) {
    var other = other
    other.carry()
    carry()
    for i in limbs.indices { limbs[i] += other.limbs[i] }
    carry()
    infinite += other.infinite
    minusInfinite += other.minusInfinite
    undefined += other.undefined
  }

  /// Carries out: the same sum has the same limbs from then on.
  mutating func carry() {
    var carried: Int64 = 0
    for i in 0..<limbs.count - 1 {
      let sum = limbs[i] + carried
      limbs[i] = sum & 0xFFFF_FFFF
      carried = sum >> 32
    }
    limbs[limbs.count - 1] += carried
    pending = 0
  }

  /// The sum, rounded once to the nearest double; as plain addition has it where terms are infinite or NaN.
  package var total: Double {
    if undefined > 0 || infinite > 0 && minusInfinite > 0 { return .nan }
    if infinite > 0 { return .infinity }
    if minusInfinite > 0 { return -.infinity }
    var magnitude = self
    magnitude.carry()
    let isNegative = magnitude.limbs[Self.limbCount - 1] < 0
    if isNegative {
      for i in magnitude.limbs.indices { magnitude.limbs[i] = -magnitude.limbs[i] }
      magnitude.carry()
    }
    guard let top = magnitude.limbs.indices.last(where: { magnitude.limbs[$0] != 0 }) else {
      return 0
    }
    func limb(_ i: Int) -> UInt64 { i >= 0 ? UInt64(bitPattern: magnitude.limbs[i]) : 0 }
    // The upper 64 bits; of all that is below them only whether there is anything, in the last bit.
    let upper = limb(top) << 32 | limb(top - 1)
    let zeros = UInt64(upper.leadingZeroBitCount)
    let next = limb(top - 2)
    var word = upper << zeros | (zeros == 0 ? 0 : next >> (32 - zeros))
    let rest =
      next << zeros & 0xFFFF_FFFF != 0
      || top > 2 && (0..<top - 2).contains { magnitude.limbs[$0] != 0 }
    if rest { word |= 1 }
    let exponent = 32 * (top - 1) - 1074 - Int(zeros)
    return Double(
      sign: isNegative ? .minus : .plus, exponent: exponent, significand: Double(word))
  }
}

extension Superaccumulator {
  /// The limbs that are not 0 with their places, and the counts of terms that are infinite, minus infinite and NaN.
  var state: (limbs: [(place: Int, value: Int64)], special: [Int]) {
    var carried = self
    carried.carry()
    let places = carried.limbs.indices.filter { carried.limbs[$0] != 0 }
    return (
      places.map { (place: $0, value: carried.limbs[$0]) }, [infinite, minusInfinite, undefined]
    )
  }

  /// The sum with these limbs; nil where they are none that a carried sum has.
  init?(limbs: [(place: Int, value: Int64)], special: [Int]) {
    self.init()
    guard special.count == 3, special.allSatisfy({ $0 >= 0 }) else { return nil }
    for (place, value) in limbs {
      guard self.limbs.indices.contains(place) else { return nil }
      let isTop = place == Self.limbCount - 1
      guard value < 1 << 32, value >= (isTop ? -(1 << 32) : 0) else { return nil }
      self.limbs[place] = value
    }
    (infinite, minusInfinite, undefined) = (special[0], special[1], special[2])
  }
}
