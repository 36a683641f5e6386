import Notation
import Quantities

/// A scale with round numbers on it.
struct ChartAxis: Hashable {
  /// A round number and how it is told.
  struct Tick: Hashable {
    var value: Double
    var label: String
  }
  /// The ends of the scale.
  var low: Double
  var high: Double
  var ticks: [Tick]

  /// The place of a value on a length, to the nearest whole unit of it; a value outside the scale is at its end.
  ///
  /// Places are whole numbers, so that the same picture has the same bytes on every machine.
  func place(_ value: Double, on length: Int) -> Int {
    guard high > low, value.isFinite else { return 0 }
    let share = (value - low) / (high - low)
    return Int((max(0, min(1, share)) * Double(length)).rounded())
  }

  /// A scale for values from `low` to `high` with at most `most` steps, which ends at round numbers.
  ///
  /// - Parameters:
  ///   - includesZero: whether zero is on the scale; bars begin there.
  ///   - isShort: whether labels leave the unit out.
  init(
    from low: Double, to high: Double, most: Int, includesZero: Bool, _ measure: ChartMeasure,
    isShort: Bool = false
  ) {
    let factor = measure.factor
    var (low, high) = (low * factor, high * factor)
    if !low.isFinite || !high.isFinite || low > high || max(abs(low), abs(high)) > 1e300 {
      (low, high) = (0, 1)
    }
    if measure.isCondition { (low, high) = (0, 100) }
    if measure.isWhole { (low, high) = (low - 1, high + 1) }
    // Half of the scale at most may be empty below the lowest value.
    let isLong = !measure.isWhole
    if includesZero || (isLong && low > 0 && low < high / 2) { low = min(0, low) }
    if includesZero || (isLong && high < 0 && high > low / 2) { high = max(0, high) }
    if high - low <= 1e-9 * max(abs(high), abs(low)) {
      let margin = max(abs(low) / 10, measure.isWhole ? 1 : low == 0 ? 1 : 0)
      (low, high) = (low - margin, high + margin)
    }
    let step = RoundStep(
      atLeast: (high - low) / Double(max(1, most)), isWhole: measure.isWhole)
    let first = (low / step.value + 1e-9).rounded(.down)
    let last = max(first + 1, (high / step.value - 1e-9).rounded(.up))
    var ticks: [Tick] = []
    var count = first
    while count <= last, ticks.count <= most + 2 {
      let value = step.times(count)
      let base = value / factor
      let magnitude = max(abs(step.times(first)), abs(step.times(last)))
      ticks.append(
        Tick(
          value: base,
          label: measure.label(base, digits: step.digits(of: magnitude), isShort: isShort)))
      count += 1
    }
    self.low = ticks.first?.value ?? low / factor
    self.high = ticks.last?.value ?? high / factor
    self.ticks = ticks
  }

  /// A scale of the months from 0 to `last`, with names that are `width` apart at least where the scale is `length` long.
  init(months last: Int, start: CalendarMonth?, length: Int, width: (String) -> Int) {
    func name(_ month: Int) -> String {
      start.map { ($0 + (month - 1)).text } ?? "month \(month)"
    }
    (low, high) = (0, Double(last))
    let widest = max(width(name(0)), width(name(last)))
    let steps = [1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120, 240, 600, 1200].filter { $0 < last }
    let fitting = steps.first { length * $0 >= (widest + 1) * last && last / $0 <= 12 }
    let step = fitting ?? max(1, last)
    ticks = stride(from: 0, through: last, by: step).map {
      Tick(value: Double($0), label: name($0))
    }
  }
}

/// A step of a scale: 1, 2 or 5 times a power of ten, held as whole numbers, so that its multiples are exact.
struct RoundStep: Hashable {
  var mantissa: Int
  var exponent: Int

  init(atLeast size: Double, isWhole: Bool) {
    var exponent = 0
    while exponent < 305, Self.power(exponent + 1) <= size { exponent += 1 }
    while exponent > -305, !isWhole, Self.power(exponent) > size { exponent -= 1 }
    (mantissa, self.exponent) = (1, exponent)
    for mantissa in [2, 5] where value < size { self.mantissa = mantissa }
    if value < size { (mantissa, self.exponent) = (1, exponent + 1) }
  }

  var value: Double { times(1) }

  /// A whole multiple of the step: one product and one quotient of numbers that are exact, where these are.
  func times(_ count: Double) -> Double {
    let whole = count * Double(mantissa)
    return exponent >= 0 ? whole * Self.power(exponent) : whole / Self.power(-exponent)
  }

  /// The significant digits that multiples of the step up to `magnitude` need.
  func digits(of magnitude: Double) -> Int {
    var digits = 1
    while digits < 15, Self.scaled(digits + exponent) <= magnitude { digits += 1 }
    return digits
  }

  private static func scaled(_ exponent: Int) -> Double {
    exponent >= 0 ? power(exponent) : 1 / power(-exponent)
  }

  /// 10 to a power, exact up to the 22nd; small ones are quotients.
  private static func power(_ exponent: Int) -> Double {
    if exponent < 0 { return 1 / power(-exponent) }
    var value = 1.0
    for _ in 0..<min(308, exponent) { value *= 10 }
    return value
  }
}

extension ChartMeasure {
  /// `true` iff the values are whole numbers, such as months.
  var isWhole: Bool { presentation.kind == .monthNumber }

  /// What a value is multiplied by to get the number that is told: 100 for shares, 12 for what is told by the year.
  var factor: Double {
    var factor = 1.0
    let exponent = dimension.exponent(of: .time)
    for _ in 0..<abs(exponent) {
      factor =
        exponent > 0
        ? factor / presentation.timeUnit.months : factor * presentation.timeUnit.months
    }
    let isHundredfold = presentation.kind == .share || presentation.kind == .points
    return isHundredfold ? factor * 100 : factor
  }

  /// A value as it stands on an axis: with its unit, or without where there is no room.
  func label(_ value: Double, digits: Int, isShort: Bool) -> String {
    if isWhole {
      let month = Int(max(-1e6, min(1e6, value)).rounded())
      return start.map { ($0 + (month - 1)).text } ?? "month \(month)"
    }
    let text = NumberText.text(
      value, dimension, presentation, digits: digits, isSigned: presentation.isSigned)
    guard isShort, let digit = text.firstIndex(where: \.isNumber) else { return text }
    let end = text[digit...].firstIndex { $0 == " " || $0 == "/" } ?? text.endIndex
    return String(text[..<end])
  }

  /// The unit alone, for a heading; empty for what has none.
  var unit: String { isWhole ? "" : NumberText.unit(dimension, presentation) }
}
