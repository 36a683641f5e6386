/// The mean and deviation of a truncated distribution.
///
/// Negation, scaling and nested truncation are moved outwards or merged first. Uniform: closed
/// form. Triangular: each straight piece of the density integrated exactly. Discrete: sums over the
/// values kept. Everything else: the trapezoidal rule for the quantile function of a standard
/// normal variable, an integrand that is analytic and falls off doubly fast, step 1/16; about
/// 1e-12 relative.
struct TruncatedMoments {
  private(set) var mean = Double.nan
  private(set) var deviation = Double.nan

  init(_ base: Distribution, low: Double, high: Double) {
    switch base {
    case .negated(let inner):
      let moments = TruncatedMoments(inner, low: -high, high: -low)
      (mean, deviation) = (-moments.mean, moments.deviation)
    case .scaled(let inner, by: let factor):
      let moments = TruncatedMoments(inner, low: low / factor, high: high / factor)
      (mean, deviation) = (moments.mean * factor, moments.deviation * factor)
    case .truncated(let inner, low: let innerLow, high: let innerHigh):
      self = TruncatedMoments(inner, low: max(low, innerLow), high: min(high, innerHigh))
    case .uniform(let start, let end):
      let kept = Distribution.uniform(low: max(low, start), high: min(high, end))
      (mean, deviation) = (kept.mean, kept.deviation)
    case .empirical(let values):
      (mean, deviation) = Distribution.empiricalMoments(values.filter { $0 >= low && $0 <= high })
    case .triangular(let start, let mode, let end):
      sumPieces([start, mode, end], low: low, high: high)
    case .bernoulli, .binomial, .poisson:
      sumCounts(Truncation(base, low: low, high: high))
    default:
      integrate(Truncation(base, low: low, high: high))
    }
  }

  private mutating func set(centre: Double, weight: Double, first: Double, second: Double) {
    guard weight > 0 else { return }
    let offset = first / weight
    mean = centre + offset
    let variance = second / weight - offset * offset
    deviation = variance < 0 ? 0 : variance.squareRoot()
  }

  private mutating func integrate(_ truncation: Truncation) {
    guard truncation.mass > 0 else { return }
    let base = truncation.base
    func value(_ z: Double) -> Double {
      let tails = truncation.baseTails(SpecialFunctions.normalTails(z))
      return min(max(base.continuousQuantile(tails), truncation.low), truncation.high)
    }
    let centre = value(0)
    var weights = NeumaierSum()
    var first = NeumaierSum()
    var second = NeumaierSum()
    weights.add(SpecialFunctions.normalDensity(0))
    for side in [-1.0, 1.0] {
      var z = side / 16
      while abs(z) < 37.5 {
        let weight = SpecialFunctions.normalDensity(z)
        let difference = value(z) - centre
        let square = weight * difference * difference
        weights.add(weight)
        first.add(weight * difference)
        second.add(square)
        if abs(z) > 9, square <= 1e-18 * second.total { break }
        z += side / 16
      }
    }
    set(centre: centre, weight: weights.total, first: first.total, second: second.total)
  }

  private mutating func sumCounts(_ truncation: Truncation) {
    guard truncation.mass > 0 else { return }
    let trifle = 1e-22 * truncation.mass
    let base = truncation.base
    let from = base.quantile(
      Tails(lower: truncation.atLow.lower + trifle, upper: truncation.atLow.upper),
      strictly: true)
    let to = base.quantile(
      Tails(lower: truncation.atHigh.lower, upper: truncation.atHigh.upper + trifle),
      strictly: false)
    let centre = base.quantile(truncation.baseTails(Tails(0.5)))
    var weights = NeumaierSum()
    var first = NeumaierSum()
    var second = NeumaierSum()
    var k = max(from, truncation.low.rounded(.up))
    while k <= min(to, truncation.high) {
      let weight = base.countProbability(k)
      weights.add(weight)
      first.add(weight * (k - centre))
      second.add(weight * (k - centre) * (k - centre))
      k += 1
    }
    set(centre: centre, weight: weights.total, first: first.total, second: second.total)
  }

  private mutating func sumPieces(_ corners: [Double], low: Double, high: Double) {
    let (start, mode, end) = (corners[0], corners[1], corners[2])
    // Density at a point up to a constant factor, one straight line on each side of the mode.
    func density(_ x: Double) -> Double {
      x < mode ? (x - start) / (mode - start) : x > mode ? (end - x) / (end - mode) : 1
    }
    let centre = 0.5 * (max(low, start) + min(high, end))
    var (weight, first, second) = (0.0, 0.0, 0.0)
    for (left, right) in [(start, mode), (mode, end)] {
      let a = max(left, low) - centre
      let b = min(right, high) - centre
      guard a < b else { continue }
      // Three-point Gauss-Legendre: exact for the cubic integrand.
      let half = 0.5 * (b - a)
      for (node, share) in [
        (-0.6.squareRoot(), 5.0 / 9), (0, 8.0 / 9), (0.6.squareRoot(), 5.0 / 9),
      ] {
        let x = 0.5 * (a + b) + half * node
        let mass = density(x + centre) * share * half
        weight += mass
        first += mass * x
        second += mass * x * x
      }
    }
    set(centre: centre, weight: weight, first: first, second: second)
  }
}
