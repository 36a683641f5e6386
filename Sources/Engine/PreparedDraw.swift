import Quantities

/// Where uniforms come from, and the machine instructions that make draws of them.
struct Sampler: Sendable {
  let uniforms: UniformSource
  let set: InstructionSet
  /// How the draws differ from those of the trials; nil where they don't.
  var variant: DrawVariant?
}

/// A draw made ready: where its numbers come from, and its distribution as columns are made.
///
/// An object, as all blocks look at it: copies of its parts took 1 percent of a run of 30 draws.
final class PreparedDraw: Sendable {
  private let source: DrawSource
  private let transform: ColumnTransform
  /// The only part of a draw that hangs on no other.
  private let only: DrawSource.Part?

  /// Makes a draw ready; `transform` is that of the source's distribution.
  init(_ source: DrawSource, _ transform: ColumnTransform) {
    (self.source, self.transform) = (source, transform)
    only = source.parts.count == 1 && source.parts[0].weight == 1 ? source.parts[0] : nil
  }

  /// Fills a column with the draw's numbers for the trials from `firstTrial` on; `month` matters to monthly draws only.
  func fill(
    _ column: UnsafeMutableBufferPointer<Double>, sampler: Sampler, firstTrial: Int, month: Int
  ) {
    let variant = sampler.variant
    /// The uniforms of a part: the one place where they come from.
    func uniforms(_ part: DrawSource.Part, _ column: UnsafeMutableBufferPointer<Double>) {
      var key = part.key
      if let variant, variant.replaced.contains(key) { key = DrawVariant.second(key) }
      if source.isMonthly { key = key.month(month) }
      sampler.uniforms.fill(column, key: key, firstTrial: firstTrial, on: sampler.set)
    }
    let mixture = variant?.mixture(
      of: source, sampler.uniforms, firstTrial: firstTrial, month: month)
    switch mixture {
    case nil:
      if let only {
        uniforms(only, column)
      } else {
        Self.correlate(column, source.parts, 0, uniforms, on: sampler.set)
      }
    case .scores(let parts, let offset):
      if parts.count == 1, parts[0].weight == 1, offset == 0 {
        uniforms(parts[0], column)
      } else {
        Self.correlate(column, parts, offset, uniforms, on: sampler.set)
      }
    case .held(let probability): column.update(repeating: probability)
    }
    transform.apply(to: column, on: sampler.set)
  }

  /// Fills a column with the probabilities of `offset` and the weighted sums of the parts' normal scores.
  private static func correlate(
    _ column: UnsafeMutableBufferPointer<Double>, _ parts: [DrawSource.Part], _ offset: Double,
    _ uniforms: (DrawSource.Part, UnsafeMutableBufferPointer<Double>) -> Void,
    on set: InstructionSet
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
