import Quantities

/// What counts as retained; ages are in days since a user's first day, which is age 0.
package enum RetentionDefinition: Hashable, Sendable {
  /// Active exactly on day n.
  case onDay(Int)
  /// Active on day n or on any later day seen. Right-censored: it can only rise as time passes.
  case onOrAfter(Int)
  /// Active on any day of the bracket.
  case bracket(ClosedRange<Int>)

  /// The first age that counts.
  package var firstAge: Int {
    switch self {
    case .onDay(let n), .onOrAfter(let n): n
    case .bracket(let ages): ages.lowerBound
    }
  }

  /// The age a cohort must have reached for the figure to be defined.
  package var ageNeeded: Int {
    switch self {
    case .onDay(let n), .onOrAfter(let n): n
    case .bracket(let ages): ages.upperBound
    }
  }

  /// Whether activity at this age counts.
  package func counts(_ age: Int) -> Bool {
    switch self {
    case .onDay(let n): age == n
    case .onOrAfter(let n): age >= n
    case .bracket(let ages): ages.contains(age)
    }
  }
}

/// The retention of the users whose first activity fell on one day.
package struct RetentionCohort: Hashable, Sendable {
  /// The day of first activity.
  package let day: Int
  /// Users in the cohort.
  package let size: Int
  /// Those retained; nil where the cohort is too young (undefined, not 0).
  package let retained: Int?
  /// Days of activity seen that count, up to the last day of observation; 0 where too young. With
  /// `.onOrAfter` it differs from cohort to cohort: older ones had more time to return.
  package let daysAtRisk: Int

  /// Retained users divided by users, 0...1; nil where the cohort is too young.
  package var rate: Double? { retained.map { Double($0) / Double(size) } }
}

/// Retention by cohort, from activity seen up to and including a day.
package struct Retention: Hashable, Sendable {
  /// What counts as retained.
  package let definition: RetentionDefinition
  /// The cohorts in the order of their day, too young ones included.
  package let cohorts: [RetentionCohort]

  /// Groups users by the day of their first event and counts who came back; nil where the
  /// definition asks for an age below 0. Events after `observedThrough` are not counted: the answer
  /// is what could be known at the end of that day.
  package init?<User>(
    _ events: [ActivityEvent<User>], definition: RetentionDefinition, observedThrough last: Int
  ) {
    guard definition.firstAge >= 0 else { return nil }
    let last = min(last, CalendarMonth.supportedDays.upperBound)
    var first: [User: Int] = [:]
    for event in events where event.day <= last {
      first[event.user] = min(first[event.user] ?? event.day, event.day)
    }
    var returned: Set<User> = []
    for event in events where event.day <= last {
      if let start = first[event.user], definition.counts(event.day - start) {
        returned.insert(event.user)
      }
    }
    let members = Dictionary(grouping: first.keys) { first[$0] ?? last }
    self.definition = definition
    cohorts = members.sorted { $0.key < $1.key }.map { day, users in
      let age = last - day
      let old = age >= definition.ageNeeded
      let lastAge = if case .onOrAfter = definition { age } else { definition.ageNeeded }
      return RetentionCohort(
        day: day, size: users.count,
        retained: old ? users.count { returned.contains($0) } : nil,
        daysAtRisk: old ? lastAge - definition.firstAge + 1 : 0)
    }
  }

  /// Users in the cohorts old enough to be counted.
  package var eligible: Int { cohorts.reduce(0) { $0 + ($1.retained == nil ? 0 : $1.size) } }

  /// Retained users in those cohorts.
  package var retained: Int { cohorts.reduce(0) { $0 + ($1.retained ?? 0) } }

  /// The retention of all cohorts old enough together, 0...1; nil where none is.
  package var rate: Double? { eligible > 0 ? Double(retained) / Double(eligible) : nil }
}
