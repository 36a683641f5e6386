import Engine
import Portfolio
import Quantities

/// What each declaration makes of a flow or of money, where a question asks for it; without one nothing is computed.
extension ScenarioPlanner {
  /// Whose users something is of, in the words of the ledger.
  typealias Stock = LedgerPart.Stock

  /// Adds to the parts of a metric that are asked for: what the declaration makes of it, and what goes to or comes from `other`.
  mutating func book(
    _ metric: Metric, _ p: Int, _ declaration: DeclarationID?, _ stock: Stock = .all,
    other: LedgerPart? = nil, _ amount: (inout ScenarioPlanner) -> Term
  ) {
    guard !wantedParts.isEmpty else { return }
    let whole = MetricReference(metric, of: products[p].id)
    var places: [MetricReference] = []
    if let declaration {
      places.append(whole.part(.declaration(declaration, .all)))
      if stock != .all { places.append(whole.part(.declaration(declaration, stock))) }
    }
    if let other { places.append(whole.part(other)) }
    for place in places where wantedParts.contains(place) {
      let amount = amount(&self)
      parts[place] = parts[place].map { builder.apply(.add, $0, amount) } ?? amount
    }
  }

  /// Notes which parts are asked for; those of the portfolio are sums of the products'.
  mutating func expectParts(of records: [MetricReference]) {
    for record in records {
      guard let part = record.part else { continue }
      for id in record.product.map({ [$0] }) ?? model.productIDs {
        wantedParts.insert(
          MetricReference(product: id, metric: record.metric, part: part))
      }
    }
  }

  /// A part of a metric in the month being written.
  mutating func part(_ reference: MetricReference, _ number: Int64) -> Term {
    let ids = reference.product.map { [$0] } ?? model.productIDs
    return builder.sum(
      ids.compactMap {
        parts[MetricReference(product: $0, metric: reference.metric, part: number)]
      })
  }

  // MARK: What several make together

  /// What a clause makes of `base` times a factor, and each integration of the rest, in the order in which they multiply.
  mutating func bookFactors(
    _ metric: Metric, _ p: Int, _ clause: DeclarationID?, _ stock: Stock = .all,
    steps: [Effects.Step], factor: (Effects.Step) -> Effects.Change, base: Term,
    limit: Term? = nil
  ) {
    guard !wantedParts.isEmpty else { return }
    // What the clause says is times 1; a limit holds what a factor makes of a share at all of it.
    func value(_ factor: Term, _ planner: inout ScenarioPlanner) -> Term {
      guard let rate = limit else { return planner.builder.apply(.multiply, base, factor) }
      let limited = planner.builder.apply(
        .minimum, planner.builder.constant(1), planner.builder.apply(.multiply, rate, factor))
      return planner.builder.apply(.multiply, base, limited)
    }
    book(metric, p, clause, stock) { value($0.builder.constant(1), &$0) }
    for step in steps {
      let change = factor(step)
      if change.before == change.after { continue }
      book(metric, p, step.declaration, stock) { planner in
        let (after, before) = (value(change.after, &planner), value(change.before, &planner))
        return planner.builder.apply(.subtract, after, before)
      }
    }
  }

  /// What revenue is made of: own users and each pool at the ARPU as declared, and what each integration adds to it.
  mutating func bookRevenue(_ p: Int, _ effects: Effects, arpu: ClauseValue, _ rate: Term) {
    guard !wantedParts.isEmpty else { return }
    book(.revenue, p, arpu.declaration, .own) {
      $0.builder.apply(.multiply, rate, $0.total($0.products[p].own))
    }
    for e in products[p].pools.keys.sorted() {
      book(.revenue, p, redirections[e].declaration, .redirected) { planner in
        guard let pool = planner.products[p].pools[e] else { return planner.builder.constant(0) }
        return planner.builder.apply(.multiply, rate, planner.total(pool))
      }
    }
    let users = current[MetricReference(.users, of: products[p].id)] ?? builder.constant(0)
    for step in effects.steps where step.arpu.before != step.arpu.after {
      book(.revenue, p, step.declaration) { planner in
        let change = planner.builder.apply(.subtract, step.arpu.after, step.arpu.before)
        return planner.builder.apply(
          .multiply, planner.builder.apply(.multiply, rate, change), users)
      }
    }
  }

  /// What the fixed cost is, and what each reallocation takes of it.
  mutating func bookFixedCost(_ p: Int, _ effects: Effects, declared: Term) {
    guard !wantedParts.isEmpty else { return }
    let isOpen = open(p)
    book(.cost, p, clause(.cost, of: products[p].id)?.declaration) {
      $0.builder.apply(.multiply, declared, isOpen)
    }
    var left = declared
    for freed in effects.freedBy {
      let before = left
      left = builder.apply(
        .maximum, builder.constant(0), builder.apply(.subtract, left, freed.amount))
      let after = left
      book(.cost, p, freed.declaration) {
        $0.builder.apply(.multiply, $0.builder.apply(.subtract, after, before), isOpen)
      }
    }
  }
}

/// What the integrations and reallocations of the month do to a product.
struct Effects {
  /// A factor without and with an integration.
  struct Change {
    var before: Term
    var after: Term
  }
  /// What one integration does, after those before it.
  struct Step {
    var declaration: DeclarationID
    var acquisition: Change
    var churn: Change
    var arpu: Change
  }
  /// An amount and the declaration that makes it.
  struct Share {
    var declaration: DeclarationID
    var amount: Term
  }

  var acquisition: Term
  var churn: Term
  var arpu: Term
  /// One-off costs.
  var oneOff: Term
  /// Users that reallocated money buys.
  var bought: Term
  /// Money taken from the product's own cost, and money spent on it.
  var freed: Term
  var spent: Term
  /// The integrations one by one, and the reallocations into and out of the product.
  var steps: [Step] = []
  var boughtBy: [Share] = []
  var freedBy: [Share] = []
}
