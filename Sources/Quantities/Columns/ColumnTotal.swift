import CKernels

/// The sum of a column's values, of those that are defined (not NaN), in the order of ``ColumnSums``.
package struct ColumnTotal: Hashable, Sendable {
  /// The sum.
  package let sum: Double
  /// How many values are not defined.
  package let undefined: Int

  /// Reads a column.
  package init(_ column: UnsafeBufferPointer<Double>, on set: InstructionSet = .widest) {
    var missing = 0
    sum = set.kernels.pointee.total(column.baseAddress, column.count, &missing)
    undefined = missing
  }
}
