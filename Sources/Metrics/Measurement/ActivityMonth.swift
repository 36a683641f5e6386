/// A month of the proleptic Gregorian calendar.
package struct ActivityMonth: Hashable, Comparable, Sendable {
  /// The days taken, counted from 1970-01-01: about 10,950 years either way, which bounds what a
  /// mistyped date can cost.
  package static let supportedDays = -4_000_000...4_000_000

  /// Months since January of the year 0: `12·year + month − 1`.
  package let ordinal: Int

  /// The month with this ordinal; nil where it does not lie wholly in the supported days.
  package init?(ordinal: Int) {
    // Wider than the supported days, and far from overflow.
    guard ordinal.magnitude < 1_000_000 else { return nil }
    let first = ActivityMonth.firstDay(ordinal)
    let next = ActivityMonth.firstDay(ordinal + 1)
    guard ActivityMonth.supportedDays.contains(first),
      ActivityMonth.supportedDays.contains(next - 1)
    else { return nil }
    self.ordinal = ordinal
  }

  /// The month of a year; nil where `month` is not in 1...12 or it lies outside the supported days.
  package init?(year: Int, month: Int) {
    guard (1...12).contains(month), year.magnitude < 50_000 else { return nil }
    self.init(ordinal: 12 * year + month - 1)
  }

  /// The month in which a day lies, days counted from 1970-01-01; nil where the month does not lie
  /// wholly in the supported days.
  ///
  /// Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  package init?(day: Int) {
    guard ActivityMonth.supportedDays.contains(day) else { return nil }
    let shifted = day + 719_468
    let era = ActivityMonth.floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    self.init(ordinal: 12 * (yearOfEra + era * 400) + monthFromMarch + 2)
  }

  /// The calendar year.
  package var year: Int { ActivityMonth.floorDivide(ordinal, 12) }

  /// The month of the year, 1 to 12.
  package var month: Int { ordinal - 12 * year + 1 }

  /// The first day, in days since 1970-01-01.
  package var firstDay: Int { ActivityMonth.firstDay(ordinal) }

  /// All its days, in days since 1970-01-01.
  package var days: ClosedRange<Int> {
    firstDay...(ActivityMonth.firstDay(ordinal + 1) - 1)
  }

  /// The earlier month is the smaller.
  package static func < (left: ActivityMonth, right: ActivityMonth) -> Bool {
    left.ordinal < right.ordinal
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

  private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
    value >= 0 ? value / divisor : (value - divisor + 1) / divisor
  }
}
