/// The values of consecutive trials: all of a run that keeps them, or those of a block that a part of a run has only a piece of.
package struct TrialChunk: Hashable, Sendable {
  /// The number of the first trial.
  package var first: Int
  /// How many trials there are.
  package var count: Int
  /// Column after column, `count` values each.
  package var values: [Double]

  /// Creates a chunk.
  package init(first: Int, count: Int, values: [Double]) {
    (self.first, self.count, self.values) = (first, count, values)
  }

  /// The trial after the last.
  var end: Int { first + count }

  /// The values of a column.
  func column<Result>(_ index: Int, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    values.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[index * count..<(index + 1) * count]))
    }
  }

  /// The trials of a range that lie in it, of `columns` columns; nil if there are none.
  func trials(in range: Range<Int>, columns: Int) -> TrialChunk? {
    let own = range.clamped(to: first..<end)
    guard !own.isEmpty else { return nil }
    if own.count == count { return self }
    var kept: [Double] = []
    kept.reserveCapacity(columns * own.count)
    for column in 0..<columns {
      let start = column * count + own.lowerBound - first
      kept += values[start..<start + own.count]
    }
    return TrialChunk(first: own.lowerBound, count: own.count, values: kept)
  }

  /// The chunk with those of the next one behind it.
  func followed(by next: TrialChunk, columns: Int) -> TrialChunk {
    var joined: [Double] = []
    joined.reserveCapacity(values.count + next.values.count)
    for column in 0..<columns {
      joined += values[column * count..<(column + 1) * count]
      joined += next.values[column * next.count..<(column + 1) * next.count]
    }
    return TrialChunk(first: first, count: count + next.count, values: joined)
  }
}
