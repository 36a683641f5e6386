import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// What is to be explained.
extension Evaluator {
  mutating func askExplain(_ node: NodeID) throws(Failure) {
    var subject = first(node)
    while syntax.kind(subject) == .parenthesized { subject = first(subject) }
    if let claim = claim(subject) {
      return try ask(.explain(ExplanationQuestion(.claim(claim), scenario: .baseline)), node)
    }
    let value = try evaluate(subject)
    if case .product(let id) = value {
      throw report(.explainsProduct(model[id].name, span(subject)))
    }
    var figure = try figure(value, subject)
    figure.text = text(first(node))
    if figure.isCondition { throw report(.explainsCondition(text(subject), span(subject))) }
    if figure.presentation.kind == .monthNumber {
      throw report(.explainsMonth(text(subject), span(subject)))
    }
    let metrics = model.graph.reachable(from: [figure.expression]).compactMap { id in
      model.graph[id].operation == .metric
        ? model.graph.metrics[Int(model.graph[id].a)] : nil
    }
    if metrics.isEmpty {
      throw report(
        .explainsNothingSimulated(
          text(subject), model.products.first.map(\.name), span(subject)))
    }
    if metrics.allSatisfy({ $0.kind == .observed }) {
      let course = MeasuredCourse(figure.expression, of: model)
      guard course.points.count > 1 else {
        throw report(.explainsOneMonth(text(subject), course.points.count, span(subject)))
      }
      return try ask(.explain(ExplanationQuestion(.measured(figure), scenario: .baseline)), node)
    }
    let scenario = try explained(metrics, by: subject)
    figure.expression = model.graph.unbind(figure.expression, from: scenario)
    try ask(.explain(ExplanationQuestion(.simulated(figure), scenario: scenario)), node)
  }

  /// The claim that a name is, unless a script's own name hides it.
  private func claim(_ node: NodeID) -> Int? {
    guard syntax.kind(node) == .nameExpression, lookUp(text(node)) == nil else { return nil }
    return model.claims.firstIndex { $0.name == text(node) }
  }

  /// The scenario whose actions explain a figure: the one it is of. What names another beside it stays as it is there.
  private mutating func explained(_ metrics: [MetricReference], by node: NodeID) throws(Failure)
    -> ScenarioID
  {
    let named = Set(metrics.compactMap(\.scenario)).sorted { $0.rawValue < $1.rawValue }
    guard !metrics.contains(where: { $0.scenario == nil }), let only = named.first else {
      return model.defaultScenario
    }
    guard named.count == 1 else {
      throw report(
        .explainsTwoScenarios(text(node), named.map { model[$0].name }, span(node)))
    }
    return only
  }
}
