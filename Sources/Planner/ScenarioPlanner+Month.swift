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
  private mutating func raise(_ metric: Metric, _ p: Int, _ value: Term) {
    let reference = MetricReference(metric, of: products[p].id)
    current[reference] = builder.apply(.add, current[reference] ?? builder.constant(0), value)
  }

  // MARK: Closing

  private mutating func close(_ p: Int) {
    builder.group = p
    guard let closed = products[p].closed, let closingMonth = products[p].closingMonth else {
      note(.closed, p, builder.constant(0))
      return
    }
    // In the first month that sees it closed, so that users are lost once even where closing comes before month 1.
    let first = builder.apply(.lessOrEqual, month, builder.constant(1))
    let wasOpen = builder.apply(
      .less, builder.apply(.subtract, month, builder.constant(1)), closingMonth)
    let now = builder.apply(.and, closed, builder.apply(.or, first, wasOpen))
    let lost = builder.apply(.multiply, traffic(p), now)
    note(.lostAtClosing, p, lost)
    let closing = closings[products[p].id]?.declaration
    book(.lostAtClosing, p, closing, .own) {
      $0.builder.apply(.multiply, $0.total($0.products[p].own), now)
    }
    book(.lostAtClosing, p, closing, .redirected) {
      $0.builder.apply(.multiply, $0.redirected(p), now)
    }
    note(.closed, p, closed)
    let open = builder.complement(closed)
    products[p].own = map(products[p].own) { $0.apply(.multiply, $1, open) }
    for e in products[p].pools.keys.sorted() {
      if let pool = products[p].pools[e] {
        products[p].pools[e] = map(pool) { $0.apply(.multiply, $1, open) }
      }
      if let fresh = products[p].fresh[e] {
        products[p].fresh[e] = builder.apply(.multiply, fresh, open)
      }
    }
    let most = builder.apply(.minimum, lost, reachable(p, lost: lost, now: now))
    note(.lostReachable, p, most)
    note(.lostGone, p, builder.apply(.subtract, lost, most))
  }

  /// Of those lost at closing, as many as declared overlaps still reach on products that are open: a share of them, or where
  /// only the other side is declared, a share of that product's users.
  private mutating func reachable(_ p: Int, lost: Term, now: Term) -> Term {
    let id = products[p].id
    var reachable = builder.constant(0)
    for overlap in (overlaps[id] ?? []).map({ model.overlaps[$0] }) {
      let isOwn = overlap.of == id
      if !isOwn, overlapShares[[id, overlap.of]] != nil { continue }
      let (x, declaration) = value(overlap.share)
      let other = Int((isOwn ? overlap.with : overlap.of).rawValue)
      let users = isOwn ? lost : builder.apply(.multiply, traffic(other), now)
      let both = builder.apply(.multiply, share(x, declaration), users)
      reachable = builder.apply(.add, reachable, builder.apply(.multiply, both, open(other)))
    }
    return reachable
  }

  /// 1 while a product is open.
  mutating func open(_ p: Int) -> Term {
    products[p].closed.map { builder.complement($0) } ?? builder.constant(1)
  }

  // MARK: Timing

  /// The first month of an action: as stated, else the month after its source's failure, else month 1.
  private mutating func start(_ timing: Timing, source: ProductID) -> Term {
    let delay = builder.constant(Double(timing.delay))
    if let from = timing.from { return builder.apply(.add, monthNumber(from), delay) }
    if let fired = products[Int(source.rawValue)].failureState {
      return builder.apply(.add, builder.apply(.add, fired, builder.constant(1)), delay)
    }
    return builder.apply(.add, builder.constant(1), delay)
  }

  /// Months since the start, this one included.
  private mutating func elapsed(_ start: Term) -> Term {
    builder.apply(.add, builder.apply(.subtract, month, start), builder.constant(1))
  }

  /// 1 before the month in which an action ends.
  private mutating func lasting(_ timing: Timing) -> Term {
    guard let until = timing.until else { return builder.constant(1) }
    let end = builder.apply(.add, monthNumber(until), builder.constant(Double(timing.delay)))
    return builder.apply(.less, month, end)
  }

  private mutating func span(_ timing: Timing) -> (over: Term, steepness: Term) {
    (
      timing.over.map { time($0) } ?? builder.constant(1),
      // At 0 a steep ramp has no shape; next to it, it is a straight line.
      timing.ramp.steepness.map { builder.apply(.maximum, builder.constant(1e-6), time($0)) }
        ?? builder.constant(1)
    )
  }

  // MARK: Integrations and reallocations

  private mutating func integrationEffects(on p: Int) -> Effects {
    builder.group = p
    let (zero, one) = (builder.constant(0), builder.constant(1))
    var effects = Effects(
      acquisition: one, churn: one, arpu: one, oneOff: zero, bought: zero, freed: zero, spent: zero)
    for integration in integrations[products[p].id] ?? [] {
      let start = start(integration.timing, source: integration.source)
      let (over, steepness) = span(integration.timing)
      let ramp = builder.ramp(
        integration.timing.ramp.shape, elapsed(start), over: over, steepness: steepness)
      var adoption = one
      if let stated = integration.clauses[.adoption] {
        let (x, declaration) = value(stated)
        adoption = share(x, declaration)
      }
      let reach = builder.apply(
        .multiply, builder.apply(.multiply, adoption, ramp), lasting(integration.timing))
      func factor(_ clause: Integration.Clause, _ known: Term, _ planner: inout ScenarioPlanner)
        -> Term
      {
        guard let stated = integration.clauses[clause] else { return known }
        let (x, declaration) = planner.value(stated)
        let change = planner.finite(x, declaration)
        let raw = planner.builder.apply(
          .add, one, planner.builder.apply(.multiply, change, reach))
        return planner.builder.apply(.multiply, known, planner.builder.apply(.maximum, zero, raw))
      }
      let before = effects
      effects.acquisition = factor(.acquisition, effects.acquisition, &self)
      effects.churn = factor(.churn, effects.churn, &self)
      effects.arpu = factor(.arpu, effects.arpu, &self)
      effects.steps.append(
        Effects.Step(
          declaration: integration.declaration,
          acquisition: .init(before: before.acquisition, after: effects.acquisition),
          churn: .init(before: before.churn, after: effects.churn),
          arpu: .init(before: before.arpu, after: effects.arpu)))
      if let cost = integration.clauses[.cost] {
        let (x, declaration) = value(cost)
        let now = builder.apply(.equal, month, start)
        let paid = builder.apply(
          .multiply, builder.apply(.multiply, nonNegative(x, declaration), now), open(p))
        effects.oneOff = builder.apply(.add, effects.oneOff, paid)
        book(.cost, p, declaration) { _ in paid }
      }
    }
    return effects
  }

  private mutating func reallocate(_ effects: inout [Effects]) {
    for reallocation in reallocations {
      let s = Int(reallocation.source.rawValue)
      let t = Int(reallocation.target.rawValue)
      builder.group = t
      let start =
        reallocation.timing.from.map {
          builder.apply(
            .add, monthNumber($0), builder.constant(Double(reallocation.timing.delay)))
        } ?? products[s].closingMonth ?? builder.constant(Self.never)
      var active = builder.apply(.lessOrEqual, start, month)
      active = builder.apply(.multiply, active, lasting(reallocation.timing))
      active = builder.apply(.multiply, active, open(t))
      let (x, declaration) = value(reallocation.share)
      let money = builder.apply(
        .multiply, builder.apply(.multiply, share(x, declaration), declaredCost(s)), active)
      effects[s].freed = builder.apply(.add, effects[s].freed, money)
      effects[s].freedBy.append(.init(declaration: reallocation.declaration, amount: money))
      book(.cost, t, reallocation.declaration, other: .reallocated) { _ in money }
      let whole = builder.apply(.multiply, declaredCost(s), builder.constant(1 + 1e-12))
      check(
        builder.apply(.less, whole, effects[s].freed), .shareOutOfRange, reallocation.declaration)
      effects[t].spent = builder.apply(.add, effects[t].spent, money)
      if let stated = reallocation.cac {
        let (cac, cacDeclaration) = value(stated)
        check(
          builder.apply(.lessOrEqual, cac, builder.constant(0)), .divisionByZero, cacDeclaration)
        let bought = finite(builder.apply(.divide, money, cac), cacDeclaration)
        effects[t].bought = builder.apply(.add, effects[t].bought, bought)
        effects[t].boughtBy.append(.init(declaration: reallocation.declaration, amount: bought))
      }
    }
  }

  private mutating func declaredCost(_ p: Int) -> Term {
    guard let cost = clause(.cost, of: products[p].id) else {
      return builder.constant(0)
    }
    let (x, declaration) = value(cost)
    return nonNegative(x, declaration)
  }

  // MARK: Churn, resurrection, acquisition

  private mutating func churn(_ p: Int, _ effects: Effects) {
    builder.group = p
    let one = builder.constant(1)
    var rate = builder.constant(0)
    if let stated = clause(.churn, of: products[p].id) {
      let (x, declaration) = value(stated)
      rate = share(x, declaration)
    }
    note(.churn, p, rate)
    let stated = clause(.churn, of: products[p].id)?.declaration
    bookFactors(
      .churned, p, stated, .own, steps: effects.steps, factor: \.churn,
      base: total(products[p].own), limit: rate)
    let c = builder.apply(.minimum, one, builder.apply(.multiply, rate, effects.churn))
    var churned = builder.apply(.multiply, total(products[p].own), c)
    let stay = builder.complement(c)
    products[p].own = map(products[p].own) { $0.apply(.multiply, $1, stay) }
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
          .churned, p, stated, .redirected, steps: effects.steps, factor: \.churn,
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

  private mutating func acquire(_ p: Int, _ effects: Effects, _ openingDormant: Term) {
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
        .acquired, p, declaration, .own, steps: effects.steps, factor: \.acquisition,
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

  // MARK: Redirection

  /// Those a redirection's offer reaches from one stock of its source.
  private struct Offer {
    var redirection: Int
    /// nil for own users, else the pool.
    var pool: Int?
    var offered: Term
    var arriving: Term
    var net: Term
  }

  private mutating func redirect(_ costs: inout [Term]) {
    var offers: [Offer] = []
    var working: [Term] = []
    var room: [Int: Term] = [:]
    var wanted: [Int: Term] = [:]
    for (e, redirection) in redirections.enumerated() {
      let s = Int(redirection.source.rawValue)
      let t = Int(redirection.target.rawValue)
      builder.group = s
      let start = start(redirection.timing, source: redirection.source)
      let (over, steepness) = span(redirection.timing)
      var hazard = builder.hazard(
        redirection.timing.ramp.shape, after: builder.apply(.subtract, month, start), over: over,
        steepness: steepness)
      hazard = builder.apply(.multiply, hazard, lasting(redirection.timing))
      if let closed = products[t].closed {
        let users = traffic(s)
        let offering = builder.apply(
          .multiply, builder.apply(.less, builder.constant(0), users),
          builder.apply(.less, builder.constant(0), hazard))
        // Only the month in which the offer would begin: a target that closes later ends the redirection as agreed.
        let begins = builder.apply(.equal, month, start)
        check(
          builder.apply(.multiply, builder.apply(.multiply, offering, begins), closed),
          .targetClosed(source: redirection.source, target: redirection.target),
          redirection.declaration)
        hazard = builder.apply(.multiply, hazard, builder.complement(closed))
      }
      working.append(builder.apply(.less, builder.constant(0), hazard))
      let reach = stated(redirection, .reach)
      let take = builder.apply(.multiply, reach, stated(redirection, .accept))
      let overlap = overlapShare(redirection)
      let fresh = builder.complement(overlap)
      var offered = builder.constant(0)
      let stocks =
        [(Int?.none, products[s].own)]
        + products[s].pools.keys.sorted().compactMap { key in
          products[s].pools[key].map { (Int?.some(key), $0) }
        }
      for (pool, stock) in stocks {
        guard let audience = stock.audiences[audiences[e]] else { continue }
        let asked = builder.apply(.multiply, audience, hazard)
        let arriving = builder.apply(.multiply, asked, take)
        let net = builder.apply(.multiply, arriving, fresh)
        offered = builder.apply(.add, offered, asked)
        offers.append(
          Offer(redirection: e, pool: pool, offered: asked, arriving: arriving, net: net))
        wanted[t] = builder.apply(.add, wanted[t] ?? builder.constant(0), net)
      }
      raise(.offered, s, offered)
      let reached = builder.apply(.multiply, offered, reach)
      raise(.reached, s, reached)
      let all = offered
      book(.offered, s, redirection.declaration, other: .target(redirection.target)) { _ in all }
      book(.reached, s, redirection.declaration, other: .target(redirection.target)) { _ in
        reached
      }
      if let cost = redirection.clauses[.cost] {
        let (x, declaration) = value(cost)
        let paid = builder.apply(.multiply, reached, nonNegative(x, declaration))
        costs[t] = builder.apply(.add, costs[t], paid)
        book(.cost, t, declaration) { _ in paid }
      }
    }
    watchCircles(working)
    for t in wanted.keys.sorted() {
      if let capacity = current[MetricReference(.capacity, of: products[t].id)] {
        // A few roundings less than the capacity, so that sharing the room never adds up to more than it.
        let usable = builder.apply(.multiply, capacity, builder.constant(1 - 0x1p-50))
        room[t] = builder.apply(
          .maximum, builder.constant(0), builder.apply(.subtract, usable, traffic(t)))
      }
    }
    for (e, redirection) in redirections.enumerated() {
      products[Int(redirection.target.rawValue)].fresh[e] = builder.constant(0)
    }
    for offer in offers { settle(offer, room: room, wanted: wanted) }
  }

  private mutating func settle(_ offer: Offer, room: [Int: Term], wanted: [Int: Term]) {
    let e = offer.redirection
    let redirection = redirections[e]
    let s = Int(redirection.source.rawValue)
    let t = Int(redirection.target.rawValue)
    let merged = builder.apply(.subtract, offer.arriving, offer.net)
    var accepted = offer.net
    if let room = room[t], let wanted = wanted[t] {
      // All of them where there is room for all, and where none arrive: the smaller of 1 and what is undefined is 1.
      let part = builder.apply(
        .minimum, builder.constant(1), builder.apply(.divide, room, wanted))
      accepted = builder.apply(.multiply, offer.net, part)
    }
    let refused = builder.apply(.subtract, offer.net, accepted)
    let staying = builder.apply(
      .add, builder.apply(.subtract, offer.offered, offer.arriving), refused)
    raise(.mergedOut, s, merged)
    raise(.movedOut, s, accepted)
    raise(.refused, s, refused)
    raise(.movedIn, t, accepted)
    let stays: Stock = offer.pool == nil ? .own : .redirected
    func book(_ metric: Metric, _ amount: Term) {
      self.book(metric, s, redirection.declaration, stays, other: .target(redirection.target)) {
        _ in amount
      }
    }
    book(.mergedOut, merged)
    book(.movedOut, accepted)
    book(.refused, refused)
    if redirection.declinersLeave { book(.left, staying) }
    self.book(
      .movedIn, t, redirection.declaration, .redirected, other: .source(redirection.source)
    ) { _ in accepted }
    var stock = offer.pool.flatMap { products[s].pools[$0] } ?? products[s].own
    let audience = audiences[e]
    stock.audiences[audience] = stock.audiences[audience].map {
      builder.apply(.subtract, $0, offer.offered)
    }
    if redirection.declinersLeave {
      raise(.left, s, staying)
    } else {
      stock.rest = builder.apply(.add, stock.rest, staying)
    }
    if let pool = offer.pool { products[s].pools[pool] = stock } else { products[s].own = stock }
    if let pool = products[t].pools[e] { products[t].pools[e] = add(accepted, to: pool, of: t) }
    products[t].fresh[e] = products[t].fresh[e].map { builder.apply(.add, $0, accepted) }
  }

  private mutating func stated(_ redirection: Redirection, _ clause: Redirection.Clause) -> Term {
    guard let stated = redirection.clauses[clause] else { return builder.constant(1) }
    let (x, declaration) = value(stated)
    return share(x, declaration)
  }

  /// The share of the source's users who are on the target already: the redirection's own, else the declared pair's, else 0.
  private mutating func overlapShare(_ redirection: Redirection) -> Term {
    if redirection.clauses[.overlap] != nil { return stated(redirection, .overlap) }
    let (source, target) = (redirection.source, redirection.target)
    if let declared = overlapShares[[source, target]] {
      let (x, declaration) = value(declared)
      return share(x, declaration)
    }
    // Declared from the other side: y of the target's users is y·T/S of the source's, at most all.
    if let declared = overlapShares[[target, source]] {
      let (y, declaration) = value(declared)
      let both = builder.apply(.multiply, share(y, declaration), initialUsers(target))
      let users = initialUsers(source)
      let x = builder.apply(
        .select, builder.apply(.less, builder.constant(0), users),
        builder.apply(.divide, both, users), builder.constant(0))
      return builder.apply(.minimum, builder.constant(1), x)
    }
    return builder.constant(0)
  }

  // MARK: Balance and money

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

  private mutating func money(_ p: Int, _ effects: Effects, _ redirectionCost: Term) {
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
