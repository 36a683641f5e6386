import Quantities

/// Where uniforms come from, and the machine instructions that make draws of them.
struct Sampler: Sendable {
  let uniforms: UniformSource
  let set: InstructionSet
  /// How the draws differ from those of the trials; nil where they don't.
  var variant: DrawVariant?
}

extension DrawSource {
  /// Fills a column with the source's numbers for the trials from `firstTrial` on; `month` matters to monthly sources only.
  ///
  /// `transform` is that of the source's distribution, see ``PreparedDraws``.
  func fill(
    _ column: UnsafeMutableBufferPointer<Double>, transform: ColumnTransform, sampler: Sampler,
    firstTrial: Int, month: Int
  ) {
    let variant = sampler.variant
    /// The uniforms of a part: the one place where they come from.
    func uniforms(_ part: Part, _ column: UnsafeMutableBufferPointer<Double>) {
      var key = part.key
      if let variant, variant.replaced.contains(key) { key = DrawVariant.second(key) }
      if isMonthly { key = key.month(month) }
      sampler.uniforms.fill(column, key: key, firstTrial: firstTrial, on: sampler.set)
    }
    var (parts, offset) = (self.parts, 0.0)
    if let variant {
      switch variant.mixture(of: self, sampler.uniforms, firstTrial: firstTrial, month: month) {
      case .scores(let mixed, let constant): (parts, offset) = (mixed, constant)
      case .held(let probability):
        column.update(repeating: probability)
        return transform.apply(to: column, on: sampler.set)
      }
    }
    if parts.count == 1, parts[0].weight == 1, offset == 0 {
      uniforms(parts[0], column)
    } else {
      Self.correlate(column, parts, offset, uniforms, on: sampler.set)
    }
    transform.apply(to: column, on: sampler.set)
  }

  /// Fills a column with the probabilities of `offset` and the weighted sums of the parts' normal scores.
  private static func correlate(
    _ column: UnsafeMutableBufferPointer<Double>, _ parts: [Part], _ offset: Double,
    _ uniforms: (Part, UnsafeMutableBufferPointer<Double>) -> Void, on set: InstructionSet
  ) {
    guard let sums = column.baseAddress else { return }
    let count = column.count
    column.update(repeating: offset)
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
