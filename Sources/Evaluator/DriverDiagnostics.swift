import SourceText

/// The messages about what a figure hangs on.
extension Diagnostic {
  static func drivesCertain(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .drivesCertain, "nothing drives `\(text)`: it is the same in every trial", at: span,
      label: "this is certain",
      help: [
        "ask for a figure of the simulation, as in `drives TikTok.users at end`, or for something with an interval in it"
      ])
  }

  static func drivesGiven(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .drivesGiven, "`drives` can't be asked `given` a condition", at: span,
      notes: [
        "in the trials in which a condition holds the inputs hang together, so that the variance can't be divided among them"
      ],
      help: [
        "ask without `given`",
        "or ask what the condition itself hangs on: `drives` takes a condition too",
      ])
  }

  static func drivesOneScenario(
    _ text: String, _ scenario: String, _ others: [String], _ span: SourceSpan
  ) -> Diagnostic {
    let other = others.first.map { "between \(scenario), \($0)" } ?? "between \(scenario), plan"
    return Diagnostic(
      .drivesChoice, "a choice is between two scenarios or more, and only `\(scenario)` is named",
      at: span,
      help: [
        "`drives \(text) \(other)` tells what knowing an input would be worth for that choice",
        "`drives \(text) in \(scenario)`, with parentheses around a sum, tells what it hangs on there",
      ])
  }

  static func drivesNoChoice(_ text: String, _ scenarios: [String], _ span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .drivesChoice,
      "`\(text)` is the same in \(scenarios.formatted), so there is nothing to choose", at: span,
      help: ["leave out its `in`, or name a figure of the simulation that differs"])
  }
}

extension [String] {
  /// The texts as a person lists them: a, b and c.
  fileprivate var formatted: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + self[count - 1]
  }
}
