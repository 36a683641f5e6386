import Quantities
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The function of Ishigami and Homma (1990), sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ with each x uniform on -π…π, by simulation
/// with the streams and transforms of a run.
@Suite struct IshigamiTests {
  static let trials = 65_536

  /// The columns of three inputs; a salt makes independent ones.
  private func inputs(_ salt: String) -> [[Double]] {
    (1...3).map { input in
      var column = [Double](repeating: 0, count: Self.trials)
      column.withUnsafeMutableBufferPointer {
        RandomStream(seed: 20).fill($0, key: StreamKey(path: "let/x\(input)\(salt)"), firstTrial: 0)
        Distribution.uniform(low: -.pi, high: .pi).transform($0)
      }
      return column
    }
  }

  private func values(_ x: [[Double]]) -> [Double] {
    (0..<Self.trials).map {
      let (a, b, c) = (sin(x[0][$0]), sin(x[1][$0]), x[2][$0])
      return a + 7 * b * b + 0.1 * c * c * c * c * a
    }
  }

  @Test func meanAndVariance() {
    let found = values(inputs(""))
    let summary = Summary(found)
    #expect(abs(summary.mean - 3.5) < 4 * summary.standardErrorOfMean, "\(summary.mean)")
    let squares = Summary(found.map { ($0 - summary.mean) * ($0 - summary.mean) })
    #expect(abs(squares.mean - 13.8445879) < 4 * squares.standardErrorOfMean, "\(squares.mean)")
  }

  /// First-order (Saltelli and others, 2010) and total (Jansen, 1999) indices: .313905 .442411 0 and .557589 .442411 .243684.
  @Test func indices() {
    let (a, b) = (inputs(""), inputs("'"))
    let (fromA, fromB) = (values(a), values(b))
    let expected = [(0.313905, 0.557589), (0.442411, 0.442411), (0, 0.243684)]
    for (input, (first, total)) in expected.enumerated() {
      var mixed = a
      mixed[input] = b[input]
      let fromMixed = values(mixed)
      let terms = Summary((0..<Self.trials).map { fromB[$0] * (fromMixed[$0] - fromA[$0]) })
      let halves = Summary(
        (0..<Self.trials).map {
          0.5 * (fromA[$0] - fromMixed[$0]) * (fromA[$0] - fromMixed[$0])
        })
      #expect(abs(terms.mean / 13.8445879 - first) < 4 * terms.standardErrorOfMean / 13.8445879)
      #expect(abs(halves.mean / 13.8445879 - total) < 4 * halves.standardErrorOfMean / 13.8445879)
    }
  }
}
