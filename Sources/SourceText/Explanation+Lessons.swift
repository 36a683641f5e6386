extension DiagnosticCode {
  /// What the codes about lessons mean.
  var lessonExplanation: Explanation? {
    let right = """
      simulate 12 months
      product A { users 1M; churn 5%/month }
      A.users at end
      """
    return switch self {
    case .lessonUnreadable:
      Explanation(
        #"a file that can't be read as a lesson"#,
        #"""
        A lesson is a text in Markdown: a title, steps that begin with `##`, and in each step `Task:`, an
        `Answer:` with a block of Reroute, and one `Check:` or more. `Scripts/lessons/README.md` describes
        all of it. What the reader doesn't know is a mistake with its place, so that a misspelt keyword
        isn't taken for a sentence.
        """#,
        right: right)
    case .lessonFails:
      Explanation(
        #"a lesson that doesn't keep its promises"#,
        #"""
        `reroute learn --check` runs every reference answer, which must pass the checks of its step; every
        other answer, which must pass them with its own remark; and every typical mistake, which must not
        pass and must be recognised as the kind it is written under.
        """#,
        right: right)
    default: nil
    }
  }
}
