import Portfolio
import Quantities

/// What failed, what it cost and what was saved.
extension Answerer {
  mutating func prepareFailures(_ scenario: ScenarioID) -> Reader {
    var rows:
      [(
        product: ProductID, month: ExpressionID, cost: ExpressionID, invested: ExpressionID?,
        salvage: ((Reading) -> Estimate)?
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
            salvaged: row.salvage.map { $0(reading) })
        }, scenario: scenario)
    }
  }

  /// The Shapley share of a product's integrations in the portfolio's value at the end, as `explain portfolio.value` tells it: each
  /// action and each changed clause of the scenario is a player. nil where it has none.
  private mutating func prepareSalvage(_ product: ProductID, _ scenario: ScenarioID) -> (
    (Reading) -> Estimate
  )? {
    let players = model.players(in: scenario)
    let own = players.indices.filter { i in
      guard case .action(.integrate(let integration), _) = players[i] else { return false }
      return integration.source == product
    }
    guard !own.isEmpty else { return nil }
    let value = atEnd(model.graph.add(MetricReference(.value, of: nil)))
    let worth = share(value, of: scenario)
    let row = games[worth.game].row(of: own)
    return { $0.estimate(row, of: worth) }
  }
}
