import Quantities
import Testing

@testable import Engine

/// Sums without rounding, counts by value, and the digits of the moments.
@Suite struct SuperaccumulatorTests {
  private static func sum(_ values: [Double]) -> Superaccumulator {
    var sum = Superaccumulator()
    for value in values { sum.add(value) }
    return sum
  }

  @Test func `sums are exact, then rounded once`() {
    let cases: [([Double], Double)] = [
      ([], 0), ([1e308, 1e308, -1e308], 1e308), ([1, 1e100, 1, -1e100], 2),
      ([0x1p-1074, -0x1p-1074, 3], 3), ([0x1p-1074, 0x1p-1074], 0x1p-1073),
      ([1, 0x1p-53], 1), ([1, 0x1p-53, 0x1p-200], 1 + 0x1p-52),
      ([1, 0x1p-52, 0x1p-53], 1 + 0x1p-51),
      ([-1, -0x1p-53, -0x1p-1074], -1 - 0x1p-52),
      ([.greatestFiniteMagnitude], .greatestFiniteMagnitude),
      ([-.infinity, 1], -.infinity), ([0.1, 0.2, -0.3], 0x1p-55),
      ([.greatestFiniteMagnitude, .greatestFiniteMagnitude], .infinity),
    ]
    for (values, total) in cases { #expect(Self.sum(values).total == total, "\(values)") }
    #expect(Self.sum([.infinity, -.infinity]).total.isNaN)
    #expect(Self.sum([.nan, 1]).total.isNaN)
  }

  @Test func `neither order nor division matters`() {
    var random = SplitMix64(seed: 9)
    let values = (0..<5_000).map { _ in
      let word = random.next()
      let value = Double(bitPattern: word & ~(1 << 62))
      return value.isFinite ? value : 0
    }
    let whole = Self.sum(values)
    #expect(Self.sum(values.reversed()).total == whole.total)
    for cut in [1, 777, 4_999] {
      var first = Self.sum(Array(values[..<cut]))
      first.add(Self.sum(Array(values[cut...])))
      #expect(first.total == whole.total)
      #expect(first.state.limbs.map(\.value) == whole.state.limbs.map(\.value))
    }
    var nothing = whole
    nothing.add(Self.sum(values.map { -$0 }))
    #expect(nothing.total == 0 && nothing.state.limbs.isEmpty)
  }

  /// NIST StRD NumAcc4, 100 times over so that it is counted in blocks: mean 10000000.2, deviation 0.1 (of n − 1 = 1000 per copy).
  @Test func `moments of counted columns keep the digits of the NIST set`() {
    var values = [10_000_000.2]
    for _ in 0..<500 { values += [10_000_000.1, 10_000_000.3] }
    for isFar in [false, true] {
      let layout = ColumnLayout(centre: isFar ? 9_999_000 : 10_000_000.2, counting: .none)
      var sketch = ColumnSketch(layout, replicates: 1)
      var start = 0
      while start < values.count {
        values.withUnsafeBufferPointer {
          sketch.add(
            UnsafeBufferPointer(rebasing: $0[start..<min(values.count, start + 256)]), replicate: 0)
        }
        start += 256
      }
      let counted = ColumnSummary(sketch)
      #expect(abs(counted.mean - 10_000_000.2) <= 1e-15 * 10_000_000.2 * 4)
      #expect(abs(counted.deviation - 0.1) <= 1e-8 * 0.1 * (isFar ? 100 : 1))
    }
    let kept = ColumnSummary(values)
    #expect(kept.mean == 10_000_000.2)
    #expect(abs(kept.deviation - 0.1) <= 1e-9)
    // A first block unlike the others.
    let steps = ColumnSummary([Double](repeating: 0, count: 256) + values)
    #expect(abs(steps.mean - 10_000_000.2 * 1001 / 1257) <= 1e-8)
  }

  @Test func `values are told apart up to a number, then in bins a thousandth wide`() {
    func counts(_ values: [Double]) -> ValueCounts {
      var counts = ValueCounts(replicates: 1)
      for value in values { counts.add(value, replicate: 0) }
      return counts
    }
    let few = (0..<1_200).map { Double($0 % 600) - 300 }
    let exact = counts(few)
    #expect(exact.isExact && exact.entries.count == 600)
    #expect(exact.entries.allSatisfy { $0.total == 2 })
    // Two halves that are exact may be too many together: the same as counted at once.
    let many = few + few.map { $0 + 0.25 }
    let whole = counts(many)
    var merged = exact
    merged.add(counts(few.map { $0 + 0.25 }))
    #expect(!whole.isExact && !merged.isExact)
    #expect(whole.entries == merged.entries)
    var total = 0
    for entry in whole.entries {
      let range = whole.range(of: entry)
      let width = range.greatest - range.least
      #expect(width <= 0x1p-10 * max(abs(range.least), abs(range.greatest)) + 1e-300)
      #expect(many.filter { $0 >= range.least && $0 <= range.greatest }.count == entry.total)
      total += entry.total
    }
    #expect(total == many.count)
  }
}
