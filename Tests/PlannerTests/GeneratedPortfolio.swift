import Portfolio
import Quantities

/// A generated portfolio in two forms: a model for the planner, and a recipe for the reference that is filled in with the
/// inputs of a trial.
struct GeneratedPortfolio {
  private(set) var model = Model()
  /// The uncertain inputs; a trial gives each a value.
  private(set) var inputs: [ExpressionID] = []
  private var recipe: [(inout Reference, (ExpressionID) -> Double) -> Void] = []
  private var dice: Dice
  private let isUncertain: Bool
  /// `true` for plans that react to failures in every way: of any product, with handed over audiences, failures that drag others down.
  private let reacts: Bool
  private var declarations: Int32 = 0
  /// When the last redirection that ends does.
  private var handover: (ExpressionID, Reference.When)?
  private var draws = 0

  init(seed: UInt64, isUncertain: Bool, reacts: Bool = false) {
    dice = Dice(seed: seed)
    (self.isUncertain, self.reacts) = (isUncertain, reacts)
    model.months = dice.whole(1...18)
    let rate = number(0, 0.02)
    model.discount = rate
    let months = model.months
    recipe.append { reference, value in
      reference.months = months
      reference.discount = value(rate)
    }
    let count = dice.whole(2...5)
    for p in 0..<count { addProduct(p, of: count) }
    // In any order, so that a failure may be dated by one that is declared later.
    let order = reacts ? Array(0..<count).shuffled(using: &dice) : Array(0..<count)
    for p in order where dice.chance(reacts ? 85 : 50) { addFailure(p, of: count) }
    addRedirections(count)
    for _ in 0..<dice.whole(0...3) { addIntegration(count) }
    for p in 0..<count where dice.chance(30) { addClosing(p) }
    addReallocations(count)
  }

  /// The portfolio of one trial.
  func reference(_ value: @escaping (ExpressionID) -> Double) -> Reference {
    var reference = Reference()
    let known: (ExpressionID) -> Double = { id in model.graph.constant(id) ?? value(id) }
    for step in recipe { step(&reference, known) }
    return reference
  }

  // MARK: Parts

  private mutating func id() -> DeclarationID {
    declarations += 1
    return DeclarationID(rawValue: declarations)
  }

  private mutating func clause(_ expression: ExpressionID) -> ClauseValue {
    ClauseValue(expression, id())
  }

  /// An input: a constant, or a draw that stays in the same range.
  private mutating func number(_ low: Double, _ high: Double) -> ExpressionID {
    guard isUncertain, dice.chance(60) else {
      return model.graph.add(constant: dice.number(low, high))
    }
    let distribution: Distribution
    switch dice.whole(0...2) {
    case 0: distribution = .uniform(low: low, high: high)
    case 1: distribution = .triangular(low: low, mode: (low + 2 * high) / 3, high: high)
    default: distribution = .scaledBeta(alpha: 2.5, beta: 1.5, low: low, high: high)
    }
    draws += 1
    let input = model.graph.add(Draw(name: "input \(draws)", distribution: distribution))
    inputs.append(input)
    return input
  }

  private func product(_ p: Int) -> ProductID { ProductID(rawValue: Int32(p)) }

  private mutating func addProduct(_ p: Int, of count: Int) {
    var product = Product(name: "P\(p)", title: "P\(p)", unit: "users", declaration: id())
    var set: [(WritableKeyPath<Reference.Product, Double>, ExpressionID)] = []
    func state(
      _ clause: ProductClause, _ path: WritableKeyPath<Reference.Product, Double>, _ low: Double,
      _ high: Double, chance: Int, _ e: inout GeneratedPortfolio
    ) {
      guard e.dice.chance(chance) else { return }
      let input = e.number(low, high)
      product.clauses[clause] = e.clause(input)
      set.append((path, input))
    }
    state(.users, \.users, 100, 5000, chance: 100, &self)
    state(.acquisition, \.acquisition, 0, 200, chance: 70, &self)
    state(.churn, \.churn, 0, 0.2, chance: 90, &self)
    state(.resurrection, \.resurrection, 0, 0.1, chance: 50, &self)
    state(.dormant, \.dormant, 0, 1000, chance: 50, &self)
    state(.arpu, \.arpu, 0, 2, chance: 70, &self)
    state(.cost, \.cost, 0, 2000, chance: 70, &self)
    state(.capacity, \.capacity, 500, 5000, chance: 30, &self)
    var after: (failure: Int, churn: ExpressionID)?
    if reacts, dice.chance(40), let churn = product.clauses[.churn]?.expression {
      let other = dice.whole(0...count - 1)
      let then = number(0.1, 0.4)
      let hasFailed = model.graph.add(MetricReference(.failed, of: self.product(other)))
      product.clauses[.churn] = clause(model.graph.add(.select, hasFailed, then, churn))
      after = (other, then)
    }
    model.products.append(product)
    let dragged = after
    let filled = set
    recipe.append { reference, value in
      reference.products.append(Reference.Product())
      reference.products[p].churnAfter = dragged.map { ($0.failure, value($0.churn)) }
      for (path, input) in filled { reference.products[p][keyPath: path] = value(input) }
    }
  }

