extension DiagnosticCode {
  /// What the codes about answers that decide mean.
  var decisionExplanation: Explanation? {
    switch self {
    case .drivesCertain:
      Explanation(
        #"a figure that nothing drives"#,
        #"""
        `drives` divides the variance of a figure among the uncertain inputs it is made of. This one
        is the same in every trial: a stated number, something measured, or a figure of which no
        input is uncertain. Give one of its inputs an interval, or ask about another figure.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          drives A.users at end
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 6%/month }
          drives A.users at end
          """#)
    case .drivesUndefined:
      Explanation(
        #"a figure without a value on some points"#,
        #"""
        A variance can be divided among inputs only where every point has a value. The month of a
        failure that need not fire has none, nor has a division by zero. Ask for something that is
        always defined: whether it has failed by the end, or the figure with another value in place of
        none.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 12%/month }
          failure A { when users < 500k }
          drives A.failure
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 12%/month }
          failure A { when users < 500k }
          drives A.failed at end
          """#)
    case .drivesGiven:
      Explanation(
        #"`drives` given a condition"#,
        #"""
        The shares of a variance are defined for inputs that vary independently. In the trials in
        which a condition holds they don't: what makes the condition hold ties them together. Ask
        without the condition, or ask what the condition itself hangs on.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 12%/month }
          drives A.users at end given A.users at end < 500k users
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 12%/month }
          drives A.users at end < 500k users
          """#)
    case .drivesChoice:
      Explanation(
        #"a choice with nothing to choose"#,
        #"""
        `drives x between A, B` tells what knowing an input would be worth for the choice among
        scenarios. That takes two of them or more, and a figure that differs between them: one that
        says its own `in Scenario` does not.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 12%/month }
          scenario Ads { A.acquisition = 20k to 40k users/month }
          drives A.users between Ads
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 12%/month }
          scenario Ads { A.acquisition = 20k to 40k users/month }
          drives A.users between baseline, Ads
          """#)
    case .conditionNever:
      Explanation(
        #"a condition that never holds"#,
        #"""
        `x given condition` is the answer among the trials in which the condition holds, and it
        holds in none of those that were run. Look at how often it does by asking for the
        condition alone; ask for one that can hold; or run more trials if it is only rare.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 6%/month }
          A.users at end given A.users at end > 2M users
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 4% to 6%/month }
          A.users at end given A.users at end > 550k users
          """#)
    case .conditionRare:
      Explanation(
        #"a condition that holds in too few trials"#,
        #"""
        Below 30 trials an interval from the 5th to the 95th percentile would be made of the two or
        three outermost values, and isn't told. The message says in how many trials the condition
        holds and how many should do; ask for a condition that holds more often, or run more
        trials.
        """#,
        wrong: #"""
          simulate 12 months
          trials 1000
          product A { users 1M; churn 4% to 6%/month }
          A.users at end given A.users at end > 640k users
          """#,
        right: #"""
          simulate 12 months
          trials 100k
          product A { users 1M; churn 4% to 6%/month }
          A.users at end given A.users at end > 640k users
          """#)
    default: nil
    }
  }
}
