extension DiagnosticCode {
  /// What the codes about advice mean.
  var adviceExplanation: Explanation? {
    let products = """
      simulate 12 months
      product A { users 100k; churn 10%/month }
      product B { users 200k; churn 2%/month; arpu $1/user/month; capacity 250k users }
      product C { users 100k; churn 3%/month; arpu $1/user/month }
      overlap A, B 30% of A
      overlap A, C 10% of A
      redirect A -> B { from month 2; reach 80%; accept 50%; share 50% }
      redirect A -> C { from month 2; reach 80%; accept 40%; share 50% }

      """
    let right = products + "advise portfolio.value { split A -> B, C }"
    return switch self {
    case .nothingToChoose:
      Explanation(
        #"advice without a choice"#,
        #"""
        `advise` finds the best of what may be chosen: the shares of a `split` of redirected users,
        whether to `integrate`, and the month to `close`. Name at least one of them, of what the
        scenario declares.
        """#,
        wrong: products + "advise portfolio.value { maximise mean }", right: right)
    case .noLimit:
      Explanation(
        #"advice that nothing limits"#,
        #"""
        Where targets take any number of users at no cost, and no `limit` is stated, the best is all of
        one thing, whatever it would take in truth. State a `capacity`, a `cost` or a `limit`.
        """#,
        wrong: """
          simulate 12 months
          product A { users 100k }
          product B { users 200k; arpu $1/user/month }
          product C { users 100k; arpu $2/user/month }
          redirect A -> B { from month 2; reach 80%; accept 50%; share 50%; overlap 0% }
          redirect A -> C { from month 2; reach 80%; accept 40%; share 50%; overlap 0% }
          advise portfolio.value { split A -> B, C }
          """, right: right)
    case .badChoice:
      Explanation(
        #"a choice that can't be made"#,
        #"""
        `advise` chooses among the actions that the scenario declares: reach, acceptance, overlap and
        cost stand there. A split takes two targets or more; the months to close are counted from month
        1 or from one failure.
        """#,
        wrong: products + "advise portfolio.value { split A -> B }", right: right)
    case .untouchedFigure:
      Explanation(
        #"a figure that no choice touches"#,
        #"""
        Under every plan the figure has the same values, so none is better. It may be of a scenario that
        it names (`in baseline`), of a product that the actions don't reach, or of a month before they
        begin.
        """#,
        wrong: products + "advise A.users at month 1 { split A -> B, C }", right: right)
    case .limitsUnmet:
      Explanation(
        #"limits that no plan meets"#,
        #"""
        No plan that was looked at meets the limits. The message tells how near the nearest one comes.
        Without `80% sure` or the like a limit must hold in every trial.
        """#,
        wrong: products
          + "advise portfolio.value { split A -> B, C; limit B.users at end > 1M users }",
        right: right)
    default: nil
    }
  }
}
