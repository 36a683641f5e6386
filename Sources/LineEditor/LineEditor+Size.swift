import CLineEditor

extension LineEditor {
  /// The columns of the terminal on standard output, 80 where there is none.
  package static var columns: Int { Int(cle_columns()) }
}
