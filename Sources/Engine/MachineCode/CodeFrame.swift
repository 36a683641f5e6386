/// What code is called with: where the first trials of the tile stand, and how many there are.
struct CodeFrame {
  var columns: UnsafeMutablePointer<Double>
  var records: UnsafeMutablePointer<Double>
  var flags: UnsafeMutablePointer<Double>
  /// The month's row of the tables.
  var tables: UnsafePointer<Double>?
  var constants: UnsafePointer<Double>?
  var spills: UnsafeMutablePointer<Double>
  /// The month's sums over the trials, eight for each record that is added up.
  var sums: UnsafeMutablePointer<Double>
  var vectors: Int
  var trials: Int
}
