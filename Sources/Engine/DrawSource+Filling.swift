import Quantities

/// Where uniforms come from, and the machine instructions that make draws of them.
struct Sampler: Sendable {
  let uniforms: UniformSource
  let set: InstructionSet
}

extension DrawSource {
  /// Fills a column with the source's numbers for the trials from `firstTrial` on; `month` matters to monthly sources only.
  ///
  /// `transform` is that of the source's distribution, see ``PreparedDraws``.
  func fill(
    _ column: UnsafeMutableBufferPointer<Double>, transform: ColumnTransform, sampler: Sampler,
    firstTrial: Int, month: Int
  ) {
    /// The uniforms of a part: the one place where they come from.
    func uniforms(_ part: Part, _ column: UnsafeMutableBufferPointer<Double>) {
      let key = isMonthly ? part.key.month(month) : part.key
      sampler.uniforms.fill(column, key: key, firstTrial: firstTrial, on: sampler.set)
    }
    if parts.count == 1 {
      uniforms(parts[0], column)
    } else {
      correlate(column, uniforms, on: sampler.set)
    }
    transform.apply(to: column, on: sampler.set)
  }

  /// Fills a column with the probabilities of the weighted sums of the parts' normal scores.
  private func correlate(
    _ column: UnsafeMutableBufferPointer<Double>,
    _ uniforms: (Part, UnsafeMutableBufferPointer<Double>) -> Void, on set: InstructionSet
  ) {
    guard let sums = column.baseAddress else { return }
    let count = column.count
    column.update(repeating: 0)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { scores in
      guard let score = scores.baseAddress else { return }
      scores.initialize(repeating: 0)
      for part in parts {
        uniforms(part, scores)
        ColumnFunctions(on: set).normalQuantile(score, score, deviation: part.weight, count: count)
        for i in 0..<count { sums[i] += score[i] }
      }
    }
    ColumnFunctions(on: set).normalCumulative(sums, sums, count: count)
    for i in 0..<count { sums[i] = min(max(sums[i], 0x1p-53), 1 - 0x1p-53) }
  }
}
