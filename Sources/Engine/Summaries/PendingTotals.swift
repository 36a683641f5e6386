/// Sums of blocks that wait to be added to the sketches of their columns, many at once.
///
/// Why they wait: the superaccumulators of some hundred columns together are larger than the first-level cache, and adding one sum
/// of each block's to each took 3 percent of a run, with AVX-512 5 percent; so it takes 1.
struct PendingTotals {
  /// So many blocks wait.
  private static let most = 32

  private var columns: [Int] = []
  /// By block and column.
  private var sums: [Double] = []
  private var replicates: [Int] = []

  /// Takes a block's sums of some columns, always the same, and hands all to the sketches when enough are waiting.
  mutating func add(
    _ block: [Double], of columns: [Int], replicate: Int, to sketches: inout [ColumnSketch]
  ) {
    if columns.isEmpty { return }
    self.columns = columns
    sums += block
    replicates.append(replicate)
    if replicates.count == Self.most { empty(into: &sketches) }
  }

  /// Hands all that waits to the sketches.
  mutating func empty(into sketches: inout [ColumnSketch]) {
    for (i, column) in columns.enumerated() {
      sketches[column].add(totalsOf: replicates) { sums[$0 * columns.count + i] }
    }
    sums.removeAll(keepingCapacity: true)
    replicates.removeAll(keepingCapacity: true)
  }
}
