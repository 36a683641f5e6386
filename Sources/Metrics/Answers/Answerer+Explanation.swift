import Portfolio
import Quantities

/// Changes, split into what caused them.
extension Answerer {
  mutating func prepareExplanation(_ asked: ExplanationQuestion) -> Reader {
    switch asked.subject {
    case .simulated(let figure): return prepareShares(figure, asked.scenario)
    case .measured(let figure): return explainMeasured(figure)
    case .claim(let position): return explainClaim(model.claims[position])
    }
  }

  // MARK: What is simulated

  /// A figure as it is before the actions, and as it is in the scenario.
  private struct Course {
    var basis: Attribution.Basis
    /// Before: of no scenario in particular, and in `baseline`.
    var start: ExpressionID
    /// After, of each subset of the players.
    var end: ExpressionID
    /// The same of the two sides of a ratio of series.
    var sides: [(start: ExpressionID, end: ExpressionID)]
  }

  private mutating func prepareShares(_ figure: Figure, _ scenario: ScenarioID) -> Reader {
    let course = self.course(of: figure.expression, scenario)
    let end = model.graph.bind(course.end, to: scenario)
    want(course.start)
    want(end)
    figures.append(end)
    let worth = share(
      model.graph.add(.subtract, course.end, course.start), of: scenario, asksErrors: true)
    let sides = prepareSides(course, scenario)
    let residual = prepareResidual(figure, course, end)
    let basis = course.basis
    let isOverMonths = basis != .noAction
    let start = course.start
    return { reading in
      let game = reading.games[worth.game]
      let (before, after) = (reading.estimate(start), reading.estimate(end))
      let scale =
        [before.minimum, before.maximum, after.minimum, after.maximum].filter(
          \.isFinite
        ).map { abs($0) }.max() ?? 0
      func amount(_ row: SharedRow) -> Attribution.Amount {
        var amount = Attribution.Amount(
          reading.estimate(row, of: worth).cleared(beside: scale))
        if let sides {
          amount.moved = reading.estimate(row, of: sides.moved).cleared(beside: scale)
          amount.denominator = reading.estimate(row, of: sides.denominator).cleared(beside: scale)
        }
        return amount
      }
      let errors = reading.samplingErrors(of: worth)
      let shares = game.players.indices.map { i in
        Attribution.Share(
          player: game.players[i], amount: amount(.player(i)),
          samplingError: errors.map { $0[i] <= 1e-11 * scale ? 0 : $0[i] })
      }
      let subsets = game.scheme.subsets.count
      let method: Attribution.Method =
        shares.isEmpty
        ? .none
        : game.scheme.isExact
          ? .exact(subsets: subsets) : .sampled(orders: game.scheme.orders, subsets: subsets)
      return .explanation(
        Attribution(
          figure: figure, scenario: scenario, basis: basis, start: before,
          drift: isOverMonths ? amount(.none) : nil, shares: shares, change: amount(.all),
          end: after, residual: residual(reading), method: method))
    }
  }

  /// How a figure goes from before to after. A series goes from month 0, or month 1 if it is a flow, to the end or the month that is
  /// named; any other figure from what it is without the actions.
  private mutating func course(of expression: ExpressionID, _ scenario: ScenarioID) -> Course {
    var (series, condition) = (expression, ExpressionID?.none)
    if model.graph[series].operation == .given {
      // In the trials in which it holds in the scenario, whichever actions are taken.
      let given = model.graph[series].operands
      (series, condition) = (given[0], model.graph.bind(given[1], to: scenario))
    }
    var time = model.graph.add(.horizon)
    let outer = model.graph[series]
    if outer.operation == .at, isOverMonths(outer.operands[0]) {
      (series, time) = (outer.operands[0], outer.operands[1])
    }
    func supposed(_ id: ExpressionID) -> ExpressionID {
      condition.map { model.graph.add(.given, id, $0) } ?? id
    }
    guard isOverMonths(series) else {
      let start = supposed(model.graph.bind(series, to: .baseline))
      return Course(basis: .noAction, start: start, end: supposed(series), sides: [])
    }
    let isOfMonths = changesWithinMonths(series)
    let first = isOfMonths ? 1 : 0
    let month = model.graph.add(constant: Double(first))
    func before(_ id: ExpressionID) -> ExpressionID {
      supposed(model.graph.add(.at, model.graph.bind(id, to: .baseline), month))
    }
    func after(_ id: ExpressionID) -> ExpressionID { supposed(model.graph.add(.at, id, time)) }
    let to =
      model.graph[time].operation == .horizon
      ? model.months : model.graph.constant(time).map { Int($0.rounded()) }
    var sides: [(start: ExpressionID, end: ExpressionID)] = []
    let ratio = model.graph[series]
    if ratio.operation == .divide, ratio.operands.allSatisfy({ isOverMonths($0) }) {
      sides = ratio.operands.map { (before($0), after($0)) }
    }
    return Course(
      basis: .months(from: first, to: to), start: before(series), end: after(series),
      sides: sides)
  }

