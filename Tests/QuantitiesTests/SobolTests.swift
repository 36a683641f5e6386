import Testing

@testable import Quantities

@Suite struct SobolTests {
  /// SciPy 1.17.1, `qmc.Sobol(d, scramble=False, bits=32)`: points 1, 2, 3, 5, 100, 1000 and 4095
  /// times 2^32, by place in the table and published dimension. SciPy counts by the Gray code.
  private static let published: [(place: Int, dimension: Int, points: [UInt32])] = [
    (0, 0, [2147483648, 3221225472, 1073741824, 3758096384, 1778384896, 943718400, 1048576]),
    (1, 1, [2147483648, 1073741824, 3221225472, 3758096384, 1107296256, 415236096, 4042260480]),
    (2, 2517, [2147483648, 3221225472, 1073741824, 2684354560, 2852126720, 725614592, 1143996416]),
    (
      3, 2168, [2147483648, 3221225472, 1073741824, 1610612736, 2046820352, 4265607168, 1538260992]
    ),
    (
      63, 5742, [2147483648, 3221225472, 1073741824, 536870912, 2717908992, 3913285632, 2603614208]
    ),
    (
      127, 5829,
      [2147483648, 1073741824, 3221225472, 3758096384, 704643072, 1337982976, 4019191808]
    ),
    (
      255, 4786,
      [2147483648, 1073741824, 3221225472, 1610612736, 2583691264, 759169024, 2410676224]
    ),
  ]

  private static func point(_ place: Int, _ index: Int) -> UInt32 {
    let columns = Array(SobolTable.columns(place))
    return (0..<32).reduce(0) { index >> $1 & 1 != 0 ? $0 ^ columns[$1] : $0 }
  }

  /// The points of a replicate, by number.
  private static func points(
    _ stream: SobolStream, _ key: StreamKey, replicate: Int, count: Int
  ) -> [Double] {
    (0..<count).map { n in
      stream.uniform(key, trial: (n / 256 * 16 + replicate) * 256 + n % 256)
    }
  }

  private static let keys = (0..<30).map { StreamKey(path: "draw \($0)") }

  @Test func pointsArePublishedOnes() {
    for (place, dimension, points) in Self.published {
      #expect(SobolTable.published[place] == dimension)
      for (i, point) in zip([1, 2, 3, 5, 100, 1000, 4095], points) {
        #expect(Self.point(place, i ^ i >> 1) == point, "dimension \(dimension), point \(i)")
      }
    }
    #expect(Set(SobolTable.published).count == SobolTable.count)
  }

  /// A dimension alone takes each of 2^k equal parts once in 2^k points, wherever they begin.
  @Test(arguments: [0, 7, 15]) func eachDrawIsStratified(replicate: Int) {
    let stream = SobolStream(seed: 5, keys: Self.keys)
    // One key has a dimension, the other none.
    for key in [Self.keys[4], Self.keys[4].month(3)] {
      let points = Self.points(stream, key, replicate: replicate, count: 4096)
      for size in [16, 256, 1024, 4096] {
        for first in stride(from: 0, to: 4096, by: size) {
          let parts = Set(points[first..<first + size].map { Int($0 * Double(size)) })
          #expect(parts.count == size)
        }
      }
    }
  }

  /// The table's first two dimensions are a (0, m, 2)-net, and stay one when scrambled.
  @Test func firstTwoDimensionsAreANet() throws {
    let seed: UInt64 = 11
    let dimensions = SobolDimensions(Self.keys, seed: seed)
    let stream = SobolStream(seed: seed, keys: Self.keys)
    var pairs = 0
    for replicate in 0..<16 {
      func key(_ dimension: Int) -> StreamKey? {
        Self.keys.first { dimensions.dimension(of: $0, replicate: replicate) == dimension }
      }
      guard let a = key(0), let b = key(1) else { continue }
      pairs += 1
      let x = Self.points(stream, a, replicate: replicate, count: 1024)
      let y = Self.points(stream, b, replicate: replicate, count: 1024)
      for digits in 0...10 {
        let boxes = Set(
          (0..<1024).map {
            Int(x[$0] * Double(1 << digits)) << 10 | Int(y[$0] * Double(1 << (10 - digits)))
          })
        #expect(boxes.count == 1024)
      }
    }
    #expect(pairs > 0)
  }

