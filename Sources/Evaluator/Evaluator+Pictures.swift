import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// Pictures of what questions answer.
extension Evaluator {
  /// `plot picture [ to "file" ]`.
  mutating func askPlot(_ node: NodeID) throws(Failure) {
    let target = syntax.child(.pictureFile, of: node)
    let parts = syntax.children(of: node).filter { $0 != target }
    guard let only = parts.first else { return }
    try refuseUnquotedFile(parts)
    let form: Question.Form
    if [.compareQuestion, .drivesQuestion, .explainQuestion].contains(syntax.kind(only)) {
      form = try asked(only)
    } else if parts.count == 1, let flow = try flowForm(only) {
      form = flow
    } else {
      var figures: [Figure] = []
      for part in parts { figures += try plotted(evaluate(part), part) }
      form = .table(figures)
    }
    let file = try target.map { (node) throws(Failure) in try pictureFile(node, of: form) }
    if let target, let file {
      let earlier = questions.first { question in
        if case .plot(_, let other?) = question.form { return other == file }
        return false
      }
      if let earlier {
        throw report(
          .duplicate(
            "the picture", file, span(target),
            first: declarations[Int(earlier.declaration.rawValue)]))
      }
    }
    try ask(.plot(form, file: file), node)
  }

  /// What a question inside another asks; it is not answered by itself.
  private mutating func asked(_ node: NodeID) throws(Failure) -> Question.Form {
    // The same draws as the question on its own.
    path.removeLast()
    defer { path += ["answer"] }
    let count = questions.count
    try runQuestion(node)
    guard questions.count > count, let question = questions.popLast() else { throw Failure() }
    return question.form
  }

  /// A value's figures: its own, or those of a list.
  private mutating func plotted(_ value: Value, _ node: NodeID) throws(Failure) -> [Figure] {
    guard case .list(let items) = value else {
      guard case .text = value else { return [try figure(value, node)] }
      throw report(.notToPlot(text(node), span(node)))
    }
    var figures: [Figure] = []
    for (i, item) in items.enumerated() {
      var figure = try figure(item, node)
      figure.text = "\(text(node))[\(i + 1)]"
      figures.append(figure)
    }
    if figures.isEmpty { throw report(.notToPlot(text(node), span(node))) }
    return figures
  }

  // MARK: Flow

  /// What `flow`, `flow in Scenario`, `flow at end` ask; nil for any other expression, and where a name `flow` was given.
  private mutating func flowForm(_ node: NodeID) throws(Failure) -> Question.Form? {
    var subject = node
    while [.atTime, .inTarget].contains(syntax.kind(subject)) { subject = first(subject) }
    guard syntax.kind(subject) == .nameExpression, text(subject) == "flow",
      names["flow"] == nil, lookUp("flow") == nil
    else { return nil }
    var scenario = model.defaultScenario
    var month: NodeID?
    subject = node
    while let inner = syntax.child(0, of: subject), let part = syntax.child(1, of: subject) {
      if syntax.kind(subject) == .atTime {
        month = month ?? part
      } else {
        guard let id = scenarioNames[text(part)] else {
          throw report(
            .unknown(
              "scenario", text(part), span(part), among: Array(scenarioNames.keys),
              code: .unknownScenario))
        }
        scenario = id
      }
      subject = inner
    }
    if model.months == 0 { throw report(.simulateMissing(span(node))) }
    guard !model.flowSources(in: scenario).isEmpty else {
      throw report(.noFlow(model[scenario].name, span(node)))
    }
    guard let month else { return .flow(month: nil, scenario: scenario) }
    let number = try insideHorizon(
      try monthNumber(try time(month, source: nil), at: month), from: 1, at: month)
    guard model.graph.constant(number) != nil else {
      throw report(.flowTime(text(month), span(month)))
    }
    return .flow(month: number, scenario: scenario)
  }

  // MARK: Files

  /// `plot A.users to users.svg` reads as an interval, which nobody means.
  private mutating func refuseUnquotedFile(_ parts: [NodeID]) throws(Failure) {
    guard let last = parts.last, syntax.kind(last) == .interval,
      let end = syntax.child(1, of: last), syntax.kind(end) == .memberAccess,
      let word = syntax.child(1, of: end), ["svg", "json", "mmd", "png"].contains(text(word))
    else { return }
    throw report(.pictureFileUnquoted(text(end), span(end)))
  }

  /// The file's name, with an ending that says which format is meant.
  private mutating func pictureFile(
    _ node: NodeID, of form: Question.Form
  ) throws(Failure) -> String {
    let literal = first(node)
    let name = try stringText(literal)
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init)
    var endings = ["svg", "json"]
    if case .flow = form { endings.append("mmd") }
    guard let ending, name.contains("."), endings.contains(ending.lowercased()),
      name.utf8.count > ending.utf8.count + 1
    else {
      throw report(.pictureFile(name, endings, span(literal)))
    }
    return name
  }
}
