import Engine
import Portfolio
import Quantities

/// Products that close, at the start of a month.
extension ScenarioPlanner {
  mutating func close(_ p: Int) {
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
}
