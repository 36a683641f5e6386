import Engine
import Portfolio
import Quantities

extension ProgramBuilder {
  /// The cumulative share R(s) of a ramp over T months: 0 up to s = 0, 1 from s = T on (metrics reference, "Ramps").
  mutating func ramp(_ shape: Ramp.Shape, _ s: Term, over duration: Term, steepness k: Term) -> Term
  {
    let zero = constant(0)
    let one = constant(1)
    let inside: Term
    switch shape {
    case .instant: return apply(.less, zero, s)
    case .linear:
      return apply(.maximum, zero, apply(.minimum, one, apply(.divide, s, duration)))
    case .logistic:
      let start = logistic(zero, duration, k)
      inside = apply(
        .divide, apply(.subtract, logistic(s, duration, k), start),
        apply(.subtract, logistic(duration, duration, k), start))
    case .exponential:
      inside = apply(
        .divide, complement(decay(s, k)), complement(decay(duration, k)))
    }
    // Within 0…1 but for roundings; held there so that what follows may rely on it.
    let rising = apply(.select, apply(.lessOrEqual, duration, s), one, clamped(inside))
    return apply(.select, apply(.lessOrEqual, s, zero), zero, rising)
  }

  /// exp(−k·x).
  private mutating func decay(_ x: Term, _ k: Term) -> Term {
    apply(.exponential, apply(.negate, apply(.multiply, k, x)))
  }

  /// L(x) = 1 / (1 + e^(−k(x − T/2))).
  private mutating func logistic(_ x: Term, _ duration: Term, _ k: Term) -> Term {
    let centred = apply(.subtract, x, apply(.divide, duration, constant(2)))
    return apply(.divide, constant(1), apply(.add, constant(1), decay(centred, k)))
  }

  /// The share of those not yet offered who are offered in month s = `past` + 1: (R(s) − R(s−1)) / (1 − R(s−1)), 1 once the
  /// ramp is complete. For a linear ramp that is 1 / (T − s + 1).
  mutating func hazard(
    _ shape: Ramp.Shape, after past: Term, over duration: Term, steepness k: Term
  ) -> Term {
    let one = constant(1)
    let s = apply(.add, past, one)
    switch shape {
    case .instant: return apply(.less, constant(0), s)
    case .linear:
      let left = apply(.maximum, one, apply(.subtract, duration, past))
      return apply(.multiply, apply(.divide, one, left), apply(.less, constant(0), s))
    case .logistic, .exponential:
      let before = ramp(shape, past, over: duration, steepness: k)
      let now = ramp(shape, s, over: duration, steepness: k)
      // Once the ramp is complete the quotient is undefined, and clamped to 1.
      return clamped(apply(.divide, apply(.subtract, now, before), complement(before)))
    }
  }
}
