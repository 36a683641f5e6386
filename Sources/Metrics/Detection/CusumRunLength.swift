import Quantities

extension Cusum {
  /// The average run length of a one-sided chart from 0 on independent normal values, in periods.
  ///
  /// `allowance` k and `threshold` h are in standard deviations; `shift` is the shift of the mean
  /// towards the signal, in standard deviations (0: in control). Solves Page's integral equation
  /// `L(z) = 1 + L(0)Φ(k−z−μ) + ∫₀ʰ L(x)φ(x+k−z−μ)dx` by Nyström's method on Gauss–Legendre nodes
  /// (Page 1954; Goel & Wu 1971, Technometrics 13). For k = .5, h = 5: 930.887 in control and
  /// 10.376 at a shift of one deviation. Nil for k outside 0...5, h outside (0, 20], a shift
  /// outside −5...5, or a run length above 10¹⁰, where the equation is too ill-conditioned to
  /// be solved in double precision.
  package static func averageRunLength(
    allowance k: Double, threshold h: Double, shift: Double = 0
  ) -> Double? {
    guard (0...5).contains(k), h > 0, h <= 20, (-5...5).contains(shift) else { return nil }
    let count = max(32, Int((8 * h).rounded(.up)))
    let rule = GaussLegendre.rule(count)
    let size = count + 1
    let nodes = [0.0] + rule.nodes.map { ($0 + 1) * h / 2 }
    let weights = [0.0] + rule.weights.map { $0 * h / 2 }
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size)
    for i in 0..<size {
      let offset = k - shift - nodes[i]
      matrix[i][0] = -SpecialFunctions.normalCumulative(offset)
      for j in 1..<size {
        matrix[i][j] = -weights[j] * SpecialFunctions.normalDensity(nodes[j] + offset)
      }
      matrix[i][i] += 1
      matrix[i][size] = 1
    }
    guard let length = LinearSystem.solve(augmented: matrix)?.first,
      length.isFinite, length >= 1 - 1e-9, length <= 1e10
    else { return nil }
    return length
  }
}

/// Gauss–Legendre quadrature on [−1, 1].
enum GaussLegendre {
  /// Nodes and weights, found by Newton's method on the Legendre recurrence.
  static func rule(_ count: Int) -> (nodes: [Double], weights: [Double]) {
    var nodes = [Double](repeating: 0, count: count)
    var weights = nodes
    let n = Double(count)
    for i in 0..<count {
      // The start is cos(4 angle), by doubling the angle twice.
      let sine = SpecialFunctions.sine(small: 0.25 * Double.pi * (Double(i) + 0.75) / (n + 0.5))
      let doubled = 1 - 2 * sine * sine
      var x = 2 * doubled * doubled - 1
      var slope = 1.0
      for _ in 0..<100 {
        var previous = 1.0
        var current = x
        for degree in 2...max(2, count) where degree <= count {
          let k = Double(degree)
          (previous, current) = (current, ((2 * k - 1) * x * current - (k - 1) * previous) / k)
        }
        slope = n * (x * current - previous) / (x * x - 1)
        let step = current / slope
        x -= step
        if step.magnitude < 1e-15 { break }
      }
      nodes[i] = x
      weights[i] = 2 / ((1 - x * x) * slope * slope)
    }
    return (nodes, weights)
  }
}

/// Small dense linear systems.
enum LinearSystem {
  /// Solves the system whose rows end in the right-hand side, by Gaussian elimination with partial
  /// pivoting; nil where a pivot vanishes.
  static func solve(augmented: [[Double]]) -> [Double]? {
    var rows = augmented
    let n = rows.count
    for column in 0..<n {
      var pivot = column
      for row in column..<n where rows[row][column].magnitude > rows[pivot][column].magnitude {
        pivot = row
      }
      guard rows[pivot][column].magnitude > 0, rows[pivot][column].isFinite else { return nil }
      rows.swapAt(pivot, column)
      for row in (column + 1)..<max(n, column + 1) {
        let factor = rows[row][column] / rows[column][column]
        guard factor != 0 else { continue }
        for k in column...n { rows[row][k] -= factor * rows[column][k] }
      }
    }
    var solution = [Double](repeating: 0, count: n)
    for row in (0..<n).reversed() {
      var sum = rows[row][n]
      for k in (row + 1)..<max(n, row + 1) { sum -= rows[row][k] * solution[k] }
      solution[row] = sum / rows[row][row]
    }
    return solution
  }
}
