/// The values of consecutive trials: all of a run that keeps them, or those of a block that a part of a run has only a piece of.
///
/// Chunks of trials that were run together look at one array, so that nothing is copied to divide it.
package struct TrialChunk: Sendable {
  /// The number of the first trial.
  package let first: Int
  /// How many trials there are.
  package let count: Int
  /// The array in which they stand, column after column.
  private let values: [Double]
  /// Where the first column starts in it, and how far it is from a column to the next.
  private let start: Int
  private let stride: Int

  /// Creates a chunk of `values`, column after column, `count` values each.
  package init(first: Int, count: Int, values: [Double]) {
    self.init(first: first, count: count, values: values, start: 0, stride: count)
  }

  private init(first: Int, count: Int, values: [Double], start: Int, stride: Int) {
    (self.first, self.count, self.values) = (first, count, values)
    (self.start, self.stride) = (start, stride)
  }

  /// The trial after the last.
  var end: Int { first + count }

  /// The values of a column.
  func column<Result>(_ index: Int, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    let begin = start + index * stride
    return values.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[begin..<begin + count]))
    }
  }

  /// The trials of a range that lie in it; nil if there are none.
  func trials(in range: Range<Int>) -> TrialChunk? {
    let own = range.clamped(to: first..<end)
    guard !own.isEmpty else { return nil }
    return TrialChunk(
      first: own.lowerBound, count: own.count, values: values,
      start: start + own.lowerBound - first, stride: stride)
  }

  /// The chunk with those of the next one behind it, which take a new array unless they stand behind it already.
  func followed(by next: TrialChunk, columns: Int) -> TrialChunk {
    if next.stands(behind: self) {
      return TrialChunk(
        first: first, count: count + next.count, values: values, start: start, stride: stride)
    }
    var joined: [Double] = []
    joined.reserveCapacity(columns * (count + next.count))
    for index in 0..<columns {
      column(index) { joined.append(contentsOf: $0) }
      next.column(index) { joined.append(contentsOf: $0) }
    }
    return TrialChunk(first: first, count: count + next.count, values: joined)
  }

  /// Whether each of its columns goes on in the same array where the other's ends.
  private func stands(behind other: TrialChunk) -> Bool {
    guard first == other.end, start == other.start + other.count, stride == other.stride else {
      return false
    }
    return values.withUnsafeBufferPointer { own in
      other.values.withUnsafeBufferPointer { $0.baseAddress == own.baseAddress }
    }
  }

  /// The chunks in order, with those in one that stand behind one another.
  static func runs(of chunks: [TrialChunk]) -> [TrialChunk] {
    var runs: [TrialChunk] = []
    for chunk in chunks {
      if let last = runs.last, chunk.stands(behind: last) {
        runs[runs.count - 1] = last.followed(by: chunk, columns: 0)
      } else {
        runs.append(chunk)
      }
    }
    return runs
  }
}
