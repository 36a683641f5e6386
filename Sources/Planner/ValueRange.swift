#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Quantities

/// Where the values of a term lie: interval arithmetic (Moore, 1966), with what is undefined kept apart.
///
/// What it claims: computed from operands that lie in their ranges, the value is a number in `low`…`high`, or NaN where
/// `mayBeNaN` says so, or infinite where `mayBeInfinite` does. An end that is infinite without that flag stands for numbers
/// without a bound: that sums and products of such numbers overflow isn't traced. Where users overflow, the check of
/// conservation strikes.
///
/// Rounding to nearest is monotone, so the ends of the basic operations are computed as the values are; those of functions
/// are widened by more than their error.
struct ValueRange: Equatable {
  var low: Double
  var high: Double
  /// `true` iff it may be NaN.
  var mayBeNaN = false
  /// `true` iff a division or a function may have left the finite numbers.
  var mayBeInfinite = false

  static let everything = ValueRange(low: -.infinity, high: .infinity)
  static let undefined = ValueRange(
    low: -.infinity, high: .infinity, mayBeNaN: true, mayBeInfinite: true)
  static let nonNegative = ValueRange(low: 0, high: .infinity)
  static let truth = ValueRange(low: 0, high: 1)

  /// `true` iff it may be no finite number.
  var mayBeUndefined: Bool { mayBeNaN || mayBeInfinite }
  /// `true` iff it is 0 or more wherever it is a number.
  var isNonNegative: Bool { low >= 0 }
  private var isBounded: Bool { low > -.infinity && high < .infinity }

  /// `true` iff all that `other` may be this may be.
  func contains(_ other: ValueRange) -> Bool {
    low <= other.low && other.high <= high && (mayBeNaN || !other.mayBeNaN)
      && (mayBeInfinite || !other.mayBeInfinite)
  }

  /// What lies in either.
  func union(_ other: ValueRange) -> ValueRange {
    ValueRange(
      low: min(low, other.low), high: max(high, other.high), mayBeNaN: mayBeNaN || other.mayBeNaN,
      mayBeInfinite: mayBeInfinite || other.mayBeInfinite)
  }
}

extension ValueRange {
  init(of value: Double) {
    self = value.isNaN ? .undefined : ValueRange(low: value, high: value)
    mayBeInfinite = !value.isFinite
  }

  init(of values: [Double]) {
    guard let first = values.first else {
      self = .undefined
      return
    }
    self = ValueRange(of: first)
    for value in values.dropFirst() {
      if value.isFinite {
        (low, high) = (min(low, value), max(high, value))
      } else {
        self = union(ValueRange(of: value))
      }
    }
  }

  /// The standard deviations that a normal draw stays within: the quantile of the least positive number is −38.5.
  private static let mostDeviations = 40.0

  /// Where a draw lies: the support, and for normal scores what a positive uniform can come to.
  init(of distribution: Distribution) {
    switch distribution {
    case .normal(let mean, let deviation):
      let most = Self.mostDeviations * deviation
      self = ValueRange(low: mean - most, high: mean + most).checked
    case .lognormal(let mu, let sigma):
      let most = Self.mostDeviations * sigma
      self = ValueRange(low: mu - most, high: mu + most).checked.exponential
      // Draws are made finite.
      mayBeInfinite = false
    case .negated(let base): self = ValueRange(of: base).negated
    case .scaled(let base, by: let factor):
      self = ValueRange(of: base).times(ValueRange(of: factor))
      mayBeInfinite = false
    case .truncated(let base, let low, let high):
      let range = ValueRange(of: base)
      self = ValueRange(low: max(range.low, low), high: min(range.high, high)).checked
    case .beta, .logitNormal, .bernoulli, .binomial, .poisson, .gamma, .empirical:
      let support = distribution.support
      self = ValueRange(low: support.lowerBound, high: support.upperBound).checked
    case .uniform, .triangular, .scaledBeta:
      // Stretching rounds; from 0 it ends at the upper end.
      let support = distribution.support
      let slack = support.lowerBound == 0 ? 0 : Self.slack(support.lowerBound, support.upperBound)
      self =
        ValueRange(low: support.lowerBound - slack, high: support.upperBound + slack).checked
    }
  }