  /// `true` iff a series has no value before month 1: it is of flows, or of clauses.
  private func changesWithinMonths(_ series: ExpressionID) -> Bool {
    model.graph.reachable(from: [series]).contains { id in
      guard model.graph[id].operation == .metric else { return false }
      let metric = model.graph.metrics[Int(model.graph[id].a)].kind
      switch metric.measure {
      case .flow, .money, .share, .perUser: return true
      case .stock: return metric == .capacity
      case .moneyStock, .truth, .month: return false
      }
    }
  }

  /// The two parts of a change of a ratio: `(N₁ − N₀)·½(1/D₀ + 1/D₁)` is what moved, `(1/D₁ − 1/D₀)·½(N₀ + N₁)` what the denominator
  /// did. They sum to it, and neither comes first: the Shapley values of two factors.
  private mutating func prepareSides(_ course: Course, _ scenario: ScenarioID) -> (
    moved: SharedWorth, denominator: SharedWorth
  )? {
    guard course.sides.count == 2 else { return nil }
    let (n, d) = (course.sides[0], course.sides[1])
    let one = model.graph.add(constant: 1)
    let half = model.graph.add(constant: 0.5)
    let (r0, r1) = (
      model.graph.add(.divide, one, d.start), model.graph.add(.divide, one, d.end)
    )
    func part(
      _ a: (ExpressionID, ExpressionID), _ b: (ExpressionID, ExpressionID)
    ) -> ExpressionID {
      let mean = model.graph.add(.multiply, half, model.graph.add(.add, b.0, b.1))
      return model.graph.add(.multiply, model.graph.add(.subtract, a.1, a.0), mean)
    }
    return (
      share(part((n.start, n.end), (r0, r1)), of: scenario),
      share(part((r0, r1), (n.start, n.end)), of: scenario)
    )
  }

  /// What is left beside what was measured of a product's users at the end, or beside what is claimed of the product.
  private mutating func prepareResidual(
    _ figure: Figure, _ course: Course, _ end: ExpressionID
  ) -> (Reading) -> Attribution.Residual {
    guard case .months(_, let to) = course.basis, let product = usersOfProduct(figure.expression)
    else { return { _ in .none(lastMeasured: nil) } }
    let points =
      model.observations.first { $0.product == product && $0.metric == .users }?.points ?? []
    if let point = points.first(where: { model.monthNumber($0.month) == to }), to != nil {
      let left = model.graph.add(.subtract, model.graph.add(constant: point.value), end)
      want(left)
      return { .observed(point, $0.estimate(left)) }
    }
    let claim = model.claims.first {
      $0.name == model[product].name && $0.unit == model[product].unit
    }
    if let claim {
      let change = model.graph.add(.subtract, end, course.start)
      let left = model.graph.add(
        .subtract, model.graph.add(constant: claim.after - claim.before), change)
      want(left)
      return { .claimed(claim, $0.estimate(left)) }
    }
    let last = points.last { point in
      model.monthNumber(point.month).map { (1...max(1, model.months)).contains($0) } ?? false
    }
    return { _ in .none(lastMeasured: last?.month) }
  }

  /// The product whose users an expression is, of all months or of one.
  private func usersOfProduct(_ id: ExpressionID) -> ProductID? {
    var expression = model.graph[id]
    if expression.operation == .at { expression = model.graph[expression.operands[0]] }
    guard expression.operation == .metric else { return nil }
    let reference = model.graph.metrics[Int(expression.a)]
    return reference.kind == .users ? reference.product : nil
  }

  // MARK: What is not simulated

  /// The change of a claim: a scenario with nothing in it.
  private func explainClaim(_ claim: Claim) -> Reader {
    let figure = Figure(
      text: claim.title, expression: ExpressionID(rawValue: 0),
      dimension: Dimension(.count(claim.unit)), presentation: Presentation())
    let answer = Attribution(
      figure: figure, scenario: nil, basis: .claimed(claim), start: Estimate(certain: claim.before),
      drift: nil, shares: [], change: .init(Estimate(certain: claim.after - claim.before)),
      end: Estimate(certain: claim.after), residual: .none(lastMeasured: nil), method: .none)
    return { _ in .explanation(answer) }
  }

  /// The change of a measured series from its first to its last month in which all of it was measured.
  private func explainMeasured(_ figure: Figure) -> Reader {
    let course = MeasuredCourse(figure.expression, of: model)
    let ends = course.ends
    var change = Attribution.Amount(Estimate(certain: ends.last.value - ends.first.value))
    if let (first, last) = course.sides {
      change.moved = Estimate(
        certain: (last.numerator - first.numerator) / 2
          * (1 / first.denominator + 1 / last.denominator))
      change.denominator = Estimate(
        certain: (1 / last.denominator - 1 / first.denominator) / 2
          * (first.numerator + last.numerator))
    }
    let answer = Attribution(
      figure: figure, scenario: nil,
      basis: .measured(from: ends.first.month, to: ends.last.month),
      start: Estimate(certain: ends.first.value), drift: nil, shares: [], change: change,
      end: Estimate(certain: ends.last.value), residual: .none(lastMeasured: nil), method: .none)
    return { _ in .explanation(answer) }
  }
}
