import Testing

@testable import Quantities

@Suite struct LatinHypercubeTests {
  private static let key = StreamKey(path: "product/price")

  private func column(_ stream: LatinHypercubeStream, trials: Int, first: Int = 0) -> [Double] {
    var column = [Double](repeating: 0, count: trials)
    column.withUnsafeMutableBufferPointer { stream.fill($0, key: Self.key, firstTrial: first) }
    return column
  }

  /// Each replicate takes each of its parts once.
  @Test(arguments: [1, 2, 100, 256, 257, 1000, 4096, 10_000, 12_345])
  func eachReplicateIsStratified(trials: Int) {
    let stream = LatinHypercubeStream(seed: 4, trials: trials)
    let values = column(stream, trials: trials)
    var all = 0
    for replicate in 0..<16 {
      let mine = values.indices.filter { $0 / 256 % 16 == replicate }
      let count = stream.count(inReplicate: replicate)
      #expect(mine.count == count)
      #expect(Set(mine.map { Int(values[$0] * Double(count)) }).count == count)
      all += count
    }
    #expect(all == trials)
    #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test func fillEqualsUniformAndParts() {
    let stream = LatinHypercubeStream(seed: 4, trials: 5000)
    let whole = column(stream, trials: 5000)
    for i in stride(from: 0, to: 5000, by: 7) {
      #expect(whole[i] == stream.uniform(Self.key, trial: i))
    }
    #expect(column(stream, trials: 1234, first: 1111) == Array(whole[1111..<2345]))
    // Beyond the last trial: what pads a block.
    #expect(stream.uniform(Self.key, trial: 5000) > 0)
  }

  /// Neighbours in a permutation are not neighbours in the range more often than by chance.
  @Test func permutationsAreRandom() {
    var (near, count) = (0, 0)
    for seed in UInt64(0)..<40 {
      let values = column(LatinHypercubeStream(seed: seed, trials: 256), trials: 256)
      for i in 1..<256 {
        count += 1
        if abs(values[i] - values[i - 1]) < 0.1 { near += 1 }
      }
    }
    // Two uniforms are nearer than 0.1 with the probability 0.19; the tolerance is five deviations.
    let share = Double(near) / Double(count)
    #expect(abs(share - 0.19) < 5 * (0.19 * 0.81 / Double(count)).squareRoot(), "\(share)")
  }

  /// Two keys of one replicate are not correlated.
  @Test func keysAreIndependent() {
    var sum = 0.0
    let other = StreamKey(path: "another")
    for seed in UInt64(0)..<40 {
      let stream = LatinHypercubeStream(seed: seed, trials: 256)
      for t in 0..<256 {
        sum += (stream.uniform(Self.key, trial: t) - 0.5) * (stream.uniform(other, trial: t) - 0.5)
      }
    }
    #expect(abs(sum / (40 * 256) * 12) < 5 / (40.0 * 256).squareRoot())
  }
}
