/// The count, mean and sum of squared differences from the mean of a column, in two passes with
/// compensated sums (Chan, Golub and LeVeque, 1983, the corrected two-pass algorithm).
package struct CentralMoments: Hashable, Sendable {
  /// The number of values.
  package let count: Int
  /// The arithmetic mean; not a number when there are no values.
  package let mean: Double
  /// The sum of squared differences from the mean; not a number when there are no values.
  package let squares: Double

  /// The moments of all values; a value that is not a number makes them so.
  package init(_ values: some Collection<Double>) {
    count = values.count
    let size = Double(values.count)
    var sum = NeumaierSum()
    for value in values { sum.add(value) }
    let centre = sum.total / size
    var differences = NeumaierSum()
    var squared = NeumaierSum()
    for value in values {
      let difference = value - centre
      differences.add(difference)
      squared.add(difference * difference)
    }
    let rest = differences.total
    mean = centre.isFinite ? centre + rest / size : centre
    let corrected = squared.total - rest * (rest / size)
    squares = corrected < 0 ? 0 : corrected
  }
}
