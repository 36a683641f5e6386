extension DiagnosticCode {
  /// What the message means and how to go on, with an example: a title, a paragraph, and scripts under `Wrong:` and `Right:`.
  package var explanation: String {
    let all: [Explanation?] = [
      syntaxExplanation, namesExplanation, quantitiesExplanation, portfolioExplanation,
      scenarioExplanation, runningExplanation, partExplanation, reactionExplanation,
      decisionExplanation, adviceExplanation, holeExplanation, lessonExplanation,
      pictureExplanation,
    ]
    return all.lazy.compactMap { $0 }.first?.printed ?? rawValue
  }
}
