import Quantities
import Testing

@Suite("Sums and bins of columns") struct ColumnSummaryTests {
  private static let values: [Double] = {
    var random = SplitMix64(seed: 11)
    return (0..<1000).map { i in
      let x = Double(random.next() >> 12) * 0x1p-52
      return i % 97 == 13 ? .nan : i % 101 == 7 ? -3 + x : 5 * x
    }
  }()

  @Test("sums are those of eight lanes and a tree, on every instruction set", arguments: 0...40)
  func sums(count: Int) {
    let values = Array(Self.values.prefix(count * 25 % 1001))
    var lanes = [[Double]](repeating: [0, 0, 0], count: 8)
    for (i, x) in values.enumerated() where !x.isNaN {
      let d = x - 2.5
      lanes[i % 8][0] += x
      lanes[i % 8][1] += d
      lanes[i % 8][2] += d * d
    }
    func tree(_ k: Int) -> Double {
      ((lanes[0][k] + lanes[4][k]) + (lanes[2][k] + lanes[6][k]))
        + ((lanes[1][k] + lanes[5][k]) + (lanes[3][k] + lanes[7][k]))
    }
    let defined = values.filter { !$0.isNaN }
    for set in InstructionSet.available {
      let found = values.withUnsafeBufferPointer { ColumnSums($0, centre: 2.5, on: set) }
      #expect(found.sum == tree(0) && found.differences == tree(1) && found.squares == tree(2))
      #expect(found.minimum == defined.min() ?? .infinity)
      #expect(found.maximum == defined.max() ?? -.infinity)
      #expect(found.undefined == values.count - defined.count)
      let total = values.withUnsafeBufferPointer { ColumnTotal($0, on: set) }
      #expect(total.sum == tree(0) && total.undefined == found.undefined)
    }
  }

  @Test("every value is counted once, also those beyond the bins")
  func bins() {
    let values = Self.values + [.infinity, -.infinity, 1e300, -1e300, 0, -0.0, 4, 0.5]
    let bins = ColumnBins(offset: 0.5, scale: 8, bins: 28)
    var expected = [UInt32](repeating: 0, count: 29)
    for x in values {
      let place = ((x - 0.5) * 8).rounded(.down)
      expected[x.isNaN ? 28 : Int(max(0, min(27, place)))] += 1
    }
    for set in InstructionSet.available {
      var counts = [UInt32](repeating: 0, count: 29)
      values.withUnsafeBufferPointer { column in
        counts.withUnsafeMutableBufferPointer { bins.count(column, into: $0, on: set) }
      }
      #expect(counts == expected)
    }
  }
}
