import Quantities

extension DrawSource {
  /// Fills a column with the source's numbers for the trials from `firstTrial` on; `month` matters to monthly sources only.
  ///
  /// `transform` is that of the source's distribution, see ``PreparedDraws``.
  func fill(
    _ column: UnsafeMutableBufferPointer<Double>, transform: ColumnTransform, stream: UniformSource,
    firstTrial: Int, month: Int
  ) {
    func key(_ part: Part) -> StreamKey { isMonthly ? part.key.month(month) : part.key }
    if parts.count == 1 {
      stream.fill(column, key: key(parts[0]), firstTrial: firstTrial)
    } else {
      for i in column.indices {
        var score = 0.0
        for part in parts {
          score +=
            part.weight
            * SpecialFunctions.normalQuantile(stream.uniform(key(part), trial: firstTrial + i))
        }
        column[i] = min(max(SpecialFunctions.normalCumulative(score), 0x1p-53), 1 - 0x1p-53)
      }
    }
    transform.apply(to: column)
  }
}
