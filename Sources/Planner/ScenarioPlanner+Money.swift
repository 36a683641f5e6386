import Engine
import Portfolio
import Quantities

/// What a product earns and costs in a month.
extension ScenarioPlanner {
  mutating func money(_ p: Int, _ effects: Effects, _ redirectionCost: Term) {
    builder.group = p
    let id = products[p].id
    var revenue = builder.constant(0)
    if let stated = clause(.arpu, of: id) {
      let (x, declaration) = value(stated)
      let arpu = finite(x, declaration)
      note(.arpu, p, arpu)
      revenue = builder.apply(
        .multiply, builder.apply(.multiply, arpu, effects.arpu),
        current[MetricReference(.users, of: id)] ?? builder.constant(0))
      bookRevenue(p, effects, arpu: stated, arpu)
    }
    let declared = declaredCost(p)
    note(.declaredCost, p, declared)
    bookFixedCost(p, effects, declared: declared)
    if let stated = clause(.invested, of: id) {
      let (x, declaration) = value(stated)
      note(.invested, p, finite(x, declaration))
    }
    let remaining = builder.apply(
      .maximum, builder.constant(0), builder.apply(.subtract, declared, effects.freed))
    var cost = builder.apply(.multiply, remaining, open(p))
    for part in [effects.spent, effects.oneOff, redirectionCost] {
      cost = builder.apply(.add, cost, part)
    }
    let margin = builder.apply(.subtract, revenue, cost)
    note(.revenue, p, revenue)
    note(.cost, p, cost)
    note(.margin, p, margin)
    let value = builder.state(initial: builder.constant(0))
    let next = builder.apply(
      .add, value, builder.apply(.multiply, margin, discountFactor()))
    builder.setNext(value, next)
    products[p].valueState = value
    note(.value, p, next)
  }

  /// (1 + d)^(−t).
  private mutating func discountFactor() -> Term {
    guard let discount = model.discount else { return builder.constant(1) }
    let rate = builder.apply(.add, builder.constant(1), term(discount, declaration: nil))
    return builder.apply(.power, rate, builder.apply(.negate, month))
  }
}
