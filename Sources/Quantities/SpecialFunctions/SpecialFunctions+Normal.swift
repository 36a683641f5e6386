#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension SpecialFunctions {
  /// The standard normal cumulative probability, through `erfc`; relative error below about
  /// 1e-13 even far in the lower tail.
  package static func normalCumulative(_ z: Double) -> Double {
    0.5 * erfc(-z * inverseRootTwo)
  }

  /// Both tails of the standard normal distribution at `z`, each to full relative accuracy.
  package static func normalTails(_ z: Double) -> Tails {
    Tails(
      lower: 0.5 * erfc(-z * inverseRootTwo),
      upper: 0.5 * erfc(z * inverseRootTwo))
  }

  /// The standard normal density.
  package static func normalDensity(_ z: Double) -> Double {
    exp(-0.5 * z * z) / rootTwoPi
  }

  /// The standard normal quantile of a probability in 0…1: Wichura, AS 241 (1988), PPND16,
  /// about 1e-16 relative. Infinite at 0 and 1.
  package static func normalQuantile(_ p: Double) -> Double {
    normalQuantile(lower: p, upper: 1 - p)
  }

  /// The standard normal quantile given both tail probabilities, so that an upper tail far
  /// smaller than the spacing of numbers near 1 keeps its accuracy (AS 241, PPND16).
  @inline(__always)
  static func normalQuantile(lower: Double, upper: Double) -> Double {
    let q = 0.5 * (lower - upper)
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      return q * centralNumerator(r) / centralDenominator(r)
    }
    let tail = q < 0 ? lower : upper
    guard tail > 0 else { return tail == 0 ? (q < 0 ? -.infinity : .infinity) : .nan }
    let r = log(tail).magnitude.squareRoot()
    let z: Double
    if r <= 5 {
      let s = r - 1.6
      z = middleNumerator(s) / middleDenominator(s)
    } else {
      let s = r - 5
      z = farNumerator(s) / farDenominator(s)
    }
    return q < 0 ? -z : z
  }

  @inline(__always)
  private static func centralNumerator(_ r: Double) -> Double {
    let high =
      4.5921953931549871457e+4 + r
      * (6.7265770927008700853e+4 + r * (3.3430575583588128105e+4 + r * 2.5090809287301226727e+3))
    return 3.3871328727963666080e0 + r
      * (1.3314166789178437745e+2 + r
        * (1.9715909503065514427e+3 + r * (1.3731693765509461125e+4 + r * high)))
  }

  @inline(__always)
  private static func centralDenominator(_ r: Double) -> Double {
    let high =
      2.1213794301586595867e+4 + r
      * (3.9307895800092710610e+4 + r * (2.8729085735721942674e+4 + r * 5.2264952788528545610e+3))
    return 1.0 + r
      * (4.2313330701600911252e+1 + r
        * (6.8718700749205790830e+2 + r * (5.3941960214247511077e+3 + r * high)))
  }

  @inline(__always)
  private static func middleNumerator(_ r: Double) -> Double {
    let high =
      1.27045825245236838258e0 + r
      * (2.41780725177450611770e-1 + r * (2.27238449892691845833e-2 + r * 7.74545014278341407640e-4))
    return 1.42343711074968357734e0 + r
      * (4.63033784615654529590e0 + r
        * (5.76949722146069140550e0 + r * (3.64784832476320460504e0 + r * high)))
  }

  @inline(__always)
  private static func middleDenominator(_ r: Double) -> Double {
    let high =
      1.48103976427480074590e-1 + r
      * (1.51986665636164571966e-2 + r * (5.47593808499534494600e-4 + r * 1.05075007164441684324e-9))
    return 1.0 + r
      * (2.05319162663775882187e0 + r
        * (1.67638483018380384940e0 + r * (6.89767334985100004550e-1 + r * high)))
  }

  @inline(__always)
  private static func farNumerator(_ r: Double) -> Double {
    let high =
      2.65321895265761230930e-2 + r
      * (1.24266094738807843860e-3 + r * (2.71155556874348757815e-5 + r * 2.01033439929228813265e-7))
    return 6.65790464350110377720e0 + r
      * (5.46378491116411436990e0 + r
        * (1.78482653991729133580e0 + r * (2.96560571828504891230e-1 + r * high)))
  }

  @inline(__always)
  private static func farDenominator(_ r: Double) -> Double {
    let high =
      7.86869131145613259100e-4 + r
      * (1.84631831751005468180e-5 + r
        * (1.42151175831644588870e-7 + r * 2.04426310338993978564e-15))
    return 1.0 + r
      * (5.99832206555887937690e-1 + r
        * (1.36929880922735805310e-1 + r * (1.48753612908506148525e-2 + r * high)))
  }
}
