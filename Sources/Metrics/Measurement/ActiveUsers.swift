import Quantities

/// The window over which monthly active users are counted; practitioners use all three, and they
/// are three metrics.
package enum MonthlyWindow: String, CaseIterable, Sendable {
  /// The calendar month in which the day lies, complete.
  case calendarMonth
  /// The 28 days that end with the day, so that every weekday counts four times.
  case trailing28
  /// The 30 days that end with the day.
  case trailing30

  /// The days counted; `day` in days since 1970-01-01. Nil outside `CalendarMonth.supportedDays`.
  package func days(at day: Int) -> ClosedRange<Int>? {
    guard let month = CalendarMonth(day: day) else { return nil }
    return switch self {
    case .calendarMonth: month.days
    case .trailing28: (day - 27)...day
    case .trailing30: (day - 29)...day
    }
  }
}

/// Active users of a window of days: daily counts and their union.
///
/// Always `max DAU ≤ MAU ≤ Σ DAU`: MAU is a set union, never a sum.
package struct ActiveUsers: Hashable, Sendable {
  /// The days of the window.
  package let days: ClosedRange<Int>
  /// Distinct users on each day of the window, in order.
  package let daily: [Int]
  /// Distinct users over the whole window.
  package let monthly: Int

  /// Counts the users of a window; events outside it are not counted, repeated ones once. Nil for a
  /// window that reaches outside `CalendarMonth.supportedDays`.
  package init?<User>(_ events: [ActivityEvent<User>], days: ClosedRange<Int>) {
    let supported = CalendarMonth.supportedDays
    guard supported.contains(days.lowerBound), supported.contains(days.upperBound) else {
      return nil
    }
    var sets = [Set<User>](repeating: [], count: days.count)
    for event in events where days.contains(event.day) {
      sets[event.day - days.lowerBound].insert(event.user)
    }
    self.days = days
    daily = sets.map(\.count)
    monthly = sets.reduce(into: Set<User>()) { $0.formUnion($1) }.count
  }

  /// Counts the users of a named window at a day; nil as above.
  package init?<User>(_ events: [ActivityEvent<User>], window: MonthlyWindow, at day: Int) {
    guard let days = window.days(at: day) else { return nil }
    self.init(events, days: days)
  }

  /// The bounds of the monthly count from the daily ones alone: `max DAU ... Σ DAU`.
  package var bounds: ClosedRange<Int> {
    (daily.max() ?? 0)...daily.reduce(0, +)
  }

  /// Mean DAU divided by MAU, in [1/W, 1] for a window of W days; nil without users.
  package var stickiness: Double? {
    guard monthly > 0 else { return nil }
    return Double(daily.reduce(0, +)) / Double(daily.count) / Double(monthly)
  }
}
