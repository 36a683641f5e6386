/// The special functions behind the distributions: log gamma, the normal distribution, and the
/// regularised incomplete beta and gamma functions with their inverses.
///
/// All are pure, touch no shared state (libm's `lgamma` writes `signgam` and is not used), and
/// answer "not a number" for arguments outside their domain. Each is one extension file.
package enum SpecialFunctions {
  /// Half the logarithm of two pi.
  static let halfLogTwoPi = 0.918_938_533_204_672_741_78

  /// The square root of two pi.
  static let rootTwoPi = 2.506_628_274_631_000_502_4
}