  private typealias Criterion = ((ExpressionID) -> Double) -> Reference.Criterion

  private mutating func addFailure(_ p: Int, of count: Int) {
    var failure = Failure(
      condition: nil, month: nil, reasons: [], declaration: id(), text: "",
      provenance: Provenance())
    let criterion: Criterion
    let known = (0..<count).filter { model.failures[product($0)] != nil }
    if reacts, dice.chance(20), let other = known.randomElement(using: &dice) {
      let after = dice.whole(1...3)
      let fired = model.graph.add(MetricReference(.failureMonth, of: product(other)))
      failure.month = model.graph.add(.add, fired, model.graph.add(constant: Double(after)))
      criterion = { _ in .datedAfter(other, after) }
    } else if reacts, dice.chance(20) {
      let other = (p + dice.whole(1...count - 1)) % count
      let (condition, made) = addCriterion(p, depth: 1)
      let hasFailed = model.graph.add(MetricReference(.failed, of: product(other)))
      let isBoth = dice.chance(30)
      failure.condition = model.graph.add(isBoth ? .and : .or, condition, hasFailed)
      criterion = {
        isBoth ? .both(made($0), .hasFailed(other)) : .either(made($0), .hasFailed(other))
      }
    } else if dice.chance(25) {
      let month = dice.whole(1...8)
      failure.month = model.graph.add(constant: Double(month))
      criterion = { _ in .dated(month) }
    } else {
      let (condition, made) = addCriterion(p, depth: 2)
      failure.condition = condition
      criterion = made
    }
    model.failures[product(p)] = failure
    recipe.append { reference, value in reference.products[p].failure = criterion(value) }
  }

  private mutating func addCriterion(_ p: Int, depth: Int) -> (ExpressionID, Criterion) {
    if depth > 0, dice.chance(40) {
      let isBoth = dice.chance(50)
      let (x, a) = addCriterion(p, depth: depth - 1)
      let (y, b) = addCriterion(p, depth: depth - 1)
      let both = model.graph.add(isBoth ? .and : .or, x, y)
      return (both, { isBoth ? .both(a($0), b($0)) : .either(a($0), b($0)) })
    }
    let months = dice.whole(1...3)
    let count = model.graph.add(constant: Double(months))
    if dice.chance(70) {
      let limit = number(300, 3000)
      let users = model.graph.add(MetricReference(.users, of: product(p)))
      let below = model.graph.add(.less, users, limit)
      return (
        model.graph.add(.sustained, below, count), { .usersBelow($0(limit), months: months) }
      )
    }
    let revenue = model.graph.add(MetricReference(.revenue, of: product(p)))
    let cost = model.graph.add(MetricReference(.cost, of: product(p)))
    let loss = model.graph.add(.less, revenue, cost)
    return (model.graph.add(.sustained, loss, count), { _ in .lossMaking(months: months) })
  }

  private mutating func when(_ source: Int, _ range: ClosedRange<Int>) -> (
    ExpressionID, Reference.When
  ) {
    let failing = model.failures.keys.map { Int($0.rawValue) }.sorted()
    if reacts, dice.chance(50), let any = failing.randomElement(using: &dice) {
      let after = dice.whole(1...2)
      let fired = model.graph.add(MetricReference(.failureMonth, of: product(any)))
      return (
        model.graph.add(.add, fired, model.graph.add(constant: Double(after))),
        .after(failureOf: any, after)
      )
    }
    if model.failures[product(source)] != nil, dice.chance(60) {
      let after = dice.whole(1...3)
      let fired = model.graph.add(MetricReference(.failureMonth, of: product(source)))
      return (
        model.graph.add(.add, fired, model.graph.add(constant: Double(after))),
        .after(failureOf: source, after)
      )
    }
    let month = dice.whole(range)
    return (model.graph.add(constant: Double(month)), .month(month))
  }

