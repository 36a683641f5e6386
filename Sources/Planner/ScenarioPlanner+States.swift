import Engine
import Portfolio
import Quantities

/// Opening and closing the states, and what clauses see of them.
extension ScenarioPlanner {
  /// A month that never comes.
  static let never = 1e9

  /// Makes the states of every product and their values at month 0.
  mutating func openStates() {
    // Those who lapse are a part of their pool, but by a rounding they may be more than it.
    let lapsing = Set(
      redirections.lazy.filter { $0.clauses[.lapse] != nil }.map(\.target))
    for id in model.productIDs {
      builder.group = Int(id.rawValue)
      let outgoing = outgoing[id] ?? []
      let shares = self.shares(of: outgoing)
      let users = opening(.users, of: id)
      let dormant = opening(.dormant, of: id)
      let own = stock(of: users, shares: shares)
      let ownStates = map(own) { $0.state(initial: $1, assumed: .nonNegative) }
      let dormantState = builder.state(
        initial: dormant, assumed: lapsing.contains(id) ? .everything : .nonNegative)
      var state = ProductState(
        id: id, own: ownStates, dormant: dormantState, outgoing: outgoing, shares: shares,
        ownStates: ownStates, dormantState: dormantState)
      if model.failures[id] != nil { state.failureState = failureState(of: id) }
      products.append(state)
    }
    let zero = builder.constant(0)
    for (e, redirection) in redirections.enumerated() {
      let t = Int(redirection.target.rawValue)
      builder.group = t
      let range: ValueRange =
        redirection.clauses[.lapse] == nil ? .nonNegative : .everything
      var pool = ProductState.Stock(
        rest: builder.state(initial: zero, assumed: range), audiences: [:])
      for out in products[t].outgoing {
        pool.audiences[out] = builder.state(initial: zero, assumed: range)
      }
      products[t].pools[e] = pool
      products[t].poolStates[e] = pool
      products[t].freshStates[e] = builder.state(initial: zero, assumed: .nonNegative)
      products[t].fresh[e] = products[t].freshStates[e]
    }
    var dated = Set<ProductID>()
    for id in model.productIDs { date(id, &dated) }
    for (id, closing) in closings.sorted(by: { $0.key < $1.key }) {
      let closingMonth = builder.apply(
        .add, monthNumber(closing.month), builder.constant(Double(closing.delay)))
      products[Int(id.rawValue)].closingMonth = closingMonth
      products[Int(id.rawValue)].closed = builder.apply(.lessOrEqual, closingMonth, month)
    }
  }

  /// The month of a dated failure, after the months of those that its date hangs on.
  private mutating func date(_ id: ProductID, _ dated: inout Set<ProductID>) {
    guard let month = model.failures[id]?.month, dated.insert(id).inserted else { return }
    for other in model.failuresDating(id) { date(other, &dated) }
    let p = Int(id.rawValue)
    products[p].failure = monthNumber(month)
    products[p].failureState = products[p].failure
  }

  /// The share of its source's users that each redirection is offered to. Uncertain shares that come to more than all of them
  /// are reduced in proportion.
  private mutating func shares(of outgoing: [Int]) -> [Int: Term] {
    var shares: [Int: Term] = [:]
    for e in outgoing {
      guard let stated = redirections[e].clauses[.share] else {
        shares[e] = builder.constant(1)
        continue
      }
      let (x, declaration) = value(stated)
      shares[e] = share(x, declaration)
    }
    let sum = builder.sum(outgoing.compactMap { shares[$0] })
    guard outgoing.count > 1, builder.constant(sum) == nil, let last = outgoing.last else {
      return shares
    }
    let one = builder.constant(1)
    check(
      builder.apply(.less, builder.constant(1 + 1e-12), sum), .shareOutOfRange,
      redirections[last].declaration)
    let whole = builder.apply(.maximum, one, sum)
    for e in outgoing { shares[e] = shares[e].map { builder.apply(.divide, $0, whole) } }
    return shares
  }

  private mutating func failureState(of id: ProductID) -> Term? {
    model.failures[id]?.condition == nil
      ? nil : builder.state(initial: builder.constant(Self.never), assumed: .nonNegative)
  }

