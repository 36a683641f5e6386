extension Operation {
  /// The value of an elementwise operation; what the executor's kernels compute, one number at a time.
  ///
  /// A division by zero is undefined (NaN), so is whatever has no value; comparisons with the undefined don't hold.
  package func evaluate(_ a: Double, _ b: Double = 0, _ c: Double = 0) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: b == 0 ? .nan : a / b
    case .power: SpecialFunctions.pow(a, b)
    case .minimum: b < a ? b : a
    case .maximum: a < b ? b : a
    case .negate: -a
    case .absolute: abs(a)
    case .exponential: SpecialFunctions.exp(a)
    case .logarithm: a > 0 ? SpecialFunctions.log(a) : .nan
    case .squareRoot: a.squareRoot()
    case .floor: a.rounded(.down)
    case .round: a.rounded()
    case .less: a < b ? 1 : 0
    case .lessOrEqual: a <= b ? 1 : 0
    case .equal: a == b ? 1 : 0
    case .notEqual: a != b ? 1 : 0
    case .and: a != 0 && b != 0 ? 1 : 0
    case .or: a != 0 || b != 0 ? 1 : 0
    case .not: a == 0 ? 1 : 0
    case .select: a != 0 ? b : c
    case .given: b != 0 ? a : .nan
    default: .nan
    }
  }

  /// The values of an elementwise operation on columns of one length; operands beyond its arity don't matter.
  package func evaluate(_ a: [Double], _ b: [Double], _ c: [Double]) -> [Double] {
    switch self {
    // What tables over months are mostly made of, in loops without a choice.
    case .add: a.indices.map { a[$0] + b[$0] }
    case .multiply: a.indices.map { a[$0] * b[$0] }
    case .equal: a.indices.map { a[$0] == b[$0] ? 1 : 0 }
    case .select: a.indices.map { a[$0] != 0 ? b[$0] : c[$0] }
    default: a.indices.map { evaluate(a[$0], b[$0], c[$0]) }
    }
  }
}
