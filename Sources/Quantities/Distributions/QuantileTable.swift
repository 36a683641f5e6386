import CKernels

/// The quantile function of a beta or gamma distribution as a piecewise quintic.
///
/// Tabulated is the logit (beta) or the logarithm (gamma) of the quantile as a function of the standard normal quantile z, which
/// is nearly straight. Only the two ends are inverted. From each the function follows, by Taylor series of 16 terms, the
/// differential equation that says it carries the normal density to the distribution's, t' = φ(z) / f(t); towards the middle,
/// because probabilities grow that way, so errors of the start shrink. Both must meet in the middle. Each cell matches value,
/// slope and curvature at both ends, and cells are as narrow as the sixth derivative asks for.
struct QuantileTable: Sendable {
  /// What is tabulated.
  enum Curve: Sendable {
    case beta(Double, Double)
    case gamma(Double)

    fileprivate func value(_ tails: Tails) -> Double {
      switch self {
      case .beta(let a, let b): SpecialFunctions.betaLogit(tails, a, b)
      case .gamma(let a): SpecialFunctions.gammaLog(tails, a)
      }
    }

    fileprivate func density(_ t: Double) -> Double {
      switch self {
      case .beta(let a, let b):
        SpecialFunctions.betaLogitDensity(
          x: SpecialFunctions.logistic(t), y: SpecialFunctions.logistic(-t), a, b)
      case .gamma(let a): SpecialFunctions.gammaLogDensity(a, SpecialFunctions.exp(t))
      }
    }

    /// Both parameters; 0 for the second of a gamma distribution.
    fileprivate var parameters: (a: Double, b: Double) {
      switch self {
      case .beta(let a, let b): (a, b)
      case .gamma(let a): (a, 0)
      }
    }
  }

  /// Values of z up to here either side of 0 are tabulated: all that a 52-bit uniform reaches.
  private static let reach = 8.25
  /// How far a tabulated logit or logarithm may be off, and how far the two halves from each other where they meet.
  private static let tolerance = 5e-12

  private let coefficients: [Double]
  private let cells: Int

  /// The uniforms whose normal quantiles a table reaches.
  static let domain = 0x1p-53...(1 - 0x1p-53)

  /// The table, or nil when it would not be accurate enough.
  init?(_ curve: Curve) {
    for stepsPerUnit in [4.0, 8, 16, 32] {
      let count = Int(Self.reach * stepsPerUnit)
      guard let left = Half(curve, from: -Self.reach, step: 1 / stepsPerUnit, count: count),
        let right = Half(curve, from: Self.reach, step: -1 / stepsPerUnit, count: count)
      else { continue }
      guard abs(left.end.value - right.end.value) <= Self.tolerance,
        abs(left.end.slope + right.end.slope) <= Self.tolerance
      else { return nil }
      let bound = max(left.sixth, right.sixth)
      guard
        let parts = [1, 2, 4, 8, 16].first(where: { part in
          let width = 0.5 / Double(part)
          let cube = width * width * width
          return bound * cube * cube <= Self.tolerance
        })
      else { return nil }
      let nodes =
        left.nodes(parts: parts)
        + right.nodes(parts: parts).reversed().map {
          Node(value: $0.value, slope: -$0.slope, curvature: $0.curvature)
        }.dropFirst()
      cells = nodes.count - 1
      var coefficients: [Double] = []
      coefficients.reserveCapacity(6 * cells)
      for cell in 0..<cells { Self.append(nodes[cell], nodes[cell + 1], to: &coefficients) }
      self.coefficients = coefficients
      return
    }
    return nil
  }

  /// Appends the six coefficients of the Hermite quintic over a cell, in the share of the cell passed.
  private static func append(_ left: Node, _ right: Node, to coefficients: inout [Double]) {
    let rise = right.value - left.value - left.slope - left.curvature
    let turn = right.slope - left.slope - 2 * left.curvature
    let bend = right.curvature - left.curvature
    coefficients.append(left.value)
    coefficients.append(left.slope)
    coefficients.append(left.curvature)
    coefficients.append(10 * rise - 4 * turn + bend)
    coefficients.append(-15 * rise + 7 * turn - 2 * bend)
    coefficients.append(6 * rise - 3 * turn + bend)
  }

