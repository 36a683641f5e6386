package import Engine
package import Portfolio
package import Quantities

/// A model's run: the plan, what its scenarios stand for, and where each asked expression is found in the results.
package struct PlannedRun: Sendable {
  /// The plan. One list of instructions serves all scenarios: what doesn't differ between them is computed once.
  package var plan: Plan
  /// The scenarios that are run, with what their parts stand for.
  package var scenarios: [PlannedScenario]
  /// For each of the plan's lists of instructions, by the site of a check: what it watches, in every scenario that shares it; a
  /// scenario by its position.
  package var sites: [[[(scenario: Int, site: Int)]]]
  /// For each asked expression, in order: the position among the plan's outputs.
  package var outputs: [Int]
  /// For each output: `true` iff it has a value for each month.
  package var isSeries: [Bool]
  /// For each of the weighings asked for: the outputs of its sums.
  package var sums: [Range<Int>] = []

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
    let places = results.flatMap { result in
      sites[result.scenario][result.site].map { ($0, result) }
    }
    return places.sorted { ($0.0.scenario, $0.0.site) < ($1.0.scenario, $1.0.site) }.map {
      Finding(
        scenario: scenarios[$0.scenario].scenario, site: scenarios[$0.scenario].sites[$0.site],
        trials: $1.trials, firstMonth: $1.firstMonth)
    }
  }
}

extension PlannedRun {
  /// `true` iff a check may have found this in such a run.
  package func has(_ result: CheckResult) -> Bool {
    sites.indices.contains(result.scenario) && sites[result.scenario].indices.contains(result.site)
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
    let simulation = Simulation(of: needed, model, sources: sources)
    var builder = StepBuilder(
      model: model, scenarios: simulation.scenarios, sources: sources)
    for id in needed { builder.add(id) }
    var outputs: [Int] = []
    var positions = [Int](repeating: -1, count: builder.steps.count)
    var found: [Int] = []
    for id in expressions {
      let step = builder.step(of: id)
      if positions[step] < 0 {
        positions[step] = outputs.count
        outputs.append(step)
      }
      found.append(positions[step])
    }
    let plan = Plan(
      months: model.months, scenarios: simulation.plan.map { [$0] } ?? [], steps: builder.steps,
      outputs: outputs, keys: model.graph.draws.filter { !$0.isMonthly }.map(\.key))
    return PlannedRun(
      plan: plan, scenarios: simulation.scenarios,
      sites: simulation.plan == nil ? [] : [simulation.sites], outputs: found,
      isSeries: outputs.map { builder.steps[$0].isSeries })
  }
}

/// Scenarios as one list of instructions.
struct Simulation {
  /// nil where no scenario is asked for.
  var plan: ScenarioPlan?
  var scenarios: [PlannedScenario] = []
  var sites: [[(scenario: Int, site: Int)]] = []

  /// So often the ranges that states were taken to lie in are given up where they don't hold, before all are.
  private static let patience = 4

  /// Plans the scenarios whose metrics are among the expressions `needed`. Asked now and then whether to stop; then there is no plan.
  init(
    of needed: [ExpressionID], _ model: Model, sources: DrawSources,
    shouldStop: () -> Bool = { false }
  ) {
    let graph = model.graph
    // What a question supposes is a scenario of its own.
    var model = model
    // By the scenario's number.
    var wanted: [[MetricReference]] = []
    for id in needed where graph[id].operation == .metric {
      let reference = graph.metrics[Int(graph[id].a)]
      let number = Int(model.scenario(of: reference).rawValue)
      while wanted.count <= number { wanted.append([]) }
      wanted[number].append(reference)
    }
    guard !wanted.isEmpty else { return }
    var unassumed: [Int]? = []
    for attempt in 1... {
      var builder = ProgramBuilder(months: model.months, unassumed: unassumed)
      var planned: [PlannedScenario] = []
      for (number, records) in wanted.enumerated() where !records.isEmpty {
        if shouldStop() { return }
        planned.append(
          ScenarioPlanner.plan(
            ScenarioID(rawValue: Int32(number)), of: model, sources: sources, records: records,
            into: &builder))
      }
      builder.close()
      if shouldStop() { return }
      let unfounded = unassumed == nil ? [] : builder.unfounded
      if !unfounded.isEmpty {
        unassumed = attempt < Self.patience ? unassumed.map { ($0 + unfounded).sorted() } : nil
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
struct StepBuilder {
  let graph: ExpressionGraph
  let months: Int
  /// The model with the scenarios that are supposed.
  private var model: Model
  let scenarios: [PlannedScenario]
  let sources: DrawSources
  /// The scenarios' positions by number; −1 for those that aren't run.
  private var positions: [Int] = []
  var steps: [AnswerStep] = []
  /// The steps of the expressions, by the expression's position; −1 where there is none.
  private var known: [Int32]
  /// Steps by what they compute: scenarios that share a record share what is read off it.
  private var byForm = PositionTable()

  init(model: Model, scenarios: [PlannedScenario], sources: DrawSources) {
    (graph, months, self.model) = (model.graph, model.months, model)
    (self.scenarios, self.sources) = (scenarios, sources)
    known = [Int32](repeating: -1, count: graph.expressions.count)
    for (position, planned) in scenarios.enumerated() {
      let number = Int(planned.scenario.rawValue)
      while positions.count <= number { positions.append(-1) }
      positions[number] = position
    }
  }

  func step(of id: ExpressionID) -> Int { max(0, Int(known[Int(id.rawValue)])) }

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
    case .at where !steps[operands[0]].isSeries: known[Int(id.rawValue)] = Int32(operands[0])
    case let operation where operation.isOverMonths:
      push(.operation(operation, operands), series: false, as: id)
    default:
      push(
        .operation(expression.operation, operands),
        series: operands.contains { steps[$0].isSeries }, as: id)
    }
  }

  private mutating func addMetric(_ reference: MetricReference, as id: ExpressionID) {
    let number = Int(model.scenario(of: reference).rawValue)
    guard positions.indices.contains(number), positions[number] >= 0,
      let record = scenarios[positions[number]].records[reference]
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
    let hash = Self.hash(form)
    if let step = byForm.position(hash, where: { steps[$0].form == form }) {
      known[Int(id.rawValue)] = Int32(step)
      return
    }
    steps.append(AnswerStep(form, isSeries: series))
    byForm.add(steps.count - 1, hash)
    known[Int(id.rawValue)] = Int32(steps.count - 1)
  }

  private static func hash(_ form: AnswerStep.Form) -> UInt64 {
    switch form {
    case .constant(let value): return PositionTable.hash(value.bitPattern, 1)
    case .draw(let source): return PositionTable.hash(source.parts.first?.key.value ?? 0, 2)
    case .sum(let index): return PositionTable.hash(UInt64(index), 6)
    case .month: return PositionTable.hash(0, 3)
    case .record(let scenario, let index):
      return PositionTable.hash(UInt64(scenario) << 32 | UInt64(index), 4)
    case .operation(let operation, let operands):
      var hash = UInt64(operation.rawValue)
      for operand in operands { hash = PositionTable.hash(hash, UInt64(operand)) }
      return PositionTable.hash(hash, 5)
    }
  }
}
