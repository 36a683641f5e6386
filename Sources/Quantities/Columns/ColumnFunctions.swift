import CKernels

/// Elementwise functions of columns, `count` values each; the destination may be one of the operands.
///
/// The same bits as the functions of one number in ``SpecialFunctions`` and as ``Operation/evaluate(_:_:_:)``, on every instruction
/// set.
package struct ColumnFunctions: Sendable {
  private let set: InstructionSet

  /// The functions of an instruction set, which gives the same bits as any other.
  package init(on set: InstructionSet = .widest) { self.set = set }

  /// Where the function for an operation stands, which takes the destination, the operands and the count; nil for an operation
  /// that has none.
  package func address(of operation: Operation) -> UInt? {
    typealias OfOne =
      @convention(c) (
        UnsafeMutablePointer<Double>?, UnsafePointer<Double>?, Int
      ) -> Void
    // Machine code calls the functions by their addresses; Swift has no other way to those of C functions. Calls from Swift
    // for each column and month took 4 to 5 percent of a run (Zen 5).
    func address(_ function: OfOne?) -> UInt { unsafeBitCast(function, to: UInt.self) }
    switch operation {
    case .exponential: return address(set.kernels.pointee.exponential)
    case .logarithm: return address(set.kernels.pointee.logarithm)
    case .floor: return address(set.kernels.pointee.floor_down)
    case .round: return address(set.kernels.pointee.round_away)
    case .power: return unsafeBitCast(set.kernels.pointee.power, to: UInt.self)  // As above.
    default: return nil
    }
  }

  /// exp(a), within 1 unit in the last place.
  package func exponential(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.pointee.exponential(d, a, count)
  }

  /// The natural logarithm, within 1 unit in the last place; undefined (NaN) unless a > 0.
  package func logarithm(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.pointee.logarithm(d, a, count)
  }

  /// a to the power b, within 1 unit in the last place, with the special cases of IEEE 754's pow.
  package func power(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    count: Int
  ) {
    set.kernels.pointee.power(d, a, b, count)
  }

  /// The square root, rounded as IEEE 754 says.
  package func squareRoot(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.pointee.square_root(d, a, count)
  }

  /// 1 / (1 + exp(-a)), within 2.5 units in the last place.
  package func logistic(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.pointee.logistic(d, a, count)
  }

  /// The greatest whole number not above a.
  package func floor(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.pointee.floor_down(d, a, count)
  }

  /// The nearest whole number, halves away from zero.
  package func round(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.pointee.round_away(d, a, count)
  }

  /// The probability that a standard normal variable is at most a, to 1e-15 of it.
  package func normalCumulative(
    _ d: UnsafeMutablePointer<Double>, _ a: UnsafePointer<Double>, count: Int
  ) {
    set.kernels.pointee.normal_probability(d, a, count)
  }

  /// Normal quantiles of probabilities in (0, 1), to 1e-15: those of this mean and deviation.
  package func normalQuantile(
    _ d: UnsafeMutablePointer<Double>, _ u: UnsafePointer<Double>, mean: Double = 0,
    deviation: Double = 1, count: Int
  ) {
    set.kernels.pointee.normal(d, u, count, mean, deviation)
  }
}
