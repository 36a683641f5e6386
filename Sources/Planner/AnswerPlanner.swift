package import Engine
package import Portfolio
package import Quantities

/// A model's run: the plan, what its scenarios stand for, and where each asked expression is found in the results.
package struct PlannedRun: Sendable {
  /// The plan. One list of instructions serves all scenarios: what doesn't differ between them is computed once.
  package var plan: Plan
  /// The scenarios that are run, with what their parts stand for.
  package var scenarios: [PlannedScenario]
  /// By the site of a check of the plan: what it watches, in every scenario that shares it; a scenario by its position.
  package var sites: [[(scenario: Int, site: Int)]]
  /// For each asked expression, in order: the position among the plan's outputs.
  package var outputs: [Int]
  /// For each output: `true` iff it has a value for each month.
  package var isSeries: [Bool]

  /// Something wrong that a check found in a scenario.
  package struct Finding: Sendable {
    /// The scenario.
    package var scenario: ScenarioID
    /// What was watched.
    package var site: CheckSite
    /// The trials in which it was found, and the first month.
    package var trials: Int
    /// The first month in which it was found; 0 for the setup.
    package var firstMonth: Int
  }

  /// What the plan's checks found, told of each scenario that shares a check; by scenario, then in the order of the sites.
  package func findings(_ results: [CheckResult]) -> [Finding] {
    let places = results.flatMap { result in sites[result.site].map { ($0, result) } }
    return places.sorted { ($0.0.scenario, $0.0.site) < ($1.0.scenario, $1.0.site) }.map {
      Finding(
        scenario: scenarios[$0.scenario].scenario, site: scenarios[$0.scenario].sites[$0.site],
        trials: $1.trials, firstMonth: $1.firstMonth)
    }
  }
}

/// Plans the answers to expressions over a model: which scenarios to run, which series to keep, and the steps that follow.
package enum AnswerPlanner {
  /// Plans a run that answers `expressions`, each with every metric that names no scenario taken from the default one.
  package static func plan(
    _ expressions: [ExpressionID], of model: Model
  ) throws(DrawSources.Contradiction) -> PlannedRun {
    let graph = model.graph
    let sources = try DrawSources(correlations: graph.correlations)
    let needed = graph.reachable(from: expressions)
    let scenario = model.defaultScenario
    var wanted: [ScenarioID: [MetricReference]] = [:]
    for id in needed where graph[id].operation == .metric {
      let reference = graph.metrics[Int(graph[id].a)]
      wanted[reference.scenario ?? scenario, default: []].append(reference)
    }
    let simulation = Simulation(wanted, of: model, sources: sources)
    var builder = StepBuilder(
      model: model, scenarios: simulation.scenarios, sources: sources)
    for id in needed { builder.add(id) }
    var outputs: [Int] = []
    var positions: [Int: Int] = [:]
    var found: [Int] = []
    for id in expressions {
      let step = builder.step(of: id)
      let position = positions[step] ?? outputs.count
      if position == outputs.count {
        positions[step] = position
        outputs.append(step)
      }
      found.append(position)
    }
    let plan = Plan(
      months: model.months, scenarios: simulation.plan.map { [$0] } ?? [], steps: builder.steps,
      outputs: outputs, keys: model.graph.draws.filter { !$0.isMonthly }.map(\.key))
    return PlannedRun(
      plan: plan, scenarios: simulation.scenarios, sites: simulation.sites, outputs: found,
      isSeries: outputs.map { builder.steps[$0].isSeries })
  }
}

/// All scenarios of a run as one list of instructions.
private struct Simulation {
  /// nil where no scenario is asked for.
  var plan: ScenarioPlan?
  var scenarios: [PlannedScenario] = []
  var sites: [[(scenario: Int, site: Int)]] = []

  /// So often the ranges that states were taken to lie in are given up where they don't hold, before all are.
  private static let patience = 4

