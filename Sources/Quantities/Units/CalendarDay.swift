/// A day of the calendar.
package struct CalendarDay: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01, within `CalendarMonth.supportedDays`.
  package let number: Int
  /// The month it lies in.
  package let month: CalendarMonth

  /// Creates the day `number` days after 1970-01-01; nil where its month is outside the supported days.
  package init?(number: Int) {
    guard let month = CalendarMonth(day: number) else { return nil }
    (self.number, self.month) = (number, month)
  }

  /// Reads `2023-07-15`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let y = CalendarMonth.digits(parts[0], 4),
      let m = CalendarMonth.digits(parts[1], 2), let d = CalendarMonth.digits(parts[2], 2),
      let month = CalendarMonth(year: y, month: m), let days = month.days,
      (1...days.count).contains(d)
    else { return nil }
    (number, self.month) = (days.lowerBound + d - 1, month)
  }

  /// The day of the month, from 1.
  package var day: Int { number - (month.days?.lowerBound ?? number) + 1 }

  /// The day as it is written: `2023-07-15`.
  package var text: String { month.text + (day < 10 ? "-0" : "-") + "\(day)" }

  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.number < b.number }
}
