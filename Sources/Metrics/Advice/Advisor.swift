package import Engine
package import Planner
package import Portfolio
import Quantities

/// Finds the plan that makes a figure as large as can be within limits, among what a scenario declares.
///
/// A linear program where the figure is linear in the shares, levelled marginal returns where it is a sum of functions of single
/// shares with falling returns, else every plan of the grid where they are few, else steps to better plans. Each property is
/// checked on the values of the trials, and what a program recommends is simulated beside the plans one step away.
package struct Advisor {
  let question: AdviceQuestion
  let space: AdviceSpace
  var simulator: PlanSimulator
  var record: PlanRecord
  let seed: UInt64
  let budget: Int
  /// What loosening limits and capacities is worth at corners of programs.
  var prices: [AdvisedPlan: (limits: [Double], capacities: [ProductID: Double])] = [:]

  /// The most plans that every way of choosing is tried on, or that a search simulates.
  package static let budget = 400
  /// The most combinations of integrations and months for which a program is solved each.
  static let mostCombinations = 16.0

  /// Which methods may be used.
  package enum Methods: Sendable { case all, grid, search }

  /// Something that ends the choice before its end.
  enum Interruption: Error {
    case stopped
    case contradiction(DrawSources.Contradiction)
  }

  /// The advice on `question` about `model`.
  ///
  /// - Parameters:
  ///   - methods: which methods may be used.
  ///   - budget: the most plans that are tried one by one.
  package static func advise(
    _ question: AdviceQuestion, of model: Model, control: RunControl, methods: Methods = .all,
    budget: Int = Advisor.budget
  ) throws(DrawSources.Contradiction) -> AdviceAnswer {
    var advisor = Advisor(question, of: model, control: control, budget: budget)
    var answer = AdviceAnswer(outcome: .advised, question: question)
    answer.all = advisor.space.count
    do throws(Interruption) {
      try advisor.choose(&answer, methods, model)
    } catch {
      switch error {
      case .contradiction(let contradiction): throw contradiction
      case .stopped: answer.wasStopped = true
      }
    }
    advisor.conclude(&answer, model)
    return answer
  }

  /// The most plans that a question may have simulated.
  package static func mostPlans(_ question: AdviceQuestion) -> Double {
    let space = AdviceSpace(question)
    let pairs = Double(question.splits.reduce(0) { $0 + $1.targets.count })
    let combinations = min(space.combinations, mostCombinations)
    // Probes and the plan as declared; checks of linearity, twice where capacities are lifted, corners and moves; steps of
    // single shares; the grid or the search.
    let probes = 3 + pairs + Double(question.options.count + question.closings.count)
    if question.splits.isEmpty { return probes + min(space.count, Double(budget)) }
    let steps = question.splits.reduce(0) {
      $0 + ($1.whole / $1.step).rounded() * Double($1.targets.count)
    }
    let linear = combinations * (2 * (2 * pairs + Double(Self.randomChecks) + 2) + 3 * pairs)
    let levelled = combinations * (steps + Double(Self.randomChecks) + pairs)
    let moves = pairs * (pairs + 1) * 2
    return probes + linear + levelled + moves + min(space.count, Double(budget))
  }

  static let randomChecks = 6

  private init(_ question: AdviceQuestion, of model: Model, control: RunControl, budget: Int) {
    (self.question, self.budget) = (question, budget)
    space = AdviceSpace(question)
    simulator = PlanSimulator(question, of: model, control: control)
    record = PlanRecord(question)
    seed = model.seed
    simulator.expected = Int(min(1e6, Self.mostPlans(question)))
  }

  // MARK: Simulating

  /// Simulates plans that haven't been, and notes them.
  @discardableResult
  mutating func simulate(_ plans: [AdvisedPlan], competes: Bool = true) throws(Interruption)
    -> [ScoredPlan]
  {
    // In batches, so that what was simulated is kept when a person stops.
    var new: [AdvisedPlan] = []
    for plan in plans where !record.knows(plan, competes: competes) && !new.contains(plan) {
      new.append(plan)
    }
    var rest = new[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(simulator.batch))
      for (plan, values) in zip(part, try values(part)) {
        record.add(plan, values, competes: competes)
      }
      rest = rest.dropFirst(part.count)
    }
    return plans.compactMap { record.scored($0) }
  }

  /// The values of plans, on the grid or not.
  mutating func values(_ plans: [AdvisedPlan], lifted: [ProductID] = []) throws(Interruption)
    -> [PlanSimulator.Values]
  {
    let found: [PlanSimulator.Values]?
    do throws(DrawSources.Contradiction) {
      found = try simulator.values(plans, lifted: lifted)
    } catch {
      throw .contradiction(error)
    }
    guard let found else { throw .stopped }
    return found
  }

  // MARK: Choosing

  private mutating func choose(_ answer: inout AdviceAnswer, _ methods: Methods, _ model: Model)
    throws(Interruption)
  {
    try probe(model)
    if !record.isTouched { return }
    if methods == .all {
      switch try linear(model) {
      case .found(let method): return answer.method = method
      case .refused(let obstacle): answer.obstacle = obstacle
      }
      if let method = try waterFilling() { return answer.method = method }
    }
    if methods != .search, space.count <= Double(budget) {
      answer.method = .exhaustive
      try simulate(space.plans)
    } else {
      answer.method = .search(starts: try search(model))
    }
  }

  /// Simulates the plan as declared, all of each choice and nothing, and each choice once the other way.
  private mutating func probe(_ model: Model) throws(Interruption) {
    guard let other = space.others(upTo: 1).first else { return }
    let least = space.least(other)
    var plans = [least, space.divided(other, by: even)]
    for (s, split) in question.splits.enumerated() {
      for t in split.targets.indices {
        plans.append(space.with(least, s, t, steps: space.most(s, t)))
      }
    }
    for i in question.options.indices {
      var plan = least
      plan.isDone[i].toggle()
      plans.append(plan)
    }
    for (i, closing) in question.closings.enumerated() {
      var plan = least
      plan.months[i] = closing.months.count - 1
      plans.append(plan)
    }
    if let declared = declared(model) {
      record.keeps(declared)
      plans.append(declared)
    }
    try simulate(plans)
  }

  /// Equal weights for the targets of each split.
  var even: [[Double]] {
    question.splits.map { split in split.targets.map { _ in 1 / Double(split.targets.count) } }
  }

  /// The plan as the scenario declares it; nil where its shares or months are uncertain, or outside of what may be chosen.
  func declared(_ model: Model) -> AdvisedPlan? {
    let actions = model.actions(in: question.scenario)
    var plan = AdvisedPlan(shares: [], isDone: question.options.map { _ in true }, months: [])
    for split in question.splits {
      var shares: [Double] = []
      for target in split.targets {
        let identity = Action.Identity.redirect(split.source, target.product)
        guard case .redirect(let r)? = actions.first(where: { $0.identity == identity }),
          let share = r.clauses[.share].map({ model.graph.constant($0.expression) }) ?? 1
        else { return nil }
        shares.append(share)
      }
      guard shares.reduce(0, +) <= split.whole + 1e-9 else { return nil }
      plan.shares.append(shares)
    }
    for closing in question.closings {
      guard
        case .close(let c)? = actions.first(where: { $0.identity == .close(closing.product) }),
        let month = closing.months.firstIndex(where: { $0.month == c.month })
      else { return nil }
      plan.months.append(month)
    }
    return plan
  }
}
