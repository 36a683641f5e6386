import Quantities
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The univariate sets of NIST; those made by a rule (NumAcc1 to 4) are in `SummaryTests`.
@Suite struct NistTests {
  /// Digits on which a value agrees with a certified one: -log10 of the relative error, 15 at most, as NIST counts.
  private func digits(_ value: Double, _ certified: Double) -> Double {
    value == certified ? 15 : min(15, -log10(abs(value - certified) / abs(certified)))
  }

  @Test(arguments: NistSet.all) func meansAndDeviations(_ set: NistSet) {
    let summary = Summary(set.values)
    // The certified figures themselves have 15 digits.
    #expect(digits(summary.mean, set.mean) >= 14.5, "\(summary.mean)")
    #expect(digits(summary.deviation, set.deviation) >= 12.5, "\(summary.deviation)")
  }

  @Test(arguments: NistSet.all) func autocorrelations(_ set: NistSet) {
    let summary = Summary(set.values)
    let differences = set.values.map { $0 - summary.mean }
    var products = NeumaierSum()
    for (left, right) in zip(differences, differences.dropFirst()) { products.add(left * right) }
    let squares = summary.deviation * summary.deviation * Double(summary.count - 1)
    #expect(digits(products.total / squares, set.autocorrelation) >= 10)
  }
}
