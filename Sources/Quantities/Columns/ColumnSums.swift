import CKernels

/// Sums over a column and its extremes, of the values that are defined (not NaN), found in one pass.
///
/// Value i is added to lane i mod 8 in order, and the lanes as ((0+4)+(2+6))+((1+5)+(3+7)): the same bits on every machine.
package struct ColumnSums: Hashable, Sendable {
  /// The sum of the values.
  package let sum: Double
  /// The sum of the differences from the centre.
  package let differences: Double
  /// The sum of the squared differences from the centre.
  package let squares: Double
  /// The least value; infinity where none is defined.
  package let minimum: Double
  /// The greatest value; minus infinity where none is defined.
  package let maximum: Double
  /// How many values are not defined.
  package let undefined: Int

  /// Reads a column; `centre` is a number near its mean, in the column's unit.
  package init(
    _ column: UnsafeBufferPointer<Double>, centre: Double, on set: InstructionSet = .widest
  ) {
    let found = set.kernels.pointee.sums(column.baseAddress, column.count, centre)
    (sum, differences, squares) = (found.sum, found.differences, found.squares)
    (minimum, maximum, undefined) = (found.minimum, found.maximum, Int(found.undefined))
  }
}
