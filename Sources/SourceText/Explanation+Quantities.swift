extension DiagnosticCode {
  /// What the codes about quantities mean.
  var quantitiesExplanation: Explanation? {
    switch self {
    case .unitMismatch:
      Explanation(
        #"units that don't go together"#,
        #"""
        Every quantity has a unit, and units are checked before anything is simulated: users plus
        dollars has no meaning, and an amount is not a flow. A number without a unit takes the unit
        of its clause, or in the criteria of a failure; nowhere else. Convert with `in`,
        multiply or divide to change what is counted, and write the unit behind a bare number.
        """#,
        wrong: #"""
          let a = 5M users + $3
          """#,
        right: #"""
          let a = 5M users + 3 users
          """#)
    case .missingPerTime:
      Explanation(
        #"a rate without its time"#,
        #"""
        Acquisition, churn, revenue per user and cost are rates: so much per month, or per year. A
        churn of 5% per month loses 46% a year, one of 5% per year almost nothing; so the time must
        be said. Rates by the year are compounded to the month.
        """#,
        wrong: #"""
          product A { users 1M; churn 5% }
          """#,
        right: #"""
          product A { users 1M; churn 5%/month }
          """#)
    case .percentagePoints:
      Explanation(
        #"per cent or percentage points"#,
        #"""
        25% raised by 3 points is 28%; 25% raised by 3% of itself is 25.75%. Both are meant in
        practice and they differ, so the two don't mix. Points are the difference of two shares, and
        there are none of an amount.
        """#,
        wrong: #"""
          let a = 5 points - 3%
          """#,
        right: #"""
          let a = 25% - 3 points
          """#)
    case .currencyMismatch:
      Explanation(
        #"two currencies"#,
        #"""
        Dollars and euros are different units, and Reroute looks no rates up. State the rate you
        want to use; from then on one is converted into the other where both meet.
        """#,
        wrong: #"""
          let a = $5 + €3
          """#,
        right: #"""
          rate €1 = $1.08
          let a = $5 + €3
          """#)
    case .conversion:
      Explanation(
        #"a conversion that can't be done"#,
        #"""
        `in` changes the unit in which a quantity is told, not what it counts. A share per year has
        no single value per month, for losses and gains compound otherwise: `monthly_loss` and
        `monthly_growth` say which is meant.
        """#,
        wrong: #"""
          let a = 24%/year in (%/month)
          """#,
        right: #"""
          let a = monthly_loss(24%/year)
          """#)
    case .intervalOrder:
      Explanation(
        #"an interval whose low end is above its high end"#,
        #"""
        `a to b` says that a quantity lies between a and b in 90% of cases, so a must be the
        smaller. Two equal ends leave nothing uncertain: write the number.
        """#,
        wrong: #"""
          product A { users 1M; churn 4% to 2%/month }
          """#,
        right: #"""
          product A { users 1M; churn 2% to 4%/month }
          """#)
    case .intervalAtBoundary:
      Explanation(
        #"an interval that touches 0 or 100%"#,
        #"""
        The ends of an interval are its 5th and 95th percentile. A positive quantity never reaches 0
        and a share never 100%, so neither can be such an end. Say the shape, as in `0% to 10% as
        uniform`, or write the end you mean: often a small number, such as `0.1% to 10%`.
        """#,
        wrong: #"""
          let a = 0% to 10%
          """#,
        right: #"""
          let a = 0% to 10% as uniform
          let b = 0.1% to 10%
          """#)
    case .intervalSuffix:
      Explanation(
        #"an interval with a suffix on one end"#,
        #"""
        People write `25 to 35M` and mean 25 million; the language could as well read 25. The two
        are a million times apart, so it doesn't guess. The same goes for `2 to 4%`. Write the
        suffix or the sign on both ends.
        """#,
        wrong: #"""
          let a = 25 to 35M
          """#,
        right: #"""
          let a = 25M to 35M
          """#)
    case .intervalShape:
      Explanation(
        #"a shape that doesn't exist"#,
        #"""
        Behind `as` stands one of normal, lognormal, uniform, triangular, pert and beta, with a
        coverage before it if it isn't 90%. Other distributions are functions: `gamma`, `poisson`,
        `empirical` and more.
        """#,
        wrong: #"""
          let a = 2 to 4 as gaussian
          """#,
        right: #"""
          let a = 2 to 4 as normal
          """#)
    case .uncertainWhereCertain:
      Explanation(
        #"an uncertain value where a certain one is wanted"#,
        #"""
        The script runs once, before anything is simulated. How long to simulate, how many trials to
        run, which element of a list to take and where an interval ends must be known by then.
        Uncertain values belong in clauses and in `let`.
        """#,
        wrong: #"""
          simulate 12 to 24 months
          """#,
        right: #"""
          simulate 24 months
          """#)
    case .distributionParameter:
      Explanation(
        #"a distribution that can't be"#,
        #"""
        Each distribution wants its own: a deviation above 0, shapes of a beta above 0, low below
        likely below high, a lognormal of one sign, a beta interval strictly inside 0% to 100%. The
        message names the number that is out of place.
        """#,
        wrong: #"""
          let a = normal(5, -1)
          """#,
        right: #"""
          let a = normal(5, 1)
          """#)
    case .divisionByZero:
      Explanation(
        #"a division by zero"#,
        #"""
        What is divided by is zero, in the script or in every trial of the simulation, so there is
        no answer at all. Guard the division, or divide by something that can't vanish. Where only
        some trials divide by zero, the message is a warning, R501.
        """#,
        wrong: #"""
          let a = 5 / 0
          """#,
        right: #"""
          let x = 0
          let a = if x > 0 then 5 / x else 0
          """#)
    case .notFinite:
      Explanation(
        #"a number beyond all numbers"#,
        #"""
        Numbers reach to about 1.8e308. What is larger is no plan but a slip: a suffix too many, or
        a power instead of a product. Count in a larger unit if it is none.
        """#,
        wrong: #"""
          let a = 1e308 * 10
          """#,
        right: #"""
          let a = 1e30 * 10
          """#)
    case .uncertainCondition:
      Explanation(
        #"a branch on something uncertain"#,
        #"""
        The script runs once, before anything is simulated, so it can't take one branch in some
        trials and another in others. An `if … then … else …` between two quantities can: it is
        evaluated in every trial.
        """#,
        wrong: #"""
          let a = 1 to 3
          if a > 2 { let b = 1 }
          """#,
        right: #"""
          let a = 1 to 3
          let b = if a > 2 then 1 else 0
          """#)
    case .correlationTarget:
      Explanation(
        #"something that can't be correlated"#,
        #"""
        A correlation ties two draws together, so each side must be one uncertain quantity: a `let`
        or a clause that is an interval or a distribution. What is computed from several has several
        draws; correlate those.
        """#,
        wrong: #"""
          let a = 5
          let b = 1 to 2
          correlate a with b by 0.5
          """#,
        right: #"""
          let a = 4 to 6
          let b = 1 to 2
          correlate a with b by 0.5
          """#)
    case .correlationMatrix:
      Explanation(
        #"correlations that contradict one another"#,
        #"""
        If a goes with b, and b with c, then a can't go strongly against c: no draws at all have
        such correlations. Bring one of them nearer to 0.
        """#,
        wrong: #"""
          let a = 1 to 2
          let b = 1 to 2
          let c = 1 to 2
          correlate a with b by 0.9
          correlate b with c by 0.9
          correlate a with c by -0.9
          """#,
        right: #"""
          let a = 1 to 2
          let b = 1 to 2
          let c = 1 to 2
          correlate a with b by 0.9
          correlate b with c by 0.9
          correlate a with c by 0.7
          """#)
    case .shareOutOfRange:
      Explanation(
        #"a share that isn't one"#,
        #"""
        A share of a whole lies from 0% to 100%, and is written as a percentage: 0.3 could mean 30%,
        or 0.3%. The same goes for churn and for probabilities.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 0.3 of A
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          overlap A, B 30% of A
          """#)
    case .valueRange:
      Explanation(
        #"a value outside its range"#,
        #"""
        Some places want a number within bounds: trials from 1, a coverage between 0% and 100%, a
        rank correlation between -1 and 1, probabilities that sum to 100%. The message says which.
        """#,
        wrong: #"""
          let a = choose { 70%: 1, 20%: 2 }
          """#,
        right: #"""
          let a = choose { 70%: 1, 30%: 2 }
          """#)
    case .fixedTrials:
      Explanation(
        #"a Latin hypercube whose number of trials isn't fixed"#,
        #"""
        A Latin hypercube divides the range of each quantity into as many parts as there are trials,
        and takes one trial from each. So the number must be known before the first trial: it can't
        stop when an error is small enough, and it can't be run in parts. `sampling sobol` can do
        both, and needs fewer trials for most figures.
        """#,
        wrong: #"""
          simulate 12 months
          trials 100k until error < 1%
          sampling latin hypercube
          product A { users 1M to 2M }
          A.users at end
          """#,
        right: #"""
          simulate 12 months
          trials 100k until error < 1%
          sampling sobol
          product A { users 1M to 2M }
          A.users at end
          """#)
    default: nil
    }
  }
}
