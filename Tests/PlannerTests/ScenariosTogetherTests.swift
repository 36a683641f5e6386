import Engine
import Planner
import Portfolio
import Quantities
import Testing

/// Several scenarios in one run: each as if it were alone, and what they share computed once.
@Suite struct ScenariosTogetherTests {
  /// Adds scenarios to a generated portfolio: the plan without some of its actions, and with some clauses changed.
  private func vary(_ model: inout Model, _ dice: inout Dice) -> [ScenarioID] {
    let actions = model[.plan].actions
    var ids: [ScenarioID] = [.baseline, .plan]
    for i in 0..<3 {
      var scenario = Scenario(name: "S\(i)", extends: .baseline)
      scenario.actions = actions.filter { _ in dice.chance(60) }
      for id in model.productIDs where dice.chance(40) {
        let churn = model.graph.add(constant: dice.number(0, 0.2))
        scenario.changes[Scenario.Target(id, .churn)] = ClauseValue(
          churn, DeclarationID(rawValue: 5000))
      }
      ids.append(ScenarioID(rawValue: Int32(model.scenarios.count)))
      model.scenarios.append(scenario)
    }
    return ids
  }

  private func bits(_ asked: [ExpressionID], of model: Model) throws -> [[[UInt64]]] {
    let planned = try AnswerPlanner.plan(asked, of: model)
    let results = Executor.run(
      planned.plan, RunSettings(trials: 64, seed: 5), control: RunControl())
    return planned.outputs.map { results.values[$0].map { $0.map(\.bitPattern) } }
  }

  @Test("Asked together, every scenario has the bits it has when asked alone", arguments: 0..<20)
  func together(seed: UInt64) throws {
    var dice = Dice(seed: 300 + seed)
    var model = GeneratedPortfolio(seed: 40_000 + seed, isUncertain: true).model
    let scenarios = vary(&model, &dice)
    let metrics: [Metric] = [
      .users, .dormant, .acquired, .churned, .movedIn, .value, .failureMonth,
    ]
    let asked = scenarios.map { scenario in
      model.productIDs.flatMap { id in
        metrics.map { model.graph.add(MetricReference($0, of: id, in: scenario)) }
      } + [model.graph.add(MetricReference(.people, of: nil, in: scenario))]
    }
    let together = try bits(asked.flatMap { $0 }, of: model)
    let alone = try asked.flatMap { try bits($0, of: model) }
    #expect(together == alone)
  }

  /// Twelve products that don't touch one another, and scenarios that each change one.
  private func separate(_ count: Int) -> (Model, [ExpressionID]) {
    var model = Model()
    model.months = 12
    for p in 0..<12 {
      var product = Product(
        name: "P\(p)", title: "P\(p)", unit: "users", declaration: DeclarationID(rawValue: 0))
      func clause(_ clause: ProductClause, _ id: ExpressionID) {
        product.clauses[clause] = ClauseValue(id, DeclarationID(rawValue: Int32(p)))
      }
      clause(.users, model.graph.add(constant: Double(1000 + p)))
      let churn = Draw(name: "P\(p)", distribution: .beta(alpha: 2, beta: 50))
      clause(.churn, model.graph.add(churn))
      let users = model.graph.add(MetricReference(.users, of: ProductID(rawValue: Int32(p))))
      clause(.acquisition, model.graph.add(.multiply, users, model.graph.add(constant: 0.02)))
      clause(.capacity, model.graph.add(constant: 2000))
      model.products.append(product)
    }
    var asked: [ExpressionID] = []
    for i in 0..<count {
      var scenario = Scenario(name: "S\(i)", extends: .baseline)
      scenario.changes[Scenario.Target(ProductID(rawValue: Int32(i)), .churn)] = ClauseValue(
        model.graph.add(constant: 0.01), DeclarationID(rawValue: 100))
      let id = ScenarioID(rawValue: Int32(model.scenarios.count))
      model.scenarios.append(scenario)
      asked.append(model.graph.add(MetricReference(.users, of: nil, in: id)))
    }
    return (model, asked)
  }

  @Test("Eight scenarios that each change one product of twelve take less than twice one's work")
  func sharing() throws {
    let (model, asked) = separate(8)
    let one = try AnswerPlanner.plan([asked[0]], of: model).plan.scenarios
    let all = try AnswerPlanner.plan(asked, of: model).plan.scenarios
    #expect(all.count == 1)
    #expect(all[0].month.count < 2 * one[0].month.count)
    // Twelve as they are, and eight as changed.
    #expect(one[0].states.count == 12)
    #expect(all[0].states.count == 20)
  }

  @Test("What a check finds is told of every scenario that shares it")
  func findings() throws {
    var (model, asked) = separate(3)
    // Churn of more than all users, in a product that no scenario changes.
    model[ProductID(rawValue: 11)].clauses[.churn] = ClauseValue(
      model.graph.add(constant: 1.5), DeclarationID(rawValue: 7))
    asked.append(model.graph.add(MetricReference(.users, of: nil, in: .baseline)))
    let planned = try AnswerPlanner.plan(asked, of: model)
    let results = Executor.run(
      planned.plan, RunSettings(trials: 10, seed: 1), control: RunControl())
    let found = planned.findings(results.findings)
    #expect(found.map(\.scenario) == planned.scenarios.map(\.scenario))
    #expect(found.allSatisfy { $0.site == CheckSite(.shareOutOfRange, DeclarationID(rawValue: 7)) })
    #expect(found.allSatisfy { $0.trials == 10 })
  }
}
