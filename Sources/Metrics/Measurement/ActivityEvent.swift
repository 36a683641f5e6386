import Quantities

/// One user active on one day.
package struct ActivityEvent<User: Hashable & Sendable>: Hashable, Sendable {
  /// Who was active.
  package let user: User
  /// The day, in days since 1970-01-01; where no calendar months are asked for, any count of days.
  package let day: Int

  /// An event; nil for a day outside `CalendarMonth.supportedDays`.
  package init?(user: User, day: Int) {
    guard CalendarMonth.supportedDays.contains(day) else { return nil }
    self.user = user
    self.day = day
  }
}
