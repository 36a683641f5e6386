import Testing

@testable import Quantities

@Suite("Sorting columns") struct ColumnSortTests {
  @Test("the radix order is the order of comparison", arguments: [0, 1, 511, 512, 513, 10_000])
  func order(count: Int) {
    var random = SplitMix64(seed: 7)
    var values = (0..<count).map { i -> Double in
      let bits = random.next()
      switch i % 5 {
      case 0: return Double(Int64(bitPattern: bits) >> 40)
      case 1: return Double(bitPattern: bits).isFinite ? Double(bitPattern: bits) : 1
      case 2: return Double(bits >> 12) * 0x1p-52
      case 3: return -Double(bits >> 60)
      default: return [0.0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude][Int(bits % 5)]
      }
    }
    let expected = values.sorted()
    ColumnSort.sort(&values)
    #expect(values == expected)
  }

  @Test("columns of one value stay as they are")
  func uniform() {
    var values = [Double](repeating: 1e9, count: 4000)
    ColumnSort.sort(&values)
    #expect(values == [Double](repeating: 1e9, count: 4000))
  }
}
