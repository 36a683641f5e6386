import CKernels

/// A few ranges of numbers, whose values are picked out of columns.
package struct ColumnRanges: Hashable, Sendable {
  /// The least and the greatest number of each range, one after another.
  private let edges: [Double]

  /// Ranges from the first to the second edge, from the third to the fourth, …, both included.
  package init(_ edges: [Double]) { self.edges = edges }

  /// Appends the values that lie in any of the ranges, in their order.
  package func collect(
    _ column: UnsafeBufferPointer<Double>, into found: inout [Double],
    on set: InstructionSet = .widest
  ) {
    let chunk = 1024
    var start = 0
    withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk) { buffer in
      while start < column.count {
        let own = UnsafeBufferPointer(
          rebasing: column[start..<min(column.count, start + chunk)])
        let taken = edges.withUnsafeBufferPointer { edges in
          set.kernels.pointee.collect(
            own.baseAddress, own.count, edges.baseAddress, Int32(edges.count / 2),
            buffer.baseAddress)
        }
        found.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[..<taken]))
        start += chunk
      }
    }
  }
}
