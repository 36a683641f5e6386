import SourceText

extension Diagnostic {
  static func explainsProduct(_ name: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notExplained, "`\(name)` is a product, which has many figures; one of them can be explained",
      at: span,
      corrections: [
        Correction("write `\(name).users`", replacing: span, with: "\(name).users")
      ])
  }

  static func explainsCondition(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notExplained,
      "`\(text)` is a condition: it holds or it doesn't, so there is no change to split",
      at: span,
      help: ["explain one of the figures that it compares, or ask how often it holds with `expect`"]
    )
  }

  static func explainsMonth(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notExplained, "`\(text)` is the number of a month, which is not shared out among actions",
      at: span, help: ["explain a figure that the failure hangs on, such as `Resso.users`"])
  }

  static func explainsNothingSimulated(
    _ text: String, _ product: String?, _ span: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      .notExplained, "`\(text)` hangs on nothing that is simulated, so no action can change it",
      at: span,
      help: [
        "explain a figure of a product or of the portfolio, such as `\(product ?? "portfolio").users`"
      ])
  }

  static func explainsOneMonth(_ text: String, _ months: Int, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .notExplained,
      months == 0
        ? "there is no month in which all of `\(text)` was measured"
        : "there is one month in which all of `\(text)` was measured; a change takes two",
      at: span, help: ["`observe` more months, or explain the simulated series"])
  }

  static func explainsTwoScenarios(
    _ text: String, _ scenarios: [String], _ span: SourceSpan
  ) -> Diagnostic {
    let names = scenarios.map { "`\($0)`" }.joined(separator: " and ")
    return Diagnostic(
      .notExplained,
      "all of `\(text)` is of a named scenario, and there are several: \(names)", at: span,
      notes: ["the actions of one scenario explain a figure"],
      help: ["leave the scenario out where the one to explain is meant by default, or name one"])
  }
}
