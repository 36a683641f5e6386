/// The cumulative probabilities of a counting distribution over every value a 52-bit uniform can
/// reach, with an index so that looking up a quantile takes about one step.
struct CountTable: Sendable {
  private let first: Double
  private let cumulative: [Double]
  private let index: [Int32]
  private let distribution: Distribution

  /// The deviation above which no table is made.
  private static let widest = 10_000.0

  /// The table, or nil when the distribution spreads too far for one.
  init?(_ distribution: Distribution) {
    guard distribution.deviation <= Self.widest else { return nil }
    let lowest = distribution.quantile(Tails(lower: 0x1p-53, upper: 1))
    let highest = distribution.quantile(Tails(lower: 1, upper: 0x1p-53))
    guard lowest.isFinite, highest.isFinite, highest - lowest < 1_000_000 else { return nil }
    var sum = NeumaierSum()
    sum.add(distribution.tails(lowest).lower)
    var cumulative = [sum.total]
    var k = lowest + 1
    while k <= highest {
      sum.add(distribution.countProbability(k))
      cumulative.append(sum.total)
      k += 1
    }
    cumulative[cumulative.count - 1] = .infinity
    let size = cumulative.count
    var index: [Int32] = []
    index.reserveCapacity(size)
    var position = 0
    for slot in 0..<size {
      while cumulative[position] < Double(slot) / Double(size) { position += 1 }
      index.append(Int32(position))
    }
    first = lowest
    self.cumulative = cumulative
    self.index = index
    self.distribution = distribution
  }

  /// Replaces uniforms by the least k with F(k) ≥ u.
  func apply(to column: UnsafeMutableBufferPointer<Double>) {
    let size = Double(index.count)
    cumulative.withUnsafeBufferPointer { cumulative in
      for row in column.indices {
        let u = column[row]
        guard u >= 0x1p-53, u <= 1 - 0x1p-53 else {
          column[row] = distribution.quantile(u)
          continue
        }
        var position = Int(index[Int(u * size)])
        while position > 0, cumulative[position - 1] >= u { position -= 1 }
        while cumulative[position] < u { position += 1 }
        column[row] = first + Double(position)
      }
    }
  }
}
