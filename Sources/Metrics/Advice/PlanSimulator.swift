import Engine
import Planner
import Portfolio
import Quantities

/// Simulates plans as hypothetical scenarios of a model, several at a time: what doesn't differ between them is computed once.
struct PlanSimulator {
  let model: Model
  let question: AdviceQuestion
  let settings: RunSettings
  /// Plans simulated so far, and how many may be, for the progress told.
  private(set) var simulated = 0
  var expected = 1
  let control: RunControl
  /// The scenario without the choices: its actions in order, and what it changes.
  private let actions: [Action]
  private let changes: [Scenario.Target: ClauseValue]

  /// The values of one plan, by trial.
  struct Values {
    var figure: [Double]
    /// By limit: what there is to spare, or for what is no comparison, 0 where it holds and −1 where it doesn't.
    var slacks: [[Double]]
    /// By capacity and month, what is left of it.
    var rooms: [[Double]] = []
  }

  init(_ question: AdviceQuestion, of model: Model, control: RunControl) {
    (self.model, self.question, self.control) = (model, question, control)
    // A stopping rule watches single means; advice takes as many trials as it takes without one, if the rule allows them.
    let trials = model.stopping == nil ? model.trials : min(model.trials, 10_000)
    settings = RunSettings(
      trials: model.graph.draws.isEmpty ? 1 : trials, seed: model.seed, sampling: model.sampling)
    let committed = Set(model.actions(in: .baseline))
    actions = model.actions(in: question.scenario).filter { !committed.contains($0) }
    var changes: [Scenario.Target: ClauseValue] = [:]
    for ancestor in model.lineage(of: question.scenario) where ancestor != .baseline {
      changes.merge(model[ancestor].changes) { $1 }
    }
    self.changes = changes
  }

  /// How many plans are simulated together: few enough that planning them doesn't keep a person who stops waiting, and that
  /// their trials fit into memory.
  var batch: Int {
    let byMemory = 4_000_000 / max(1, settings.trials * (1 + question.limits.count))
    let bySize = 64 / max(1, model.products.count)
    return max(1, min(16, byMemory, bySize))
  }

  /// The scenario that a plan is.
  private func scenario(_ plan: AdvisedPlan, _ model: inout Model, lifted: Set<ProductID>)
    -> Scenario
  {
    let (shares, dropped) = (question.shares(of: plan), question.dropped(by: plan))
    let months = question.months(of: plan)
    var scenario = Scenario(name: "advised", extends: .baseline)
    scenario.actions = actions.compactMap { action in
      if dropped.contains(action.identity) { return nil }
      switch action {
      case .redirect(var r):
        guard let share = shares[action.identity] else { return action }
        r.clauses[.share] = ClauseValue(
          model.graph.add(constant: share), r.clauses[.share]?.declaration ?? r.declaration)
        return .redirect(r)
      case .close(var c):
        guard let month = months[action.identity] else { return action }
        c.month = month.month
        return .close(c)
      default: return action
      }
    }
    scenario.changes = changes
    for product in lifted {
      let target = Scenario.Target(product, .capacity)
      let declaration = (changes[target] ?? model[product].clauses[.capacity])?.declaration
      scenario.changes[target] = ClauseValue(
        model.graph.add(constant: 1e30), declaration ?? model[product].declaration)
    }
    return scenario
  }

  /// Adds a plan's scenario to a model.
  func add(_ plan: AdvisedPlan, to model: inout Model, lifted: Set<ProductID> = []) -> ScenarioID {
    let made = scenario(plan, &model, lifted: lifted)
    model.scenarios.append(made)
    return ScenarioID(rawValue: Int32(model.scenarios.count - 1))
  }

  /// The expressions of what a limit is judged by, in a scenario.
  func slack(_ limit: AdviceQuestion.Limit, in id: ScenarioID, _ model: inout Model) -> ExpressionID
  {
    if let slack = limit.slack { return model.graph.bind(slack.expression, to: id) }
    let condition = model.graph.bind(limit.condition, to: id)
    return model.graph.add(.subtract, condition, model.graph.add(constant: 1))
  }

  /// The values of plans, in order; nil if the run was stopped before all were done.
  ///
  /// - Parameter lifted: products simulated as if they had no capacity; what is left of it comes with the values.
  mutating func values(_ plans: [AdvisedPlan], lifted: [ProductID] = [])
    throws(DrawSources.Contradiction) -> [Values]?
  {
    var found: [Values] = []
    var rest = plans[...]
    while !rest.isEmpty {
      if control.shouldStop() != nil { return nil }
      guard let next = try together(Array(rest.prefix(batch)), lifted) else { return nil }
      found += next
      rest = rest.dropFirst(batch)
    }
    return found
  }

  private mutating func together(_ plans: [AdvisedPlan], _ lifted: [ProductID])
    throws(DrawSources.Contradiction) -> [Values]?
  {
    var model = self.model
    var expressions: [ExpressionID] = []
    let each = 1 + question.limits.count + lifted.count
    for plan in plans {
      let id = add(plan, to: &model, lifted: Set(lifted))
      expressions.append(model.graph.bind(question.figure.expression, to: id))
      for limit in question.limits { expressions.append(slack(limit, in: id, &model)) }
      for product in lifted {
        let capacity = model.graph.add(
          MetricReference(.capacity, of: product, in: question.scenario))
        let users = model.graph.add(MetricReference(.users, of: product, in: id))
        expressions.append(model.graph.add(.subtract, capacity, users))
      }
    }
    let run = try AnswerPlanner.plan(expressions, of: model)
    let (done, trials, all) = (simulated, settings.trials, expected)
    let progress = control.progress
    let inner = RunControl(
      threads: control.threads, execution: control.execution, shouldStop: control.shouldStop,
      progress: { part, _ in
        progress(done * trials + part * plans.count, max(all, done + plans.count) * trials)
      })
    let results = Executor.run(run.plan, settings, control: inner)
    guard results.stopped == nil, results.trials == settings.trials else { return nil }
    simulated += plans.count
    return plans.indices.map { i in
      func columns(_ offset: Int) -> [[Double]] { results.values[run.outputs[i * each + offset]] }
      var values = Values(figure: columns(0).last ?? [], slacks: [])
      for l in question.limits.indices { values.slacks.append(columns(1 + l).last ?? []) }
      for l in lifted.indices {
        values.rooms += columns(1 + question.limits.count + l).dropFirst()
      }
      return values
    }
  }
}
