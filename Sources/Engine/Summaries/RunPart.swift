import Quantities

/// What is known of consecutive trials of a run: enough to tell the answers of them, and to be merged with its neighbours into
/// the same as if all had been run at once, bit for bit.
///
/// A part whose last trial is one of the first ``mostKept`` keeps every value; any other sums and counts them, but for the pieces
/// of blocks at its ends, which it keeps until the rest of their block comes.
package struct RunPart: Sendable {
  /// Up to so many trials of a whole run are kept, and summarised exactly.
  package static let mostKept = 16_384

  /// The number of the first trial.
  package var firstTrial: Int
  /// How many trials there are.
  package var trials: Int
  /// The replicates of the sampling; see ``RunSettings/replicates``.
  package var replicates: Int
  /// For each output column, what is wanted of it.
  package var details: [SummaryDetail]
  /// What the checks found, in order.
  package var findings: [CheckResult]
  /// The values of all trials in order, in pieces of one block each, or where there are sketches, those of blocks that are not whole.
  var chunks: [TrialChunk]
  /// For each output column, what was counted of whole blocks; nil where all values are kept.
  var sketches: [ColumnSketch]?

  /// The trial after the last.
  package var end: Int { firstTrial + trials }

  /// Whether every value is kept.
  package var isKept: Bool { sketches == nil }

  /// Creates a part.
  init(
    firstTrial: Int, trials: Int, replicates: Int, details: [SummaryDetail],
    findings: [CheckResult], chunks: [TrialChunk], sketches: [ColumnSketch]?
  ) {
    (self.firstTrial, self.trials, self.replicates) = (firstTrial, trials, replicates)
    (self.details, self.findings) = (details, findings)
    (self.chunks, self.sketches) = (chunks, sketches)
  }

  /// How the columns are counted; nil where all values are kept.
  var layouts: [ColumnLayout]? { sketches?.map(\.layout) }

  /// The part with those kept values counted that make whole blocks.
  func sketched(with layouts: [ColumnLayout]) -> RunPart {
    var part = self
    if part.sketches == nil {
      part.sketches = layouts.map { ColumnSketch($0, replicates: replicates) }
    }
    part.joinPieces()
    return part
  }

  /// Puts pieces of the same block together, and counts those that are whole where there are sketches.
  private mutating func joinPieces() {
    var joined: [TrialChunk] = []
    for chunk in chunks.sorted(by: { $0.first < $1.first }) {
      if let last = joined.last, last.end == chunk.first,
        last.first / blockSize == chunk.first / blockSize
      {
        joined[joined.count - 1] = last.followed(by: chunk, columns: details.count)
      } else {
        joined.append(chunk)
      }
    }
    if sketches != nil {
      for chunk in joined where chunk.count == blockSize { count(chunk) }
      joined.removeAll { $0.count == blockSize }
    }
    chunks = joined
  }

  /// Counts a whole block.
  private mutating func count(_ block: TrialChunk) {
    let replicate = block.first / blockSize % replicates
    for column in details.indices {
      block.column(column) { sketches?[column].add($0, replicate: replicate) }
    }
  }

  // MARK: Merging

  /// Why parts can't be merged.
  package enum MergeProblem: Error, Hashable, Sendable {
    case nothing
    /// No part has the trials from `from` on, below `to`.
    case gap(from: Int, to: Int)
    /// Two parts have the trials from `from` on, below `to`.
    case overlap(from: Int, to: Int)
    /// They are not of the same run.
    case different
    /// More than 4 billion trials.
    case tooMany
  }

  /// The part that has the trials of all `parts`, in whatever order they are given.
  package static func merged(_ parts: [RunPart]) throws(MergeProblem) -> RunPart {
    let ordered = parts.sorted { ($0.firstTrial, $0.end) < ($1.firstTrial, $1.end) }
    guard var whole = ordered.first else { throw .nothing }
    guard ordered.reduce(0.0, { $0 + Double($1.trials) }) < 4e9 else { throw .tooMany }
    // Sketches all have the layouts of the one pilot.
    let layouts = ordered.lazy.compactMap(\.layouts).first
    if let layouts { whole = whole.sketched(with: layouts) }
    for next in ordered.dropFirst() {
      if next.firstTrial < whole.end {
        throw .overlap(from: next.firstTrial, to: min(whole.end, next.end))
      }
      if next.firstTrial > whole.end { throw .gap(from: whole.end, to: next.firstTrial) }
      guard next.replicates == whole.replicates, next.details == whole.details,
        next.layouts == nil || next.layouts == layouts,
        layouts.map({ $0.count == next.details.count }) ?? true
      else { throw .different }
      whole.append(layouts.map { next.sketched(with: $0) } ?? next)
    }
    return whole
  }

  /// Adds the part that follows; both are kept, or both are counted with the same layouts.
  private mutating func append(_ next: RunPart) {
    trials += next.trials
    findings = CheckResult.joined(findings + next.findings)
    chunks += next.chunks
    if let more = next.sketches {
      for column in more.indices { sketches?[column].add(more[column]) }
    }
    joinPieces()
  }

  /// Adds what a thread counted and kept of this part.
  mutating func take(
    _ more: [ColumnSketch], _ pieces: [TrialChunk], _ found: [CheckResult], trials: Int
  ) {
    // In place: what 16 replicates count is not copied. The first thread's sketches are taken as they are.
    if self.trials == 0, chunks.isEmpty {
      sketches = more
    } else {
      for column in more.indices { sketches?[column].add(more[column]) }
    }
    chunks = (chunks + pieces).sorted { $0.first < $1.first }
    findings = CheckResult.joined(findings + found)
    self.trials += trials
  }

  /// The first trials of a part that keeps them.
  func prefix(_ count: Int) -> RunPart {
    var part = self
    part.chunks = chunks.compactMap {
      $0.trials(in: firstTrial..<firstTrial + count)
    }
    part.trials = part.chunks.reduce(0) { $0 + $1.count }
    return part
  }

  // MARK: Reading

  /// The sketch of a column with the pieces of blocks at the ends; nil where all values are kept.
  func sketch(of column: Int) -> ColumnSketch? {
    guard var sketch = sketches?[column] else { return nil }
    for chunk in chunks {
      chunk.column(column) { sketch.add($0, replicate: chunk.first / blockSize % replicates) }
    }
    return sketch
  }

  /// The values of a column that were kept, in order, put into `buffer`.
  func gather(_ column: Int, into buffer: inout [Double]) {
    buffer.removeAll(keepingCapacity: true)
    for chunk in chunks { chunk.column(column) { buffer.append(contentsOf: $0) } }
  }

  /// The values of a column in all trials, in order; nil where they were not kept.
  package func values(ofColumn column: Int) -> [Double]? {
    guard isKept, details.indices.contains(column) else { return nil }
    var values: [Double] = []
    gather(column, into: &values)
    return values
  }

  /// The summary of a column.
  func summary(of column: Int, _ buffers: inout SummaryBuffers) -> ColumnSummary {
    if let sketch = sketch(of: column) { return ColumnSummary(sketch) }
    func summary(_ values: UnsafeBufferPointer<Double>) -> ColumnSummary {
      ColumnSummary(
        values, details[column], firstTrial: firstTrial, replicates: replicates,
        &buffers.selection)
    }
    if let only = buffers.only { return only.column(column, summary) }
    gather(column, into: &buffers.column)
    let values = buffers.column
    return values.withUnsafeBufferPointer(summary)
  }

  /// The mean of a column, its standard error and the trials it is of.
  func mean(of column: Int) -> (mean: Double, error: Double, trials: Int) {
    let moments: ColumnMoments
    if let sketch = sketch(of: column) {
      moments = ColumnMoments(sketch)
    } else {
      var values: [Double] = []
      gather(column, into: &values)
      let centre = values.first(where: \.isFinite) ?? 0
      moments = values.withUnsafeBufferPointer {
        ColumnMoments($0, centre: centre, firstTrial: firstTrial, replicates)
      }
    }
    return (moments.mean, moments.error, moments.trials)
  }
}

/// What a thread reuses from column to column.
struct SummaryBuffers {
  var column: [Double] = []
  var selection = OrderSelection()
  /// The kept trials of a part as one chunk, where they stand in one array.
  let only: TrialChunk?

  /// Creates buffers to look at the columns of a part.
  init(_ part: RunPart) {
    let runs = part.isKept ? TrialChunk.runs(of: part.chunks) : []
    only = runs.count == 1 ? runs[0] : nil
  }
}
