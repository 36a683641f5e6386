import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// What a figure hangs on.
extension Evaluator {
  mutating func askDrives(_ node: NodeID) throws(Failure) {
    let subject = first(node)
    let figure = try figure(evaluate(subject), subject)
    let graph = model.graph
    guard !graph.contains(figure.expression, where: { $0.operation == .given }) else {
      throw report(.drivesGiven(text(subject), span(subject)))
    }
    guard graph.isSeries(figure.expression) || graph.isUncertain(figure.expression) else {
      throw report(.drivesCertain(text(subject), span(subject)))
    }
    let scenarios = try namedScenarios(node)
    if scenarios.count == 1, let only = syntax.child(.scenarioName, of: node) {
      let others = model.scenarioIDs.map { model[$0].name }.filter { $0 != text(only) }
      throw report(.drivesOneScenario(text(subject), text(only), others, span(only)))
    }
    if scenarios.count > 1 {
      var graph = graph
      let bound = Set(scenarios.map { graph.bind(figure.expression, to: $0) })
      guard bound.count > 1 else {
        throw report(
          .drivesNoChoice(text(subject), scenarios.map { model[$0].name }, span(subject)))
      }
    }
    try ask(.drives(figure, between: scenarios), node)
  }

  /// The scenarios that a question names, each once.
  mutating func namedScenarios(_ node: NodeID) throws(Failure) -> [ScenarioID] {
    var scenarios: [ScenarioID] = []
    for child in syntax.children(of: node) where syntax.kind(child) == .scenarioName {
      guard let id = scenarioNames[text(child)] else {
        throw report(
          .unknown(
            "scenario", text(child), span(child), among: Array(scenarioNames.keys),
            code: .unknownScenario))
      }
      if scenarios.contains(id) {
        let first = syntax.children(of: node).first { text($0) == text(child) }
        throw report(
          .duplicate("the scenario", text(child), span(child), first: first.map { span($0) }))
      }
      scenarios.append(id)
    }
    return scenarios
  }
}
