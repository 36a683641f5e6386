import CKernels

/// Equal bins side by side, into which the values of columns are counted.
package struct ColumnBins: Hashable, Sendable {
  /// Where bin 0 starts, in the unit of the values.
  package let offset: Double
  /// Bins per unit of the values.
  package let scale: Double
  /// How many bins there are; at least 1.
  package let bins: Int

  /// Bins from `offset` on, each 1 / `scale` wide.
  package init(offset: Double, scale: Double, bins: Int) {
    (self.offset, self.scale, self.bins) = (offset, scale, max(1, bins))
  }

  /// Adds one to the bin floor((value - offset) × scale) of each value. The first bin takes what lies below it too, the last what
  /// lies above; a value that is not defined is counted past the last. `counts` holds one more number than there are bins.
  package func count(
    _ column: UnsafeBufferPointer<Double>, into counts: UnsafeMutableBufferPointer<UInt32>,
    on set: InstructionSet = .widest
  ) {
    guard counts.count > bins else { return }
    set.kernels.pointee.bin(
      column.baseAddress, column.count, offset, scale, Int32(bins), counts.baseAddress)
  }
}
