extension SpecialFunctions {
  /// Taylor coefficients of log gamma about 2: `(-1)^k (zeta(k) - 1) / k` for k = 2, 3, ….
  private static let taylor: [Double] = [
    0.32246703342411321824,
    -0.067352301053198095133,
    0.020580808427784547879,
    -0.0073855510286739852663,
    0.0028905103307415232858,
    -0.0011927539117032609771,
    0.00050966952474304242234,
    -0.00022315475845357937976,
    0.000099457512781808533715,
    -0.0000449262367381331417,
    0.000020507212775670691553,
    -9.439488275268395904e-6,
    4.3748667899074878042e-6,
    -2.0392157538013662368e-6,
    9.5514121304074198329e-7,
    -4.4924691987645660433e-7,
    2.1207184805554665869e-7,
    -1.0043224823968099609e-7,
    4.7698101693639805658e-8,
    -2.271109460894316491e-8,
    1.0838659214896954091e-8,
    -5.1834750419700466551e-9,
    2.4836745438024783172e-9,
    -1.1921401405860912074e-9,
    5.7313672416788620133e-10,
    -2.7595228851242331452e-10,
    1.3304764374244489481e-10,
    -6.4229645638381000221e-11,
    3.1044247747322272762e-11,
    -1.5021384080754142171e-11,
    7.2759744802390796625e-12,
    -3.5277424765759150836e-12,
  ]

  /// The logarithm of the gamma function for a positive argument.
  ///
  /// Taylor series about 2 (Abramowitz and Stegun 6.1.33) on 1.5…2.5, the recurrence below 1.5 and
  /// up to 10, Stirling's series (A&S 6.1.41) above. About 15 digits, also near the zeros at 1
  /// and 2. Not a number for a negative argument; infinite at zero.
  package static func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? .infinity : .nan }
    if x >= 10 {
      return (x - 0.5) * log(x) - x + halfLogTwoPi + stirlingSeries(x)
    }
    if x > 2.5 {
      var argument = x
      var product = 1.0
      while argument > 2.5 {
        argument -= 1
        product *= argument
      }
      return log(product) + logGammaNearTwo(argument - 2)
    }
    if x >= 1.5 { return logGammaNearTwo(x - 2) }
    if x >= 0.5 { return logGammaNearTwo(x - 1) - log1p(x - 1) }
    return logGammaNearTwo(x) - log1p(x) - log(x)
  }

  /// `log gamma(a) - ((a - 1/2) log a - a + log(2 pi) / 2)`: what Stirling's formula leaves out
  /// (Loader 2000, "Fast and accurate computation of binomial probabilities"); a > 0.
  static func stirlingError(_ a: Double) -> Double {
    a >= 10 ? stirlingSeries(a) : logGamma(a) - ((a - 0.5) * log(a) - a + halfLogTwoPi)
  }

  /// `x log(x / m) + m - x` without cancellation near x = m (Loader 2000, "bd0"); x, m ≥ 0.
  static func deviance(_ x: Double, _ m: Double) -> Double {
    if x == 0 { return m }
    if abs(x - m) >= 0.1 * (x + m) { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    let square = v * v
    var sum = (x - m) * v
    var term = 2 * x * v
    var divisor = 1.0
    while divisor < 200 {
      term *= square
      divisor += 2
      let next = sum + term / divisor
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// log gamma(2 + z) for |z| ≤ 1/2.
  private static func logGammaNearTwo(_ z: Double) -> Double {
    var sum = 0.0
    for coefficient in taylor.reversed() { sum = sum * z + coefficient }
    return z * (0.422_784_335_098_467_139_39 + z * sum)
  }

  /// The tail of Stirling's series for a ≥ 10, to within 1e-17.
  private static func stirlingSeries(_ a: Double) -> Double {
    let s = 1 / (a * a)
    let high = -691.0 / 360_360 + s * (1.0 / 156 + s * (-3617.0 / 122_400))
    let low = 1.0 / 1260 + s * (-1.0 / 1680 + s * (1.0 / 1188 + s * high))
    return (1.0 / 12 + s * (-1.0 / 360 + s * low)) / a
  }
}
