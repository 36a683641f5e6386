/// Explanations of plans that react to failures.
extension DiagnosticCode {
  var reactionExplanation: Explanation? {
    switch self {
    case .actionNeverWorks:
      Explanation(
        #"an action that never works"#,
        #"""
        `until` names the first month without the action, so one that ends in the month in which it
        begins, or before it, does nothing. What begins with a failure begins in the month after
        it, and what ends with a failure ends in the month after it.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { from month 6; until month 4; reach 50%; accept 50% }
          A.users at end
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { from month 4; until month 6; reach 50%; accept 50% }
          A.users at end
          """#)
    case .failureCircle:
      Explanation(
        #"failures that wait for one another"#,
        #"""
        A failure may be dated by another: `at 2 months after B.failure`. Where that one is dated by
        the first, neither ever comes. Criteria with `when` may mention any failure: they see those
        of the months before.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          failure A { at 1 month after B.failure }
          failure B { at 1 month after A.failure }
          A.failure
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          failure A { at 1 month after B.failure }
          failure B { when users < 1.9M }
          A.failure
          """#)
    case .redirectCircleInTrials:
      Explanation(
        #"redirections that lead in a circle in some trials"#,
        #"""
        Each product's users are sent to the other when it fails, and both have failed: who takes
        every offer goes to and fro. The ledger counts every move, so nothing is lost, but hardly
        anyone means that. Let a redirection end when its target fails, or close what has failed.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 6%/month }
          overlap A, B 10% of A
          failure A { when users < 900k }
          failure B { when users < 1.8M }
          redirect A -> B { reach 50%; accept 50% }
          redirect B -> A { reach 50%; accept 50% }
          A.users at end
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 6%/month }
          overlap A, B 10% of A
          failure A { when users < 900k }
          failure B { when users < 1.8M }
          redirect A -> B { until B.failure; reach 50%; accept 50% }
          redirect B -> A { until A.failure; reach 50%; accept 50% }
          A.users at end
          """#)
    default: nil
    }
  }
}
