import Engine
import Portfolio
import Quantities

/// The month, step by step.
extension ScenarioPlanner {
  mutating func writeMonth() {
    let zero = builder.constant(0)
    // 0 Closing, at the start of the month.
    for p in products.indices { close(p) }
    var effects = products.indices.map { integrationEffects(on: $0) }
    reallocate(&effects)
    // 1 Churn and lapse, 2 resurrection, 3 acquisition.
    for p in products.indices {
      let openingDormant = products[p].dormant
      churn(p, effects[p])
      acquire(p, effects[p], openingDormant)
    }
    // 4 Redirection, all offers from the same state; 5 capacity shared by the arrivals.
    var redirectionCosts = [Term](repeating: zero, count: products.count)
    redirect(&redirectionCosts)
    for p in products.indices { balance(p) }
    // 6 Money.
    for p in products.indices { money(p, effects[p], redirectionCosts[p]) }
  }

  /// Notes a metric of the month.
  mutating func note(_ metric: Metric, _ p: Int, _ value: Term) {
    current[MetricReference(metric, of: products[p].id)] = value
  }

  /// Adds to a metric of the month.
  mutating func raise(_ metric: Metric, _ p: Int, _ value: Term) {
    let reference = MetricReference(metric, of: products[p].id)
    current[reference] = builder.apply(.add, current[reference] ?? builder.constant(0), value)
  }

  // MARK: Balance

  /// Notes the traffic, and flags trials in which the month's flows don't explain it to 1e-12 of their gross.
  private mutating func balance(_ p: Int) {
    builder.group = p
    let id = products[p].id
    let users = traffic(p)
    note(.users, p, users)
    note(.own, p, total(products[p].own))
    note(.redirected, p, redirected(p))
    note(.dormant, p, products[p].dormant)
    let opening = openingTraffic(p)
    var gross = opening
    for (metric, sign) in Metric.ledger where sign > 0 {
      if let flow = current[MetricReference(metric, of: id)] {
        gross = builder.apply(.add, gross, flow)
      }
    }
    var expected = gross
    for (metric, sign) in Metric.ledger where sign < 0 {
      if let flow = current[MetricReference(metric, of: id)] {
        expected = builder.apply(.subtract, expected, flow)
      }
    }
    // Beside 2⁵³ times what is allowed, a difference that is allowed is lost in rounding; NaN is lost in nothing.
    let scale = builder.apply(
      .multiply, builder.apply(.maximum, gross, builder.constant(1)),
      builder.constant(1e-12 * 0x1p53))
    let difference = builder.apply(.subtract, expected, users)
    let isOff = builder.apply(.notEqual, builder.apply(.add, scale, difference), scale)
    check(isOff, .conservation(id), nil)
  }

  /// The traffic of a product when the month begins.
  mutating func openingTraffic(_ p: Int) -> Term {
    builder.apply(.add, total(products[p].ownStates), openingPools(p))
  }

  /// The users in the pools of a product when the month begins.
  mutating func openingPools(_ p: Int) -> Term {
    builder.sum(
      products[p].poolStates.keys.sorted().compactMap { products[p].poolStates[$0] }
        .map { total($0) })
  }
}
