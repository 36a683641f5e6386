import Quantities
import Testing

@Suite struct ColumnTransformTests {
  static let distributions: [Distribution] =
    DistributionReference.all.map(\.distribution) + DiscreteDistributionTests.counts + [
      .empirical([1, 2, 2, 3, 10]), .negated(.lognormal(mu: 1, sigma: 0.5)),
      .negated(.poisson(mean: 3)), .scaled(.beta(alpha: 2, beta: 3), by: 5),
      .negated(.truncated(.gamma(shape: 3, scale: 2), low: 1, high: .infinity)),
      .truncated(.poisson(mean: 4), low: 1.5, high: 6), .beta(alpha: 0.01, beta: 0.02),
      .gamma(shape: 0.01, scale: 3),
    ]

  private func draws(_ count: Int, path: String) -> [Double] {
    var column = [Double](repeating: 0, count: count)
    column.withUnsafeMutableBufferPointer {
      RandomStream(seed: 2026).fill($0, key: StreamKey(path: path), firstTrial: 0)
    }
    return column
  }

  @Test(arguments: distributions) func transformIsTheQuantile(_ distribution: Distribution) {
    let uniforms =
      [0x1p-53, 1 - 0x1p-53, 0.5, 0x1p-40, 0x1p-20, 1 - 0x1p-20] + draws(500, path: "quantile")
    var column = uniforms
    column.withUnsafeMutableBufferPointer { distribution.transform($0) }
    let exact =
      switch distribution {
      case .normal, .lognormal, .logitNormal, .uniform, .triangular, .empirical, .bernoulli,
        .binomial, .poisson:
        true
      default: distribution.isDiscrete
      }
    // Near zero within a support on both sides, measured by the width instead.
    let scale = distribution.support.lowerBound < 0 ? distribution.deviation : 0
    for (value, u) in zip(column, uniforms) {
      let expected = distribution.quantile(u)
      if exact {
        #expect(value == expected, "u \(u)")
      } else {
        #expect(isClose(value, expected, relative: 1e-10, absolute: 1e-14 * scale), "u \(u)")
      }
    }
  }

  @Test(arguments: distributions) func momentsOfDraws(_ distribution: Distribution) {
    let count = 20_000
    var column = draws(count, path: "moments")
    column.withUnsafeMutableBufferPointer { distribution.transform($0) }
    let support = distribution.support
    #expect(column.allSatisfy { support.contains($0) })
    let summary = Summary(column)
    let error = distribution.deviation / Double(count).squareRoot()
    #expect(abs(summary.mean - distribution.mean) <= 5 * error + 1e-12, "\(summary.mean)")
    // The deviation's own error needs the fourth moment; taken from the draws. Skipped where a
    // heavy tail makes that meaningless at this size.
    let fourth = column.map { value in
      let square = (value - summary.mean) * (value - summary.mean)
      return square * square
    }
    let variance = summary.deviation * summary.deviation
    let kurtosis = Summary(fourth).mean / (variance * variance)
    guard kurtosis > 0, kurtosis < 100 else { return }
    let spread = (max(0, kurtosis - 1) / Double(count)).squareRoot() / 2
    let ratio = summary.deviation / distribution.deviation
    #expect(abs(ratio - 1) < 5 * (spread + 1 / Double(count)), "\(ratio)")
  }

  @Test func theResultDoesNotDependOnTheColumn() {
    for distribution in Self.distributions.suffix(25) {
      let uniforms = draws(64, path: "split")
      var whole = uniforms
      whole.withUnsafeMutableBufferPointer { distribution.transform($0) }
      var single = [uniforms[37]]
      single.withUnsafeMutableBufferPointer { distribution.transform($0) }
      #expect(single[0] == whole[37])
    }
  }

  @Test func countsSpreadTooFarForATable() {
    for distribution in [
      Distribution.poisson(mean: 4e8), .binomial(count: 2_000_000_000, probability: 0.2),
    ] {
      #expect(distribution.deviation > 10_000)
      let uniforms = [1e-9, 0.001, 0.3, 0.5, 0.77, 0.999]
      var column = uniforms
      column.withUnsafeMutableBufferPointer { distribution.transform($0) }
      for (value, u) in zip(column, uniforms) {
        #expect(abs(value - distribution.quantile(u)) <= 1, "\(u)")
      }
    }
  }

  @Test func emptyColumn() {
    let nothing = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)
    Distribution.gamma(shape: 2, scale: 1).transform(nothing)
    RandomStream(seed: 1).fill(nothing, key: StreamKey(path: ""), firstTrial: 1)
  }
}