  /// A quantity at month 0, in users; 0 where the clause is absent.
  private mutating func opening(_ clause: ProductClause, of id: ProductID) -> Term {
    guard let stated = self.clause(clause, of: id) else {
      return builder.constant(0)
    }
    return nonNegative(term(stated.expression, declaration: stated.declaration), stated.declaration)
  }

  /// `amount` users, divided by the shares.
  mutating func stock(of amount: Term, shares: [Int: Term]) -> ProductState.Stock {
    var audiences: [Int: Term] = [:]
    for (e, share) in shares.sorted(by: { $0.key < $1.key }) {
      audiences[e] = builder.apply(.multiply, amount, share)
    }
    let asked = builder.sum(shares.keys.sorted().compactMap { shares[$0] })
    // Shares of 100% together may sum to a last digit more.
    let unasked = builder.apply(.maximum, builder.constant(0), builder.complement(asked))
    let rest = builder.apply(.multiply, amount, unasked)
    return ProductState.Stock(rest: rest, audiences: audiences)
  }

  /// The traffic of a product as its stocks stand.
  mutating func traffic(_ p: Int) -> Term {
    builder.apply(.add, total(products[p].own), redirected(p))
  }

  /// The users in the pools of a product.
  mutating func redirected(_ p: Int) -> Term {
    builder.sum(
      products[p].pools.keys.sorted().compactMap { products[p].pools[$0] }.map { total($0) })
  }

  /// The users of a stock.
  mutating func total(_ stock: ProductState.Stock) -> Term {
    builder.sum([stock.rest] + stock.audiences.keys.sorted().compactMap { stock.audiences[$0] })
  }

  /// Replaces every part of a stock.
  mutating func map(
    _ stock: ProductState.Stock, _ change: (inout ProgramBuilder, Term) -> Term
  ) -> ProductState.Stock {
    var changed = stock
    changed.rest = change(&builder, stock.rest)
    for e in stock.audiences.keys.sorted() {
      changed.audiences[e] = stock.audiences[e].map { change(&builder, $0) }
    }
    return changed
  }

  /// Adds users, who fall into the audiences of the product by their shares.
  mutating func add(
    _ amount: Term, to stock: ProductState.Stock, of p: Int, by operation: Operation = .add
  ) -> ProductState.Stock {
    let divided = self.stock(of: amount, shares: products[p].shares)
    var sum = stock
    sum.rest = builder.apply(operation, stock.rest, divided.rest)
    for (e, part) in divided.audiences.sorted(by: { $0.key < $1.key }) {
      sum.audiences[e] = builder.apply(operation, stock.audiences[e] ?? builder.constant(0), part)
    }
    return sum
  }

  /// Says what every state is after the month.
  mutating func closeStates() {
    for p in products.indices {
      let state = products[p]
      setNext(state.ownStates, state.own)
      for (e, pool) in state.poolStates.sorted(by: { $0.key < $1.key }) {
        setNext(pool, state.pools[e] ?? pool)
        if let was = state.freshStates[e], let fresh = state.fresh[e] {
          builder.setNext(was, fresh)
        }
      }
      builder.setNext(state.dormantState, state.dormant)
      if let was = state.failureState, let now = state.failure, was != now {
        builder.setNext(was, now)
      }
    }
  }

  private mutating func setNext(_ states: ProductState.Stock, _ stock: ProductState.Stock) {
    builder.setNext(states.rest, stock.rest)
    for (e, state) in states.audiences.sorted(by: { $0.key < $1.key }) {
      if let part = stock.audiences[e] { builder.setNext(state, part) }
    }
  }

  // MARK: What clauses and records see

  /// A clause's value this month, and the clause.
  mutating func value(_ clause: ClauseValue) -> (term: Term, declaration: DeclarationID) {
    (term(clause.expression, declaration: clause.declaration), clause.declaration)
  }

  /// The value at the end of the month being written; 0 for what never happens.
  mutating func end(_ reference: MetricReference) -> Term {
    if let known = current[reference] { return known }
    guard reference.product == nil else {
      return builder.constant(reference.kind == .failureMonth ? .nan : 0)
    }
    if reference.kind == .people || reference.kind == .leastPeople {
      let people = people(at: { $0.users($1) }, atLeast: reference.kind == .leastPeople)
      current[reference] = people
      return people
    }
    // Of the portfolio: the sum over its products.
    let parts = model.productIDs.compactMap { id -> Term? in
      current[MetricReference(product: id, metric: reference.metric)]
    }
    let sum = builder.sum(parts)
    current[reference] = sum
    return sum
  }

