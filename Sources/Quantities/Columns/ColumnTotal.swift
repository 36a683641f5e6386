import CKernels

/// The sum of a column's differences from a centre, of the values that are defined (not NaN), in the order of ``ColumnSums``.
package struct ColumnTotal: Hashable, Sendable {
  /// The sum of the differences.
  package let differences: Double
  /// How many values are not defined.
  package let undefined: Int

  /// Reads a column; `centre` is a number near its mean, in the column's unit.
  package init(
    _ column: UnsafeBufferPointer<Double>, centre: Double, on set: InstructionSet = .widest
  ) {
    var missing = 0
    differences = set.kernels.total(column.baseAddress, column.count, centre, &missing)
    undefined = missing
  }
}
