import Testing

@testable import Quantities

/// Bins of several widths, ranges of values, and order statistics picked out by them.
@Suite struct PiecewiseBinsTests {
  private static let bins = PiecewiseBins(
    bounds: [-3, -0.5, 0, Double.leastNonzeroMagnitude, 1, 1 + 0x1p-40, 2, 1e300],
    divisions: [32, 96, 1, 7, 5, 96, 3])

  private static let values: [Double] = {
    var random = SplitMix64(seed: 17)
    var values: [Double] = [
      -.infinity, .infinity, .nan, 0, -0.0, 1, 2, -3, 1e300, .greatestFiniteMagnitude,
      -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1 + 0x1p-41,
    ]
    for _ in 0..<987 {
      let x = Double(random.next() >> 11) * 0x1p-53
      values.append(random.next() % 8 == 0 ? x * 1e3 : 6 * x - 3.5)
    }
    return values
  }()

  @Test func `every instruction set counts a value in its bin`() throws {
    let bins = try #require(Self.bins)
    var expected = [UInt32](repeating: 0, count: bins.bins + 1)
    for value in Self.values { expected[value.isNaN ? bins.bins : bins.bin(of: value)] += 1 }
    for set in InstructionSet.available {
      for count in [Self.values.count, 100, 5] {
        var counts = [UInt32](repeating: 0, count: bins.bins + 1)
        Self.values.withUnsafeBufferPointer { values in
          counts.withUnsafeMutableBufferPointer {
            bins.count(UnsafeBufferPointer(rebasing: values[..<count]), into: $0, on: set)
          }
        }
        #expect(counts.reduce(0, +) == UInt32(count))
        if count == Self.values.count { #expect(counts == expected) }
      }
    }
  }

  @Test func `the edges of a bin are the last numbers in it`() throws {
    let bins = try #require(Self.bins)
    var last = -Double.infinity
    for bin in 0..<bins.bins {
      let (least, greatest) = bins.range(of: bin)
      #expect(bin == 0 || least.nextDown == last)
      last = greatest
      // Between two that rounding leaves without a number there may be an empty bin.
      guard least <= greatest else { continue }
      #expect(bins.bin(of: least) == bin && bins.bin(of: greatest) == bin)
    }
    #expect(last == .infinity)
    for bound in bins.bounds {
      #expect(bins.range(of: bins.bin(of: bound)).least == bound)
      #expect(bins.bin(of: bound.nextDown) < bins.bin(of: bound))
    }
    for value in Self.values where !value.isNaN {
      let (least, greatest) = bins.range(of: bins.bin(of: value))
      #expect(least <= value && value <= greatest)
    }
  }

  @Test func `bounds that are none`() {
    #expect(PiecewiseBins(bounds: [], divisions: []) == nil)
    #expect(PiecewiseBins(bounds: [1, 1], divisions: [3]) == nil)
    #expect(PiecewiseBins(bounds: [1, .infinity], divisions: [3]) == nil)
    #expect(PiecewiseBins(bounds: [1, 2], divisions: [0]) == nil)
    #expect(PiecewiseBins(bounds: [1, 2], divisions: []) == nil)
    // As wide as numbers reach: one bin.
    let wide = PiecewiseBins(bounds: [-1.7e308, 1.7e308], divisions: [10])
    #expect(wide?.bins == 3)
  }

  @Test func `values of ranges, in their order`() {
    let ranges = ColumnRanges([-1, -0.5, 0.25, 0.25, 1, 1.5])
    let long = (0..<3000).map { Double($0 % 41) / 10 - 2 }
    for values in [Self.values, long, []] {
      let expected = values.filter {
        $0 >= -1 && $0 <= -0.5 || $0 == 0.25 || $0 >= 1 && $0 <= 1.5
      }
      for set in InstructionSet.available {
        var found: [Double] = []
        values.withUnsafeBufferPointer { ranges.collect($0, into: &found, on: set) }
        #expect(found == expected)
      }
    }
  }

  @Test(arguments: [1, 2, 300, 513, 5_000])
  func `order statistics are those of the sorted column`(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
    let shapes: [(Double) -> Double] = [
      { $0 }, { 1 / $0 }, { 1 / ($0 * $0 * $0 * $0 * $0 * $0) }, { ($0 * 5).rounded() },
      { max(0, $0 - 0.7) }, { _ in 4 }, { $0 < 0.9 ? 1e-300 * $0 : 1e300 * $0 },
      { $0 < 0.5 ? -1.7e308 : 1.7e308 * $0 }, { $0 < 0.1 ? .infinity : $0 },
    ]
    var selection = OrderSelection()
    for shape in shapes {
      let values = (0..<count).map { _ in shape(uniform()) }
      let sorted = values.sorted()
      let ranks = Set([0, count / 20, count / 20 + 1, count / 2, count * 19 / 20, count - 1])
        .filter { $0 < count }.sorted()
      let found = values.withUnsafeBufferPointer {
        selection.select(ranks, of: $0, minimum: sorted[0], maximum: sorted[count - 1])
      }
      #expect(found == ranks.map { sorted[$0] })
    }
  }
}
