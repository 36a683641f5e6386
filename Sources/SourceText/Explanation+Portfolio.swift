extension DiagnosticCode {
  /// What the codes about products and what is done with them mean.
  var portfolioExplanation: Explanation? {
    switch self {
    case .missingClause:
      Explanation(
        #"a clause that is needed"#,
        #"""
        Without this clause the declaration has no meaning: a product needs its users, a redirection
        whom it reaches and who accepts, a failure its criteria or its date. Nothing is assumed in
        its place, for it would look like your own number.
        """#,
        wrong: #"""
          product A { churn 5%/month }
          """#,
        right: #"""
          product A { users 1M; churn 5%/month }
          """#)
    case .negativeUsers:
      Explanation(
        #"an amount below zero"#,
        #"""
        Users, flows, costs and observations can't be negative. Users who leave are told by `churn`;
        money that comes in by `arpu`.
        """#,
        wrong: #"""
          product A { users -5M }
          """#,
        right: #"""
          product A { users 5M }
          """#)
    case .sharesAboveWhole:
      Explanation(
        #"shares that sum to more than all"#,
        #"""
        The redirections of one source share its users among them, and reallocations its cost.
        Together they can't be more than 100%, or a user would be sent away twice. Lower one.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          product C { users 1M }
          overlap A, C 10% of A
          redirect A -> B { reach 50%; accept 50%; share 70% }
          redirect A -> C { reach 50%; accept 50%; share 40% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          product C { users 1M }
          overlap A, C 10% of A
          redirect A -> B { reach 50%; accept 50%; share 60% }
          redirect A -> C { reach 50%; accept 50%; share 40% }
          """#)
    case .shareMissing:
      Explanation(
        #"several redirections without shares"#,
        #"""
        Where users of one source are sent to several targets, each redirection says to which share
        of them it is offered. Without shares every user would be counted for every target.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          product C { users 1M }
          overlap A, C 10% of A
          redirect A -> B { reach 50%; accept 50% }
          redirect A -> C { reach 50%; accept 50% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          product C { users 1M }
          overlap A, C 10% of A
          redirect A -> B { reach 50%; accept 50%; share 50% }
          redirect A -> C { reach 50%; accept 50%; share 50% }
          """#)
    case .redirectToItself:
      Explanation(
        #"a product as its own target"#,
        #"""
        Users, features and money go from one product to another. From a product to itself nothing
        would move. Name the other product.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          redirect A -> A { reach 50%; accept 50% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { reach 50%; accept 50% }
          """#)
    case .redirectCircle:
      Explanation(
        #"redirections in a circle"#,
        #"""
        If in one month A sends users to B and B to A, the same people would go round, and what each
        gains would depend on who is counted first. Let one end before the other begins, or leave
        one out.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { reach 50%; accept 50% }
          redirect B -> A { from month 3; reach 50%; accept 50% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { until month 3; reach 50%; accept 50% }
          redirect B -> A { from month 3; reach 50%; accept 50% }
          """#)
    case .unknownProduct:
      Explanation(
        #"a product that isn't declared"#,
        #"""
        Actions, overlaps and failures name products, and this one is not declared. It may be
        declared anywhere in the script. A near name is offered if there is one.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          close Aa month 3
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          close A month 3
          """#)
    case .timeOutsideHorizon:
      Explanation(
        #"a time outside the simulation"#,
        #"""
        The simulation knows the months from 0, the state at the start, to its end. Nothing is known
        of a later or an earlier one. Simulate longer, or name another month.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          A.users at month 15
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          A.users at month 12
          """#)
    case .horizon:
      Explanation(
        #"a horizon that can't be simulated"#,
        #"""
        A simulation goes month by month, so it takes a whole number of months, from 1 to 12_000.
        Years are months too: `simulate 2 years`.
        """#,
        wrong: #"""
          simulate 0 months
          """#,
        right: #"""
          simulate 24 months
          """#)
    case .failureNotDeclared:
      Explanation(
        #"a failure that is not declared"#,
        #"""
        `failure` is the month in which a product's criteria are met, and nothing says which they
        are. Declare them before the fact: what must hold, and for how long; or give the month.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { from failure; reach 50%; accept 50% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          failure A { when users < 900k for 2 months }
          redirect A -> B { from failure; reach 50%; accept 50% }
          """#)
    case .duplicateAction:
      Explanation(
        #"the same action twice"#,
        #"""
        One scenario does one thing to the same products once; two redirections between the same two
        would be two answers to one question. In a scenario that extends another, the same action
        replaces the inherited one.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { reach 50%; accept 50% }
          redirect A -> B { reach 60%; accept 50% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { reach 50%; accept 50% }
          scenario Wider extends plan { redirect A -> B { reach 60%; accept 50% } }
          """#)
    case .notExplained:
      Explanation(
        #"something that no action can explain"#,
        #"""
        `explain` splits a change of one simulated figure into what would have happened anyway and what
        each action added; of measured months or of a claim it tells what can be told. A condition has
        no change, a product has many figures, and a number that nothing simulates hangs on no action.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          explain A
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          redirect A -> B { reach 50%; accept 50%; overlap 10% }
          explain B.users
          """#)
    case .overlapAssumedNone:
      Explanation(
        #"a redirection whose overlap is not known"#,
        #"""
        Whoever uses both products already can't be won a second time. Without an overlap none is
        assumed, which overstates what the target gains: measured overlaps are large. Declare it,
        `0%` if there is none.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          redirect A -> B { reach 50%; accept 50% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          redirect A -> B { reach 50%; accept 50% }
          """#)
    case .overlapInconsistent:
      Explanation(
        #"two sides of an overlap that don't agree"#,
        #"""
        Those who use both products are the same people, whichever side they are counted from. Here
        the two sides tell of different numbers, by more than rounding explains. Measure again, or
        leave one side out: the other follows.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 50% of A
          overlap A, B 5% of B
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 50% of A
          overlap A, B 25% of B
          """#)
    case .overlapTooLarge:
      Explanation(
        #"an overlap larger than a product"#,
        #"""
        Those who use both products are users of each, so there are at most as many as the smaller
        one has. Here the share, even at the low end of its interval, is of more. It is probably a
        share of the other product.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 20M; churn 2%/month }
          overlap A, B 80% to 95% of B
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 20M; churn 2%/month }
          overlap A, B 80% to 95% of A
          """#)
    case .targetClosed:
      Explanation(
        #"a target that is closed"#,
        #"""
        Users can't be sent to a product that has been closed, in every trial of the simulation.
        Choose a target that stays, or close it later. Where only some trials close it too early,
        the message is a warning, R502.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          close B month 3
          redirect A -> B { from month 5; reach 50%; accept 50% }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 10% of A
          close B month 8
          redirect A -> B { from month 3; until month 7; reach 50%; accept 50% }
          """#)
    case .reallocationStart:
      Explanation(
        #"a reallocation without a beginning"#,
        #"""
        What a product cost is free to be spent elsewhere once it is closed. This one isn't, so say
        from when its money is moved, or close it.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          reallocate 50% of A.cost into B.acquisition { cac $5/user }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          reallocate 50% of A.cost into B.acquisition { from month 3; cac $5/user }
          """#)
    default: nil
    }
  }
}
