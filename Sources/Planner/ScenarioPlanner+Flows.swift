import Engine
import Portfolio
import Quantities

/// Who leaves a product in a month, who comes back and who is new.
extension ScenarioPlanner {
  mutating func churn(_ p: Int, _ effects: Effects) {
    builder.group = p
    let one = builder.constant(1)
    var rate = builder.constant(0)
    // Apart: read within the call, it has the whole planner copied.
    let id = products[p].id
    if let stated = clause(.churn, of: id) {
      let (x, declaration) = value(stated)
      rate = share(x, declaration)
    }
    note(.churn, p, rate)
    let stated = clause(.churn, of: id)?.declaration
    bookFactors(
      .churned, p, stated, .own, steps: effects.steps, factor: { $0.churn },
      base: total(products[p].own), limit: rate)
    let c = builder.apply(.minimum, one, builder.apply(.multiply, rate, effects.churn))
    let own = products[p].own
    let ownTotal = total(own)
    var churned = builder.apply(.multiply, ownTotal, c)
    let stay = builder.complement(c)
    products[p].own = map(own) { $0.apply(.multiply, $1, stay) }
    var lapsed = builder.constant(0)
    for e in products[p].pools.keys.sorted() {
      guard var pool = products[p].pools[e] else { continue }
      var poolRate = c
      if let own = redirections[e].clauses[.churn] {
        let (x, declaration) = value(own)
        poolRate = share(x, declaration)
        book(.churned, p, declaration, .redirected) {
          $0.builder.apply(.multiply, $0.total(pool), poolRate)
        }
      } else {
        bookFactors(
          .churned, p, stated, .redirected, steps: effects.steps, factor: { $0.churn },
          base: total(pool), limit: rate)
      }
      churned = builder.apply(.add, churned, builder.apply(.multiply, total(pool), poolRate))
      let poolStay = builder.complement(poolRate)
      pool = map(pool) { $0.apply(.multiply, $1, poolStay) }
      if let stated = redirections[e].clauses[.lapse], let fresh = products[p].fresh[e] {
        let (x, declaration) = value(stated)
        let left = builder.apply(
          .multiply, builder.apply(.multiply, fresh, poolStay), share(x, declaration))
        pool = add(left, to: pool, of: p, by: .subtract)
        lapsed = builder.apply(.add, lapsed, left)
        book(.lapsed, p, declaration, .redirected, other: .source(redirections[e].source)) { _ in
          left
        }
      }
      products[p].pools[e] = pool
    }
    note(.churned, p, churned)
    note(.lapsed, p, lapsed)
    products[p].dormant = builder.apply(
      .add, products[p].dormant, builder.apply(.add, churned, lapsed))
  }

  mutating func acquire(_ p: Int, _ effects: Effects, _ openingDormant: Term) {
    let zero = builder.constant(0)
    let id = products[p].id
    var capacity: Term?
    if let stated = clause(.capacity, of: id) {
      let (x, declaration) = value(stated)
      capacity = nonNegative(x, declaration)
      note(.capacity, p, capacity ?? zero)
    }
    var back = zero
    if let stated = clause(.resurrection, of: id) {
      let (x, declaration) = value(stated)
      let rate = share(x, declaration)
      note(.resurrection, p, rate)
      back = builder.apply(
        .multiply, builder.apply(.multiply, openingDormant, rate), open(p))
    }
    let wanted = back
    book(.resurrected, p, clause(.resurrection, of: id)?.declaration, .own) { _ in wanted }
    var new = zero
    if let stated = clause(.acquisition, of: id) {
      let (x, declaration) = value(stated)
      let offered = nonNegative(x, declaration)
      note(.acquisition, p, offered)
      let isOpen = open(p)
      bookFactors(
        .acquired, p, declaration, .own, steps: effects.steps, factor: { $0.acquisition },
        base: builder.apply(.multiply, offered, isOpen))
      new = builder.apply(.multiply, offered, effects.acquisition)
    }
    new = builder.apply(.multiply, builder.apply(.add, new, effects.bought), open(p))
    for bought in effects.boughtBy {
      book(.acquired, p, bought.declaration, .own, other: .reallocated) {
        $0.builder.apply(.multiply, bought.amount, $0.open(p))
      }
    }
    var acquired = new
    if let capacity {
      var room = builder.apply(.maximum, zero, builder.apply(.subtract, capacity, traffic(p)))
      back = builder.apply(.minimum, back, room)
      room = builder.apply(.subtract, room, back)
      acquired = builder.apply(.minimum, new, room)
      note(.turnedAway, p, builder.apply(.subtract, new, acquired))
      let limit = clause(.capacity, of: id)?.declaration
      let (found, came, offered) = (back, acquired, new)
      book(.turnedAway, p, limit) { $0.builder.apply(.subtract, offered, came) }
      book(.acquired, p, limit, .own) { $0.builder.apply(.subtract, came, offered) }
      book(.resurrected, p, limit, .own) { $0.builder.apply(.subtract, found, wanted) }
    }
    note(.resurrected, p, back)
    note(.acquired, p, acquired)
    products[p].dormant = builder.apply(.subtract, products[p].dormant, back)
    products[p].own = add(back, to: products[p].own, of: p)
    products[p].own = add(acquired, to: products[p].own, of: p)
  }
}
