import Foundation

/// The month of the metrics reference §1 for one trial, in plain numbers: slow, and written apart from the planner so that
/// the two can be held against each other.
struct Reference {
  /// When something begins or ends.
  enum When {
    case month(Int)
    /// So many months after the failure of a product.
    case after(failureOf: Int, Int)
  }

  enum Shape { case instant, linear, logistic, exponential }

  struct Ramp {
    var shape = Shape.linear
    var over = 1.0
    var steepness = 1.0
  }

  indirect enum Criterion {
    case usersBelow(Double, months: Int)
    case lossMaking(months: Int)
    case both(Criterion, Criterion)
    case either(Criterion, Criterion)
    case dated(Int)
    /// So many months after the failure of a product.
    case datedAfter(Int, Int)
    /// That the failure of a product has fired in an earlier month.
    case hasFailed(Int)
  }

  struct Product {
    var users = 0.0
    var acquisition = 0.0
    var churn = 0.0
    var resurrection = 0.0
    var dormant = 0.0
    var arpu = 0.0
    var cost = 0.0
    var capacity = Double.infinity
    var failure: Criterion?
    var closing: When?
    /// The churn from the month after the failure of a product on.
    var churnAfter: (failure: Int, churn: Double)?
  }

  struct Redirection {
    var source = 0
    var target = 0
    var start = When.month(1)
    var until: When?
    var ramp = Ramp()
    var share = 1.0
    var reach = 1.0
    var accept = 1.0
    var overlap = 0.0
    var lapse = 0.0
    var churn: Double?
    var cost = 0.0
    var declinersLeave = false
    /// The position of the redirection whose audience it takes over; nil for one of its own.
    var audience: Int?
  }

  struct Integration {
    var source = 0
    var target = 0
    var start = When.month(1)
    var until: When?
    var ramp = Ramp()
    var adoption = 1.0
    var acquisition = 0.0
    var churn = 0.0
    var arpu = 0.0
    var cost = 0.0
  }

  struct Reallocation {
    var source = 0
    var target = 0
    /// nil: from the closing of the source.
    var start: When?
    var until: When?
    var share = 0.0
    var cac = 1.0
  }

  /// What is asked of a run, by the name that a script uses.
  struct Course {
    /// By product, then by month from 0.
    var users: [[Double]] = []
    /// By product and name of a flow: the sum over the months.
    var totals: [[String: Double]] = []
    /// By product: the month at whose end its failure fired.
    var failed: [Int?] = []
    /// By product: the present value of its margin at the end.
    var value: [Double] = []
  }

  var months = 12
  var discount = 0.0
  var products: [Product] = []
  var redirections: [Redirection] = []
  var integrations: [Integration] = []
  var reallocations: [Reallocation] = []

