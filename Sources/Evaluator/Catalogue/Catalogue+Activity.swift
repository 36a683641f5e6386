import Metrics
import Portfolio
import Quantities
import SourceText

extension Catalogue {
  /// Who came back.
  private static let visits = """
    let visits = table { user, day
      "ann", 0
      "bob", 0
      "bob", 3
      "ann", 7
      "cyd", 5
    }

    """

  private static let dated = """
    let visits = table { user, day
      "ann", 2023-07-01
      "bob", 2023-07-02
      "ann", 2023-07-31
      "ann", 2023-08-02
      "cyd", 2023-08-09
      "bob", 2023-09-01
    }

    """

  static let windows: [(name: String, window: MonthlyWindow)] = [
    ("calendar month", .calendarMonth), ("trailing 28", .trailing28), ("trailing 30", .trailing30),
  ]

  static let activity: [Builtin] = [
    Builtin(
      "retention", ["events", "definition", "day", "[through]"], .measurement,
      "the share of users who came back, by one of three definitions: \"on day\" n exactly, \"on or after\" day n (it can still rise), or \"in days\" [m, n], on any of them; a user's first day is day 0; of all users who were there long enough by the day `through` (that of the last event unless given), and undefined, never 0, where nobody was",
      [
        .init(visits + "retention(visits, \"on day\", 7)", "50%"),
        .init(visits + "retention(visits, \"in days\", [1, 7])", "100%"),
        .init(visits + "retention(visits, \"on or after\", 30)", "undefined"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (retention, _) = try e.retention(a)
      return e.optionalPercent(retention.rate)
    },
    Builtin(
      "retention_table", ["events", "definition", "day", "[through]"], .measurement,
      "retention by the day users came first, as { cohort, users, retained, rate }; a cohort too young is undefined",
      [
        .init(
          visits + "retention_table(visits, \"on day\", 7)",
          """
          cohort    users   retained       rate
               0  2 users     1 user        50%
               5   1 user  undefined  undefined
          """)
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (retention, log) = try e.retention(a)
      return .list(
        retention.cohorts.map { cohort in
          .record([
            ("cohort", e.dayValue(cohort.day, of: log)), ("users", e.users(cohort.size)),
            ("retained", e.users(cohort.retained)), ("rate", e.optionalPercent(cohort.rate)),
          ])
        })
    },
    Builtin(
      "mau", ["events", "window", "day"], .measurement,
      "monthly active users, each counted once, over one of three windows that are three metrics: the \"calendar month\" of the day, or the \"trailing 28\" or \"trailing 30\" days that end with it",
      [
        .init(dated + "mau(visits, \"calendar month\", 2023-07)", "2 users"),
        .init(dated + "mau(visits, \"trailing 28\", 2023-07-31)", "1 user"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      e.users(try e.activeUsers(a).monthly)
    },
    Builtin(
      "dau", ["events", "day"], .measurement, "daily active users: those seen on a day, each once",
      [.init(visits + "dau(visits, 0)", "2 users")]
    ) { (e, a) throws(Evaluator.Failure) in
      let log = try e.eventLog(a, 0)
      let day = try e.day(a, 1, of: log)
      return e.users(Set(log.events.filter { $0.day == day }.map(\.user)).count)
    },
    Builtin(
      "stickiness", ["events", "window", "day"], .measurement,
      "the mean of daily active users divided by monthly active users, over a window as in `mau`: 1/W where everyone came on one of its W days, 100% where everyone came on all; undefined without users",
      [.init(dated + "stickiness(visits, \"trailing 30\", 2023-07-31)", "3.33333%")]
    ) { (e, a) throws(Evaluator.Failure) in
      e.optionalPercent(try e.activeUsers(a).stickiness)
    },
    Builtin(
      "growth_accounting", ["events", "[came]", "[went]"], .measurement,
      "where each calendar month's active users came from: mau = new + retained + resurrected + redirected_in, and where those of the month before went: churned or redirected_out; `came` and `went` are tables of { user, day } that say who was redirected here and away; the quick ratio is (new + resurrected)/churned, net churn (churned − resurrected)/the mau before; in the first month everyone is new; of a product or the portfolio instead of events, the same of each simulated month as series, with those `lost`, who left or were there at its closing, on their own: those who come and go within a month count on both sides",
      [
        .init(
          dated + "growth_accounting(visits)[2]",
          "{ month: 2023-08, mau: 2 users, new: 1 user, retained: 1 user, resurrected: 0 users, redirected_in: 0 users, churned: 1 user, redirected_out: 0 users, quick_ratio: 1, net_churn: 50% }"
        ),
        .init(
          """
          simulate 2 months
          product A { users 1_000; churn 10%/month }
          product B { users 2_000; acquisition 50 }
          overlap A, B 20% of A
          redirect A -> B { reach 80%; accept 50% }
          growth_accounting(B).redirected_in at month 1
          """, "288 users/month"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      switch a.values[0] {
      case .product, .portfolio: return try e.simulatedGrowth(a)
      default: break
      }
      let log = try e.eventLog(a, 0)
      try e.needCalendar(log, a)
      guard let activity = MonthlyActivity(log.events) else { return .list([]) }
      func moved(_ index: Int, _ e: inout Evaluator) throws(Evaluator.Failure) -> [Int: Set<String>]
      {
        guard a.count > index else { return [:] }
        let log = try e.eventLog(a, index)
        try e.needCalendar(log, a, index)
        var sets: [Int: Set<String>] = [:]
        for event in log.events {
          guard let month = CalendarMonth(day: event.day) else { continue }
          sets[month - activity.first, default: []].insert(event.user)
        }
        return sets
      }
      let months = GrowthAccounting.months(
        activity.users, redirectedIn: try moved(1, &e), redirectedOut: try moved(2, &e))
      return .list(
        months.enumerated().map { i, month in
          .record([
            ("month", .time(.point(.calendar(activity.first + i)))), ("mau", e.users(month.mau)),
            ("new", e.users(month.new)), ("retained", e.users(month.retained)),
            ("resurrected", e.users(month.resurrected)),
            ("redirected_in", e.users(month.redirectedIn)), ("churned", e.users(month.churned)),
            ("redirected_out", e.users(month.redirectedOut)),
            ("quick_ratio", e.value(month.quickRatio)),
            ("net_churn", e.optionalPercent(month.netChurn)),
          ])
        })
    },
  ]
}

extension Evaluator {
  /// An error unless the days are those of a calendar.
  fileprivate mutating func needCalendar(_ log: EventLog, _ a: Arguments, _ index: Int = 0)
    throws(Failure)
  {
    guard log.isCalendar == false else { return }
    throw report(
      .dataInvalid(
        "these days are counted, so they lie in no calendar month", span(a.nodes[index]),
        help: ["write the days as 2023-07-15, or ask for the trailing 28 or 30 days"]))
  }

  fileprivate mutating func activeUsers(_ a: Arguments) throws(Failure) -> ActiveUsers {
    let log = try eventLog(a, 0)
    let name = try word(a, 1, "window", Catalogue.windows.map(\.name))
    let window = Catalogue.windows.first { $0.name == name }?.window ?? .calendarMonth
    if window == .calendarMonth { try needCalendar(log, a) }
    let day = try day(a, 2, of: log)
    guard let active = ActiveUsers(log.events, window: window, at: day) else {
      throw report(
        .range(
          "the day", text(a.nodes[2]), "one whose window lies within 10,000 years of 1970",
          span(a.nodes[2])))
    }
    return active
  }

  fileprivate mutating func retention(_ a: Arguments) throws(Failure) -> (Retention, EventLog) {
    let log = try eventLog(a, 0)
    let name = try word(a, 1, "definition of retention", ["on day", "on or after", "in days"])
    let definition: RetentionDefinition
    if name == "in days" {
      let ages = try numbers(a, 2).values
      guard ages.count == 2, ages[0] <= ages[1], ages[0] >= 0, ages[1] < 1e6,
        ages.allSatisfy({ $0 == $0.rounded() })
      else {
        throw report(
          .range(
            "the bracket", text(a.nodes[2]), "the first and the last day, as in `[7, 13]`",
            span(a.nodes[2])))
      }
      definition = .bracket(Int(ages[0])...Int(ages[1]))
    } else {
      let age = try whole(a, 2, 0...1_000_000)
      definition = name == "on day" ? .onDay(age) : .onOrAfter(age)
    }
    let last = a.count > 3 ? try day(a, 3, of: log) : log.last ?? 0
    guard let retention = Retention(log.events, definition: definition, observedThrough: last)
    else {
      throw report(.range("the day", text(a.nodes[2]), "0 or more", span(a.nodes[2])))
    }
    return (retention, log)
  }
}
