package import Engine
package import Portfolio
package import Quantities
import Synchronization

/// Scenarios that no answer names, of which nothing is wanted but weighted sums of some figures: what a Shapley value is.
package struct Weighing: Sendable {
  /// The scenarios; they differ from those of the model in what they do.
  package var scenarios: [Scenario]
  /// For each scenario, the weights of its figures in the rows that each figure has.
  package var weights: [[PlanPart.Weight]]
  /// The figures, one value a trial; of their metrics those that name no scenario are taken from each of the scenarios.
  package var figures: [ExpressionID]
  /// For each figure, how many of the rows are summed, from the first on.
  package var rowsOfFigures: [Int]

  /// Creates a weighing without figures.
  package init(scenarios: [Scenario], weights: [[PlanPart.Weight]]) {
    (self.scenarios, self.weights) = (scenarios, weights)
    (figures, rowsOfFigures) = ([], [])
  }

  /// Where the sums of each figure begin, and last where they end.
  fileprivate var starts: [Int] {
    rowsOfFigures.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
  }
}

extension AnswerPlanner {
  /// Why there is no plan.
  package enum Failure: Error {
    /// The correlations can't all hold.
    case contradiction(DrawSources.Contradiction)
    /// It was to stop before the plan was made.
    case stopped
  }

  /// So many products of scenarios are planned at one go: what their states have in common is computed once, and it is asked between
  /// two such groups whether to stop.
  private static let productsPlannedTogether = 192
  /// So many months of series are kept at one go: a block of trials of each takes 2 KB.
  private static let columnsKeptTogether = 16_384

  /// Plans a run that answers `expressions`, and adds the weighings up.
  ///
  /// The scenarios of a weighing are planned in groups, on all threads of `control`, each group a list of instructions of its own.
  package static func plan(
    _ expressions: [ExpressionID], of model: Model, weighing: [Weighing], control: RunControl
  ) throws(Failure) -> PlannedRun {
    var run: PlannedRun
    let sources: DrawSources
    do throws(DrawSources.Contradiction) {
      run = try plan(expressions, of: model)
      sources = try DrawSources(correlations: model.graph.correlations)
    } catch {
      throw .contradiction(error)
    }
    for weighing in weighing {
      try add(weighing, of: model, sources: sources, control, to: &run)
    }
    return run
  }

  private static func add(
    _ weighing: Weighing, of model: Model, sources: DrawSources, _ control: RunControl,
    to run: inout PlannedRun
  ) throws(Failure) {
    let width = width(of: weighing, model)
    guard width > 0 else { return run.sums.append(run.isSeries.count..<run.isSeries.count) }
    // Every group's scenarios take the same numbers, so that the figures are bound to them once.
    var model = model
    let first = model.scenarios.count
    let bound = (0..<width).map { i in
      weighing.figures.map {
        model.graph.bind($0, to: ScenarioID(rawValue: Int32(first + i)))
      }
    }
    let groups = stride(from: 0, to: weighing.scenarios.count, by: width).map {
      $0..<min($0 + width, weighing.scenarios.count)
    }
    let (firstSum, common) = (run.plan.sums, model)
    let next = Atomic(0)
    let found = onAllThreads(control.threads, upTo: groups.count) {
      var own: [(group: Int, part: PlannedPart)] = []
      while true {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < groups.count else { return own }
        guard
          let part = plannedPart(
            groups[i], of: weighing, common, bound, sources, firstSum: firstSum,
            { control.shouldStop() != nil })
        else { return own }
        control.progress(0, common.trials)
        own.append((i, part))
      }
    }
    var parts = [PlannedPart?](repeating: nil, count: groups.count)
    for (group, part) in found.joined() { parts[group] = part }
    for part in parts {
      guard let part else { throw .stopped }
      run.append(part)
    }
    let sums = weighing.starts.last ?? 0
    run.sums.append(run.plan.outputs.count..<run.plan.outputs.count + sums)
    for sum in 0..<sums {
      run.plan.outputs.append(run.plan.steps.count)
      run.plan.steps.append(AnswerStep(.sum(firstSum + sum), isSeries: false))
      run.isSeries.append(false)
    }
    run.plan.sums += sums
  }

  /// How many scenarios are planned at one go; fewer where their series would take much memory.
  private static func width(of weighing: Weighing, _ model: Model) -> Int {
    let series = model.graph.reachable(from: weighing.figures).count {
      model.graph[$0].operation == .metric
    }
    let most = min(
      productsPlannedTogether / max(1, model.products.count),
      columnsKeptTogether / max(1, series * (model.months + 1)))
    return min(weighing.scenarios.count, max(4, most))
  }

  /// A group of scenarios, planned.
  fileprivate struct PlannedPart: Sendable {
    var scenario: ScenarioPlan
    var part: PlanPart
    var scenarios: [PlannedScenario]
    var sites: [[(scenario: Int, site: Int)]]
  }

  /// Plans a group of scenarios; nil where it was to stop.
  private static func plannedPart(
    _ group: Range<Int>, of weighing: Weighing, _ model: Model, _ bound: [[ExpressionID]],
    _ sources: DrawSources, firstSum: Int, _ shouldStop: () -> Bool
  ) -> PlannedPart? {
    var model = model
    model.scenarios += weighing.scenarios[group]
    let expressions = bound.prefix(group.count).flatMap { $0 }
    let needed = model.graph.reachable(from: expressions)
    let simulation = Simulation(of: needed, model, sources: sources, shouldStop: shouldStop)
    if shouldStop() { return nil }
    var builder = StepBuilder(model: model, scenarios: simulation.scenarios, sources: sources)
    for id in needed { builder.add(id) }
    var terms: [PlanPart.Term] = []
    let starts = weighing.starts
    for (i, scenario) in group.enumerated() {
      for (figure, id) in bound[i].enumerated() {
        let rows = weighing.rowsOfFigures[figure]
        terms.append(
          PlanPart.Term(
            step: builder.step(of: id),
            weights: weighing.weights[scenario].filter { $0.sum < rows }.map {
              PlanPart.Weight(sum: firstSum + starts[figure] + $0.sum, weight: $0.weight)
            }))
      }
    }
    return PlannedPart(
      scenario: simulation.plan ?? ScenarioPlan(),
      part: PlanPart(steps: builder.steps, terms: terms), scenarios: simulation.scenarios,
      sites: simulation.sites)
  }
}

extension PlannedRun {
  /// Adds a group of scenarios after those there are.
  fileprivate mutating func append(_ part: AnswerPlanner.PlannedPart) {
    let before = scenarios.count
    scenarios += part.scenarios
    plan.scenarios.append(part.scenario)
    plan.parts.append(part.part)
    sites.append(part.sites.map { $0.map { (before + $0.scenario, $0.site) } })
  }
}
