/// A month of the calendar.
package struct CalendarMonth: Hashable, Sendable, Comparable {
  /// Months since January of the year 0.
  package var ordinal: Int

  /// Creates the month at `ordinal` months since January of the year 0.
  package init(ordinal: Int) { self.ordinal = ordinal }

  /// Creates the month `month` (1 to 12) of `year`; nil for another month.
  package init?(year: Int, month: Int) {
    guard (1...12).contains(month) else { return nil }
    ordinal = year * 12 + month - 1
  }

  /// Reads `2023-07` or `2023-07-15` (its month); a year alone, `2023`, is its December. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = parts.first, year.count == 4, let y = Int(year) else { return nil }
    switch parts.count {
    case 1: self.init(year: y, month: 12)
    case 2, 3:
      guard parts[1].count == 2, let m = Int(parts[1]) else { return nil }
      if parts.count == 3 {
        guard parts[2].count == 2, let d = Int(parts[2]),
          (1...Self.days(year: y, month: m)).contains(d)
        else { return nil }
      }
      self.init(year: y, month: m)
    default: return nil
    }
  }

  private static func days(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The year.
  package var year: Int { ordinal >= 0 ? ordinal / 12 : (ordinal - 11) / 12 }
  /// The month of the year, 1 to 12.
  package var month: Int { ordinal - year * 12 + 1 }

  /// The month as it is written: `2023-07`.
  package var text: String {
    let y = String(year)
    return String(repeating: "0", count: max(0, 4 - y.count)) + y + "-" + (month < 10 ? "0" : "")
      + "\(month)"
  }

  package static func < (a: Self, b: Self) -> Bool { a.ordinal < b.ordinal }
  /// The month `months` later.
  package static func + (a: Self, months: Int) -> Self { Self(ordinal: a.ordinal + months) }
  /// The months from `b` to `a`.
  package static func - (a: Self, b: Self) -> Int { a.ordinal - b.ordinal }
}