  init(
    _ wanted: [ScenarioID: [MetricReference]], of model: Model, sources: DrawSources
  ) {
    guard !wanted.isEmpty else { return }
    var unassumed: Set<Int>? = []
    for attempt in 1... {
      var builder = ProgramBuilder(months: model.months, unassumed: unassumed)
      let planned = wanted.keys.sorted().map {
        ScenarioPlanner.plan(
          $0, of: model, sources: sources, records: wanted[$0] ?? [], into: &builder)
      }
      builder.close()
      let unfounded = unassumed == nil ? [] : builder.unfounded
      if !unfounded.isEmpty {
        unassumed = attempt < Self.patience ? unassumed?.union(unfounded) : nil
        continue
      }
      finish(builder, planned)
      return
    }
  }

  private mutating func finish(_ builder: ProgramBuilder, _ planned: [PlannedScenario]) {
    let result = RegisterAllocator.plan(builder)
    scenarios = planned
    sites = [[(scenario: Int, site: Int)]](
      repeating: [], count: result.plan.checks.count + result.plan.setupChecks.count)
    var watch = 0
    for i in scenarios.indices {
      for reference in scenarios[i].records.keys {
        if let index = scenarios[i].records[reference]?.index {
          scenarios[i].records[reference]?.index = result.records[index]
        }
      }
      for site in scenarios[i].sites.indices {
        if let check = result.checks[watch] { sites[check].append((i, site)) }
        watch += 1
      }
    }
    plan = result.plan
  }
}

/// Turns expressions into steps over the records of a run.
private struct StepBuilder {
  let graph: ExpressionGraph
  let months: Int
  /// The scenario of a metric that names none.
  let scenario: ScenarioID
  let scenarios: [PlannedScenario]
  let sources: DrawSources
  private let positions: [ScenarioID: Int]
  var steps: [AnswerStep] = []
  private var known: [ExpressionID: Int] = [:]
  /// Steps by what they compute: scenarios that share a record share what is read off it.
  private var byForm: [AnswerStep.Form: Int] = [:]

  init(model: Model, scenarios: [PlannedScenario], sources: DrawSources) {
    (graph, months, scenario) = (model.graph, model.months, model.defaultScenario)
    (self.scenarios, self.sources) = (scenarios, sources)
    positions = Dictionary(
      uniqueKeysWithValues: scenarios.enumerated().map { ($1.scenario, $0) })
  }

  func step(of id: ExpressionID) -> Int { known[id] ?? 0 }

  mutating func add(_ id: ExpressionID) {
    let expression = graph[id]
    let operands = expression.operands.map { step(of: $0) }
    switch expression.operation {
    case .constant: push(.constant(expression.value), series: false, as: id)
    case .draw:
      let draw = graph.draws[Int(expression.a)]
      push(.draw(sources.source(of: draw)), series: draw.isMonthly, as: id)
    case .month: push(.month, series: true, as: id)
    case .horizon: push(.constant(Double(months)), series: false, as: id)
    case .metric: addMetric(graph.metrics[Int(expression.a)], as: id)
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
    guard let position = positions[reference.scenario ?? scenario],
      let record = scenarios[position].records[reference]
    else {
      return push(.constant(.nan), series: false, as: id)
    }
    push(.record(scenario: 0, index: record.index), series: true, as: id)
    if record.isConstant || reference.kind == .failureMonth {
      // One value a trial: what it is at the end.
      let series = step(of: id)
      push(.constant(Double(months)), series: false, as: id)
      push(.operation(.at, [series, step(of: id)]), series: false, as: id)
    }
  }

  private mutating func push(_ form: AnswerStep.Form, series: Bool, as id: ExpressionID) {
    if let step = byForm[form] {
      known[id] = step
      return
    }
    steps.append(AnswerStep(form, isSeries: series))
    byForm[form] = steps.count - 1
    known[id] = steps.count - 1
  }
}
