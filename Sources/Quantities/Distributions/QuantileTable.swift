#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The quantile function of a beta or gamma distribution as a piecewise quintic.
///
/// Tabulated is the logit (beta) or the logarithm (gamma) of the quantile as a function of the
/// standard normal quantile z, which is nearly straight; each cell matches value, slope and
/// curvature at both ends (they follow from the density). The table is checked against direct
/// inversion in the middle of every fourth cell and refused when any is off by more than 1e-11.
struct QuantileTable: Sendable {
  /// What is tabulated: each gives t at a z, and the density of t with its logarithmic slope.
  enum Curve: Sendable {
    case beta(Double, Double)
    case gamma(Double)

    func value(_ tails: Tails, start: Double?) -> Double {
      switch self {
      case .beta(let a, let b): SpecialFunctions.betaLogit(tails, a, b, start: start)
      case .gamma(let a): SpecialFunctions.gammaLog(tails, a, start: start)
      }
    }

    func density(_ t: Double) -> (value: Double, slope: Double) {
      switch self {
      case .beta(let a, let b):
        let (x, y) = (SpecialFunctions.logistic(t), SpecialFunctions.logistic(-t))
        return (SpecialFunctions.betaLogitDensity(x: x, y: y, a, b), a * y - b * x)
      case .gamma(let a):
        return (SpecialFunctions.gammaLogDensity(a, exp(t)), a - exp(t))
      }
    }
  }

  private struct Node {
    let value: Double
    let slope: Double
    let curvature: Double
  }

  private static let first = -8.3125
  private static let cellsPerUnit = 32.0
  private static let cells = 532
  private static let tolerance = 1e-11

  private let curve: Curve
  private let coefficients: [Double]

  /// The table, or nil when it would not be accurate enough.
  init?(_ curve: Curve) {
    self.curve = curve
    let step = 1 / Self.cellsPerUnit
    var coefficients: [Double] = []
    coefficients.reserveCapacity(6 * Self.cells)
    guard var left = Self.node(curve, Self.first, start: nil) else { return nil }
    for cell in 0..<Self.cells {
      let z = Self.first + Double(cell + 1) * step
      let start = left.value + step * (left.slope + 0.5 * step * left.curvature)
      guard let right = Self.node(curve, z, start: start) else { return nil }
      let piece = Self.quintic(left, right, step)
      coefficients.append(contentsOf: piece)
      left = right
    }
    self.coefficients = coefficients
    for cell in stride(from: 0, to: Self.cells, by: 4) {
      let z = Self.first + (Double(cell) + 0.5) * step
      let tabulated = value(z)
      let direct = curve.value(SpecialFunctions.normalTails(z), start: tabulated)
      guard abs(tabulated - direct) <= Self.tolerance else { return nil }
    }
  }

  private static func node(_ curve: Curve, _ z: Double, start: Double?) -> Node? {
    let value = curve.value(SpecialFunctions.normalTails(z), start: start)
    let density = curve.density(value)
    let slope = SpecialFunctions.normalDensity(z) / density.value
    let curvature = slope * (-z - slope * density.slope)
    guard value.isFinite, curvature.isFinite else { return nil }
    return Node(value: value, slope: slope, curvature: curvature)
  }

  /// The six coefficients of the Hermite quintic over a cell, in the share of the cell passed.
  private static func quintic(_ left: Node, _ right: Node, _ step: Double) -> [Double] {
    let slope = step * left.slope
    let curvature = 0.5 * step * step * left.curvature
    let rise = right.value - left.value - slope - curvature
    let turn = step * right.slope - slope - 2 * curvature
    let bend = 0.5 * step * step * right.curvature - curvature
    return [
      left.value, slope, curvature, 10 * rise - 4 * turn + bend,
      -15 * rise + 7 * turn - 2 * bend, 6 * rise - 3 * turn + bend,
    ]
  }

  /// The logit or logarithm of the quantile at a standard normal quantile.
  @inline(__always)
  func value(_ z: Double) -> Double {
    let position = (z - Self.first) * Self.cellsPerUnit
    guard position >= 0, position < Double(Self.cells) else {
      return curve.value(SpecialFunctions.normalTails(z), start: nil)
    }
    let cell = Int(position)
    let s = position - Double(cell)
    return coefficients.withUnsafeBufferPointer { all in
      let at = 6 * cell
      let high = all[at + 3] + s * (all[at + 4] + s * all[at + 5])
      return all[at] + s * (all[at + 1] + s * (all[at + 2] + s * high))
    }
  }
}
