/// The days of a month, counted from 1970-01-01, in the proleptic Gregorian calendar.
extension CalendarMonth {
  /// The days taken: about 10,950 years either way, which bounds what a mistyped date can cost.
  package static let supportedDays = -4_000_000...4_000_000

  /// The month in which a day lies; nil where the month does not lie wholly in the supported days.
  ///
  /// Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  package init?(day: Int) {
    guard Self.supportedDays.contains(day) else { return nil }
    let shifted = day + 719_468
    let era = Self.floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    self.init(ordinal: 12 * (yearOfEra + era * 400) + monthFromMarch + 2)
    guard days != nil else { return nil }
  }

  /// All its days; nil for a month that does not lie wholly in the supported days.
  package var days: ClosedRange<Int>? {
    // Wider than the supported days, and far from overflow.
    guard ordinal.magnitude < 1_000_000 else { return nil }
    let first = Self.firstDay(ordinal)
    let last = Self.firstDay(ordinal + 1) - 1
    guard Self.supportedDays.contains(first), Self.supportedDays.contains(last) else { return nil }
    return first...last
  }

  /// Hinnant's `days_from_civil` for the first of a month.
  private static func firstDay(_ ordinal: Int) -> Int {
    let fromMarch = ordinal - 2
    let year = floorDivide(fromMarch, 12)
    let era = floorDivide(year, 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (fromMarch - 12 * year) + 2) / 5
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The quotient rounded down.
  static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
  }
}
