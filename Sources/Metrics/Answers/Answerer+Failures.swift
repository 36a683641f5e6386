import Portfolio
import Quantities

/// What failed, what it cost and what was saved.
extension Answerer {
  mutating func prepareFailures(_ scenario: ScenarioID) -> Reader {
    var rows:
      [(
        product: ProductID, month: ExpressionID, cost: ExpressionID, invested: ExpressionID?,
        salvage: ExpressionID?
      )] = []
    for product in model.failures.keys.sorted() {
      let month = metric(.failureMonth, product, scenario)
      let after = model.graph.add(.less, month, model.graph.add(.month))
      let spent = model.graph.add(
        .select, after, metric(.cost, product, scenario), model.graph.add(constant: 0))
      let cost = model.graph.add(.total, spent)
      let invested = model.clause(.invested, of: product, in: scenario)?.expression
      for id in [month, cost] + [invested].compactMap({ $0 }) { want(id) }
      rows.append((product, month, cost, invested, prepareSalvage(product, scenario)))
    }
    let model = model
    return { reading in
      .failures(
        rows.map { row in
          let failure = model.failures[row.product]
          return FailureAnswer(
            product: row.product, criteria: failure?.text ?? "", reasons: failure?.reasons ?? [],
            month: reading.estimate(row.month), invested: row.invested.map { reading.estimate($0) },
            costSince: reading.estimate(row.cost),
            actions: model.actions(in: scenario).filter { $0.source == row.product },
            salvaged: row.salvage.map { reading.estimate($0) })
        }, scenario: scenario)
    }
  }

  /// Up to this many actions each is a player of its own; beyond, the product's integrations are one player and all else another.
  private static let exactPlayers = 6

  /// The Shapley share of a product's integrations in the portfolio's value: a linear expression of the values at the end with
  /// each subset of the actions.
  private mutating func prepareSalvage(_ product: ProductID, _ scenario: ScenarioID)
    -> ExpressionID?
  {
    let committed = Set(model.actions(in: .baseline))
    let actions = model.actions(in: scenario).filter { !committed.contains($0) }
    let isOwn = actions.map { action in
      if case .integrate(let i) = action { return i.source == product }
      return false
    }
    guard isOwn.contains(true) else { return nil }
    var groups = actions.indices.map { [$0] }
    if actions.count > Self.exactPlayers {
      groups = [actions.indices.filter { isOwn[$0] }, actions.indices.filter { !isOwn[$0] }].filter
      { !$0.isEmpty }
    }
    var changes: [Scenario.Target: ClauseValue] = [:]
    for ancestor in model.lineage(of: scenario) where ancestor != .baseline {
      changes.merge(model[ancestor].changes) { $1 }
    }
    var worth: [ExpressionID] = []
    for subset in 0..<(1 << groups.count) {
      // All of the actions, or none of them, is a scenario there is already.
      let isAll = subset == (1 << groups.count) - 1
      if isAll || subset == 0 && changes.isEmpty {
        worth.append(atEnd(metric(.value, nil, isAll ? scenario : .baseline)))
        continue
      }
      var hypothetical = Scenario(name: "part of \(model[scenario].name)", extends: .baseline)
      hypothetical.actions = groups.indices.filter { subset >> $0 & 1 == 1 }.flatMap { groups[$0] }
        .sorted().map {
          actions[$0]
        }
      hypothetical.changes = changes
      model.scenarios.append(hypothetical)
      let id = ScenarioID(rawValue: Int32(model.scenarios.count - 1))
      worth.append(atEnd(metric(.value, nil, id)))
    }
    let own = groups.indices.filter { groups[$0].allSatisfy { isOwn[$0] } }
    guard let coefficients = Shapley.coefficients(players: groups.count, own: own) else {
      return nil
    }
    var share: ExpressionID?
    for (value, coefficient) in zip(worth, coefficients) where coefficient != 0 {
      let term = model.graph.add(.multiply, value, model.graph.add(constant: coefficient))
      share = share.map { model.graph.add(.add, $0, term) } ?? term
    }
    if let share { want(share) }
    return share
  }
}
