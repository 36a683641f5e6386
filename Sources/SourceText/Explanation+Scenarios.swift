extension DiagnosticCode {
  /// What the codes about features, scenarios and the calendar mean.
  var scenarioExplanation: Explanation? {
    switch self {
    case .unknownFeature:
      Explanation(
        #"a feature that the product doesn't have"#,
        #"""
        An integration moves a feature from one product into another, so the first must have it.
        State it among its `features`.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          integrate Lyrics from A into B { adoption 5% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; features Lyrics }
          product B { users 2M }
          integrate Lyrics from A into B { adoption 5% }
          """#)
    case .unknownScenario:
      Explanation(
        #"a scenario that isn't declared"#,
        #"""
        `compare` and `extends` name scenarios. There are `baseline`, `plan` and those the script
        declares, in any order.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          scenario Calm { A.churn = 3%/month }
          compare baseline, Clam on A.users
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          scenario Calm { A.churn = 3%/month }
          compare baseline, Calm on A.users
          """#)
    case .simulateMissing:
      Explanation(
        #"how long to simulate is not said"#,
        #"""
        A figure over time has as many months as the simulation, and no script says by itself how
        many it wants. State it once, with the first month if there are calendar months.
        """#,
        wrong: #"""
          product A { users 1M }
          A.users at end
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M }
          A.users at end
          """#)
    case .scenarioCircle:
      Explanation(
        #"a scenario that extends itself"#,
        #"""
        A scenario starts from what it extends, so there must be a first one. Let one of them extend
        `baseline` or `plan`.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          scenario S extends T { A.churn = 3%/month }
          scenario T extends S { A.churn = 4%/month }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          scenario S extends plan { A.churn = 3%/month }
          scenario T extends S { A.churn = 4%/month }
          """#)
    case .noCalendar:
      Explanation(
        #"a calendar month without a calendar"#,
        #"""
        Without a first month the simulation counts month 1, 2, 3, and 2024-01 is none of them. Say
        which month is month 1.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          A.users at 2024-01
          """#,
        right: #"""
          simulate 12 months from 2023-07
          product A { users 1M; churn 5%/month }
          A.users at 2024-01
          """#)
    default: nil
    }
  }
}
