extension Distribution {
  /// P(X = k) of a counting distribution at a whole number, in Loader's saddle-point form (2000);
  /// not a number for the other distributions.
  func countProbability(_ k: Double) -> Double {
    switch self {
    case .bernoulli(let probability):
      return k == 0 ? 1 - probability : k == 1 ? probability : 0
    case .poisson(let mean):
      guard k >= 0 else { return 0 }
      if k == 0 { return SpecialFunctions.exp(-mean) }
      let exponent = -SpecialFunctions.stirlingError(k) - SpecialFunctions.deviance(k, mean)
      return SpecialFunctions.exp(exponent) / (SpecialFunctions.rootTwoPi * k.squareRoot())
    case .binomial(let count, let probability):
      let n = Double(count)
      guard k >= 0, k <= n else { return 0 }
      if probability <= 0 || probability >= 1 {
        return k == (probability <= 0 ? 0 : n) ? 1 : 0
      }
      if k == 0 { return SpecialFunctions.exp(n * SpecialFunctions.log1p(-probability)) }
      if k == n { return SpecialFunctions.exp(n * SpecialFunctions.log(probability)) }
      let rest = n - k
      let errors =
        SpecialFunctions.stirlingError(n) - SpecialFunctions.stirlingError(k)
        - SpecialFunctions.stirlingError(rest)
      let exponent =
        errors - SpecialFunctions.deviance(k, n * probability)
        - SpecialFunctions.deviance(rest, n * (1 - probability))
      return SpecialFunctions.exp(exponent) * (n / k / rest).squareRoot()
        / SpecialFunctions.rootTwoPi
    default: return .nan
    }
  }
}
