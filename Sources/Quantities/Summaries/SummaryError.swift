/// Why a summary cannot be made.
package enum SummaryError: Error, Hashable {
  /// The mask does not have as many entries as the column has values.
  case maskLength(values: Int, mask: Int)
}
