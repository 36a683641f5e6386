import Engine
import Portfolio
import Quantities
import Testing

@testable import Planner

/// The ranges that terms are said to lie in, against values.
@Suite struct ValueRangeTests {
  private static let unary: [Quantities.Operation] = [
    .negate, .absolute, .exponential, .logarithm, .squareRoot, .floor, .round, .not,
  ]
  private static let binary: [Quantities.Operation] = [
    .add, .add, .subtract, .subtract, .multiply, .multiply, .divide, .divide, .minimum, .maximum,
    .power, .less, .lessOrEqual, .equal, .notEqual, .and, .or,
  ]

  /// `true` iff a value is what a range allows; of infinite operands it says nothing.
  private func allows(_ range: ValueRange, _ value: Double) -> Bool {
    if value.isNaN { return range.mayBeNaN }
    if value.isInfinite {
      return range.mayBeInfinite || (value > 0 ? range.high : -range.low) == value
    }
    return range.low <= value && value <= range.high
  }

  /// Points of a range: its ends, what is next to them, zeros and numbers within.
  private func point(_ range: ClosedRange<Double>, _ dice: inout Dice) -> Double {
    switch dice.whole(0...5) {
    case 0: return range.lowerBound.isFinite ? range.lowerBound : -dice.number(0, 1e12)
    case 1: return range.upperBound.isFinite ? range.upperBound : dice.number(0, 1e12)
    case 2 where range.contains(0): return 0
    case 3 where range.contains(1): return 1
    default:
      let low = max(range.lowerBound, -1e6)
      return dice.number(low, min(range.upperBound, max(low, 1e6)))
    }
  }

  @Test("Expressions at random points lie in the range they are said to lie in", arguments: 0..<8)
  func expressions(group: UInt64) {
    var dice = Dice(seed: 9000 + group)
    for _ in 0..<400 {
      let leaves = (0..<4).map { _ in leaf(&dice) }
      var steps: [(operation: Quantities.Operation, operands: [Int])] = []
      var ranges = leaves.map { ValueRange(low: $0.lowerBound, high: $0.upperBound) }
      for _ in 0..<8 {
        let last = ranges.count - 1
        let operands = (0..<3).map { _ in dice.whole(0...last) }
        let operation =
          dice.chance(30)
          ? Self.unary[dice.whole(0...Self.unary.count - 1)]
          : dice.chance(10) ? .select : Self.binary[dice.whole(0...Self.binary.count - 1)]
        steps.append((operation, operands))
        ranges.append(
          .of(operation, ranges[operands[0]], ranges[operands[1]], ranges[operands[2]]))
      }
      for _ in 0..<20 {
        var values = leaves.map { point($0, &dice) }
        for (operation, operands) in steps {
          values.append(
            operation.evaluate(values[operands[0]], values[operands[1]], values[operands[2]]))
        }
        // Where numbers without a bound have overflown, nothing is claimed of what follows.
        let isTraced = zip(values, ranges).allSatisfy { !$0.isInfinite || $1.mayBeInfinite }
        guard isTraced else { continue }
        for (i, value) in values.enumerated() where !allows(ranges[i], value) {
          let step = i < 4 ? nil : steps[i - 4]
          Issue.record("\(value) of \(String(describing: step)) isn't in \(ranges[i])")
          return
        }
      }
    }
  }

  private func leaf(_ dice: inout Dice) -> ClosedRange<Double> {
    switch dice.whole(0...7) {
    case 0: return 0...1
    case 1: return 0 ... .infinity
    case 2: return -.infinity ... .infinity
    case 3:
      let value = dice.number(-3, 3).rounded()
      return value...value
    case 4: return 1 ... .infinity
    default:
      let ends = [dice.number(-5, 5), dice.number(-5, 5)].sorted()
      return ends[0]...ends[1]
    }
  }

  @Test(
    "Draws lie in their ranges at uniforms next to 0 and 1",
    arguments: [
      .normal(mean: 3, deviation: 2), .lognormal(mu: -1, sigma: 0.7),
      .logitNormal(mu: -2, sigma: 0.5), .uniform(low: 0.1, high: 0.7),
      .triangular(low: -1, mode: 0, high: 0.3), .beta(alpha: 0.7, beta: 30),
      .scaledBeta(alpha: 2, beta: 3, low: 0.1, high: 0.3), .gamma(shape: 0.4, scale: 5),
      .bernoulli(probability: 0.3), .binomial(count: 9, probability: 0.2), .poisson(mean: 3),
      .empirical([1, 2, 5]), .negated(.lognormal(mu: 0, sigma: 1)),
      .scaled(.beta(alpha: 2, beta: 2), by: 0.1),
      .truncated(.normal(mean: 0, deviation: 1), low: 0, high: .infinity),
    ] as [Distribution])
  func draws(distribution: Distribution) {
    let ends = [0x1p-53, 0x1p-52, 1e-9, 1e-4, 1e-3]
    let inside = stride(from: 0.01, to: 1, by: 0.01)
    var column = ends + inside + ends.map { 1 - $0 }
    column.withUnsafeMutableBufferPointer { ColumnTransform(distribution).apply(to: $0) }
    let range = ValueRange(of: distribution)
    #expect(column.allSatisfy { range.low <= $0 && $0 <= range.high }, "\(range)")
    #expect(!range.mayBeNaN)
  }

  @Test("What is proven is not computed")
  func folding() {
    var builder = ProgramBuilder(months: 3)
    let zero = builder.constant(0)
    let users = builder.state(initial: zero, assumed: .nonNegative)
    let share = builder.draw(source(.beta(alpha: 2, beta: 3)))
    let any = builder.draw(source(.normal(mean: 0, deviation: 1)))
    let larger = builder.apply(.maximum, zero, users)
    #expect(larger == users)
    let isNegative = builder.apply(.less, users, zero)
    #expect(builder.constant(isNegative) == 0)
    let clamped = builder.clamped(share)
    #expect(clamped == share)
    let part = builder.apply(.multiply, users, share)
    let rest = builder.apply(.subtract, users, part)
    #expect(builder.range(rest).isNonNegative)
    let less = builder.apply(.subtract, part, users)
    #expect(!builder.range(less).isNonNegative)
    // What may be negative is no share.
    let odd = builder.apply(.multiply, users, any)
    let bounded = builder.apply(.maximum, zero, odd)
    #expect(bounded != odd)
    // x − x is 0 only where x is a number.
    let quotient = builder.apply(.divide, users, any)
    let nothing = builder.apply(.subtract, quotient, quotient)
    #expect(builder.constant(nothing) == nil)
    let none = builder.apply(.subtract, part, part)
    #expect(builder.constant(none) == 0)
  }

  private func source(_ distribution: Distribution) -> DrawSource {
    DrawSource(
      parts: [.init(key: StreamKey(path: "\(distribution)"), weight: 1)],
      distribution: distribution, isMonthly: false)
  }
}