  static func cumulative(_ ramp: Ramp, _ s: Double) -> Double {
    if s <= 0 { return 0 }
    if ramp.shape == .instant || s >= ramp.over { return 1 }
    let (T, k) = (ramp.over, ramp.steepness)
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-k * (x - T / 2))) }
    switch ramp.shape {
    case .logistic: return (sigmoid(s) - sigmoid(0)) / (sigmoid(T) - sigmoid(0))
    case .exponential: return (1 - exp(-k * s)) / (1 - exp(-k * T))
    default: return s / T
    }
  }

  static func hazard(_ ramp: Ramp, _ s: Double) -> Double {
    if s <= 0 { return 0 }
    let before = cumulative(ramp, s - 1)
    return before >= 1 ? 1 : (cumulative(ramp, s) - before) / (1 - before)
  }

  /// Users by audience: the position of the redirection that will ask them, or −1 for those whom nobody asks any more.
  private typealias Stock = [Int: Double]

  private struct State {
    var own: Stock = [:]
    var pools: [Int: Stock] = [:]
    var arrivedLastMonth: [Int: Double] = [:]
    var dormant = 0.0
    var isClosed = false
    var failed: Int?
    var runs: [Int: Int] = [:]

    var traffic: Double {
      own.values.reduce(0, +) + pools.values.reduce(0) { $0 + $1.values.reduce(0, +) }
    }
  }

  func run() -> Course {
    var course = Course()
    var states = products.indices.map { p -> State in
      var state = State()
      state.own = divided(products[p].users, p)
      state.dormant = products[p].dormant
      if case .dated(let month) = products[p].failure { state.failed = month }
      return state
    }
    course.users = states.map { [$0.traffic] }
    course.totals = [[String: Double]](repeating: [:], count: products.count)
    course.value = [Double](repeating: 0, count: products.count)
    for month in 1...max(1, months) where month <= months {
      step(month, &states, &course)
    }
    course.failed = states.map { state in state.failed.flatMap { $0 <= months ? $0 : nil } }
    return course
  }

  private func divided(_ amount: Double, _ p: Int) -> Stock {
    var stock: Stock = [:]
    var rest = 1.0
    for (e, r) in redirections.enumerated() where r.source == p && r.audience == nil {
      stock[e] = amount * r.share
      rest -= r.share
    }
    stock[-1] = amount * rest
    return stock
  }

  /// The month a time stands for, nil if it never comes. A failure of this month is not known before the next.
  private func number(_ when: When, _ states: [State], _ now: Int) -> Int? {
    switch when {
    case .month(let n): return n
    case .after(let p, let k): return failureMonth(p, states).map { $0 + k }
    }
  }

  /// The month at whose end a failure fires, as far as it is known.
  private func failureMonth(_ p: Int, _ states: [State]) -> Int? {
    switch products[p].failure {
    case .dated(let month): month
    case .datedAfter(let q, let k): failureMonth(q, states).map { $0 + k }
    default: states[p].failed
    }
  }

  private func hasBegun(_ when: When?, _ states: [State], _ now: Int) -> Bool {
    when.flatMap { number($0, states, now) }.map { $0 <= now } ?? false
  }

  private func step(_ month: Int, _ states: inout [State], _ course: inout Course) {
    func note(_ name: String, _ p: Int, _ amount: Double) {
      course.totals[p][name, default: 0] += amount
    }
    let before = states
    for p in states.indices where !states[p].isClosed {
      guard hasBegun(products[p].closing, before, month) else { continue }
      note("lost_at_closing", p, states[p].traffic)
      (states[p].own, states[p].pools, states[p].arrivedLastMonth) = ([:], [:], [:])
      states[p].isClosed = true
    }
    var factors = products.map { _ in (acquisition: 1.0, churn: 1.0, arpu: 1.0) }
    var extra = products.map { _ in 0.0 }
    for i in integrations {
      guard let start = number(i.start, before, month), start <= month else { continue }
      let ends = hasBegun(i.until, before, month)
      let g = ends ? 0 : i.adoption * Self.cumulative(i.ramp, Double(month - start + 1))
      factors[i.target].acquisition *= max(0, 1 + i.acquisition * g)
      factors[i.target].churn *= max(0, 1 + i.churn * g)
      factors[i.target].arpu *= max(0, 1 + i.arpu * g)
      if start == month, !states[i.target].isClosed { extra[i.target] += i.cost }
    }
    var (bought, freed) = (products.map { _ in 0.0 }, products.map { _ in 0.0 })
    for r in reallocations where hasBegun(r.start ?? products[r.source].closing, before, month) {
      if states[r.target].isClosed || hasBegun(r.until, before, month) { continue }
      let money = r.share * products[r.source].cost
      freed[r.source] += money
      extra[r.target] += money
      bought[r.target] += money / r.cac
    }
    for p in states.indices where !states[p].isClosed {
      let opening = states[p].dormant
      var churn = products[p].churn
      if let after = products[p].churnAfter,
        failureMonth(after.failure, before).map({ $0 < month }) ?? false
      {
        churn = after.churn
      }
      let c = min(1, churn * factors[p].churn)
      func lose(_ stock: Stock, _ rate: Double) -> Stock {
        let lost = stock.values.reduce(0, +) * rate
        note("churned", p, lost)
        states[p].dormant += lost
        return stock.mapValues { $0 * (1 - rate) }
      }
      states[p].own = lose(states[p].own, c)
      for (e, pool) in states[p].pools {
        let rate = redirections[e].churn ?? c
        states[p].pools[e] = lose(pool, min(1, rate))
        let lapsed =
          (states[p].arrivedLastMonth[e] ?? 0) * (1 - min(1, rate)) * redirections[e].lapse
        note("lapsed", p, lapsed)
        states[p].dormant += lapsed
        states[p].pools[e]?.merge(divided(-lapsed, p), uniquingKeysWith: +)
      }
      states[p].arrivedLastMonth = [:]
      var room = max(0, products[p].capacity - states[p].traffic)
      let back = min(opening * products[p].resurrection, room)
      room -= back
      let offered = products[p].acquisition * factors[p].acquisition + bought[p]
      let acquired = min(offered, room)
      states[p].dormant -= back
      states[p].own.merge(divided(back + acquired, p), uniquingKeysWith: +)
      note("resurrected", p, back)
      note("acquired", p, acquired)
      note("turned_away", p, offered - acquired)
    }
    redirect(month, before, &states, &extra, note)
    for p in states.indices {
      let revenue = products[p].arpu * factors[p].arpu * states[p].traffic
      let cost = (states[p].isClosed ? 0 : products[p].cost - freed[p]) + extra[p]
      note("revenue", p, revenue)
      note("cost", p, cost)
      course.value[p] += (revenue - cost) * pow(1 + discount, -Double(month))
      course.users[p].append(states[p].traffic)
      guard let failure = products[p].failure, states[p].failed == nil else { continue }
      var leaf = 0
      if case .datedAfter = failure {
        if let fired = failureMonth(p, before), fired <= month { states[p].failed = fired }
        continue
      }
      let known = states.indices.map { q in
        failureMonth(q, before).map { $0 < month } ?? false
      }
      let holds = judge(failure, &states[p], &leaf, loss: revenue < cost, known)
      if holds, !states[p].isClosed { states[p].failed = month }
    }
  }

  /// Offers and arrivals, all from the state before any of them.
  private func redirect(
    _ month: Int, _ before: [State], _ states: inout [State], _ extra: inout [Double],
    _ note: (String, Int, Double) -> Void
  ) {
    struct Offer { let e: Int, pool: Int, asked: Double, arriving: Double, net: Double }
    var offers: [Offer] = []
    var demand = products.map { _ in 0.0 }
    for (e, r) in redirections.enumerated() {
      guard let start = number(r.start, before, month), !states[r.target].isClosed,
        !states[r.source].isClosed, !hasBegun(r.until, before, month)
      else { continue }
      let h = Self.hazard(r.ramp, Double(month - start + 1))
      var all = states[r.source].pools
      all[-1] = states[r.source].own
      for pool in all.keys.sorted() {
        let asked = (all[pool]?[r.audience ?? e] ?? 0) * h
        let arriving = asked * r.reach * r.accept
        let net = arriving * (1 - r.overlap)
        offers.append(Offer(e: e, pool: pool, asked: asked, arriving: arriving, net: net))
        demand[r.target] += net
        extra[r.target] += asked * r.reach * r.cost
      }
    }
    let room = states.indices.map { max(0, products[$0].capacity - states[$0].traffic) }
    for offer in offers {
      let r = redirections[offer.e]
      let fits = demand[r.target] <= room[r.target]
      let accepted = fits ? offer.net : offer.net * room[r.target] / demand[r.target]
      let refused = offer.net - accepted
      let declined = offer.asked - offer.arriving + refused
      note("merged_out", r.source, offer.arriving - offer.net)
      note("moved_out", r.source, accepted)
      note("refused", r.source, refused)
      note("moved_in", r.target, accepted)
      func change(_ stock: inout Stock) {
        stock[r.audience ?? offer.e, default: 0] -= offer.asked
        if !r.declinersLeave { stock[-1, default: 0] += declined }
      }
      if offer.pool < 0 {
        change(&states[r.source].own)
      } else {
        change(&states[r.source].pools[offer.pool, default: [:]])
      }
      if r.declinersLeave { note("left", r.source, declined) }
      states[r.target].pools[offer.e, default: [:]].merge(
        divided(accepted, r.target), uniquingKeysWith: +)
      states[r.target].arrivedLastMonth[offer.e, default: 0] += accepted
    }
  }

  /// Whether criteria hold at the month's end; each leaf counts for how many months it has held. `failed` are the products that
  /// had failed before.
  private func judge(
    _ criterion: Criterion, _ state: inout State, _ leaf: inout Int, loss: Bool, _ failed: [Bool]
  ) -> Bool {
    func sustained(_ holds: Bool, _ months: Int) -> Bool {
      let own = leaf
      leaf += 1
      state.runs[own] = holds ? (state.runs[own] ?? 0) + 1 : 0
      return (state.runs[own] ?? 0) >= months
    }
    switch criterion {
    case .usersBelow(let limit, let months): return sustained(state.traffic < limit, months)
    case .lossMaking(let months): return sustained(loss, months)
    case .both(let a, let b):
      let x = judge(a, &state, &leaf, loss: loss, failed)
      let y = judge(b, &state, &leaf, loss: loss, failed)
      return x && y
    case .either(let a, let b):
      let x = judge(a, &state, &leaf, loss: loss, failed)
      let y = judge(b, &state, &leaf, loss: loss, failed)
      return x || y
    case .hasFailed(let p): return failed[p]
    case .dated, .datedAfter: return false
    }
  }
}
