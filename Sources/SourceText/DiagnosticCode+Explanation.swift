extension DiagnosticCode {
  /// What the message means and how to go on, with an example: a title, a paragraph, and scripts under `Wrong:` and `Right:`.
  package var explanation: String {
    let parts: [Explanation?] = [
      syntaxExplanation, namesExplanation, quantitiesExplanation, portfolioExplanation,
      scenarioExplanation, runningExplanation, partExplanation, reactionExplanation,
      decisionExplanation, adviceExplanation, pictureExplanation,
    ]
    return parts.compactMap { $0 }.first?.printed ?? rawValue
  }
}
