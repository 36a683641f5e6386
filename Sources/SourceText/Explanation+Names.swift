extension DiagnosticCode {
  /// What the codes about names and kinds mean.
  var namesExplanation: Explanation? {
    switch self {
    case .unknownName:
      Explanation(
        #"a name nobody has given"#,
        #"""
        A name must be given a value before a statement uses it: by `let`, `fn`, a loop, or a
        declaration. Products and scenarios may be declared anywhere in the script; a unit by itself
        is no value. If a near name is legal here, the message offers it.
        """#,
        wrong: #"""
          let threshold = 5
          let double = 2 * treshold
          """#,
        right: #"""
          let threshold = 5
          let double = 2 * threshold
          """#)
    case .duplicateName:
      Explanation(
        #"a name that is given twice"#,
        #"""
        In one place a name stands for one thing; a second thing of the same name would silently
        hide the first. Choose another name. Inside a block, a loop or a function the same name may
        be given anew, and at the prompt a new declaration replaces the old one.
        """#,
        wrong: #"""
          let a = 1
          let a = 2
          """#,
        right: #"""
          let a = 1
          let b = 2
          """#)
    case .unknownMember:
      Explanation(
        #"a metric or field that isn't there"#,
        #"""
        Behind the dot stands a metric of the product or the portfolio, or a field of the record.
        The message lists what there is, or the name that is near.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M }
          A.churnd at end
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M }
          A.churned at end
          """#)
    case .notCallable:
      Explanation(
        #"something called that is no function"#,
        #"""
        A parenthesis right behind a name calls it. Numbers can't be called; to multiply, write `*`.
        """#,
        wrong: #"""
          let a = 3
          a(2)
          """#,
        right: #"""
          let a = 3
          a * (2)
          """#)
    case .argumentCount:
      Explanation(
        #"too many or too few values"#,
        #"""
        A function takes as many values as it has parameters, and a row of a table as many as the
        table has columns. The message shows them by name. Parameters in brackets may be left out.
        """#,
        wrong: #"""
          fn area(a, b) = a * b
          area(1)
          """#,
        right: #"""
          fn area(a, b) = a * b
          area(1, 2)
          """#)
    case .wrongKind:
      Explanation(
        #"a thing of another kind was expected"#,
        #"""
        Quantities, conditions, texts, lists, times and products are different kinds of things, and
        each place wants its own. Nothing is converted silently: a text that looks like a number is
        still a text.
        """#,
        wrong: #"""
          let a = if 3 then 1 else 2
          """#,
        right: #"""
          let a = if 3 > 2 then 1 else 2
          """#)
    case .importFailed:
      Explanation(
        #"a file that may not be read"#,
        #"""
        The program around the script decides what a script may read, and it refuses this file.
        Nothing of the script itself is wrong. Put the text into the script, or run it where files
        may be read.
        """#,
        wrong: #"""
          # with a host that reads no files
          import "shared.reroute"
          """#,
        right: #"""
          let rate_of_return = 8%/year
          """#)
    case .importCircle:
      Explanation(
        #"files that import one another"#,
        #"""
        A file is read before the file that imports it goes on, so two files can't wait for each
        other. Move what both need into a third file, and import that in both.
        """#,
        wrong: #"""
          import "circle-a.reroute"
          """#,
        right: #"""
          import "shared.reroute"
          """#)
    case .nameOfUnit:
      Explanation(
        #"a name that is a unit"#,
        #"""
        `users`, `month`, `USD` and declared units are units wherever they stand: `5 users / month`
        could mean two things if one of them were also a name. Add an underscore, or choose a longer
        name.
        """#,
        wrong: #"""
          let users = 5
          """#,
        right: #"""
          let all_users = 5
          """#)
    case .misplaced:
      Explanation(
        #"a statement where it can't stand"#,
        #"""
        Some statements have one place: products, failures and questions outside scenarios, a time
        outside clauses. A clause is evaluated in every month and sees the month before, so it can't
        look at another one; a function is there for its value, so it only computes.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          scenario Calm { product C { users 1M } }
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          product B { users 2M; churn 2%/month }
          scenario Calm { A.churn = 3%/month }
          """#)
    case .unknownIndex:
      Explanation(
        #"an element that the list doesn't have"#,
        #"""
        The elements of a list are counted from 1 to its length. `length(list)` tells the length.
        """#,
        wrong: #"""
          let list = [10, 20, 30]
          list[4]
          """#,
        right: #"""
          let list = [10, 20, 30]
          list[3]
          """#)
    default: nil
    }
  }
}
