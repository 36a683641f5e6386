import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

extension Catalogue {
  private static let model = """
    simulate 3 months
    product A { users 1_000; acquisition 100; churn 5%/month; arpu $2/user/month }

    """

  /// Ratios of users and money, of plain quantities or of a product as it is simulated.
  static let ratios: [Builtin] = [
    Builtin(
      "quick_ratio", ["new", "[resurrected]", "[churned]"], .decision,
      "(new + resurrected)/churned, of three figures, or of a product or the portfolio, month by month (there those who lapse count as churned); users who are redirected count on neither side; above 1 a product grows by itself; without churn ∞, or undefined without gains, and of a product undefined",
      [
        .init("quick_ratio(719 users, 61 users, 813 users)", "0.95941"),
        .init(model + "quick_ratio(A) at month 1", "2"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      if a.count == 1 {
        let flows = try e.growthFlows(a)
        return e.ratio(
          flows.sum([.acquired, .resurrected], &e), flows.sum([.churned, .lapsed], &e), .none,
          why: "nobody churns")
      }
      try e.needArguments(3, a)
      let parts = try e.counts(a, 3)
      let gains = e.model.graph.add(.add, parts[0].expression, parts[1].expression)
      let churned = parts[2].expression
      let zero = e.model.graph.add(constant: 0)
      let grows = e.model.graph.add(.less, zero, gains)
      let infinite = e.model.graph.add(
        .select, grows, e.model.graph.add(constant: .infinity), e.model.graph.add(constant: .nan))
      let quotient = e.model.graph.add(
        .select, e.model.graph.add(.equal, churned, zero), infinite,
        e.model.graph.add(.divide, gains, churned))
      e.model.graph.note(quotient, undefinedWhere: "nobody comes and nobody churns")
      return .quantity(Quantity(quotient))
    },
    Builtin(
      "net_churn", ["churned", "[resurrected]", "[before]"], .decision,
      "(churned − resurrected)/users before, of three figures, or of a product or the portfolio, month by month (there those who lapse count as churned); below 0 where more come back than go; undefined where nobody was there",
      [
        .init("net_churn(813 users, 61 users, 980 users)", "76.7347%"),
        .init(model + "net_churn(A) at month 1", "5%"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      if a.count == 1 {
        let flows = try e.growthFlows(a)
        let net = e.model.graph.add(
          .subtract, flows.sum([.churned, .lapsed], &e), flows.sum([.resurrected], &e))
        return e.ratio(
          net, flows.opening(&e), .none, Presentation(.share), why: "nobody was there before")
      }
      try e.needArguments(3, a)
      let parts = try e.counts(a, 3)
      let net = e.model.graph.add(.subtract, parts[0].expression, parts[1].expression)
      return e.ratio(
        net, parts[2].expression, .none, Presentation(.share), why: "nobody was there before")
    },
    Builtin(
      "arpu_of", ["revenue", "[users]"], .decision,
      "average revenue per user: revenue/users, or of a product or the portfolio its revenue of the month over its users at the month's end, what integrations change included; undefined without users",
      [
        .init("arpu_of($3_000/month, 1_500 users)", "$2/user/month"),
        .init(model + "arpu_of(A) at end", "$2/user/month"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      if a.count == 1 {
        let (revenue, users) = try e.metrics(.revenue, .users, a)
        return e.quotient(revenue, users, why: "nobody is there")
      }
      let (revenue, users) = (try e.quantity(a, 0), try e.quantity(a, 1))
      try e.needMoney(revenue, "the revenue", a, 0)
      try e.needCount(users, "users", a, 1)
      return e.quotient(revenue, users, why: "nobody is there")
    },
    Builtin(
      "cac_of", ["spend", "[users]"], .decision,
      "customer acquisition cost: what was spent to win users over how many were won, or of a product the money reallocated into it by the end over the users it bought; undefined where none was won",
      [
        .init("cac_of($5_000, 1_000 users)", "$5/user"),
        .init(
          """
          simulate 6 months
          product A { users 100; cost $60/month }
          product B { users 100 }
          close A month 3
          reallocate 50% of A.cost into B.acquisition { cac $6/user }
          cac_of(B)
          """, "$6/user"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      if a.count == 1 {
        let product = try e.productArgument(a, 0)
        try e.needQuestion(a)
        func total(_ metric: Metric, _ e: inout Evaluator) -> ExpressionID {
          let part = MetricReference(metric, of: product).part(.reallocated)
          return e.model.graph.add(.total, e.model.graph.add(part))
        }
        let count = Dimension(.count(e.model[product].unit))
        let (money, bought) = (total(.cost, &e), total(.acquired, &e))
        return e.quotient(
          Quantity(money, e.money), Quantity(bought, count),
          why: "no money is reallocated into \(e.model[product].name)")
      }
      let (spend, users) = (try e.quantity(a, 0), try e.quantity(a, 1))
      try e.needMoney(spend, "the spend", a, 0)
      try e.needCount(users, "users", a, 1)
      return e.quotient(spend, users, why: "nobody was won")
    },
    Builtin(
      "break_even_migration", ["cost", "users", "value", "[overlap]"], .decision,
      "the migration rate at which a redirection earns back its cost: cost/(users × value × (1 − overlap)), where only those new to the target bring its value per user, such as its lifetime value; above 100% it can't; undefined where nobody or nothing is to be won",
      [.init("break_even_migration($90_000, 100k users, $3/user, 40%)", "50%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (cost, users) = (try e.quantity(a, 0), try e.quantity(a, 1))
      try e.needMoney(cost, "the cost", a, 0)
      try e.needCount(users, "users", a, 1)
      let value = try e.quantity(a, 2)
      var pool = users.expression
      if a.count > 3 {
        let overlap = try e.quantity(a.values[3], at: a.nodes[3], place: .share("the overlap"))
        let fresh = e.model.graph.add(.subtract, e.model.graph.add(constant: 1), overlap)
        pool = e.model.graph.add(.multiply, pool, fresh)
      }
      let worth = Quantity(
        e.model.graph.add(.multiply, pool, value.expression), users.dimension * value.dimension)
      let (money, all) = try e.aligned(
        cost, worth, a.nodes[0], a.nodes[2], "`\(e.text(a.call))`")
      return e.ratio(
        money.expression, all.expression, .none, Presentation(.share),
        why: "nothing is to be won by moving anybody")
    },
    Builtin(
      "deduplicated_reach", ["first", "second", "[share_of_first]"], .decision,
      "the people in at least one of two audiences: { reach, least, most }, first + second less those in both, a share of the first, and the bounds between which it lies whatever that share is (Fréchet: at least the larger one, at most the sum, or 100% of shares of one population); without a share the bounds alone; for a portfolio see `portfolio.people`",
      [
        .init(
          "deduplicated_reach(1_000 users, 600 users, 30%)",
          "{ reach: 1300 users, least: 1000 users, most: 1600 users }"),
        .init("deduplicated_reach(18%, 17%, 53%)", "{ reach: 25.46%, least: 18%, most: 35% }"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      try e.needCount(try e.quantity(a, 0), "the first audience", a, 0, orShare: true)
      let (first, second) = try e.aligned(
        try e.quantity(a, 0), try e.quantity(a, 1), a.nodes[0], a.nodes[1],
        "`\(e.text(a.call))`")
      func like(_ id: ExpressionID) -> Value {
        .quantity(Quantity(id, first.dimension, first.presentation))
      }
      let (x, y) = (first.expression, second.expression)
      let sum = e.model.graph.add(.add, x, y)
      let isShare = first.dimension == .none
      let one = e.model.graph.add(constant: 1)
      let most = isShare ? e.model.graph.add(.minimum, sum, one) : sum
      var fields: [(name: String, value: Value)] = []
      if a.count > 2 {
        let share = try e.quantity(a.values[2], at: a.nodes[2], place: .share("the share"))
        let both = e.model.graph.add(.multiply, x, share)
        if let p = e.model.graph.constant(x), let q = e.model.graph.constant(y),
          let joint = e.model.graph.constant(both), p > 0
        {
          let least = isShare ? max(0, p + q - 1) : 0
          guard joint <= min(p, q) * (1 + 1e-12), joint >= least * (1 - 1e-12) else {
            throw e.report(
              .range(
                "the share of the first that is also in the second", e.text(a.nodes[2]),
                "from \(e.percentText(least / p)) to \(e.percentText(min(p, q) / p)), given the two audiences",
                e.span(a.nodes[2])))
          }
        }
        fields.append(("reach", like(e.model.graph.add(.subtract, sum, both))))
      }
      fields.append(("least", like(e.model.graph.add(.maximum, x, y))))
      fields.append(("most", like(most)))
      return .record(fields)
    },
  ]
}

/// The flows of a product, or of the portfolio, in the words of growth accounting.
struct GrowthFlows {
  let product: ProductID?

  /// The sum of flows of the month.
  func sum(_ metrics: [Metric], _ e: inout Evaluator) -> ExpressionID {
    var sum = e.model.graph.add(constant: 0)
    for metric in metrics {
      sum = e.model.graph.add(.add, sum, e.model.graph.add(MetricReference(metric, of: product)))
    }
    return sum
  }

  /// The users when the month began: those at its end, with its flows undone.
  func opening(_ e: inout Evaluator) -> ExpressionID {
    var opening = e.model.graph.add(MetricReference(.users, of: product))
    for (metric, sign) in Metric.ledger where sign != 0 {
      let flow = e.model.graph.add(MetricReference(metric, of: product))
      opening = e.model.graph.add(sign > 0 ? .subtract : .add, opening, flow)
    }
    return opening
  }
}

extension Evaluator {
  /// The flows of the product or the portfolio of the first argument.
  mutating func growthFlows(_ a: Arguments) throws(Failure) -> GrowthFlows {
    switch a.values[0] {
    case .product(let id):
      try needQuestion(a)
      return GrowthFlows(product: id)
    case .portfolio:
      try needQuestion(a)
      try needOneUnit(a)
      return GrowthFlows(product: nil)
    default:
      throw report(
        .wrongKind("a product or the portfolio", "here", a.values[0], span(a.nodes[0])))
    }
  }

  /// Growth accounting of a simulated product: series that add up in every month.
  mutating func simulatedGrowth(_ a: Arguments) throws(Failure) -> Value {
    let flows = try growthFlows(a)
    let unit = flows.product.map { model[$0].unit } ?? model.products.first?.unit ?? "users"
    let (stock, flow) = (Dimension(.count(unit)), Dimension(.count(unit)) / .time)
    let users = model.graph.add(MetricReference(.users, of: flows.product))
    let came = flows.sum([.acquired, .resurrected, .movedIn], &self)
    let (churned, back) = (flows.sum([.churned, .lapsed], &self), flows.sum([.resurrected], &self))
    let gains = flows.sum([.acquired, .resurrected], &self)
    func series(_ metrics: [Metric]) -> Value {
      .quantity(Quantity(flows.sum(metrics, &self), flow))
    }
    var fields: [(name: String, value: Value)] = [
      ("users", .quantity(Quantity(users, stock))), ("new", series([.acquired])),
      ("retained", .quantity(Quantity(model.graph.add(.subtract, users, came), stock))),
      ("resurrected", series([.resurrected])), ("redirected_in", series([.movedIn])),
      ("churned", series([.churned, .lapsed])),
      ("redirected_out", series([.mergedOut, .movedOut])),
      ("lost", series([.left, .lostAtClosing])),
    ]
    fields.append(("quick_ratio", ratio(gains, churned, .none, why: "nobody churns")))
    let net = model.graph.add(.subtract, churned, back)
    fields.append(
      (
        "net_churn",
        ratio(
          net, flows.opening(&self), .none, Presentation(.share), why: "nobody was there before")
      ))
    return .record(fields)
  }

  // MARK: Reading

  /// An error unless a function that also takes one product got all its figures.
  fileprivate mutating func needArguments(_ count: Int, _ a: Arguments) throws(Failure) {
    if a.count == count { return }
    throw report(
      .range(
        "the call", text(a.call), "of one product, or of \(count) figures", span(a.call)))
  }

  /// The first figures of a call, in one dimension, none of them negative.
  fileprivate mutating func counts(_ a: Arguments, _ count: Int) throws(Failure) -> [Quantity] {
    let like = try quantity(a, 0)
    var all: [Quantity] = []
    for i in 0..<count {
      let next = try aligned(
        like, try quantity(a, i), a.nodes[0], a.nodes[i], "`\(text(a.call))`"
      ).1
      if let known = model.graph.constant(next.expression), known < 0 {
        throw report(.negative("a count", text(a.nodes[i]), span(a.nodes[i])))
      }
      all.append(next)
    }
    return all
  }

  fileprivate mutating func needMoney(
    _ quantity: Quantity, _ what: String, _ a: Arguments, _ i: Int
  )
    throws(Failure)
  {
    guard quantity.dimension.currency == nil else { return }
    throw report(
      .placeMismatch(
        .money(what), quantity, text(a.nodes[i]), span(a.nodes[i]), currency: currencySign))
  }

  fileprivate mutating func needCount(
    _ quantity: Quantity, _ what: String, _ a: Arguments, _ i: Int, orShare: Bool = false
  ) throws(Failure) {
    let isShare = quantity.dimension == .none && quantity.presentation.kind == .share
    let powers = quantity.dimension.powers
    var isCount = false
    if powers.count == 1, powers[0].exponent == 1, case .count = powers[0].base { isCount = true }
    if isCount || orShare && isShare { return }
    throw report(
      .placeMismatch(
        .count(what, of: "users"), quantity, text(a.nodes[i]), span(a.nodes[i]),
        currency: currencySign))
  }

  /// Two metrics of the product or the portfolio of the first argument.
  fileprivate mutating func metrics(_ above: Metric, _ below: Metric, _ a: Arguments)
    throws(Failure) -> (Quantity, Quantity)
  {
    let product = try growthFlows(a).product
    let unit = product.map { model[$0].unit } ?? model.products.first?.unit ?? "users"
    return (
      Quantity(model.graph.add(MetricReference(above, of: product)), money / .time),
      Quantity(model.graph.add(MetricReference(below, of: product)), Dimension(.count(unit)))
    )
  }

  fileprivate mutating func quotient(_ above: Quantity, _ below: Quantity, why: String) -> Value {
    var told = above.presentation
    told.kind = .plain
    return ratio(
      above.expression, below.expression, above.dimension / below.dimension, told, why: why)
  }
}
