import CKernels

/// Elementwise functions of columns, `count` values each; the destination may be one of the operands.
///
/// The same bits as the functions of one number in ``SpecialFunctions`` and as ``Operation/evaluate(_:_:_:)``, on every instruction
/// set.
package struct ColumnFunctions: Sendable {
  private let set: InstructionSet

  /// The functions of an instruction set, which gives the same bits as any other.
  package init(on set: InstructionSet = .widest) { self.set = set }

  /// exp(a), within 1 unit in the last place.
  package func exponential(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.exponential(d, a, count)
  }

  /// The natural logarithm, within 1 unit in the last place; undefined (NaN) unless a > 0.
  package func logarithm(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.logarithm(d, a, count)
  }

  /// a to the power b, within 1 unit in the last place, with the special cases of IEEE 754's pow.
  package func power(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    count: Int
  ) {
    set.kernels.power(d, a, b, count)
  }

  /// The square root, rounded as IEEE 754 says.
  package func squareRoot(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.square_root(d, a, count)
  }

  /// 1 / (1 + exp(-a)), within 2.5 units in the last place.
  package func logistic(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.logistic(d, a, count)
  }

  /// The greatest whole number not above a.
  package func floor(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.floor_down(d, a, count)
  }

  /// The nearest whole number, halves away from zero.
  package func round(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.round_away(d, a, count)
  }

  /// The probability that a standard normal variable is at most a, to 1e-15 of it.
  package func normalCumulative(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.normal_probability(d, a, count)
  }

  /// Normal quantiles of probabilities in (0, 1), to 1e-15: those of this mean and deviation.
  package func normalQuantile(
    _ d: UnsafeMutablePointer<Double>, _ u: UnsafePointer<Double>, mean: Double = 0,
    deviation: Double = 1, count: Int
  ) {
    set.kernels.normal(d, u, count, mean, deviation)
  }
}
