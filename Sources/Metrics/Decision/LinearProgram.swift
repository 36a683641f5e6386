/// Maximises c·x over x ≥ 0 with A x ≤ b: the simplex method on a dictionary (Dantzig, 1951), with Bland's rule (1977), so
/// that it ends on degenerate programs too, and always at the same corner.
///
/// Meant for some hundred rows and columns: a step takes their product. Rows and the objective are scaled by their largest
/// coefficient; what is below 1e-10 then counts as 0.
package struct LinearProgram: Hashable, Sendable {
  /// The worth of each variable.
  package var objective: [Double]
  /// The rows of A, each as long as the objective.
  package var rows: [[Double]] = []
  /// The bounds b, one for each row; they may be negative.
  package var bounds: [Double] = []

  /// Creates a program without rows.
  package init(objective: [Double]) { self.objective = objective }

  /// Adds coefficients·x ≤ bound.
  package mutating func add(_ coefficients: [Double], atMost bound: Double) {
    rows.append(coefficients)
    bounds.append(bound)
  }

  /// A corner of greatest worth.
  package struct Solution: Hashable, Sendable {
    /// The variables.
    package var x: [Double]
    /// c·x.
    package var value: Double
    /// What a row's bound being larger by 1 is worth, for each row, at the corner; 0 for a row that doesn't bind.
    package var prices: [Double]
    /// The corners one step away, each once; the best of the others is among them.
    package var neighbours: [[Double]]
  }

  /// What a program comes to.
  package enum Result: Hashable, Sendable { case optimal(Solution), infeasible, unbounded }

  /// The solution, or why there is none. Coefficients and bounds must be finite.
  package func solve() -> Result {
    var dictionary = Dictionary(self)
    guard dictionary.makeFeasible() else { return .infeasible }
    guard dictionary.improve() else { return .unbounded }
    return .optimal(dictionary.solution(of: self))
  }

  /// Basic variables as affine functions of the others: basic_i = constant_i − Σ coefficient_ij · other_j. Variables 0 to n − 1
  /// are those of the program, n + i is the slack of row i, n + m the one that makes a start feasible.
  private struct Dictionary {
    let count: Int
    let rowCount: Int
    var basic: [Int]
    var others: [Int]
    var constants: [Double]
    var coefficients: [[Double]]
    /// The objective: value + Σ worth_j · other_j.
    var worth: [Double]
    var value = 0.0
    let rowScales: [Double]
    let worthScale: Double
    static let tiny = 1e-10

    init(_ program: LinearProgram) {
      count = program.objective.count
      rowCount = program.rows.count
      func scale(_ numbers: [Double]) -> Double {
        let largest = numbers.reduce(0) { max($0, abs($1)) }
        return largest > 0 ? largest : 1
      }
      let scales = program.rows.map { scale($0) }
      let worthScale = scale(program.objective)
      (rowScales, self.worthScale) = (scales, worthScale)
      basic = (0..<rowCount).map { [count] in count + $0 }
      others = Array(0..<count)
      constants = zip(program.bounds, scales).map { $0 / $1 }
      coefficients = zip(program.rows, scales).map { row, scale in row.map { $0 / scale } }
      worth = program.objective.map { $0 / worthScale }
    }

    /// Exchanges the basic variable of row `l` for the other at `e`.
    mutating func pivot(_ l: Int, _ e: Int) {
      let by = coefficients[l][e]
      constants[l] /= by
      for j in others.indices { coefficients[l][j] = j == e ? 1 / by : coefficients[l][j] / by }
      for i in basic.indices where i != l {
        let factor = coefficients[i][e]
        if factor == 0 { continue }
        constants[i] -= factor * constants[l]
        for j in others.indices {
          coefficients[i][j] =
            j == e ? -factor * coefficients[l][j] : coefficients[i][j] - factor * coefficients[l][j]
        }
      }
      let factor = worth[e]
      value += factor * constants[l]
      for j in others.indices {
        worth[j] = j == e ? -factor * coefficients[l][j] : worth[j] - factor * coefficients[l][j]
      }
      (basic[l], others[e]) = (others[e], basic[l])
    }

    /// The row that leaves when the other at `e` enters: the tightest, of equals the variable of the lowest number.
    func leaving(_ e: Int) -> Int? {
      var best: Int?
      var least = Double.infinity
      for i in basic.indices where coefficients[i][e] > Self.tiny {
        let ratio = max(0, constants[i]) / coefficients[i][e]
        if ratio < least - Self.tiny || ratio < least + Self.tiny && basic[i] < basic[best ?? i] {
          (best, least) = (i, min(least, ratio))
        }
      }
      return best
    }

    /// Steps to a corner of greatest worth; `false` if there is no bound to it.
    mutating func improve() -> Bool {
      while true {
        let entering = others.indices.filter { worth[$0] > Self.tiny }.min {
          others[$0] < others[$1]
        }
        guard let entering else { return true }
        guard let row = leaving(entering) else { return false }
        pivot(row, entering)
      }
    }

    /// Steps to some corner; `false` if there is none.
    mutating func makeFeasible() -> Bool {
      guard let worst = constants.indices.min(by: { constants[$0] < constants[$1] }),
        constants[worst] < 0
      else { return true }
      // One more variable, taken from every row, is made as small as can be.
      let added = count + rowCount
      let asked = worth
      others.append(added)
      for i in basic.indices { coefficients[i].append(-1) }
      worth = [Double](repeating: 0, count: others.count)
      worth[others.count - 1] = -1
      value = 0
      pivot(worst, others.count - 1)
      _ = improve()
      if value < -1e-9 { return false }
      if let row = basic.firstIndex(of: added) {
        guard
          let e = others.indices.max(by: { abs(coefficients[row][$0]) < abs(coefficients[row][$1]) }
          )
        else { return false }
        pivot(row, e)
      }
      guard let place = others.firstIndex(of: added) else { return false }
      others.remove(at: place)
      for i in basic.indices { coefficients[i].remove(at: place) }
      // The objective in terms of what is not basic now.
      worth = [Double](repeating: 0, count: others.count)
      value = 0
      for variable in 0..<count {
        if let j = others.firstIndex(of: variable) { worth[j] += asked[variable] }
        guard let row = basic.firstIndex(of: variable) else { continue }
        value += asked[variable] * constants[row]
        for j in others.indices { worth[j] -= asked[variable] * coefficients[row][j] }
      }
      return true
    }

    func point() -> [Double] {
      var x = [Double](repeating: 0, count: count)
      for (i, variable) in basic.enumerated() where variable < count {
        x[variable] = max(0, constants[i])
      }
      return x
    }

    func solution(of program: LinearProgram) -> Solution {
      let x = point()
      var prices = [Double](repeating: 0, count: rowCount)
      for (j, variable) in others.enumerated() where variable >= count {
        prices[variable - count] = max(0, -worth[j]) * worthScale / rowScales[variable - count]
      }
      var neighbours: [[Double]] = []
      for e in others.indices {
        guard let row = leaving(e) else { continue }
        var next = self
        next.pivot(row, e)
        let corner = next.point()
        if corner != x, !neighbours.contains(corner) { neighbours.append(corner) }
      }
      let value = zip(program.objective, x).reduce(0) { $0 + $1.0 * $1.1 }
      return Solution(x: x, value: value, prices: prices, neighbours: neighbours)
    }
  }
}
