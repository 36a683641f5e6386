import Quantities
import Testing

@testable import Engine

/// The columnar kernels compute what the scalar definition of each operation says, bit for bit.
@Suite struct KernelTests {
  private static let interesting: [Double] = [
    0, -0.0, 1, -1, 0.5, 2, 3.25, -7.5, 1e300, -1e300, 1e-300, .infinity, -.infinity, .nan,
  ]

  @Test(
    "Every elementwise operation",
    arguments: Operation.allCases.filter { $0.arity > 0 && !$0.isOverMonths })
  func elementwise(operation: Operation) {
    let values = Self.interesting
    let count = (values.count * values.count * 2 + 7) / 8 * 8
    func column(_ pick: (Int) -> Double) -> UnsafeMutablePointer<Double> {
      let column = UnsafeMutablePointer<Double>.allocate(capacity: count)
      for i in 0..<count { (column + i).initialize(to: pick(i)) }
      return column
    }
    let a = column { values[$0 % values.count] }
    let b = column { values[$0 / values.count % values.count] }
    let c = column { Double($0) }
    let result = column { _ in 0 }
    defer { for column in [a, b, c, result] { column.deallocate() } }
    Kernels.run(operation, result, a, b, c, count: count, on: .widest)
    for i in 0..<count {
      let expected = operation.evaluate(a[i], b[i], c[i])
      let isSame =
        result[i].bitPattern == expected.bitPattern || (result[i].isNaN && expected.isNaN)
      #expect(isSame, "\(operation) \(a[i]) \(b[i]) \(c[i]): \(result[i]), expected \(expected)")
    }
  }

  @Test("What a series comes to over the months")
  func reductions() {
    let series: [Double] = [10, 4, .nan, 12, 8]
    func value(_ operation: Operation) -> Double {
      Reduction.value(operation, months: 4) { series[$0] }
    }
    #expect(value(.peak) == 12)
    #expect(value(.lowest) == 4)
    #expect(value(.change) == -2)
    #expect(abs(value(.growth) + 0.2) < 1e-15)
    #expect(value(.total).isNaN)
    #expect(Reduction.value(.peak, months: 2) { _ in .nan }.isNaN)
    #expect(Reduction.value(.first, months: 3) { $0 == 2 ? 1 : 0 } == 2)
    #expect(Reduction.value(.first, months: 3) { _ in 0 }.isNaN)
    // The opening state is no month-end: flows are 0 there.
    #expect(Reduction.value(.total, months: 3) { $0 == 0 ? 100 : 1 } == 3)
    #expect(Reduction.value(.average, months: 3) { $0 == 0 ? 100 : 1 } == 1)
  }
}
