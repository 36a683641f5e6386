package import Engine
package import Portfolio
package import Quantities

/// A model's run: the plan, what its scenarios stand for, and where each asked expression is found in the results.
package struct PlannedRun: Sendable {
  /// The plan, and what its scenarios stand for.
  package var plan: Plan
  /// The scenarios that are run, with what their parts stand for.
  package var scenarios: [PlannedScenario]
  /// For each asked expression, in order: the position among the plan's outputs.
  package var outputs: [Int]
  /// For each output: `true` iff it has a value for each month.
  package var isSeries: [Bool]
}

/// Plans the answers to expressions over a model: which scenarios to run, which series to keep, and the steps that follow.
package enum AnswerPlanner {
  /// Plans a run that answers `expressions`, each with every metric that names no scenario taken from the default one.
  package static func plan(
    _ expressions: [ExpressionID], of model: Model
  ) throws(DrawSources.Contradiction) -> PlannedRun {
    var model = model
    let sources = try DrawSources(correlations: model.graph.correlations)
    let bound = expressions.map { model.graph.bind($0, to: model.defaultScenario) }
    let needed = model.graph.reachable(from: bound)
    var wanted: [ScenarioID: [MetricReference]] = [:]
    for id in needed where model.graph[id].operation == .metric {
      let reference = model.graph.metrics[Int(model.graph[id].a)]
      wanted[reference.scenario ?? model.defaultScenario, default: []].append(reference)
    }
    let scenarios = wanted.keys.sorted().map {
      ScenarioPlanner.plan($0, of: model, sources: sources, records: wanted[$0] ?? [])
    }
    var builder = StepBuilder(model: model, scenarios: scenarios, sources: sources)
    for id in needed { builder.add(id) }
    var outputs: [Int] = []
    var positions: [Int: Int] = [:]
    var found: [Int] = []
    for id in bound {
      let step = builder.step(of: id)
      if positions[step] == nil {
        positions[step] = outputs.count
        outputs.append(step)
      }
      found.append(positions[step] ?? 0)
    }
    let plan = Plan(
      months: model.months, scenarios: scenarios.map(\.plan), steps: builder.steps,
      outputs: outputs, keys: model.graph.draws.filter { !$0.isMonthly }.map(\.key))
    return PlannedRun(
      plan: plan, scenarios: scenarios, outputs: found,
      isSeries: outputs.map { builder.steps[$0].isSeries })
  }
}

/// Turns expressions into steps over the records of a run.
private struct StepBuilder {
  let model: Model
  let scenarios: [PlannedScenario]
  let sources: DrawSources
  var steps: [AnswerStep] = []
  private var known: [ExpressionID: Int] = [:]

  init(model: Model, scenarios: [PlannedScenario], sources: DrawSources) {
    (self.model, self.scenarios, self.sources) = (model, scenarios, sources)
  }

  func step(of id: ExpressionID) -> Int { known[id] ?? 0 }

  mutating func add(_ id: ExpressionID) {
    let expression = model.graph[id]
    let operands = expression.operands.map { step(of: $0) }
    switch expression.operation {
    case .constant: push(.constant(expression.value), series: false, as: id)
    case .draw:
      let draw = model.graph.draws[Int(expression.a)]
      push(.draw(sources.source(of: draw)), series: draw.isMonthly, as: id)
    case .month: push(.month, series: true, as: id)
    case .horizon: push(.constant(Double(model.months)), series: false, as: id)
    case .metric: addMetric(model.graph.metrics[Int(expression.a)], as: id)
    case .sustained: push(.operation(.sustained, operands), series: true, as: id)
    case .at where !steps[operands[0]].isSeries: known[id] = operands[0]
    case let operation where operation.isOverMonths:
      push(.operation(operation, operands), series: false, as: id)
    default:
      push(
        .operation(expression.operation, operands),
        series: operands.contains { steps[$0].isSeries }, as: id)
    }
  }

  private mutating func addMetric(_ reference: MetricReference, as id: ExpressionID) {
    let scenario = reference.scenario ?? model.defaultScenario
    guard let position = scenarios.firstIndex(where: { $0.scenario == scenario }),
      let record = scenarios[position].records[reference]
    else {
      return push(.constant(.nan), series: false, as: id)
    }
    push(.record(scenario: position, index: record.index), series: true, as: id)
    if record.isConstant || reference.kind == .failureMonth {
      // One value a trial: what it is at the end.
      push(.constant(Double(model.months)), series: false, as: nil)
      push(.operation(.at, [steps.count - 2, steps.count - 1]), series: false, as: id)
    }
  }

  private mutating func push(_ form: AnswerStep.Form, series: Bool, as id: ExpressionID?) {
    steps.append(AnswerStep(form, isSeries: series))
    if let id { known[id] = steps.count - 1 }
  }
}
