import Metrics
import Quantities
import Testing

@Suite("Active users and retention")
struct ActiveUserTests {
  /// Users who come on random days, for comparison with brute-force counts.
  private static func activity(seed: UInt64, users: Int, days: Range<Int>) -> [ActivityEvent<Int>] {
    var random = MeasurementRandom(seed: seed)
    return (0..<users).flatMap { user in
      let start = Int.random(in: days, using: &random)
      let habit = Double.random(in: 0...0.4, using: &random)
      return (start..<days.upperBound).filter {
        $0 == start || Double.random(in: 0..<1, using: &random) < habit
      }.compactMap { ActivityEvent(user: user, day: $0) }
    }.shuffled(using: &random)
  }

  @Test("Days far outside history are refused")
  func unsupported() {
    for day in [Int.min, -4_000_001, 4_000_001, .max] {
      #expect(ActivityEvent(user: 1, day: day) == nil)
      #expect(MonthlyWindow.trailing28.days(at: day) == nil)
      #expect(ActiveUsers([ActivityEvent<Int>](), window: .trailing30, at: day) == nil)
    }
    #expect(ActiveUsers([ActivityEvent<Int>](), days: Int.min...Int.max) == nil)
    let edges = [-4_000_000, 4_000_000].compactMap { ActivityEvent(user: $0, day: $0) }
    for day in [Int.min, .max] {
      let answer = Retention(edges, definition: .onOrAfter(0), observedThrough: day)
      #expect(answer?.rate == (day > 0 ? 1 : nil))
      #expect(Retention(edges, definition: .onDay(.max), observedThrough: day)?.rate == nil)
    }
  }

  @Test("No events: no users, no stickiness")
  func empty() throws {
    let none = try #require(ActiveUsers([ActivityEvent<Int>](), days: 1...28))
    #expect(none.monthly == 0 && none.daily == [Int](repeating: 0, count: 28))
    #expect(none.stickiness == nil && none.bounds == 0...0)
    #expect(MonthlyActivity([ActivityEvent<Int>]()) == nil)
  }

  @Test("The three windows are three metrics")
  func windows() {
    let end = 9951  // 1997-03-31
    let events = [9921, 9922, 9923, 9924, 9951].enumerated().compactMap {
      ActivityEvent(user: $0.offset, day: $0.element)
    }
    #expect(ActiveUsers(events, window: .calendarMonth, at: end)?.monthly == 5)
    #expect(ActiveUsers(events, window: .trailing30, at: end)?.monthly == 4)
    #expect(ActiveUsers(events, window: .trailing28, at: end)?.monthly == 2)
    #expect(MonthlyWindow.calendarMonth.days(at: 9930) == 9921...9951)
  }

  @Test("Unions against brute force; max DAU ≤ MAU ≤ Σ DAU; stickiness in [1/W, 1]")
  func unions() throws {
    let events = Self.activity(seed: 5, users: 60, days: 0..<90)
    for day in stride(from: 29, to: 90, by: 7) {
      for window in MonthlyWindow.allCases {
        let days = try #require(window.days(at: day))
        let seen = try #require(ActiveUsers(events + events, window: window, at: day))
        let names = (0..<60).filter { user in
          events.contains { $0.user == user && days.contains($0.day) }
        }
        #expect(seen.monthly == names.count)
        for (offset, day) in days.enumerated() {
          let count = (0..<60).count { user in
            events.contains { $0.user == user && $0.day == day }
          }
          #expect(seen.daily[offset] == count)
        }
        #expect(seen.bounds.contains(seen.monthly))
        if let stickiness = seen.stickiness {
          #expect(stickiness >= 1 / Double(days.count) - 1e-15 && stickiness <= 1)
        }
      }
    }
    let always = (0..<28).compactMap { ActivityEvent(user: 1, day: $0) }
    #expect(ActiveUsers(always, days: 0...27)?.stickiness == 1)
  }

  @Test("Retention by its three definitions; a cohort too young is undefined, not 0")
  func retention() throws {
    // Users 1 and 2 start on day 0, user 3 on day 5, user 4 on day 9; observed through day 10.
    let events = [
      (1, 0), (1, 3), (1, 7), (2, 0), (2, 4), (3, 5), (3, 8), (4, 9), (4, 12),
    ].compactMap { ActivityEvent(user: $0.0, day: $0.1) }
    let exact = try #require(Retention(events, definition: .onDay(3), observedThrough: 10))
    #expect(exact.cohorts.map(\.day) == [0, 5, 9])
    #expect(exact.cohorts.map(\.size) == [2, 1, 1])
    #expect(exact.cohorts.map(\.retained) == [1, 1, nil])
    #expect(exact.cohorts[2].rate == nil && exact.cohorts[2].daysAtRisk == 0)
    #expect(exact.eligible == 3 && exact.retained == 2)
    let later = try #require(Retention(events, definition: .onOrAfter(4), observedThrough: 10))
    #expect(later.cohorts.map(\.retained) == [2, 0, nil])
    #expect(later.cohorts.map(\.daysAtRisk) == [7, 2, 0])
    let bracket = try #require(Retention(events, definition: .bracket(4...5), observedThrough: 10))
    #expect(bracket.cohorts.map(\.retained) == [1, 0, nil])
    #expect(Retention(events, definition: .onDay(-1), observedThrough: 10) == nil)
    let none = try #require(
      Retention([ActivityEvent<Int>](), definition: .onDay(1), observedThrough: 10))
    #expect(none.cohorts.isEmpty && none.rate == nil)
    let young = try #require(Retention(events, definition: .onDay(30), observedThrough: 10))
    #expect(young.rate == nil && young.cohorts.count == 3)
  }

  @Test("Retention against brute force")
  func retentionCounted() throws {
    let events = Self.activity(seed: 9, users: 80, days: 0..<40)
    for definition in [
      RetentionDefinition.onDay(0), .onDay(7), .onOrAfter(7), .bracket(7...13), .onDay(39),
    ] {
      let answer = try #require(Retention(events, definition: definition, observedThrough: 34))
      for cohort in answer.cohorts {
        let users = (0..<80).filter { user in
          events.filter { $0.user == user }.map(\.day).min() == cohort.day
        }
        #expect(users.count == cohort.size)
        let active = users.count { user in
          events.contains { event in
            event.user == user && event.day <= 34 && definition.counts(event.day - cohort.day)
          }
        }
        let old = cohort.day + definition.ageNeeded <= 34
        #expect(cohort.retained == (old ? active : nil))
      }
      #expect(answer.cohorts.allSatisfy { $0.day <= 34 })
    }
    let zero = try #require(Retention(events, definition: .onDay(0), observedThrough: 34))
    #expect(zero.rate == 1)
  }
}
