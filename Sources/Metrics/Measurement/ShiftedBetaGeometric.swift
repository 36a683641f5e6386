import Quantities

/// The shifted-beta-geometric model of contractual retention.
///
/// Each customer leaves at every renewal with a constant probability of their own, drawn from
/// Beta(α, β). Fader & Hardie (2007), "How to project customer retention", Journal of Interactive
/// Marketing 21(1).
package struct ShiftedBetaGeometric: Hashable, Sendable {
  /// The first shape parameter, above 0.
  package let alpha: Double
  /// The second shape parameter, above 0.
  package let beta: Double

  /// A model; nil where a parameter is not a finite number above 0.
  package init?(alpha: Double, beta: Double) {
    guard alpha.isFinite, alpha > 0, beta.isFinite, beta > 0 else { return nil }
    self.alpha = alpha
    self.beta = beta
  }

  /// S(n), the share still there after n renewals: `B(α, β+n)/B(α, β)`; nil for n below 0.
  package func survival(_ renewals: Int) -> Double? {
    guard renewals >= 0 else { return nil }
    let steps = min(renewals, 1000)
    let near = (0..<steps).reduce(1.0) {
      $0 * (beta + Double($1)) / (alpha + beta + Double($1))
    }
    if renewals == steps { return near }
    return near
      * SpecialFunctions.exp(
        logGammaRise(from: beta + Double(steps)) - logGammaRise(from: beta + Double(renewals)))
  }

  /// ln Γ(x+α) − ln Γ(x) for x of 1000 or more, from Stirling's series without its cancellation.
  private func logGammaRise(from x: Double) -> Double {
    let y = x + alpha
    func tail(_ x: Double) -> Double { (1 - 1 / (30 * x * x)) / (12 * x) }
    return (x - 0.5) * SpecialFunctions.log1p(alpha / x) + alpha * SpecialFunctions.log(y) - alpha
      + tail(y) - tail(x)
  }

  /// r(n) = S(n)/S(n−1), the retention rate of the n-th renewal: `(β+n−1)/(α+β+n−1)`; nil for n
  /// below 1.
  package func retention(_ renewal: Int) -> Double? {
    guard renewal >= 1 else { return nil }
    let n = Double(renewal - 1)
    return (beta + n) / (alpha + beta + n)
  }

  /// P(T = n), the share that leaves at the n-th renewal; nil for n below 1.
  package func departure(_ renewal: Int) -> Double? {
    guard renewal >= 1, let before = survival(renewal - 1) else { return nil }
    return before * alpha / (alpha + beta + Double(renewal - 1))
  }

  /// The log-likelihood of observed survival S(1), S(2), …, S(n) per customer of the cohort
  /// (natural logarithm; times the cohort's size for the cohort):
  /// `Σ (S(t−1)−S(t)) ln P(T=t) + S(n) ln S(n)`; nil for an empty or invalid curve.
  package func logLikelihood(survival observed: [Double]) -> Double? {
    guard let curve = try? SurvivalCurve(observed) else { return nil }
    return curve.logLikelihood(alpha: alpha, beta: beta)
  }

  /// The discounted expected residual lifetime after a number of renewals, in margins of one
  /// period: `Σ_{k≥0} S(n+1+k)/S(n) · (1+d)^{−k}`.
  ///
  /// Fader & Hardie (2010), "Customer-Base Valuation in a Contractual Setting: The Perils of
  /// Ignoring Heterogeneity", Marketing Science 29(1): the value is taken just before the next
  /// renewal falls due, and the payment of that renewal is not discounted. Equal to
  /// `(β+n)/(α+β+n) · ₂F₁(1, β+n+1; α+β+n+1; 1/(1+d))`. `discount` d is per period; with d = 0 the
  /// sum is finite only for α above 1 and +∞ otherwise. Nil for n or d below 0 or not finite,
  /// and for a discount so small (below about 1e-9) that the fraction does not settle.
  package func discountedResidualLifetime(discount: Double, afterRenewals renewals: Int) -> Double?
  {
    guard renewals >= 0, discount >= 0, discount.isFinite else { return nil }
    let n = Double(renewals)
    if discount == 0 { return alpha > 1 ? (beta + n) / (alpha - 1) : .infinity }
    return GaussFunction.withUnitNumerator(
      beta + n + 1, over: alpha + beta + n + 1, at: 1 / (1 + discount)
    ).map { $0 * (beta + n) / (alpha + beta + n) }
  }
}

/// The Gauss hypergeometric function with one numerator parameter equal to 1.
enum GaussFunction {
  /// ₂F₁(1, a; c; z) for a > 0, c > 1, 0 ≤ z < 1, from Gauss's continued fraction (DLMF 15.7.1 with
  /// b = 0) by Lentz's method; nil where it does not settle to 1e-15 in a million steps.
  static func withUnitNumerator(_ a: Double, over c: Double, at z: Double) -> Double? {
    let base = c - 1
    let tiny = 1e-300
    var value = base
    var numerator = value
    var denominator = 0.0
    for step in 1...1_000_000 {
      let half = Double(step / 2)
      let u =
        step.isMultiple(of: 2)
        ? half * (base - a + half) : (a + half) * (base + half)
      let t = base + Double(step)
      denominator = t - u * z * denominator
      if denominator == 0 { denominator = tiny }
      numerator = t - u * z / numerator
      if numerator == 0 { numerator = tiny }
      denominator = 1 / denominator
      let factor = numerator * denominator
      value *= factor
      if (factor - 1).magnitude < 1e-15 {
        let result = base / value
        return result.isFinite ? result : nil
      }
    }
    return nil
  }
}