  /// Replaces uniforms of the `domain` by quantiles of the beta distribution, stretched onto low…high.
  func stretch(
    _ column: UnsafeMutableBufferPointer<Double>, low: Double, high: Double,
    on set: InstructionSet
  ) {
    withTable {
      set.kernels.pointee.beta(column.baseAddress, column.baseAddress, column.count, $0, low, high)
    }
  }

  /// Replaces uniforms of the `domain` by quantiles of the gamma distribution times a factor.
  func scale(
    _ column: UnsafeMutableBufferPointer<Double>, by scale: Double, on set: InstructionSet
  ) {
    withTable {
      set.kernels.pointee.gamma(column.baseAddress, column.baseAddress, column.count, $0, scale)
    }
  }

  private func withTable(_ body: (kernels_table) -> Void) {
    coefficients.withUnsafeBufferPointer {
      body(
        kernels_table(
          coefficients: $0.baseAddress, cells: cells, first: -Self.reach,
          cells_per_unit: Double(cells) / (2 * Self.reach)))
    }
  }

  /// Value, slope and half the curvature where cells meet, by the share of the cell.
  private struct Node {
    var value: Double
    var slope: Double
    var curvature: Double
  }

  /// The series from one end of the table to the middle.
  private struct Half {
    private static let terms = Int(KERNELS_SERIES_TERMS)
    /// The terms of one series after another, in the share of its step.
    private let series: [Double]
    private let count: Int

    /// The series of `count` steps, or nil where one does not converge.
    init?(_ curve: Curve, from z: Double, step: Double, count: Int) {
      let start = curve.value(SpecialFunctions.normalTails(z))
      let slope = SpecialFunctions.normalDensity(z) / curve.density(start)
      guard start.isFinite, slope.isFinite else { return nil }
      let (a, b) = curve.parameters
      var converged = 0
      series = [Double](unsafeUninitializedCapacity: count * Self.terms) { buffer, size in
        converged = Int(
          kernels_quantile_series(a, b, z, start, slope, step, Int32(count), buffer.baseAddress))
        size = converged * Self.terms
      }
      guard converged == count else { return nil }
      self.count = count
    }

    /// A bound of the sixth derivative over 6!, by step.
    var sixth: Double {
      var greatest = 0.0
      for step in 0..<count {
        // The series of the sixth derivative in the worst case, from the binomial coefficients k over 6.
        var sum = 0.0
        for (k, factor) in [(6, 1.0), (7, 7), (8, 28), (9, 84), (10, 210)] {
          sum += factor * abs(series[step * Self.terms + k])
        }
        greatest = max(greatest, sum)
      }
      return greatest
    }

    /// The middle, by the share of the last step.
    var end: Node { node(count - 1, 1) }

    /// The nodes from the end of the table to the middle, with as many cells to a step as there are parts.
    func nodes(parts: Int) -> [Node] {
      let share = 1 / Double(parts)
      var nodes: [Node] = []
      nodes.reserveCapacity(count * parts + 1)
      for step in 0..<count {
        for part in 0..<parts { nodes.append(node(step, Double(part) * share)) }
      }
      nodes.append(end)
      return nodes.map {
        Node(
          value: $0.value, slope: $0.slope * share, curvature: $0.curvature * share * share)
      }
    }

    /// Value, slope and half the curvature of a series, by the step.
    private func node(_ step: Int, _ share: Double) -> Node {
      let start = step * Self.terms
      var node = Node(value: 0, slope: 0, curvature: 0)
      for k in stride(from: Self.terms - 1, through: 0, by: -1) {
        node.curvature = node.slope + share * node.curvature
        node.slope = node.value + share * node.slope
        node.value = series[start + k] + share * node.value
      }
      return node
    }
  }
}
