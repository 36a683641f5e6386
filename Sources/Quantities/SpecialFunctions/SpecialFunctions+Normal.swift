import CKernels

extension SpecialFunctions {
  /// The standard normal cumulative probability, to 1e-15 relative even far in the lower tail (`normal.h` says how).
  package static func normalCumulative(_ z: Double) -> Double { kernels_normal_probability(z) }

  /// Both tails of the standard normal distribution at `z`, each to full relative accuracy.
  package static func normalTails(_ z: Double) -> Tails {
    Tails(lower: kernels_normal_probability(z), upper: kernels_normal_probability(-z))
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
  static func normalQuantile(lower: Double, upper: Double) -> Double {
    kernels_normal_quantile(lower, upper)
  }
}
