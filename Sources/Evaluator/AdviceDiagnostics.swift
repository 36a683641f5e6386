import Notation
import SourceText

/// The messages about questions for advice.
extension Diagnostic {
  private static func declaredChoices(_ examples: [String], _ scenario: String) -> [String] {
    if examples.isEmpty {
      return [
        "\(scenario) declares nothing to choose among: it takes two redirections out of a product, an integration or a closing"
      ]
    }
    return [
      "what \(scenario) declares allows: \(examples.map { "`\($0)`" }.joined(separator: ", "))"
    ]
  }

  static func nothingToChoose(_ span: SourceSpan, _ examples: [String], _ scenario: String)
    -> Diagnostic
  {
    Diagnostic(
      .nothingToChoose, "`advise` is given no choice", at: span,
      notes: ["it chooses shares of a `split`, whether to `integrate`, and the month to `close`"],
      help: declaredChoices(examples, scenario))
  }

  static func undeclaredChoice(
    _ what: String, _ scenario: String, _ span: SourceSpan, _ examples: [String]
  ) -> Diagnostic {
    Diagnostic(
      .badChoice, "\(scenario) has no such action: \(what)", at: span,
      notes: ["`advise` chooses among what is declared; reach, acceptance and cost stand there"],
      help: declaredChoices(examples, scenario))
  }

  static func committedChoice(_ what: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badChoice, "\(what) is committed in `baseline`, so there is nothing to choose", at: span,
      help: ["declare it outside of `baseline`, where it is part of `plan`"])
  }

  static func splitOfOne(
    _ source: String, _ target: String, _ others: [String], _ scenario: String, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .badChoice, "a split divides users among two targets or more, and \(target) is the only one",
      at: span,
      help: others.isEmpty
        ? [
          "declare another redirection out of \(source), or compare scenarios with and without this one"
        ]
        : [],
      corrections: others.isEmpty
        ? []
        : [
          Correction(
            "write `split \(source) -> \(([target] + others).joined(separator: ", "))`",
            replacing: span,
            with: "split \(source) -> \(([target] + others).joined(separator: ", "))")
        ])
  }

  static func splitLeavesOut(_ source: String, _ other: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badChoice,
      "this split leaves out the redirection of \(source) to \(other), whose share isn't certain",
      at: span, notes: ["what it leaves of \(source)'s users is what can be split"],
      help: ["name \(other) in the split too, or give that redirection a certain `share`"])
  }

  static func splitTooLarge(_ source: String, _ least: Double, of whole: Double, _ span: SourceSpan)
    -> Diagnostic
  {
    func percent(_ share: Double) -> String { "\(NumberText.decimal(share * 100, digits: 4))%" }
    return Diagnostic(
      .badChoice,
      "the least shares sum to \(percent(least)), and \(percent(whole)) of the users of \(source) can be split",
      at: span, help: ["lower the least shares by \(percent(least - whole)) together"])
  }

  static func meanOfShare(_ share: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badChoice, "the mean is of all trials, so it takes no share", at: span,
      help: ["write `maximise mean`, `maximise percentile \(share)` or `maximise cvar \(share)`"])
  }

  static func statisticShare(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badChoice, "`\(word)` needs a share of the trials", at: span,
      corrections: [Correction("write `\(word) 5%`", replacing: span, with: "\(word) 5%")])
  }

  static func noMonths(_ from: String, _ to: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badChoice, "there is no month from `\(from)` to `\(to)`", at: span,
      corrections: [
        Correction("write `\(to) to \(from)`", replacing: span, with: "\(to) to \(from)")
      ])
  }

  static func mixedMonths(_ from: String, _ to: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .badChoice, "the months from `\(from)` to `\(to)` can't be counted before the run", at: span,
      help: [
        "give two months, or two counted from the same failure: `from 1 month after failure to 6 months after failure`"
      ])
  }

  static func untouchedFigure(_ figure: String, _ span: SourceSpan, _ scenario: String)
    -> Diagnostic
  {
    Diagnostic(
      .untouchedFigure, "`\(figure)` is the same whatever is chosen", at: span,
      notes: ["it is of a named scenario, or of nothing that is simulated"],
      help: ["ask for a figure of \(scenario), without `in`: `portfolio.value at end`"])
  }

  static func noLimit(_ targets: [String], _ span: SourceSpan, _ sign: String) -> Diagnostic {
    Diagnostic(
      .noLimit, "nothing limits what \(targets.joined(separator: ", ")) can take or cost",
      severity: .warning, at: span,
      notes: ["without a limit or a cost the best is all of one thing, whatever it would take"],
      help: [
        "state the `capacity` of \(targets.first ?? "a target") or the `cost` of what is done, or add a limit: `limit total(portfolio.cost) < \(sign)5M`"
      ])
  }
}
