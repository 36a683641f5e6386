import Metrics
import Quantities

/// Why a check does not pass.
struct Finding {
  /// The kind of mistake it points to.
  var kind: MistakeKind
  /// What was found, in words, where there is something to tell.
  var found: String?
  /// What was expected instead, as far as it gives nothing away: a unit, a thing, a clause.
  var wanted: String?

  /// The code of the message that an entry was refused with.
  var code: String?

  init(
    _ kind: MistakeKind, found: String? = nil, wanted: String? = nil, code: String? = nil
  ) {
    (self.kind, self.found, self.wanted, self.code) = (kind, found, wanted, code)
  }
}

/// Two figures side by side: whether they are the same, and if not, how they differ.
struct FigureComparison {
  let found: FigureAnswer
  let expected: FigureAnswer
  /// The share of the expected value that the found one may be off.
  let relative: Double
  /// The amount that it may be off.
  let amount: Double
  /// What is compared: the mean, or an end of the interval.
  let part: LessonCheck.Part
  /// Whether the whole interval must agree, in each month.
  let isWhole: Bool
  /// Whether nothing is left to chance, as where two mistakes are told apart.
  var isStrict = false

  private func value(_ e: Estimate) -> Double {
    switch part {
    case .mean: e.mean
    case .low: e.low
    case .high: e.high
    }
  }

  /// `true` iff the figures agree, as far as draws let one tell.
  var agrees: Bool {
    guard found.figure.dimension == expected.figure.dimension else { return false }
    guard found.isSeries == expected.isSeries else { return false }
    guard isWhole else { return isNear(found.estimates.last, expected.estimates.last) }
    guard found.estimates.count == expected.estimates.count else { return false }
    return zip(found.estimates, expected.estimates).allSatisfy { isNear($0, $1) }
  }

  private func isNear(_ a: Estimate?, _ b: Estimate?) -> Bool {
    guard let a, let b else { return false }
    if a.trials == 0 || b.trials == 0 { return a.trials == b.trials }
    // Twins of a draw under other names differ by their errors.
    let isExact = relative < 0.01 && amount == 0 || a.isCertain && b.isCertain
    let noise = isExact || isStrict ? 0 : 3 * max(a.meanError, b.meanError)
    func near(_ x: Double, _ y: Double, _ slack: Double) -> Bool {
      abs(x - y) <= max(relative * abs(y), amount, slack) + 1e-12 * abs(y)
    }
    guard near(value(a), value(b), noise) else { return false }
    guard isWhole else { return true }
    if a.isCertain != b.isCertain { return false }
    let ends = 0.08 * (b.high - b.low)
    return near(a.low, b.low, ends) && near(a.high, b.high, ends)
  }

  /// How the figures differ, apart from what other expressions could tell.
  var kind: MistakeKind {
    let (have, want) = (found.figure, expected.figure)
    if have.dimension != want.dimension {
      guard isOutByTime(have.dimension, want.dimension) else { return .unit }
      return found.isSeries != expected.isSeries ? .series : .perMonth
    }
    if found.isSeries != expected.isSeries { return .series }
    guard let a = found.estimates.last, let b = expected.estimates.last else { return .value }
    let (x, y) = (value(a), value(b))
    if isWhole, a.isCertain != b.isCertain { return a.isCertain ? .certain : .uncertain }
    func isAbout(_ u: Double, _ v: Double) -> Bool {
      abs(u - v) <= max(relative, 0.001) * abs(v)
    }
    if y != 0, isAbout(x, -y) { return .sign }
    let isShare = [have, want].contains {
      $0.presentation.kind == .share || $0.presentation.kind == .points
    }
    if isShare, y != 0, isAbout(x, y * 100) || isAbout(x, y / 100) { return .percent }
    let isRate = want.dimension.powers.contains { $0.base == .time }
    if isRate, isAbout(x, y * 12) || isAbout(x, y / 12) { return .perMonth }
    for exponent in [1.0, 2, 3, 6, 9] {
      let factor =
        exponent == 1 ? 10 : exponent == 2 ? 100 : exponent == 3 ? 1e3 : exponent == 6 ? 1e6 : 1e9
      if y != 0, isAbout(x, y * factor) || isAbout(x, y / factor) { return .factor }
    }
    if isWhole, isNearMean(a, b) { return .interval }
    return .value
  }

  private func isNearMean(_ a: Estimate, _ b: Estimate) -> Bool {
    !b.isCertain && abs(a.mean - b.mean) <= 0.5 * (b.high - b.low)
  }

  /// `true` iff two units differ in nothing but time.
  private func isOutByTime(_ a: Dimension, _ b: Dimension) -> Bool {
    func others(_ d: Dimension) -> [Dimension.Power] { d.powers.filter { $0.base != .time } }
    return others(a) == others(b)
  }
}
