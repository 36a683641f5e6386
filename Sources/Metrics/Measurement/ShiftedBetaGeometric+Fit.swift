import Quantities

extension ShiftedBetaGeometric {
  /// The maximum-likelihood model of a survival curve S(1), S(2), …, S(n), shares of the cohort.
  ///
  /// Newton's method in ln α and ln β with halved steps. Domain: at least two points, each in
  /// 0...1 and none above the one before (`FitError.tooFew`, `.invalid`). `.unbounded` where the
  /// likelihood has no interior maximum: nobody leaves, all leave at once, or retention does not
  /// rise, so that a constant or falling rate fits no worse than any mixture.
  package static func fit(survival observed: [Double]) throws(FitError) -> ShiftedBetaGeometric {
    guard observed.count >= 2 else { throw .tooFew(have: observed.count, need: 2) }
    let curve = try SurvivalCurve(observed)
    guard let last = observed.last, last < 1, observed[0] > 0 else { throw .unbounded }
    var point = (a: 0.0, b: 0.0)
    var value = curve.logLikelihood(alpha: 1, beta: 1)
    for _ in 0..<500 {
      let slope = curve.derivatives(
        alpha: SpecialFunctions.exp(point.a), beta: SpecialFunctions.exp(point.b))
      if (slope.a * slope.a + slope.b * slope.b).squareRoot() < 1e-13 { break }
      let step = slope.ascent
      var scale = min(1, 2 / max(step.a.magnitude, step.b.magnitude))
      var moved = false
      for _ in 0..<60 {
        let next = (a: point.a + scale * step.a, b: point.b + scale * step.b)
        let likelihood = curve.logLikelihood(
          alpha: SpecialFunctions.exp(next.a), beta: SpecialFunctions.exp(next.b))
        if likelihood > value {
          point = next
          value = likelihood
          moved = true
          break
        }
        scale /= 2
      }
      if max(point.a.magnitude, point.b.magnitude) > 18 { throw .unbounded }
      if !moved { break }
    }
    let final = curve.derivatives(
      alpha: SpecialFunctions.exp(point.a), beta: SpecialFunctions.exp(point.b))
    let curvature = final.aa * final.bb - final.ab * final.ab
    guard (final.a * final.a + final.b * final.b).squareRoot() < 1e-7 else {
      throw .notConverged(starts: 1, residual: value)
    }
    guard final.aa < 0, curvature > 1e-9 * final.aa * final.bb,
      let model = ShiftedBetaGeometric(
        alpha: SpecialFunctions.exp(point.a), beta: SpecialFunctions.exp(point.b))
    else { throw .unbounded }
    return model
  }
}

/// A survival curve as the share that leaves and the share that stays at each renewal.
struct SurvivalCurve {
  private let left: [Double]
  private let stayed: [Double]

  /// Checks that the shares lie in 0...1 and never rise.
  init(_ survival: [Double]) throws(FitError) {
    guard !survival.isEmpty else { throw .tooFew(have: 0, need: 1) }
    var before = 1.0
    var left: [Double] = []
    for (index, share) in survival.enumerated() {
      guard share >= 0, share <= before else { throw .invalid(index: index, value: share) }
      left.append(before - share)
      before = share
    }
    self.left = left
    stayed = survival
  }

  /// Each renewal is a binomial split with hazard α/(α+β+i), so the likelihood is a sum of
  /// logarithms: `Σ leftᵢ ln α + stayedᵢ ln(β+i) − (leftᵢ+stayedᵢ) ln(α+β+i)`.
  func logLikelihood(alpha: Double, beta: Double) -> Double {
    left.indices.reduce(0) { sum, i in
      let n = Double(i)
      let total = alpha + beta + n
      return sum + left[i] * SpecialFunctions.log(alpha / total) + stayed[i]
        * SpecialFunctions.log((beta + n) / total)
    }
  }

  /// First and second derivatives in ln α and ln β.
  func derivatives(alpha: Double, beta: Double) -> LogDerivatives {
    var result = LogDerivatives()
    for i in left.indices {
      let n = Double(i)
      let total = alpha + beta + n
      let all = left[i] + stayed[i]
      let first = alpha / total
      let second = beta / total
      let own = beta / (beta + n)
      result.a += left[i] - all * first
      result.b += stayed[i] * own - all * second
      result.aa -= all * first * (1 - first)
      result.bb += stayed[i] * own * (1 - own) - all * second * (1 - second)
      result.ab += all * first * second
    }
    return result
  }
}

/// Derivatives of the log-likelihood in ln α (a) and ln β (b).
struct LogDerivatives {
  /// The first derivatives.
  var a = 0.0, b = 0.0
  /// The second derivatives.
  var aa = 0.0, bb = 0.0, ab = 0.0

  /// Newton's step where the second derivatives are negative definite, else the gradient.
  var ascent: (a: Double, b: Double) {
    let determinant = aa * bb - ab * ab
    guard aa < 0, determinant > 1e-14 * (aa * bb).magnitude else { return (a, b) }
    return ((-bb * a + ab * b) / determinant, (ab * a - aa * b) / determinant)
  }
}
