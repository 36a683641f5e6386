import Quantities
import Testing

@Suite("Functions of columns") struct ColumnFunctionTests {
  typealias Column = UnsafeMutablePointer<Double>

  /// A function of columns, of one number, and the arguments to try.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let ofColumns: @Sendable (InstructionSet, Column, Column, Column, Int) -> Void
    let ofNumbers: @Sendable (Double, Double) -> Double
    /// What is made of a random uniform for an ordinary argument.
    let argument: @Sendable (Double) -> Double
  }

  static let cases: [Case] = [
    Case(
      testDescription: "exp",
      ofColumns: { ColumnFunctions(on: $0).exponential($1, $2, count: $4) },
      ofNumbers: { a, _ in Operation.exponential.evaluate(a) }, argument: { 1500 * $0 - 750 }),
    Case(
      testDescription: "log", ofColumns: { ColumnFunctions(on: $0).logarithm($1, $2, count: $4) },
      ofNumbers: { a, _ in Operation.logarithm.evaluate(a) }, argument: { 3 * $0 - 0.01 }),
    Case(
      testDescription: "pow", ofColumns: { ColumnFunctions(on: $0).power($1, $2, $3, count: $4) },
      ofNumbers: { Operation.power.evaluate($0, $1) }, argument: { 40 * $0 - 5 }),
    Case(
      testDescription: "square root",
      ofColumns: { ColumnFunctions(on: $0).squareRoot($1, $2, count: $4) },
      ofNumbers: { a, _ in Operation.squareRoot.evaluate(a) }, argument: { 4 * $0 - 0.1 }),
    Case(
      testDescription: "logistic",
      ofColumns: { ColumnFunctions(on: $0).logistic($1, $2, count: $4) },
      ofNumbers: { a, _ in SpecialFunctions.logistic(a) }, argument: { 1500 * $0 - 750 }),
    Case(
      testDescription: "floor", ofColumns: { ColumnFunctions(on: $0).floor($1, $2, count: $4) },
      ofNumbers: { a, _ in Operation.floor.evaluate(a) }, argument: { 20 * $0 - 10 }),
    Case(
      testDescription: "round", ofColumns: { ColumnFunctions(on: $0).round($1, $2, count: $4) },
      ofNumbers: { a, _ in Operation.round.evaluate(a) }, argument: { (40 * $0).rounded() / 2 - 9 }),
    Case(
      testDescription: "normal cumulative",
      ofColumns: { ColumnFunctions(on: $0).normalCumulative($1, $2, count: $4) },
      ofNumbers: { a, _ in SpecialFunctions.normalCumulative(a) }, argument: { 80 * $0 - 40 }),
  ]

  static let special: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2, -2, 2.5, 3, -3, 0.49999999999999994, 1e300, -1e300, 1e-300,
    .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0x1p-1030,
    .greatestFiniteMagnitude, 0x1p52, 0x1p52 + 1, 0x1p51 + 0.5, -0x1p52 - 1, 0x1p53, 0x1p53 + 2,
    1.0000000000000002, 0.9999999999999999, 708, -708, 709.7827128933841, -745.2, 2_147_483_649,
  ]

  private static func isSame(_ a: Double, _ b: Double) -> Bool {
    a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
  }

  @Test("every instruction set gives the bits of one number", arguments: cases)
  func bits(_ tried: Case) {
    var random = SplitMix64(seed: 5)
    func uniform() -> Double { Double(random.next() >> 12) * 0x1p-52 }
    var a: [Double] = []
    var b: [Double] = []
    for x in Self.special {
      a += [Double](repeating: x, count: Self.special.count)
      b += Self.special
    }
    for _ in 0..<2000 {
      a.append(tried.argument(uniform()))
      b.append(tried.argument(uniform()))
      a.append(Double(bitPattern: random.next()))
      b.append(Double(bitPattern: random.next()))
    }
    let expected = zip(a, b).map { tried.ofNumbers($0, $1) }
    for set in InstructionSet.available {
      for count in [a.count, a.count - 1, 7] {
        var result = [Double](repeating: 0, count: a.count)
        a.withUnsafeMutableBufferPointer { a in
          b.withUnsafeMutableBufferPointer { b in
            result.withUnsafeMutableBufferPointer { d in
              guard let d = d.baseAddress, let a = a.baseAddress, let b = b.baseAddress else {
                return
              }
              tried.ofColumns(set, d, a, b, count)
            }
          }
        }
        let wrong = (0..<count).filter { !Self.isSame(result[$0], expected[$0]) }
        #expect(wrong.isEmpty, "\(set), \(wrong.prefix(3).map { (a[$0], b[$0], result[$0]) })")
        #expect(result.dropFirst(count).allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("a column may be its own destination")
  func inPlace() {
    var column = (0..<37).map { Double($0) / 7 }
    let expected = column.map { SpecialFunctions.pow($0, $0) }
    column.withUnsafeMutableBufferPointer {
      guard let a = $0.baseAddress else { return }
      ColumnFunctions().power(a, a, a, count: $0.count)
    }
    #expect(column == expected)
  }

  @Test("every instruction set draws the same", arguments: ColumnTransformTests.distributions)
  func draws(_ distribution: Distribution) {
    let transform = ColumnTransform(distribution)
    func draw(_ set: InstructionSet, _ count: Int) -> [UInt64] {
      var column = [Double](repeating: 0, count: count)
      column.withUnsafeMutableBufferPointer {
        RandomStream(seed: 4).fill($0, key: StreamKey(path: "set"), firstTrial: 3, on: set)
        if count > 20 { ($0[11], $0[20]) = (0x1p-53, 1 - 0x1p-53) }
        transform.apply(to: $0, on: set)
      }
      return column.map(\.bitPattern)
    }
    for count in [1, 13, 300, 1000] {
      let expected = draw(.baseline, count)
      for set in InstructionSet.available { #expect(draw(set, count) == expected, "\(set)") }
    }
  }

  private func greatestError(
    _ references: [ElementaryReference], _ function: (ElementaryReference) -> Double
  ) -> Double {
    references.map { $0.error(of: function($0)) }.max() ?? .nan
  }

  @Test("errors in units in the last place are those stated")
  func errors() {
    #expect(greatestError(ElementaryReference.exp) { SpecialFunctions.exp($0.x) } < 1)
    #expect(greatestError(ElementaryReference.log) { SpecialFunctions.log($0.x) } < 1)
    #expect(greatestError(ElementaryReference.pow) { SpecialFunctions.pow($0.x, $0.y) } < 1)
    #expect(greatestError(ElementaryReference.logistic) { SpecialFunctions.logistic($0.x) } < 2.5)
    #expect(greatestError(ElementaryReference.expm1) { SpecialFunctions.expm1($0.x) } < 4)
    #expect(greatestError(ElementaryReference.log1p) { SpecialFunctions.log1p($0.x) } < 2)
    let cumulative = greatestError(ElementaryReference.normalCumulative) {
      SpecialFunctions.normalCumulative($0.x)
    }
    #expect(cumulative < 7)
    let quantile = greatestError(ElementaryReference.normalQuantile) {
      SpecialFunctions.normalQuantile($0.x)
    }
    #expect(quantile < 5)
  }

  @Test("the ends of log, exp and their relatives")
  func ends() {
    #expect(SpecialFunctions.log(0) == -.infinity && SpecialFunctions.log(-1).isNaN)
    #expect(SpecialFunctions.log(.infinity) == .infinity && SpecialFunctions.log(1) == 0)
    #expect(Operation.logarithm.evaluate(0).isNaN)
    #expect(SpecialFunctions.log1p(-1) == -.infinity && SpecialFunctions.log1p(-1.5).isNaN)
    #expect(SpecialFunctions.log1p(.infinity) == .infinity && SpecialFunctions.log1p(.nan).isNaN)
    #expect(SpecialFunctions.log1p(-0.0).sign == .minus && SpecialFunctions.expm1(0) == 0)
    #expect(SpecialFunctions.exp(-.infinity) == 0 && SpecialFunctions.exp(.infinity) == .infinity)
    #expect(SpecialFunctions.exp(0) == 1 && SpecialFunctions.exp(.nan).isNaN)
    #expect(SpecialFunctions.expm1(-.infinity) == -1 && SpecialFunctions.expm1(.nan).isNaN)
    #expect(SpecialFunctions.normalCumulative(-.infinity) == 0)
    #expect(SpecialFunctions.normalCumulative(.infinity) == 1)
    #expect(SpecialFunctions.logistic(-.infinity) == 0 && SpecialFunctions.logistic(.infinity) == 1)
  }

  @Test("powers that are whole numbers, and roots of squares, come out exact")
  func exactPowers() {
    for base in 2...300 {
      var product = Double(base)
      var exponent = 1.0
      while product * Double(base) < 0x1p53 {
        product *= Double(base)
        exponent += 1
        #expect(SpecialFunctions.pow(Double(base), exponent) == product)
      }
      #expect(SpecialFunctions.pow(Double(base * base), 0.5) == Double(base))
    }
    for exponent in -1074...1023 {
      let expected = Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(SpecialFunctions.pow(2, Double(exponent)) == expected)
    }
  }

  /// Found on x86-64; it must come out on every architecture and with every compiler.
  @Test("the bits are those of every other machine", arguments: InstructionSet.available)
  func bitsOfEveryMachine(set: InstructionSet) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var column = [Double](repeating: 0, count: 501)
    func note() {
      for x in column { hash = (hash ^ (x.isNaN ? 1 : x.bitPattern)) &* 0x0000_0100_0000_01B3 }
    }
    let distributions: [Distribution] = [
      .uniform(low: 2, high: 5), .normal(mean: 1, deviation: 3), .lognormal(mu: 0.2, sigma: 0.7),
      .logitNormal(mu: -1, sigma: 0.5), .triangular(low: 0, mode: 1, high: 3),
      .beta(alpha: 8, beta: 240), .scaledBeta(alpha: 0.7, beta: 3, low: -2, high: 9),
      .gamma(shape: 0.4, scale: 2), .gamma(shape: 30, scale: 2), .bernoulli(probability: 0.3),
      .poisson(mean: 4), .truncated(.normal(mean: 0, deviation: 1), low: -1, high: 2),
    ]
    for (i, distribution) in distributions.enumerated() {
      column.withUnsafeMutableBufferPointer {
        RandomStream(seed: 8).fill($0, key: StreamKey(value: UInt64(i)), firstTrial: 0, on: set)
        ColumnTransform(distribution).apply(to: $0, on: set)
      }
      note()
    }
    var random = SplitMix64(seed: 1)
    for tried in Self.cases {
      var (a, b) = (column, column)
      for i in column.indices {
        let uniform = Double(random.next() >> 12) * 0x1p-52
        a[i] = tried.argument(uniform)
        b[i] = i % 2 == 0 ? 3 * uniform : Double(bitPattern: random.next())
      }
      a.withUnsafeMutableBufferPointer { a in
        b.withUnsafeMutableBufferPointer { b in
          column.withUnsafeMutableBufferPointer { d in
            guard let d = d.baseAddress, let a = a.baseAddress, let b = b.baseAddress else {
              return
            }
            tried.ofColumns(set, d, a, b, 501)
          }
        }
      }
      note()
    }
    #expect(hash == 15_177_082_936_996_749_484)
  }

  @Test("pow has the special cases of IEEE 754")
  func powers() {
    func pow(_ x: Double, _ y: Double) -> Double { SpecialFunctions.pow(x, y) }
    let infinity = Double.infinity
    #expect(pow(.nan, 0) == 1 && pow(1, .nan) == 1 && pow(1, infinity) == 1)
    #expect(pow(-1, infinity) == 1 && pow(-1, -infinity) == 1)
    #expect(pow(.nan, 1).isNaN && pow(2, .nan).isNaN && pow(-8, 1.0 / 3).isNaN)
    #expect(pow(0.5, infinity) == 0 && pow(0.5, -infinity) == infinity)
    #expect(pow(2, infinity) == infinity && pow(-2, -infinity) == 0)
    #expect(pow(0, -1) == infinity && pow(-0.0, -3) == -infinity && pow(-0.0, -2) == infinity)
    #expect(pow(-0.0, 3).sign == .minus && pow(-0.0, 3) == 0 && pow(-0.0, 2).sign == .plus)
    #expect(pow(-infinity, 3) == -infinity && pow(-infinity, 2) == infinity)
    #expect(pow(-infinity, -3).sign == .minus && pow(infinity, -1) == 0)
    #expect(pow(-2, 3) == -8 && pow(-2, 2) == 4 && pow(-2, -1) == -0.5)
    #expect(pow(-2, 1023) == -0x1p1023 && pow(2, 1024) == infinity && pow(-2, 1025) == -infinity)
    #expect(pow(2, -1074) == 0x1p-1074 && pow(2, -1076) == 0 && pow(-2, -1077).sign == .minus)
    #expect(pow(-1, 0x1p53) == 1 && pow(-1, 0x1p53 - 1) == -1)
    #expect(pow(0x1p-1074, 0.5) == 0x1p-537 && pow(10, 2) == 100 && pow(3, 4) == 81)
  }

  @Test("tables of beta and gamma quantiles are within 2e-11")
  func tables() {
    let shapes = [0.3, 0.5, 1, 1.7, 4, 8, 30, 240, 3000, 1e6]
    let distributions: [Distribution] =
      shapes.map { .gamma(shape: $0, scale: 1) }
      + shapes.flatMap { a in [0.5, 1, 6, 240].map { .beta(alpha: a, beta: $0) } }
    for distribution in distributions {
      let uniforms = (-50...50).map { SpecialFunctions.normalCumulative(Double($0) * 0.1633) }
        .filter { $0 < 1 }
      var column = uniforms
      column.withUnsafeMutableBufferPointer { distribution.transform($0) }
      for (value, u) in zip(column, uniforms) {
        let expected = distribution.quantile(u)
        #expect(isClose(value, expected, relative: 2e-11), "\(distribution) \(u)")
      }
    }
  }
}
