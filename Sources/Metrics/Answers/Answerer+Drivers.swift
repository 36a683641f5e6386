import Engine
import Planner
import Portfolio
import Quantities

/// What a figure hangs on.
extension Answerer {
  /// Prepares a study, whose runs come after that of the other questions.
  mutating func prepareDrivers(_ figure: Figure, between scenarios: [ScenarioID]) -> Reader {
    let isSeries = model.isOverMonths(figure.expression)
    let base = isSeries ? atEnd(figure.expression) : figure.expression
    let targets = scenarios.isEmpty ? [base] : scenarios.map { model.graph.bind(base, to: $0) }
    let position = studies.count
    studies.append(
      DriverRequest(
        figure: figure, isAtEnd: isSeries, scenarios: scenarios, targets: targets,
        lessIsBetter: Self.isCost(figure.expression, in: model)))
    return { reading in .drivers(reading.drivers[position]) }
  }

  /// The studies asked for, with their plans.
  func plannedStudies() throws(DrawSources.Contradiction) -> [DriverStudy] {
    var planned: [DriverStudy] = []
    for request in studies {
      var scenarios = Set<ScenarioID>()
      for id in model.graph.reachable(from: request.targets) {
        guard model.graph[id].operation == .metric else { continue }
        scenarios.insert(
          model.graph.metrics[Int(model.graph[id].a)].scenario ?? model.defaultScenario)
      }
      planned.append(
        DriverStudy(
          figure: request.figure, isAtEnd: request.isAtEnd, scenarios: request.scenarios,
          lessIsBetter: request.lessIsBetter, plan: try DriverPlan(request.targets, of: model),
          inputs: model.inputs,
          size: Double(max(1, model.months)) * Double(max(1, model.products.count))
            * Double(scenarios.count),
          blocks: DriverStudy.blocks(forTrials: model.trials), seed: model.seed))
    }
    return planned
  }

  /// `true` iff less of a figure is better: a cost, users who are lost, or a sum, a mean or a positive multiple of such.
  static func isCost(_ id: ExpressionID, in model: Model) -> Bool {
    let expression = model.graph[id]
    let operands = expression.operands
    switch expression.operation {
    case .metric:
      switch model.graph.metrics[Int(expression.a)].kind {
      case .cost, .declaredCost, .churned, .lapsed, .left, .lostAtClosing, .refused, .turnedAway,
        .lostReachable, .lostGone, .failed:
        return true
      default: return false
      }
    case .at, .total, .peak, .lowest, .average, .change, .growth, .divide, .given:
      return isCost(operands[0], in: model)
    case .add:
      return operands.allSatisfy { model.graph.constant($0) != nil || isCost($0, in: model) }
    case .multiply:
      let (a, b) = (operands[0], operands[1])
      if let factor = model.graph.constant(a) { return factor > 0 && isCost(b, in: model) }
      if let factor = model.graph.constant(b) { return factor > 0 && isCost(a, in: model) }
      return false
    default: return false
    }
  }
}

/// A study that was asked for, not planned yet.
struct DriverRequest {
  var figure: Figure
  var isAtEnd: Bool
  var scenarios: [ScenarioID]
  var targets: [ExpressionID]
  var lessIsBetter: Bool
}