  private mutating func ramp(_ timing: inout Timing) -> ((ExpressionID) -> Double) -> Reference.Ramp
  {
    let shapes: [(Portfolio.Ramp.Shape, Reference.Shape)] = [
      (.instant, .instant), (.linear, .linear), (.logistic, .logistic),
      (.exponential, .exponential),
    ]
    let (shape, twin) = shapes[dice.whole(0...3)]
    let over = model.graph.add(constant: Double(dice.whole(1...6)))
    let steepness = number(0.3, 2)
    timing.over = over
    timing.ramp = Ramp(shape, steepness: steepness)
    return { Reference.Ramp(shape: twin, over: $0(over), steepness: $0(steepness)) }
  }

  private mutating func addRedirections(_ count: Int) {
    var pairs: Set<[Int]> = []
    for _ in 0..<dice.whole(1...6) {
      let pair = [dice.whole(0...count - 1), dice.whole(0...count - 1)]
      if pair[0] != pair[1] { pairs.insert(pair) }
    }
    var ordered = pairs.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
    if reacts {
      // The first two of a source hand over, and there are no others of it.
      ordered = ordered.filter { pair in
        ordered.filter { $0[0] == pair[0] }.firstIndex(of: pair) ?? 0 < 2
      }
    }
    for (e, pair) in ordered.enumerated() {
      let several = ordered.filter { $0[0] == pair[0] }.count
      let isSecond = e > 0 && ordered[e - 1][0] == pair[0]
      addRedirection(
        e, pair[0], pair[1], ofSeveral: reacts ? 1 : several,
        handsOver: reacts && several > 1 && !isSecond, takesOver: reacts && isSecond)
    }
    addOverlapsFromTheOtherSide(ordered)
  }

  /// Where only the target's side of a pair is declared, y of the target's users is y·T/S of the source's, at most all.
  private mutating func addOverlapsFromTheOtherSide(_ pairs: [[Int]]) {
    for (e, pair) in pairs.enumerated() {
      guard case .redirect(let r) = model.scenarios[1].actions[e], r.clauses[.overlap] == nil,
        !model.overlaps.contains(where: { $0.of == r.source && $0.with == r.target }),
        let other = model.overlaps.first(where: { $0.of == r.target && $0.with == r.source })
      else { continue }
      let share = other.share.expression
      recipe.append { reference, value in
        let both = value(share) * reference.products[pair[1]].users
        reference.redirections[e].overlap = min(1, both / reference.products[pair[0]].users)
      }
    }
  }

  private mutating func addRedirection(
    _ e: Int, _ s: Int, _ t: Int, ofSeveral several: Int, handsOver: Bool, takesOver: Bool
  ) {
    var redirection = Redirection(source: product(s), target: product(t), declaration: id())
    var (start, startTwin) = when(s, 1...6)
    if takesOver, let handover { (start, startTwin) = handover }
    redirection.timing.from = start
    var untilTwin: Reference.When?
    if handsOver || !takesOver && dice.chance(reacts ? 50 : 25) {
      // Until its target fails, where it does.
      let (until, twin) = when(reacts && dice.chance(60) ? t : s, reacts ? 1...12 : 5...12)
      redirection.timing.until = until
      untilTwin = twin
      handover = (until, twin)
    }
    let rampTwin = ramp(&redirection.timing)
    redirection.declinersLeave = dice.chance(40)
    let leaves = redirection.declinersLeave
    var set: [(WritableKeyPath<Reference.Redirection, Double>, ExpressionID)] = []
    func state(
      _ clause: Redirection.Clause, _ path: WritableKeyPath<Reference.Redirection, Double>,
      _ low: Double, _ high: Double, chance: Int, _ e: inout GeneratedPortfolio
    ) {
      guard e.dice.chance(chance) else { return }
      let input = e.number(low, high)
      redirection.clauses[clause] = e.clause(input)
      set.append((path, input))
    }
    if !takesOver, several > 1 || handsOver || dice.chance(30) {
      let whole = 1 / Double(several)
      state(.share, \.share, 0.3 * whole, 0.999 * whole, chance: 100, &self)
    }
    state(.reach, \.reach, 0.3, 1, chance: 100, &self)
    state(.accept, \.accept, 0.1, 0.9, chance: 100, &self)
    state(.lapse, \.lapse, 0, 0.5, chance: 40, &self)
    state(.cost, \.cost, 0, 3, chance: 40, &self)
    if dice.chance(50) {
      state(.overlap, \.overlap, 0, 0.6, chance: 100, &self)
    } else if dice.chance(60) {
      let share = number(0, 0.7)
      let declared = Overlap(of: product(s), with: product(t), share: clause(share))
      model.overlaps.append(declared)
      set.append((\.overlap, share))
    }
    var churn: ExpressionID?
    if dice.chance(50) {
      let own = number(0, 0.3)
      redirection.clauses[.churn] = clause(own)
      churn = own
    }
    model.scenarios[1].actions.append(.redirect(redirection))
    let filled = set
    let begins = startTwin
    let ends = untilTwin
    recipe.append { reference, value in
      var twin = Reference.Redirection()
      (twin.source, twin.target) = (s, t)
      (twin.start, twin.until, twin.ramp) = (begins, ends, rampTwin(value))
      (twin.declinersLeave, twin.audience) = (leaves, takesOver ? e - 1 : nil)
      twin.churn = churn.map { value($0) }
      for (path, input) in filled { twin[keyPath: path] = value(input) }
      reference.redirections.append(twin)
    }
  }