  private static func slack(_ a: Double, _ b: Double) -> Double { 1e-15 * max(abs(a), abs(b)) }

  /// Itself, or everything where the ends are in no order.
  private var checked: ValueRange { low <= high ? self : .everything }

  /// Itself with its ends moved outwards by more than a function's error.
  private var widened: ValueRange {
    var wide = self
    wide.low -= 1e-12 * abs(low)
    wide.high += 1e-12 * abs(high)
    return low > -.infinity && high < .infinity ? wide : self
  }

  /// Flags the infinite where finite operands gave an end without a bound.
  private func overflowing(_ operands: ValueRange...) -> ValueRange {
    var range = self
    if !isBounded, operands.allSatisfy(\.isBounded) { range.mayBeInfinite = true }
    return range.settled
  }

  /// What lies between finite ends is finite.
  private var settled: ValueRange {
    var range = self
    if isBounded { range.mayBeInfinite = false }
    return range
  }
}

// MARK: Operations

extension ValueRange {
  /// Where `operation` of values in these ranges lies.
  static func of(_ operation: Operation, _ a: ValueRange, _ b: ValueRange, _ c: ValueRange)
    -> ValueRange
  {
    switch operation {
    case .add: a.plus(b)
    case .subtract: a.plus(b.negated)
    case .multiply: a.times(b)
    case .divide: a.over(b)
    case .power: a.power(b)
    case .minimum: a.atMost(b)
    case .maximum: a.negated.atMost(b.negated).negated
    case .negate: a.negated
    case .absolute: a.absolute
    case .exponential: a.exponential
    case .logarithm: a.logarithm
    case .squareRoot: a.squareRoot
    case .floor: a.mapped { $0.rounded(.down) }
    case .round: a.mapped { $0.rounded() }
    case .less, .lessOrEqual, .equal, .notEqual, .and, .or, .not: truth
    case .select: b.union(c)
    case .given:
      ValueRange(low: a.low, high: a.high, mayBeNaN: true, mayBeInfinite: a.mayBeInfinite)
    default: undefined
    }
  }

  private func mapped(_ change: (Double) -> Double) -> ValueRange {
    var range = self
    (range.low, range.high) = (change(low), change(high))
    return range
  }

  var negated: ValueRange {
    ValueRange(low: -high, high: -low, mayBeNaN: mayBeNaN, mayBeInfinite: mayBeInfinite)
  }

  private var absolute: ValueRange {
    if low >= 0 { return self }
    var range = self
    range.low = high >= 0 ? 0 : -high
    range.high = max(-low, high)
    return range
  }

  private func plus(_ b: ValueRange) -> ValueRange {
    ValueRange(
      low: low + b.low,
      high: high + b.high, mayBeNaN: mayBeNaN || b.mayBeNaN || mayBeInfinite && b.mayBeInfinite,
      mayBeInfinite: mayBeInfinite || b.mayBeInfinite
    ).defined.overflowing(self, b)
  }

  /// A product of ends, of which an infinite one stands for large numbers.
  private static func product(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b }

  private var includesZero: Bool { low <= 0 && high >= 0 }

  private func times(_ b: ValueRange) -> ValueRange {
    let ends = [
      Self.product(low, b.low), Self.product(low, b.high), Self.product(high, b.low),
      Self.product(high, b.high),
    ]
    return ValueRange(
      low: ends.min() ?? -.infinity, high: ends.max() ?? .infinity,
      mayBeNaN: mayBeNaN || b.mayBeNaN || mayBeInfinite && b.includesZero
        || b.mayBeInfinite && includesZero,
      mayBeInfinite: mayBeInfinite || b.mayBeInfinite
    ).defined.overflowing(self, b)
  }

