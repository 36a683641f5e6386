import Engine
import Portfolio
import Quantities

/// Offers to the users of one product to go to another.
extension ScenarioPlanner {
  /// Those a redirection's offer reaches from one stock of its source.
  private struct Offer {
    var redirection: Int
    /// nil for own users, else the pool.
    var pool: Int?
    var offered: Term
    var arriving: Term
    var net: Term
  }

  mutating func redirect(_ costs: inout [Term]) {
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
}
