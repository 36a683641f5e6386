/// Rank correlations between inputs, realised by correlating normal variables (a Gaussian copula;
/// Iman and Conover, 1982).
package enum RankCorrelation {
  /// The correlation of two normal variables whose Spearman rank correlation is `rho` in -1…1:
  /// 2 sin(pi rho / 6) (Pearson, 1907); exactly ±1 at ±1.
  package static func pearson(fromSpearman rho: Double) -> Double {
    abs(rho) == 1 ? rho : 2 * SpecialFunctions.sine(small: .pi * rho / 6)
  }

  /// The lower triangular factor L with L Lᵀ = matrix, as full rows with zeros above the diagonal.
  ///
  /// Throws for a matrix that is not square, finite, symmetric (to 1e-12 of its largest entry) or
  /// positive definite; a pivot below 1e-13 of its diagonal entry counts as zero. An empty matrix
  /// has an empty factor.
  package static func choleskyFactor(
    _ matrix: [[Double]]
  ) throws(CholeskyError) -> [[Double]] {
    try check(matrix)
    var factor: [[Double]] = []
    for row in matrix.indices {
      var line = [Double](repeating: 0, count: matrix.count)
      for column in 0..<row {
        var sum = matrix[row][column]
        for k in 0..<column { sum -= line[k] * factor[column][k] }
        line[column] = sum / factor[column][column]
      }
      var pivot = matrix[row][row]
      for k in 0..<row { pivot -= line[k] * line[k] }
      guard pivot > 1e-13 * matrix[row][row], pivot > 0 else {
        throw .notPositiveDefinite(row: row)
      }
      line[row] = pivot.squareRoot()
      factor.append(line)
    }
    return factor
  }

  private static func check(_ matrix: [[Double]]) throws(CholeskyError) {
    var largest = 0.0
    for row in matrix.indices {
      guard matrix[row].count == matrix.count else { throw .notSquare(row: row) }
      for column in matrix.indices {
        guard matrix[row][column].isFinite else { throw .notFinite(row: row, column: column) }
        largest = max(largest, abs(matrix[row][column]))
      }
    }
    for row in matrix.indices {
      for column in 0..<row
      where abs(matrix[row][column] - matrix[column][row]) > 1e-12 * largest {
        throw .notSymmetric(row: row, column: column)
      }
    }
  }
}
