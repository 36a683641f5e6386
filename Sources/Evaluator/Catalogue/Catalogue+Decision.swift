import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

extension Catalogue {
  /// Figures to decide by.
  static let decision: [Builtin] = [
    Builtin(
      "increase", ["before", "after", "[months]"], .decision,
      "a change in all the ways it is told: absolute, relative to before, as a multiple of before and, where the months between are given, the constant growth per month that makes it; from 0 nothing but the absolute change is defined",
      [
        .init(
          "increase(1M users, 10M users)",
          "{ absolute: +9M users, relative: +900%, multiple: 10 }"),
        .init(
          "increase(1M users, 10M users, 12 months).monthly", "+21.1528%/month"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (change, like) = try e.increase(a)
      var share: Double?
      var multiple: Double?
      if case .defined(let s, let m) = change.relative { (share, multiple) = (s, m) }
      let signed = Presentation(.share, isSigned: true)
      var told = like.presentation
      told.isSigned = true
      if told.kind == .share { told.kind = .points }
      var fields: [(name: String, value: Value)] = [
        ("absolute", e.value(change.absolute, like.dimension, told)),
        ("relative", e.value(share, .none, signed)), ("multiple", e.value(multiple)),
      ]
      if a.count > 2 {
        let months = try e.certain(
          try e.quantity(a.values[2], at: a.nodes[2], place: .duration), at: a.nodes[2])
        guard months > 0, months.isFinite else {
          throw e.report(
            .range("the time between", e.text(a.nodes[2]), "more than 0", e.span(a.nodes[2])))
        }
        fields.append(
          ("monthly", e.value(change.monthlyRate(months: months), .none / .time, signed)))
      }
      return .record(fields)
    },
    Builtin(
      "redirection_ceiling", ["before", "after", "[pool]"], .decision,
      "the most of a gain that redirected users can explain, everyone of the pool moving and nobody there before: pool/(after − before), at most 100%; the pool is `before` unless given; undefined without a gain",
      [.init("redirection_ceiling(1M users, 10M users)", "11.1111%")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (change, like) = try e.increase(a)
      guard a.count > 2 else { return e.optionalPercent(change.redirectionCeiling) }
      let pool = try e.number(a, 2, like: like)
      guard pool >= 0, pool.isFinite else {
        throw e.report(.negative("the pool", e.text(a.nodes[2]), e.span(a.nodes[2])))
      }
      return e.optionalPercent(change.redirectionCeiling(pool: pool))
    },
    Builtin(
      "ltv", ["margin", "retention", "discount"], .decision,
      "the lifetime value of a customer of constant margin m, retention r and discount d per period, by both conventions: `at_once`, the first margin on the first day, (1+d)m/(1+d−r), and `after_a_period`, the first after a period from those who stayed, m r/(1+d−r); infinite where nobody leaves and nothing is discounted",
      [
        .init("ltv($10, 80%, 10%)", "{ at_once: $36.6667, after_a_period: $26.6667 }"),
        .init(
          "ltv($2/user/month, 95%/month, 8%/year).at_once", "$35.6676/user"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (customer, dimension, _) = try e.customer(a)
      func value(_ timing: MarginTiming, _ e: inout Evaluator) -> Value {
        e.value(customer.lifetimeValue(timing) ?? .infinity, dimension)
      }
      return .record([
        ("at_once", value(.atOnce, &e)), ("after_a_period", value(.afterOnePeriod, &e)),
      ])
    },
    Builtin(
      "ltv_payback", ["margin", "retention", "discount", "cost"], .decision,
      "how long a customer as in `ltv` takes to earn back the cost of acquiring them, discounted, in whole periods and by both conventions; never, where the lifetime value doesn't reach the cost",
      [
        .init(
          "ltv_payback($2/user/month, 95%/month, 0%/year, $11/user)",
          "{ at_once: 6 months, after_a_period: 7 months }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (customer, dimension, isMonthly) = try e.customer(a)
      let worth = Quantity(e.model.graph.add(constant: 0), dimension)
      let cost = try e.number(a, 3, like: worth)
      func value(_ timing: MarginTiming, _ e: inout Evaluator) -> Value {
        e.value(
          e.periods(customer.payback(cost: cost, timing: timing)), isMonthly ? .time : .none)
      }
      return .record([
        ("at_once", value(.atOnce, &e)), ("after_a_period", value(.afterOnePeriod, &e)),
      ])
    },
    Builtin(
      "present_value", ["amounts", "rate", "[first]"], .decision,
      "monthly amounts in money of today: the first falls at the end of month 1 unless `first` is another month (0 is at once), and a yearly rate r counts as (1+r)^(1/12) − 1 a month",
      [.init("present_value([$110, $121], 10%/month)", "$200")]
    ) { (e, a) throws(Evaluator.Failure) in
      let (amounts, like) = try e.moneySeries(a)
      let rate = try e.discount(a, 1)
      let first = a.count > 2 ? try e.whole(a, 2, 0...12_000) : 1
      return e.value(
        MoneySeries.presentValue(amounts, monthlyRate: rate, first: first), like)
    },
    Builtin(
      "payback", ["amounts", "cost", "[rate]"], .decision,
      "how many months of amounts it takes to earn back a cost, the first at the end of month 1, discounted where a rate is given; never, where they don't reach it",
      [
        .init("payback([$5, $5, $5], $10)", "2 months"),
        .init("payback([$5, $5, $5], $20)", "never"),
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let (amounts, dimension) = try e.moneySeries(a)
      let cost = try e.number(a, 1, like: Quantity(e.model.graph.add(constant: 0), dimension))
      let rate = a.count > 2 ? try e.discount(a, 2) : 0
      return e.value(
        e.periods(MoneySeries.payback(amounts, cost: cost, monthlyRate: rate)), .time)
    },
    Builtin(
      "evpi", ["payoffs", "probabilities"], .decision,
      "what it is worth to know the state of the world before choosing: for a list of payoffs by state for each action, { expected, best, informed, evpi }, the expected payoff of each action, the best action's position, the expectation if the state is known first, and the difference to the best",
      [
        .init(
          "evpi([[$1_500, $300, -$800], [$900, $600, -$200], [$500, $500, $500]], [50%, 30%, 20%])",
          "{ expected: [$680, $590, $500], best: 1, informed: $1030, evpi: $350 }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      var payoffs: [[Double]] = []
      var like: Quantity?
      for (i, row) in try e.items(a, 0).enumerated() {
        let node = e.elementNode(a, 0, i)
        let (values, unit) = try e.numbers(
          Arguments(values: [row], nodes: [node], call: a.call), 0)
        if let like, like.dimension != unit.dimension {
          throw e.report(
            .unitMismatch(
              like, unit, e.span(e.elementNode(a, 0, 0)), e.span(node),
              e.text(e.elementNode(a, 0, 0)), e.text(node), "payoffs"))
        }
        like = like ?? unit
        payoffs.append(values)
      }
      let probabilities = try e.shares(a, 1, "the probability")
      if let row = payoffs.firstIndex(where: { $0.count != probabilities.count }) {
        throw e.report(
          .dataInvalid(
            "action \(row + 1) has \(payoffs[row].count) payoffs, and there are \(probabilities.count) probabilities",
            e.span(e.elementNode(a, 0, row)), help: ["give one payoff for each state"]))
      }
      guard let like, let table = PayoffTable(payoffs: payoffs, probabilities: probabilities)
      else {
        let sum = e.percentText(probabilities.reduce(0, +))
        throw e.report(
          .dataInvalid(
            payoffs.isEmpty || probabilities.isEmpty
              ? "there is nothing to choose from" : "these probabilities sum to \(sum)",
            e.span(a.nodes[payoffs.isEmpty ? 0 : 1]),
            help: [
              "give the payoffs of each action in each state, and probabilities that sum to 100%"
            ]
          ))
      }
      return .record([
        ("expected", e.list(table.expected, like: like)),
        ("best", e.plain(Double(table.best + 1))),
        ("informed", e.like(like, table.withPerfectInformation)),
        ("evpi", e.like(like, table.valueOfPerfectInformation)),
      ])
    },
    Builtin(
      "stock_and_flow", ["users", "acquisition", "churn", "months"], .decision,
      "users after so many months, and in the end, if a constant share leaves and a constant number comes each month: { users, limit }",
      [
        .init(
          "stock_and_flow(1_000 users, 100 users/month, 5%/month, 12)",
          "{ users: 1459.64 users, limit: 2000 users }")
      ]
    ) { (e, a) throws(Evaluator.Failure) in
      let initial = try e.quantity(a, 0)
      let users = try e.number(a, 0)
      let flow = Quantity(e.model.graph.add(constant: 0), initial.dimension / .time)
      let inflow = try e.number(a, 1, like: flow)
      let churn = try e.certain(
        try e.quantity(a.values[2], at: a.nodes[2], place: .lossRate("churn")), at: a.nodes[2])
      let months = try e.whole(a, 3, 0...1_000_000_000)
      guard let stock = StockAndFlow(initial: users, churn: churn, inflow: inflow) else {
        let wrong = users < 0 ? 0 : 1
        throw e.report(
          .negative(
            wrong == 0 ? "users" : "acquisition", e.text(a.nodes[wrong]), e.span(a.nodes[wrong])))
      }
      return .record([
        ("users", e.like(initial, stock.level(months) ?? .nan)),
        ("limit", e.like(initial, stock.limit)),
      ])
    },
  ]
}

extension Evaluator {
  /// A change from the first argument to the second, and its unit.
  fileprivate mutating func increase(_ a: Arguments) throws(Failure) -> (Increase, Quantity) {
    let like = try quantity(a, 0)
    let before = try number(a, 0)
    let after = try number(a, 1, like: like)
    guard let change = Increase(before: before, after: after) else {
      let wrong = before >= 0 ? 1 : 0
      throw report(
        .negative(
          wrong == 0 ? "the figure before" : "the figure after", text(a.nodes[wrong]),
          span(a.nodes[wrong])))
    }
    return (change, like)
  }

  /// A rate of discount per month.
  fileprivate mutating func discount(_ a: Arguments, _ index: Int) throws(Failure) -> Double {
    let node = a.nodes[index]
    let rate = try certain(
      try quantity(a.values[index], at: node, place: .growthRate("a discount")), at: node)
    guard rate > -1 else {
      throw report(.range("the rate", text(node), "more than -100%", span(node)))
    }
    return rate
  }

  /// The amounts of the first argument and the dimension of their sum: a flow's amount is that of one month.
  fileprivate mutating func moneySeries(_ a: Arguments) throws(Failure) -> ([Double], Dimension) {
    let (amounts, like) = try numbers(a, 0)
    let isFlow = like.dimension.exponent(of: .time) == -1
    return (amounts, isFlow ? like.dimension * .time : like.dimension)
  }

  /// The customer of the first three arguments, the dimension of their value, and whether their periods are months.
  fileprivate mutating func customer(_ a: Arguments) throws(Failure) -> (
    CustomerValue, Dimension, isMonthly: Bool
  ) {
    let margin = try quantity(a, 0)
    guard margin.dimension.currency != nil else {
      throw report(
        .placeMismatch(
          .moneyPerUnitRate("the margin", of: "users"), margin, text(a.nodes[0]), span(a.nodes[0]),
          currency: currencySign))
    }
    let isMonthly = margin.dimension.exponent(of: .time) == -1
    let discount = isMonthly ? try self.discount(a, 2) : try share(a, 2, "the discount per period")
    guard discount >= 0 else {
      throw report(.negative("the discount", text(a.nodes[2]), span(a.nodes[2])))
    }
    let kept = try quantity(a, 1)
    let byMonth = kept.dimension == .none / .time && kept.presentation.timeUnit == .month
    let retention = try certain(
      try quantity(
        isMonthly && byMonth
          ? .quantity(Quantity(kept.expression, .none, Presentation(kept.presentation.kind)))
          : a.values[1], at: a.nodes[1], place: .share("the retention per period")),
      at: a.nodes[1])
    let m = try number(a, 0)
    guard let customer = CustomerValue(margin: m, retention: retention, discount: discount) else {
      throw report(.range("the margin", text(a.nodes[0]), "a finite amount", span(a.nodes[0])))
    }
    return (customer, isMonthly ? margin.dimension * .time : margin.dimension, isMonthly)
  }

  /// Periods until a cost is earned back: infinite for never, undefined for nil.
  fileprivate func periods(_ payback: Payback?) -> Double? {
    switch payback {
    case .after(let periods): Double(periods)
    case .never: .infinity
    case nil: nil
    }
  }
}
