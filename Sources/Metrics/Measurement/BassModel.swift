import Quantities

/// The Bass model of the diffusion of an innovation.
///
/// Bass (1969), "A New Product Growth for Model Consumer Durables", Management Science 15(5).
package struct BassModel: Hashable, Sendable {
  /// m, the number of eventual adopters, above 0.
  package let market: Double
  /// p, the coefficient of innovation per period, above 0.
  package let innovation: Double
  /// q, the coefficient of imitation per period, at least 0.
  package let imitation: Double

  /// A model; nil where a parameter lies outside its domain.
  package init?(market: Double, innovation: Double, imitation: Double) {
    guard market.isFinite, market > 0, innovation.isFinite, innovation > 0, imitation.isFinite,
      imitation >= 0
    else { return nil }
    self.market = market
    self.innovation = innovation
    self.imitation = imitation
  }

  /// Cumulative adopters after periods 1, 2, …, n of the discrete model:
  /// `N(t) = N(t−1) + (p + q·N(t−1)/m)(m − N(t−1))`, N(0) = 0. Never above m, which the formula
  /// itself could pass where p + q exceeds 1.
  package func discreteCumulative(periods: Int) -> [Double] {
    var total = 0.0
    return (0..<max(0, periods)).map { _ in
      let hazard = min(1, innovation + imitation * total / market)
      total = min(market, total + hazard * (market - total))
      return total
    }
  }

  /// Cumulative adopters at time t of the continuous model,
  /// `m(1 − e^{−(p+q)t})/(1 + (q/p)e^{−(p+q)t})`; nil for t below 0 or not finite.
  package func cumulative(_ time: Double) -> Double? {
    guard time >= 0, time.isFinite else { return nil }
    let rate = innovation + imitation
    return -market * SpecialFunctions.expm1(-rate * time)
      / (1 + imitation / innovation * SpecialFunctions.exp(-rate * time))
  }

  /// Adopters per period at time t of the continuous model, m·f(t) with
  /// `f = ((p+q)²/p)·e^{−(p+q)t}/(1 + (q/p)e^{−(p+q)t})²`; nil for t below 0 or not finite.
  package func density(_ time: Double) -> Double? {
    guard time >= 0, time.isFinite else { return nil }
    return market * BassCurve(innovation: innovation, imitation: imitation).at(time).value
  }

  /// The time of most adoptions per period, `ln(q/p)/(p+q)`; 0 where q does not exceed p.
  package var peak: Double {
    imitation > innovation
      ? SpecialFunctions.log(imitation / innovation) / (innovation + imitation) : 0
  }
}

/// The density of the Bass model with its derivatives, for a market of 1.
struct BassCurve {
  /// p, above 0.
  let innovation: Double
  /// q, at least 0.
  let imitation: Double

  /// f(t) and its derivatives in ln p and ln q.
  func at(_ time: Double) -> (value: Double, byInnovation: Double, byImitation: Double) {
    let p = innovation
    let q = imitation
    let rate = p + q
    let decay = SpecialFunctions.exp(-rate * time)
    let base = 1 + q / p * decay
    let value = rate * rate / p * decay / (base * base)
    let byP = 2 / rate - 1 / p - time + 2 * q / p * decay * (1 / p + time) / base
    let byQ = 2 / rate - time - 2 * decay / p * (1 - q * time) / base
    return (value, value * byP * p, value * byQ * q)
  }
}
