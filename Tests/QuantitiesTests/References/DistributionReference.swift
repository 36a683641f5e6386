import Quantities
import Testing

/// A distribution with moments, quantiles and cumulative probabilities known from mpmath at 40
/// digits: quantiles by bisection, moments of logit-normal and truncated distributions by
/// quadrature. Parameters are read as decimals, probabilities and points as doubles.
struct DistributionReference: Sendable, CustomTestStringConvertible {
  let distribution: Distribution
  let mean: Double
  let deviation: Double
  let quantiles: [(p: Double, x: Double)]
  let cumulatives: [(x: Double, p: Double)]

  var testDescription: String { "\(distribution)" }

  static let all: [DistributionReference] =
    [
      normalReferences, lognormalReferences, logitNormalReferences, uniformReferences,
      triangularReferences, betaReferences, scaledBetaReferences, gammaReferences,
      poissonReferences, binomialReferences, truncatedReferences, derivedReferences,
    ].flatMap(\.self)
}
