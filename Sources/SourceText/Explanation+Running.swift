extension DiagnosticCode {
  /// What the codes about runs, limits, files and measured data mean.
  var runningExplanation: Explanation? {
    switch self {
    case .divisionByZeroInTrials:
      Explanation(
        #"a division by zero in some trials"#,
        #"""
        In the share of trials that the message tells, what is divided by is zero. In an answer
        those trials are left out; in a clause they count as 0. If that isn't what you mean, guard
        the division.
        """#,
        wrong: #"""
          simulate 3 months
          let works = bernoulli(50%)
          product A { users 1M }
          A.users / works at end
          """#,
        right: #"""
          simulate 3 months
          let works = bernoulli(50%)
          product A { users 1M }
          (if works > 0 then A.users else 0 users) at end
          """#)
    case .targetClosedInTrials:
      Explanation(
        #"a target that is closed in some trials"#,
        #"""
        The failure comes at another month in each trial. In the share of trials that the message
        tells, the target is closed by then, and the users stay where they are. Close it later, or
        end the redirection before.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5% to 20%/month }
          product B { users 2M; churn 2%/month }
          failure A { when users < 700k }
          overlap A, B 10% of A
          redirect A -> B { from failure; reach 50%; accept 50% }
          close B month 6
          B.users at end
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5% to 20%/month }
          product B { users 2M; churn 2%/month }
          failure A { when users < 700k }
          overlap A, B 10% of A
          redirect A -> B { from failure; reach 50%; accept 50% }
          B.users at end
          """#)
    case .shareOutOfRangeInTrials:
      Explanation(
        #"a share that leaves 0% to 100% in some trials"#,
        #"""
        A computed share, or one with a normal distribution, may come out below 0% or above 100%. In
        those trials the nearest end is used. An interval of percentages inside 0% to 100% can't
        leave them.
        """#,
        wrong: #"""
          simulate 3 months
          product A { users 1M; churn normal(50%, 30%) / 1 month }
          A.users at end
          """#,
        right: #"""
          simulate 3 months
          product A { users 1M; churn 20% to 80%/month }
          A.users at end
          """#)
    case .interrupted:
      Explanation(
        #"stopped before the end"#,
        #"""
        The run was stopped, by Ctrl-C or by the program around it. What is told is of the trials
        that were done by then, which is less certain, not wrong. Nothing was changed; run it again
        to have them all.
        """#,
        right: #"""
          simulate 3 months
          product A { users 1M }
          A.users at end
          """#)
    case .conservationViolated:
      Explanation(
        #"the ledger doesn't add up"#,
        #"""
        Every run checks that no user appears or vanishes: what a product has is what it had, with
        those who came and without those who went. Here that fails, which is a defect of Reroute and
        not of the script. Please report it, with the script and its seed.
        """#,
        right: #"""
          simulate 3 months
          product A { users 1M }
          A.users at end
          """#)
    case .negativeInTrials:
      Explanation(
        #"an amount below zero in some trials"#,
        #"""
        A computed amount, or one with a normal distribution, may come out below zero. In those
        trials 0 is used. An interval whose ends are positive can't be negative; `max(0, …)` says
        that 0 is meant.
        """#,
        wrong: #"""
          simulate 3 months
          product A { users 1M; acquisition normal(5k users, 4k users) / 1 month }
          A.users at end
          """#,
        right: #"""
          simulate 3 months
          product A { users 1M; acquisition 1k to 12k users/month }
          A.users at end
          """#)
    case .notFiniteInTrials:
      Explanation(
        #"a value beyond all numbers in some trials"#,
        #"""
        An exponential, a power or a quotient of uncertain quantities can outgrow all numbers. In
        those trials the value counts as 0 in a clause, and as infinite in an answer. Bound what
        goes in, or what comes out.
        """#,
        wrong: #"""
          simulate 3 months
          let x = -1 to 1
          product A { users 1M; acquisition exp(1000 * x) * 1 user / 1 month }
          A.users at end
          """#,
        right: #"""
          simulate 3 months
          let x = -1 to 1
          product A { users 1M; acquisition exp(5 * x) * 1 user / 1 month }
          A.users at end
          """#)
    case .statementLimit:
      Explanation(
        #"more statements than allowed"#,
        #"""
        A limit keeps a script from running for ever. Statements in a loop count each time. If the
        script is right, raise it: `--limit statements=1_000_000`, or `Limits.statements` in a host.
        """#,
        wrong: #"""
          # with limit statements=1_000
          for i in range(1, 10_000) { let a = i }
          """#,
        right: #"""
          # with limit statements=1_000
          for i in range(1, 100) { let a = i }
          """#)
    case .stepLimit:
      Explanation(
        #"more steps than allowed"#,
        #"""
        Every expression that is evaluated is a step, and a limit keeps a script from running for
        ever. A function that calls itself twice doubles the work at each level. If the script is
        right, raise it: `--limit steps=200_000_000`, or `Limits.steps` in a host.
        """#,
        wrong: #"""
          # with limit steps=10_000
          fn fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)
          fib(30)
          """#,
        right: #"""
          # with limit steps=10_000
          fn fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)
          fib(10)
          """#)
    case .depthLimit:
      Explanation(
        #"calls too deep within one another"#,
        #"""
        A function that calls itself must come to an end. This one goes deeper than the limit: most
        often the case that ends it is missing. If it is right, raise it: `--limit depth=9_000`, or
        `Limits.depth` in a host. A call that is itself the function's value needs no depth where
        nothing draws: carry along what is left to be done, as in `count(n + 1, sum + n)`.
        """#,
        wrong: #"""
          fn count(n) = 1 + count(n + 1)
          count(1)
          """#,
        right: #"""
          fn count(n) = if n >= 10 then n else count(n + 1)
          count(1)
          """#)
    case .costLimit:
      Explanation(
        #"a run larger than allowed"#,
        #"""
        The size of a run is known before it starts: trials × months × products × scenarios. This
        one is above the limit, so it wasn't started. Ten thousand trials tell a 90% interval well;
        a million rarely tell more.
        """#,
        wrong: #"""
          # with limit cost=1_000
          simulate 24 months
          trials 10k
          product A { users 1M }
          A.users at end
          """#,
        right: #"""
          simulate 24 months
          trials 10k
          product A { users 1M }
          A.users at end
          """#)
    case .outputLimit:
      Explanation(
        #"more answers than allowed"#,
        #"""
        Every figure is kept for each trial, and a series for each month, and together they would
        take more bytes than the limit. `at end` makes a series one figure; fewer trials help too. If
        all of them are wanted, raise it: `--limit output=…`, or `Limits.output` in a host.
        """#,
        wrong: #"""
          # with limit output=100
          simulate 60 months
          product A { users 1M }
          table A.users
          """#,
        right: #"""
          # with limit output=100
          simulate 60 months
          product A { users 1M }
          A.users at end
          """#)
    case .deadlineLimit:
      Explanation(
        #"the time is up"#,
        #"""
        A host gives a script so many seconds. When they have passed, what is told is of the trials
        that were done, as with an interruption. Run fewer trials, or raise it: `--limit
        deadline=…`, or `Limits.deadline` in a host.
        """#,
        right: #"""
          simulate 3 months
          product A { users 1M }
          A.users at end
          """#)
    case .sizeLimit:
      Explanation(
        #"a list or portfolio larger than allowed"#,
        #"""
        A limit on the elements of a list, and on the products of a portfolio, keeps a script from
        using up the machine. If that many are wanted, raise it: `--limit elements=…`, or
        `Limits.elements` in a host.
        """#,
        wrong: #"""
          range(1, 1e9)
          """#,
        right: #"""
          length(range(1, 1_000))
          """#)
    case .fileUnreadable:
      Explanation(
        #"a file that can't be read"#,
        #"""
        The file isn't there, or it may not be opened. Its name is relative to the file that names
        it, not to where the command was started. The message gives the system's own reason.
        """#,
        wrong: #"""
          import "missing.reroute"
          """#,
        right: #"""
          import "shared.reroute"
          """#)
    case .fileUnwritable:
      Explanation(
        #"a file that can't be written"#,
        #"""
        What was to be saved or printed could not be written: the disk is full, the folder is
        missing, or it is protected. The message gives the system's own reason. The session is as it
        was; save it elsewhere.
        """#,
        right: #"""
          simulate 3 months
          product A { users 1M }
          A.users at end
          """#)
    case .dataRow:
      Explanation(
        #"a row of a file that can't be used"#,
        #"""
        Every row that is used needs a month such as 2023-07, or a year, and a number. A row is not
        skipped silently, for then a slip would look like a month without data. Mend it in the file,
        or leave such rows out with `where`.
        """#,
        wrong: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users from "no-month.csv" { time "month"; value "users" }
          """#,
        right: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users from "users.csv" { time "month"; value "users" }
          """#)
    case .dataColumn:
      Explanation(
        #"a column that the file doesn't have"#,
        #"""
        `time`, `value` and `where` name columns as they stand in the file's first line, in quotes.
        A near name is offered if there is one.
        """#,
        wrong: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users from "users.csv" { time "month"; value "user" }
          """#,
        right: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users from "users.csv" { time "month"; value "users" }
          """#)
    case .noObservations:
      Explanation(
        #"nothing was measured"#,
        #"""
        `detect` and the figures of what was observed need observations: written by month, or read
        from a file. A `where` that fits no row leaves none.
        """#,
        wrong: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          detect A.users
          """#,
        right: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users { 2023-01: 1M, 2023-02: 1.1M, 2023-03: 1.2M }
          detect A.users
          """#)
    case .observationTwice:
      Explanation(
        #"two observations of one month"#,
        #"""
        A product had one number of users at the end of a month. Two of them may be a revised
        figure, or a slip; which holds is for you to say. Keep one.
        """#,
        wrong: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users { 2023-01: 1M, 2023-02: 1.1M, 2023-01: 0.9M }
          """#,
        right: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users { 2023-01: 0.9M, 2023-02: 1.1M }
          """#)
    case .fitFailed:
      Explanation(
        #"no model fits"#,
        #"""
        The best of the models this function knows lies beyond all bounds, or the search for it does
        not settle. The message says why. Sales that only grow faster, for one, don't tell a large
        market from a quick one: wait for the turn, or assume a model and say so.
        """#,
        wrong: #"""
          bass_fit([840, 1470, 2110, 4000, 7590])
          """#,
        right: #"""
          bass_fit([840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890])
          """#)
    case .dataInvalid:
      Explanation(
        #"a file that is no table"#,
        #"""
        Data is read from text in UTF-8 with commas between the values and the names of the columns
        in the first line. A spreadsheet's own format is none: export it as CSV.
        """#,
        wrong: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users from "binary.csv" { time "month"; value "users" }
          """#,
        right: #"""
          simulate 6 months from 2023-01
          product A { users 1M }
          observe A.users from "users.csv" { time "month"; value "users" }
          """#)
    default: nil
    }
  }
}
