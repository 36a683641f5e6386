/// The mean and deviation of a logit-normal distribution, which have no closed form.
///
/// Trapezoidal sums over the standard normal variable z, which converge geometrically for an
/// analytic integrand: with the step at most 1/4 and 1/(4 sigma) the error is about
/// exp(-2 pi² / (sigma h)) < 1e-16 (Trefethen and Weideman, SIAM Review 2014). Values are summed as
/// differences from the median, so a small sigma does not cancel.
struct LogitNormalMoments {
  let mean: Double
  let deviation: Double

  init(mu: Double, sigma: Double) {
    guard sigma > 0, sigma < 1e6, mu.isFinite else {
      (mean, deviation) = (.nan, .nan)
      return
    }
    // Mirrored to a median of at most one half, where differences keep their relative accuracy.
    let centre = -abs(mu)
    let median = SpecialFunctions.logistic(centre)
    // The integrands peak between z = 0 and where the logistic saturates, at most 2 sigma.
    let last = 10 + min(2 * sigma, -centre / sigma)
    let step = min(0.25, 0.25 / sigma)
    var first = NeumaierSum()
    var second = NeumaierSum()
    var weights = NeumaierSum()
    let count = ((last + 10) / step).rounded(.up)
    var index = 0.0
    while index <= count {
      let z = index * step - 10
      let weight = SpecialFunctions.normalDensity(z)
      let shift = sigma * z
      let difference =
        shift < 0
        ? median * SpecialFunctions.expm1(shift) / (1 + median * SpecialFunctions.expm1(shift))
          * (1 - median)
        : -SpecialFunctions.expm1(-shift) * SpecialFunctions.logistic(centre + shift) * (1 - median)
      weights.add(weight)
      first.add(weight * difference)
      second.add(weight * difference * difference)
      index += 1
    }
    let offset = first.total / weights.total
    let square = second.total / weights.total
    mean = mu <= 0 ? median + offset : (1 - median) - offset
    let variance = square - offset * offset
    deviation = variance < 0 ? 0 : variance.squareRoot()
  }
}
