/// Why a matrix has no Cholesky factor; rows and columns count from zero.
package enum CholeskyError: Error, Hashable {
  /// A row's length is not the number of rows.
  case notSquare(row: Int)
  /// An entry is infinite or not a number.
  case notFinite(row: Int, column: Int)
  /// An entry (row > column) differs from its mirror image.
  case notSymmetric(row: Int, column: Int)
  /// The first row at which the leading part of the matrix is not positive definite.
  case notPositiveDefinite(row: Int)
}
