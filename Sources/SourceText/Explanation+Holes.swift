extension DiagnosticCode {
  /// What the codes about what is left open mean.
  var holeExplanation: Explanation? {
    switch self {
    case .hole:
      Explanation(
        #"a hole that is still to be filled"#,
        #"""
        A `?` stands for a value or a month that isn't known yet. The message says what its place
        wants, which names fit, and which questions depend on it. Those are withheld; all others are
        answered. Where the place sets bounds, as 0% and 100% do for a share, a run also tells what
        the answers are at both ends and in the middle, so that you see whether the hole matters. It
        is a warning: a script with holes can be checked and run. An expectation that depends on a
        hole counts as not met.
        """#,
        wrong: #"""
          simulate 12 months
          product A { users 1M; churn ? }
          A.users at end
          """#,
        right: #"""
          simulate 12 months
          product A { users 1M; churn 5%/month }
          A.users at end
          """#)
    default: nil
    }
  }
}
