/// A probability distribution of one real number.
///
/// The cases hold parameters as given and check nothing; `validated()` and the throwing factories
/// do. With parameters outside their domain every answer is a number or "not a number", never a
/// trap. Values carry the unit of the parameters.
package indirect enum Distribution: Hashable, Sendable {
  /// The normal distribution; deviation > 0.
  case normal(mean: Double, deviation: Double)
  /// exp of a normal variable with mean `mu` and deviation `sigma` > 0.
  case lognormal(mu: Double, sigma: Double)
  /// 1 / (1 + exp(-z)) of a normal variable z with mean `mu` and deviation `sigma` > 0; values in
  /// 0…1.
  case logitNormal(mu: Double, sigma: Double)
  /// Uniform between `low` < `high`.
  case uniform(low: Double, high: Double)
  /// Triangular density, low ≤ mode ≤ high, low < high.
  case triangular(low: Double, mode: Double, high: Double)
  /// Beta on 0…1; both shapes > 0.
  case beta(alpha: Double, beta: Double)
  /// Beta stretched onto low…high.
  case scaledBeta(alpha: Double, beta: Double, low: Double, high: Double)
  /// Gamma with mean shape × scale; both > 0.
  case gamma(shape: Double, scale: Double)
  /// 1 with this probability, else 0.
  case bernoulli(probability: Double)
  /// Successes in `count` independent attempts.
  case binomial(count: Int, probability: Double)
  /// Events at an expected number `mean` > 0.
  case poisson(mean: Double)
  /// Observed values in ascending order, each equally likely.
  case empirical([Double])
  /// The distribution of -X.
  case negated(Distribution)
  /// The distribution of X times a positive factor.
  case scaled(Distribution, by: Double)
  /// The distribution of X given low ≤ X ≤ high; either end may be infinite.
  case truncated(Distribution, low: Double, high: Double)

  /// Whether the values come from a finite or countable set.
  package var isDiscrete: Bool {
    switch self {
    case .bernoulli, .binomial, .poisson, .empirical: true
    case .negated(let base), .scaled(let base, by: _), .truncated(let base, low: _, high: _):
      base.isDiscrete
    default: false
    }
  }

  /// The least and greatest possible value; the ends may be infinite.
  package var support: ClosedRange<Double> {
    switch self {
    case .normal: -.infinity ... .infinity
    case .lognormal, .gamma, .poisson: 0 ... .infinity
    case .logitNormal, .beta, .bernoulli: 0...1
    case .uniform(let low, let high), .triangular(let low, _, let high),
      .scaledBeta(_, _, let low, let high):
      Self.range(low, high)
    case .binomial(let count, _): Self.range(0, Double(count))
    case .empirical(let values): Self.range(values.first ?? .nan, values.last ?? .nan)
    case .negated(let base):
      Self.range(-base.support.upperBound, -base.support.lowerBound)
    case .scaled(let base, by: let factor):
      Self.range(base.support.lowerBound * factor, base.support.upperBound * factor)
    case .truncated(let base, let low, let high):
      Truncation(base, low: low, high: high).support
    }
  }

  /// The range between two numbers, or everything when they are not in order.
  static func range(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    low <= high ? low...high : -.infinity ... .infinity
  }
}