  /// The value at the end of last month, as clauses see it.
  mutating func last(_ reference: MetricReference) -> Term {
    let unbound = MetricReference(product: reference.product, metric: reference.metric)
    if let product = unbound.product, unbound.kind == .failed || unbound.kind == .failureMonth {
      let fired = products[Int(product.rawValue)].failureState ?? builder.constant(Self.never)
      return unbound.kind == .failureMonth ? fired : builder.apply(.less, fired, month)
    }
    if let stock = opening(unbound) { return stock }
    if let known = carried[unbound] { return known }
    let group = builder.group
    builder.group = self.group(of: unbound)
    let state = builder.state(initial: initial(unbound), assumed: Self.assumed(unbound.kind))
    builder.group = group
    carried[unbound] = state
    return state
  }

  /// A stock at the month's beginning, which is what it was at the end of last month: of the states, as the month's end adds
  /// them up.
  private mutating func opening(_ reference: MetricReference) -> Term? {
    guard let product = reference.product else {
      switch reference.kind {
      case .users: return builder.sum(model.productIDs.map { openingTraffic(Int($0.rawValue)) })
      case .people, .leastPeople:
        return people(
          at: { $0.openingTraffic(Int($1.rawValue)) }, atLeast: reference.kind == .leastPeople)
      default: return nil
      }
    }
    let p = Int(product.rawValue)
    switch reference.kind {
    case .users: return openingTraffic(p)
    case .own: return total(products[p].ownStates)
    case .redirected: return openingPools(p)
    case .dormant: return products[p].dormantState
    default: return nil
    }
  }

  /// What a carried metric is taken to lie in until the month says otherwise.
  private static func assumed(_ metric: Metric) -> ValueRange {
    switch metric.measure {
    case .stock, .flow: .nonNegative
    case .truth, .share: .truth
    default: .everything
    }
  }

  /// The value at month 0.
  mutating func initial(_ reference: MetricReference) -> Term {
    guard let id = reference.product else {
      switch reference.kind {
      case .people: return people(at: { $0.initialUsers($1) }, atLeast: false)
      case .leastPeople: return people(at: { $0.initialUsers($1) }, atLeast: true)
      default:
        let parts = model.productIDs.map {
          initial(MetricReference(product: $0, metric: reference.metric))
        }
        return builder.sum(parts)
      }
    }
    switch reference.kind {
    case .users, .own: return initialUsers(id)
    case .dormant:
      return builder.initial(of: products[Int(id.rawValue)].dormantState) ?? builder.constant(0)
    case .failureMonth: return builder.constant(.nan)
    default: return builder.constant(0)
    }
  }

  /// The users of a product at month 0.
  mutating func initialUsers(_ id: ProductID) -> Term {
    guard let stated = clause(.users, of: id) else {
      return builder.constant(0)
    }
    let users = term(stated.expression, declaration: stated.declaration)
    return builder.apply(.maximum, builder.constant(0), finite(users, stated.declaration))
  }

  /// A recorded metric: its values at month 0 and at the end of the month.
  mutating func recorded(_ reference: MetricReference) -> (initial: Term, value: Term) {
    if let number = reference.part { return (builder.constant(0), part(reference, number)) }
    let unbound = MetricReference(product: reference.product, metric: reference.metric)
    if unbound.kind == .observed { return observed(unbound) }
    let value = end(unbound)
    switch unbound.kind {
    case .acquisition, .churn, .resurrection, .arpu, .capacity, .declaredCost, .invested:
      let isSteady = builder.level(value) == .constant || builder.level(value) == .trial
      return (isSteady ? value : builder.constant(.nan), value)
    default: return (initial(unbound), value)
    }
  }

  private mutating func observed(_ reference: MetricReference) -> (initial: Term, value: Term) {
    var values = [Double](repeating: .nan, count: model.months + 1)
    for observation in observations[reference.product] ?? [] {
      for point in observation.points {
        if let month = model.monthNumber(point.month), values.indices.contains(month) {
          values[month] = point.value
        }
      }
    }
    return (builder.constant(values[0]), builder.table(Array(values.dropFirst())))
  }
}