  /// Division by zero is NaN; by what comes near zero, anything.
  private func over(_ b: ValueRange) -> ValueRange {
    if b.low <= 0, b.high >= 0 {
      if low >= 0, b.low >= 0 {
        return ValueRange(low: 0, high: .infinity, mayBeNaN: true, mayBeInfinite: true)
      }
      return .undefined
    }
    if mayBeInfinite || b.mayBeInfinite {
      let isKnown = low >= 0 && b.low > 0
      return ValueRange(
        low: isKnown ? 0 : -.infinity, high: .infinity, mayBeNaN: true, mayBeInfinite: true)
    }
    // Infinite ends by each other lie between the other quotients.
    let ends = [low / b.low, low / b.high, high / b.low, high / b.high].filter { !$0.isNaN }
    var range = ValueRange(
      low: ends.min() ?? -.infinity, high: ends.max() ?? .infinity,
      mayBeNaN: mayBeNaN || b.mayBeNaN
    ).overflowing(self)
    if !range.isBounded, min(abs(b.low), abs(b.high)) < 1e-100 { range.mayBeInfinite = true }
    return range
  }

  /// An end that came out as NaN bounds nothing.
  private var defined: ValueRange {
    var range = self
    if low.isNaN { range.low = -.infinity }
    if high.isNaN { range.high = .infinity }
    return range
  }

  /// The smaller; `a` where either is NaN, see ``Operation/evaluate(_:_:_:)``.
  private func atMost(_ b: ValueRange) -> ValueRange {
    ValueRange(
      low: min(low, b.low), high: b.mayBeNaN ? high : min(high, b.high), mayBeNaN: mayBeNaN,
      mayBeInfinite: mayBeInfinite || b.mayBeInfinite
    ).settled
  }

  fileprivate var exponential: ValueRange {
    var range = mapped(exp).widened
    range.low = max(0, range.low)
    // exp never passes 1 on its way up to 0.
    if high <= 0 { range.high = min(1, range.high) }
    if low >= 0 { range.low = max(1, range.low) }
    // Above this it may be infinite.
    if high > 709 { (range.high, range.mayBeInfinite) = (.infinity, true) }
    return range
  }

  private var logarithm: ValueRange {
    if low <= 0 {
      return ValueRange(
        low: -.infinity, high: max(0, high).isFinite ? log(max(high, 1)) + 1e-9 : .infinity,
        mayBeNaN: true, mayBeInfinite: mayBeInfinite)
    }
    var range = mapped(log).widened
    range.low -= 1e-15
    range.high += 1e-15
    if low >= 1 { range.low = max(0, range.low) }
    return range
  }

  private var squareRoot: ValueRange {
    if low < 0 {
      return ValueRange(
        low: 0, high: max(0, high).squareRoot(), mayBeNaN: true, mayBeInfinite: mayBeInfinite)
    }
    return mapped { $0.squareRoot() }
  }

  /// aᵇ; of positive numbers the extremes are at the ends.
  private func power(_ b: ValueRange) -> ValueRange {
    guard low > 0, isBounded, b.isBounded, !mayBeUndefined, !b.mayBeUndefined else {
      guard low >= 0, !mayBeUndefined, !b.mayBeUndefined else { return .undefined }
      return ValueRange(low: 0, high: .infinity, mayBeNaN: true, mayBeInfinite: true)
    }
    let ends = [pow(low, b.low), pow(low, b.high), pow(high, b.low), pow(high, b.high)]
    var range = ValueRange(low: ends.min() ?? 0, high: ends.max() ?? .infinity)
    if range.high > 1e300 { (range.high, range.mayBeInfinite) = (.infinity, true) }
    range = range.widened
    range.low = max(0, range.low)
    return range
  }
}
