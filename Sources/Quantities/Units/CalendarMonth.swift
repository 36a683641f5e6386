/// A month of the calendar.
package struct CalendarMonth: Hashable, Sendable, Comparable {
  /// Months since January of the year 0.
  package var ordinal: Int

  /// Creates the month at `ordinal` months since January of the year 0.
  package init(ordinal: Int) { self.ordinal = ordinal }

  /// Creates the month `month` (1 to 12) of `year`; nil for another month, or a year beyond ±50,000.
  package init?(year: Int, month: Int) {
    guard (1...12).contains(month), year.magnitude < 50_000 else { return nil }
    ordinal = year * 12 + month - 1
  }

  /// Reads `2023-07` or `2023-07-15` (its month); a year alone, `2023`, is its December. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    if let day = CalendarDay(text) {
      self = day.month
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count <= 2, let y = Self.digits(parts[0], 4) else { return nil }
    guard parts.count == 2 else {
      self.init(year: y, month: 12)
      return
    }
    guard let m = Self.digits(parts[1], 2) else { return nil }
    self.init(year: y, month: m)
  }

  /// The number that just so many digits make; nil for anything else, a sign included.
  static func digits(_ text: some StringProtocol, _ count: Int) -> Int? {
    guard text.utf8.count == count, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(text)
  }

  /// The year.
  package var year: Int { Self.floorDivide(ordinal, 12) }
  /// The month of the year, 1 to 12.
  package var month: Int { ordinal - year * 12 + 1 }

  /// The month as it is written: `2023-07`.
  package var text: String {
    let y = String(year)
    return String(repeating: "0", count: max(0, 4 - y.count)) + y + "-" + (month < 10 ? "0" : "")
      + "\(month)"
  }

  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.ordinal < b.ordinal }
  /// The month `months` later.
  package static func + (a: Self, months: Int) -> Self { Self(ordinal: a.ordinal + months) }
  /// The months from `b` to `a`.
  package static func - (a: Self, b: Self) -> Int { a.ordinal - b.ordinal }
}
