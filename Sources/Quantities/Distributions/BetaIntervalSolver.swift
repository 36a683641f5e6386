/// The beta distribution on 0…1 with two given quantiles (there is exactly one: van Dorp and
/// Mazzuchi, 2000).
///
/// Damped Newton in the logit of the mean and the logarithm of alpha + beta, on the normal
/// quantiles of the two cumulative probabilities, which are nearly linear in them.
struct BetaIntervalSolver {
  private struct Point {
    var logit: Double
    var size: Double

    var alpha: Double { SpecialFunctions.exp(size) * SpecialFunctions.logistic(logit) }
    var beta: Double { SpecialFunctions.exp(size) * SpecialFunctions.logistic(-logit) }
    var isUsable: Bool { alpha > 1e-8 && beta > 1e-8 && size < 30 && size.isFinite }
  }

  private let low: Double
  private let high: Double
  private let score: Double

  /// `tail` is the probability below `low` and above `high`.
  init(low: Double, high: Double, tail: Double) {
    self.low = low
    self.high = high
    score = SpecialFunctions.normalQuantile(lower: 1 - tail, upper: tail)
  }

  /// The two shapes, or nil when the search fails (shapes beyond about 1e-8…1e13).
  var shapes: (alpha: Double, beta: Double)? {
    var point = start
    var misses = self.misses(point)
    for _ in 0..<100 {
      let worst = max(abs(misses.low), abs(misses.high))
      guard worst.isFinite else { return nil }
      if worst < 1e-13 { break }
      guard let step = step(point, misses) else { return nil }
      var factor = 1.0
      var moved = false
      while factor > 1e-6 {
        var next = point
        next.logit -= factor * step.logit
        next.size -= factor * step.size
        if next.isUsable {
          let missed = self.misses(next)
          if max(abs(missed.low), abs(missed.high)) < worst {
            (point, misses, moved) = (next, missed, true)
            break
          }
        }
        factor *= 0.5
      }
      if !moved { break }
    }
    let worst = max(abs(misses.low), abs(misses.high))
    return worst < 1e-9 ? (point.alpha, point.beta) : nil
  }

  /// The shapes whose logit has about the mean and deviation of a logit-normal with the quantiles.
  private var start: Point {
    let (from, to) = (
      SpecialFunctions.log(low) - SpecialFunctions.log1p(-low),
      SpecialFunctions.log(high) - SpecialFunctions.log1p(-high)
    )
    let sigma = 0.5 * (to - from) / score
    let logit = 0.5 * (from + to)
    let share = SpecialFunctions.logistic(logit) * SpecialFunctions.logistic(-logit)
    let size = -SpecialFunctions.log(share * sigma * sigma)
    return Point(logit: logit, size: max(-10, min(size, 29)))
  }

  /// How far the normal quantiles of the two cumulative probabilities are from their aims.
  private func misses(_ point: Point) -> (low: Double, high: Double) {
    let (alpha, beta) = (point.alpha, point.beta)
    let below = SpecialFunctions.betaTails(x: low, y: 1 - low, alpha, beta)
    let above = SpecialFunctions.betaTails(x: high, y: 1 - high, alpha, beta)
    return (
      SpecialFunctions.normalQuantile(lower: below.lower, upper: below.upper) + score,
      SpecialFunctions.normalQuantile(lower: above.lower, upper: above.upper) - score
    )
  }

  /// Newton's step with central differences.
  private func step(
    _ point: Point, _ misses: (low: Double, high: Double)
  ) -> (logit: Double, size: Double)? {
    let across = 1e-4 * (1 / point.alpha + 1 / point.beta).squareRoot()
    let along = 1e-4
    var (left, right, less, more) = (point, point, point, point)
    left.logit -= across
    right.logit += across
    less.size -= along
    more.size += along
    let (a, b, c, d) = (
      self.misses(left), self.misses(right), self.misses(less), self.misses(more)
    )
    let lowByLogit = (b.low - a.low) / (2 * across)
    let highByLogit = (b.high - a.high) / (2 * across)
    let lowBySize = (d.low - c.low) / (2 * along)
    let highBySize = (d.high - c.high) / (2 * along)
    let determinant = lowByLogit * highBySize - lowBySize * highByLogit
    let logit = (misses.low * highBySize - misses.high * lowBySize) / determinant
    let size = (misses.high * lowByLogit - misses.low * highByLogit) / determinant
    return logit.isFinite && size.isFinite ? (logit, size) : nil
  }
}
