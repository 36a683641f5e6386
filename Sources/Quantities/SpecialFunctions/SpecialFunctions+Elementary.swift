import CKernels

/// The elementary functions, by the same C source as the functions of columns: the same bits on every machine, whatever its libm.
/// An "ulp" is a unit in the last place; the greatest errors are those that tests found.
extension SpecialFunctions {
  /// e to the power x, within 1 ulp.
  package static func exp(_ x: Double) -> Double { kernels_exp(x) }

  /// exp(x) - 1 without cancellation, within 4 ulp.
  package static func expm1(_ x: Double) -> Double { kernels_expm1(x) }

  /// The natural logarithm, within 1 ulp; minus infinity at 0, not a number below.
  package static func log(_ x: Double) -> Double { kernels_log(x) }

  /// log(1 + x) without cancellation, within 2 ulp.
  package static func log1p(_ x: Double) -> Double { kernels_log1p(x) }

  /// x to the power y, within 1 ulp, with the special cases of IEEE 754's pow.
  package static func pow(_ x: Double, _ y: Double) -> Double { kernels_pow(x, y) }

  /// 1 / (1 + exp(-t)), within 2.5 ulp.
  package static func logistic(_ t: Double) -> Double { kernels_logistic(t) }

  /// The sine for |x| ≤ π/4, within 1 ulp (fdlibm's k_sin.c).
  package static func sine(small x: Double) -> Double {
    let z = x * x
    let high =
      -1.98412698298579493134e-04 + z
      * (2.75573137070700676789e-06 + z
        * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10))
    let r = -1.66666666666666324348e-01 + z * (8.33333333332248946124e-03 + z * high)
    return x + z * x * r
  }
}
