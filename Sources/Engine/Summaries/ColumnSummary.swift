import Quantities

/// A percentile of a column, and how well it is known.
package struct Percentile: Hashable, Sendable {
  /// The percentile of the trials run, as near as it is known.
  package var value: Double
  /// It is no less than this: the same as `value` where all values were kept, else the edge of its bin.
  package var lower: Double
  /// It is no more than this.
  package var upper: Double
  /// The standard error, as an estimate of what infinitely many trials would give; not a number where it isn't asked.
  package var error: Double
}

/// What the trials say of one output column, whether its values were kept or counted in bins.
package struct ColumnSummary: Hashable, Sendable {
  /// The trials in which the value is defined.
  package var trials: Int
  /// The trials that were run.
  package var of: Int
  /// The mean; not a number where no trial has a value.
  package var mean: Double
  /// The standard deviation, dividing by the trials less one; not a number for fewer than two.
  package var deviation: Double
  /// The least value.
  package var minimum: Double
  /// The greatest value.
  package var maximum: Double
  /// The standard error of the mean: deviation / √trials, or by the replicates' means.
  package var meanError: Double
  /// The 5th, 50th and 95th percentile; empty where only the mean is asked.
  package var percentiles: [Percentile] = []

  /// The shares of the percentiles, and whether their standard errors are asked.
  static let asked: [(share: Double, hasError: Bool)] = [(0.05, true), (0.5, false), (0.95, true)]

  /// The summary of all values of a column; NaN is undefined. For trials that are independent.
  package init(_ values: [Double]) {
    var selection = OrderSelection()
    self = values.withUnsafeBufferPointer {
      Self($0, .percentiles, firstTrial: 0, replicates: 1, &selection)
    }
  }

  /// The summary of the values of consecutive trials from `firstTrial` on.
  init(
    _ values: UnsafeBufferPointer<Double>, _ detail: SummaryDetail, firstTrial: Int,
    replicates: Int, _ selection: inout OrderSelection
  ) {
    let centre = Self.centre(of: values)
    var moments = ColumnMoments(values, centre: centre, firstTrial: firstTrial, replicates)
    if moments.isFarFromCentre {
      moments = ColumnMoments(values, centre: moments.mean, firstTrial: firstTrial, replicates)
    }
    self.init(moments, of: values.count)
    guard detail == .percentiles else { return }
    if moments.trials < values.count {
      // What is undefined is left out, and the order of the rest is kept, with the replicate of each.
      let kept = values.indices.filter { !values[$0].isNaN }
      let own = kept.map { values[$0] }
      self = own.withUnsafeBufferPointer { own in
        var source = KeptOrder(
          values: own, summary: self, selection: selection, replicates: replicates,
          replicate: { (firstTrial + kept[$0]) / blockSize % replicates })
        return with(percentilesOf: &source, &selection)
      }
    } else {
      var source = KeptOrder(
        values: values, summary: self, selection: selection, replicates: replicates,
        replicate: { (firstTrial + $0) / blockSize % replicates })
      self = with(percentilesOf: &source, &selection)
    }
  }

  private func with(percentilesOf source: inout KeptOrder, _ selection: inout OrderSelection)
    -> Self
  {
    var summary = self
    summary.percentiles = Percentile.asked(of: &source)
    swap(&selection, &source.selection)
    return summary
  }

  /// The summary of a sketch.
  ///
  /// - Parameter known: the sorted values of single bins, where they were collected.
  init(_ sketch: ColumnSketch, known: [Int: [Double]] = [:]) {
    self.init(
      ColumnMoments(sketch), of: sketch.undefined.reduce(0, +) + sketch.defined.reduce(0, +))
    switch sketch.layout.counting {
    case .total, .none: return
    case .values, .bins: break
    }
    var source = SketchedOrder(sketch, summary: self, known: known)
    percentiles = Percentile.asked(of: &source)
  }

  private init(_ moments: ColumnMoments, of all: Int) {
    (trials, of) = (moments.trials, all)
    (mean, deviation, meanError) = (moments.mean, moments.deviation, moments.error)
    // Of the two zeros the one without a sign, whichever came first.
    minimum = moments.trials == 0 ? .nan : moments.minimum + 0
    maximum = moments.trials == 0 ? .nan : moments.maximum + 0
  }

  /// The mean of the first block, near enough to the column's that its squares lose no digits.
  private static func centre(of values: UnsafeBufferPointer<Double>) -> Double {
    guard let some = values.first(where: \.isFinite) else { return 0 }
    let first = UnsafeBufferPointer(rebasing: values[..<min(blockSize, values.count)])
    let sums = ColumnSums(first, centre: some)
    let mean = some + sums.differences / Double(max(1, first.count - sums.undefined))
    return mean.isFinite ? mean : 0
  }
}