  @Test func replicatesKeysAndSeedsDiffer() {
    let key = Self.keys[0]
    let stream = SobolStream(seed: 1, keys: Self.keys)
    let other = SobolStream(seed: 2, keys: Self.keys)
    let points = Self.points(stream, key, replicate: 0, count: 256)
    #expect(points != Self.points(stream, key, replicate: 1, count: 256))
    #expect(points != Self.points(stream, Self.keys[1], replicate: 0, count: 256))
    #expect(points != Self.points(other, key, replicate: 0, count: 256))
    let late = 1 << 45
    #expect(stream.uniform(key, trial: late) != stream.uniform(key, trial: 0))
  }

  @Test(arguments: [0, 1, 5, 255, 256, 4095, 1_000_003, 1 << 45, Int.max - 300])
  func fillEqualsUniform(firstTrial: Int) {
    let stream = SobolStream(seed: 0xdead_beef, keys: Self.keys)
    for key in [Self.keys[2], StreamKey(path: "without a dimension")] {
      for length in [0, 1, 7, 8, 9, 255, 256, 257, 300] {
        var column = [Double](repeating: 0, count: length)
        column.withUnsafeMutableBufferPointer { stream.fill($0, key: key, firstTrial: firstTrial) }
        for i in 0..<length {
          #expect(column[i] == stream.uniform(key, trial: firstTrial + i))
          #expect(column[i] > 0 && column[i] < 1)
        }
      }
    }
  }

  /// Each key has a dimension of its own in each replicate, and another key moves few.
  @Test func dimensions() {
    let before = SobolDimensions(Self.keys, seed: 3)
    for replicate in 0..<16 {
      let taken = Self.keys.compactMap { before.dimension(of: $0, replicate: replicate) }
      #expect(Set(taken).count == 30 && taken.allSatisfy { 0..<64 ~= $0 })
    }
    #expect(before == SobolDimensions(Self.keys.reversed() + Self.keys, seed: 3))
    var moved = 0
    for i in 0..<200 {
      let after = SobolDimensions(Self.keys + [StreamKey(path: "more \(i)")], seed: 3)
      let isMoved = Self.keys.contains {
        before.dimension(of: $0, replicate: 0) != after.dimension(of: $0, replicate: 0)
      }
      if isMoved { moved += 1 }
    }
    #expect(moved < 60, "\(moved) of 200")
    let many = (0..<1000).map { StreamKey(path: "many \($0)") }
    let crowded = SobolDimensions(many, seed: 3)
    let having = many.compactMap { crowded.dimension(of: $0, replicate: 2) }
    #expect(Set(having).count == having.count && having.count > 200)
  }

  /// The mean of a product over six draws, which is 1, has at most a fiftieth of the squared error
  /// of independent draws at 4096 trials.
  @Test func integral() {
    func squaredError(_ sampling: Sampling) -> Double {
      var sum = 0.0
      for seed in UInt64(1)...24 {
        let source = UniformSource(sampling, seed: seed, trials: 4096, keys: Self.keys)
        var product = [Double](repeating: 1, count: 4096)
        var column = product
        for (i, key) in Self.keys.prefix(6).enumerated() {
          column.withUnsafeMutableBufferPointer { source.fill($0, key: key, firstTrial: 0) }
          for t in 0..<4096 { product[t] *= 1 + (column[t] - 0.5) * Double(6 - i) / 6 }
        }
        let error = product.reduce(0, +) / 4096 - 1
        sum += error * error
      }
      return sum / 24
    }
    let random = squaredError(.random)
    #expect(squaredError(.sobol) < random / 50)
    #expect(squaredError(.latinHypercube) < random / 4)
  }
}
