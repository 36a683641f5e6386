/// A compensated running sum (Neumaier, 1974): the rounding error of every addition is collected
/// apart and added at the end, so the error does not grow with the number of terms.
package struct NeumaierSum: Hashable, Sendable {
  private var sum = 0.0
  private var compensation = 0.0

  /// An empty sum.
  package init() {}

  /// Adds one term.
  @inline(__always)
  package mutating func add(_ value: Double) {
    let next = sum + value
    compensation +=
      abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// The sum so far; infinite or not a number as plain addition would be.
  package var total: Double {
    sum.isFinite ? sum + compensation : sum
  }
}