/// The moments of a column from its blocks' sums.
struct ColumnMoments {
  private(set) var trials = 0
  private(set) var mean = Double.nan
  private(set) var deviation = Double.nan
  private(set) var error = Double.nan
  private(set) var minimum = Double.infinity
  private(set) var maximum = -Double.infinity
  /// Whether the differences from the centre are so large against the deviation that digits of it are lost.
  private(set) var isFarFromCentre = false

  init(_ sketch: ColumnSketch) {
    (minimum, maximum) = (sketch.minimum, sketch.maximum)
    finish(sketch.layout.centre, sketch.defined, sketch.differences, sketch.squares)
    if sketch.layout.counting == .total {
      (deviation, error, minimum, maximum) = (.nan, .nan, .nan, .nan)
    }
  }

  init(
    _ values: UnsafeBufferPointer<Double>, centre: Double, firstTrial: Int, _ replicates: Int
  ) {
    var defined = [Int](repeating: 0, count: replicates)
    var differences = [Superaccumulator](repeating: Superaccumulator(), count: replicates)
    var squares = Superaccumulator()
    var start = 0
    while start < values.count {
      let block = (firstTrial + start) / blockSize
      let end = min(values.count, (block + 1) * blockSize - firstTrial)
      let own = UnsafeBufferPointer(rebasing: values[start..<end])
      let sums = ColumnSums(own, centre: centre)
      let replicate = block % replicates
      if own.count > sums.undefined {
        defined[replicate] += own.count - sums.undefined
        differences[replicate].add(sums.differences)
        squares.add(sums.squares)
        minimum = min(minimum, sums.minimum)
        maximum = max(maximum, sums.maximum)
      }
      start = end
    }
    finish(centre, defined, differences, squares)
  }

  private mutating func finish(
    _ centre: Double, _ defined: [Int], _ differences: [Superaccumulator],
    _ squares: Superaccumulator
  ) {
    trials = defined.reduce(0, +)
    guard trials > 0 else { return }
    let count = Double(trials)
    var all = Superaccumulator()
    for sum in differences { all.add(sum) }
    let shift = all.total / count
    mean = centre + shift
    let squared = squares.total
    let around = squared - shift * all.total
    if trials > 1 { deviation = (max(0, around) / (count - 1)).squareRoot() }
    if around.isNaN { deviation = .nan }
    isFarFromCentre = squared.isFinite && around < 1e-4 * squared
    error = deviation / count.squareRoot()
    let used = defined.indices.filter { defined[$0] > 0 }
    if used.count > 1 {
      let means = used.map { centre + differences[$0].total / Double(defined[$0]) }
      error = Replicates.error(zip(means, used.map { Double(defined[$0]) }))
    }
  }
}

/// What replicates that were drawn independently tell of an error.
enum Replicates {
  /// The standard error of the weighted mean of replicates' values: their weighted deviation / √(their number), as a ratio
  /// estimator has it (Cochran, Sampling Techniques, 3rd ed., 1977, section 6.3).
  static func error(_ replicates: some Sequence<(Double, Double)>) -> Double {
    let all = Array(replicates)
    let weight = all.reduce(0) { $0 + $1.1 }
    guard all.count > 1, weight > 0 else { return .nan }
    let mean = all.reduce(0) { $0 + $1.0 * $1.1 } / weight
    let squares = all.reduce(0) { sum, one in
      let difference = one.1 / weight * (one.0 - mean)
      return sum + difference * difference
    }
    let number = Double(all.count)
    return (squares * number / (number - 1)).squareRoot()
  }
}
