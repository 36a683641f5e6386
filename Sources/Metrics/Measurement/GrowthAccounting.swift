package import Quantities

/// Where one month's users came from, and where those of the month before went.
///
/// `mau = new + retained + resurrected + redirectedIn` and
/// `mau − mau₋₁ = new + resurrected + redirectedIn − churned − redirectedOut`, always.
package struct GrowthAccounting: Hashable, Sendable {
  /// The month's active users.
  package let mau: Int
  /// Never active before, and not redirected here.
  package let new: Int
  /// Active in the month before too.
  package let retained: Int
  /// Active in some earlier month but not the one before, and not redirected here.
  package let resurrected: Int
  /// Not active in the month before, and brought by a redirection.
  package let redirectedIn: Int
  /// Active in the month before and not in this one, and not redirected away.
  package let churned: Int
  /// Active in the month before, and moved away by a redirection.
  package let redirectedOut: Int

  /// The users of the month before: `retained + churned + redirectedOut`.
  package var previous: Int { retained + churned + redirectedOut }

  /// `(new + resurrected)/churned`; +∞ with gains but no churn, nil with neither.
  package var quickRatio: Double? {
    GrowthRates.quickRatio(
      new: Double(new), resurrected: Double(resurrected), churned: Double(churned))
  }

  /// `(churned − resurrected)/mau₋₁`; nil where the month before had no users.
  package var netChurn: Double? {
    GrowthRates.netChurn(
      churned: Double(churned), resurrected: Double(resurrected), previous: Double(previous))
  }

  /// The accounts of consecutive months from the sets of active users.
  ///
  /// Before the first month nobody is known, so all its users are new. `redirectedIn[t]` and
  /// `redirectedOut[t]` name users moved in month t (0 is the first): they are taken out of the new
  /// and resurrected, and out of the churned; names that are none of these change nothing.
  package static func months<User: Hashable & Sendable>(
    _ active: [Set<User>], redirectedIn: [Int: Set<User>] = [:],
    redirectedOut: [Int: Set<User>] = [:]
  ) -> [GrowthAccounting] {
    var seen: Set<User> = []
    var previous: Set<User> = []
    return active.indices.map { index in
      let current = active[index]
      let gained = current.subtracting(previous)
      let lost = previous.subtracting(current)
      let arrived = gained.intersection(redirectedIn[index] ?? [])
      let own = gained.subtracting(arrived)
      let moved = lost.intersection(redirectedOut[index] ?? [])
      let resurrected = own.intersection(seen).count
      defer {
        seen.formUnion(current)
        previous = current
      }
      return GrowthAccounting(
        mau: current.count, new: own.count - resurrected,
        retained: current.count - gained.count, resurrected: resurrected,
        redirectedIn: arrived.count, churned: lost.count - moved.count, redirectedOut: moved.count)
    }
  }
}

/// The users of each calendar month.
package struct MonthlyActivity<User: Hashable & Sendable>: Hashable, Sendable {
  /// The first month with an event.
  package let first: CalendarMonth
  /// The users of each month from the first to the last with an event, silent months included.
  package let users: [Set<User>]

  /// Groups events by calendar month (days since 1970-01-01); nil without events, or where one lies
  /// in the unfinished month at either end of `CalendarMonth.supportedDays`.
  package init?(_ events: [ActivityEvent<User>]) {
    let months = events.compactMap { CalendarMonth(day: $0.day) }
    guard months.count == events.count, let first = months.min(), let last = months.max() else {
      return nil
    }
    var users = [Set<User>](repeating: [], count: last.ordinal - first.ordinal + 1)
    for (event, month) in zip(events, months) {
      users[month.ordinal - first.ordinal].insert(event.user)
    }
    self.first = first
    self.users = users
  }
}