  private mutating func addIntegration(_ count: Int) {
    let s = dice.whole(0...count - 1)
    let t = (s + dice.whole(1...count - 1)) % count
    var integration = Integration(
      feature: "F\(declarations)", source: product(s), target: product(t), declaration: id())
    let (start, startTwin) = when(s, 1...6)
    integration.timing.from = start
    var untilTwin: Reference.When?
    if dice.chance(25) {
      let (until, twin) = when(s, 5...12)
      integration.timing.until = until
      untilTwin = twin
    }
    let rampTwin = ramp(&integration.timing)
    var set: [(WritableKeyPath<Reference.Integration, Double>, ExpressionID)] = []
    func state(
      _ clause: Integration.Clause, _ path: WritableKeyPath<Reference.Integration, Double>,
      _ low: Double, _ high: Double, chance: Int, _ e: inout GeneratedPortfolio
    ) {
      guard e.dice.chance(chance) else { return }
      let input = e.number(low, high)
      integration.clauses[clause] = e.clause(input)
      set.append((path, input))
    }
    state(.adoption, \.adoption, 0, 1, chance: 80, &self)
    state(.acquisition, \.acquisition, -1.5, 0.5, chance: 60, &self)
    state(.churn, \.churn, -1.2, 3, chance: 60, &self)
    state(.arpu, \.arpu, -0.5, 0.5, chance: 60, &self)
    state(.cost, \.cost, 0, 1000, chance: 40, &self)
    model.scenarios[1].actions.append(.integrate(integration))
    let filled = set
    recipe.append { reference, value in
      var twin = Reference.Integration()
      (twin.source, twin.target) = (s, t)
      (twin.start, twin.until, twin.ramp) = (startTwin, untilTwin, rampTwin(value))
      for (path, input) in filled { twin[keyPath: path] = value(input) }
      reference.integrations.append(twin)
    }
  }

  private mutating func addClosing(_ p: Int) {
    let (month, twin) = when(p, 2...14)
    model.scenarios[1].actions.append(
      .close(Closing(product: product(p), month: month, declaration: id())))
    recipe.append { reference, _ in reference.products[p].closing = twin }
  }

  private mutating func addReallocations(_ count: Int) {
    var sources: [Int: Int] = [:]
    for _ in 0..<dice.whole(0...3) {
      let s = dice.whole(0...count - 1)
      let t = (s + dice.whole(1...count - 1)) % count
      let isKnown = model.scenarios[1].actions.contains {
        $0.identity == .reallocate(product(s), product(t))
      }
      if sources[s, default: 0] > 1 || isKnown { continue }
      sources[s, default: 0] += 1
      let (share, cac) = (number(0.1, 0.5), number(1, 20))
      var reallocation = Reallocation(
        share: clause(share), source: product(s), target: product(t), declaration: id())
      reallocation.cac = clause(cac)
      var startTwin: Reference.When?
      var untilTwin: Reference.When?
      if dice.chance(60) {
        let (start, twin) = when(s, 1...6)
        reallocation.timing.from = start
        startTwin = twin
      }
      if dice.chance(25) {
        let (until, twin) = when(s, 5...12)
        reallocation.timing.until = until
        untilTwin = twin
      }
      model.scenarios[1].actions.append(.reallocate(reallocation))
      recipe.append { [startTwin, untilTwin] reference, value in
        var twin = Reference.Reallocation()
        (twin.source, twin.target) = (s, t)
        (twin.start, twin.until) = (startTwin, untilTwin)
        (twin.share, twin.cac) = (value(share), value(cac))
        reference.reallocations.append(twin)
      }
    }
  }
}
