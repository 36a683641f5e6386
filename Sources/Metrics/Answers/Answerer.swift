package import Engine
package import Planner
package import Portfolio
import Quantities

/// What a check watched, and the clause it is about.
package typealias DeclaredSite = CheckSite

/// Answers questions: gathers the expressions all of them need, runs them once, and reads the answers off.
package struct Answerer {
  private var model: Model
  private let questions: [Question]
  private var expressions: [ExpressionID] = []
  private var positions: [ExpressionID: Int] = [:]

  private init(_ questions: [Question], of model: Model) {
    self.questions = questions
    self.model = model
  }

  /// Answers `questions` about `model`.
  package static func answer(
    _ questions: [Question], of model: Model, control: RunControl
  ) throws(DrawSources.Contradiction) -> AnswerSet {
    var answerer = Answerer(questions, of: model)
    let readers = questions.map { answerer.prepare($0) }
    let run = try AnswerPlanner.plan(answerer.expressions, of: answerer.model)
    let isUncertain = answerer.isUncertain
    let trials = isUncertain ? model.trials : 1
    let results = Executor.run(
      run.plan, RunSettings(trials: trials, seed: model.seed, sampling: model.sampling),
      control: control)
    var told = results
    let attention = Attention(results.stopped == nil ? control : nil)
    var reading = Reading(
      run: run, results: told, positions: answerer.positions, attention: attention)
    var forms = readers.map { $0(reading) }
    if let reason = attention.reason {
      // Asked to stop while millions of values were summarised: the first of them tell as much as can be told now.
      told = results.shortened(reason)
      reading = Reading(
        run: run, results: told, positions: answerer.positions, attention: Attention(nil))
      forms = readers.map { $0(reading) }
    }
    let answers = zip(questions, forms).map { Answer(form: $1, question: $0) }
    let findings = run.findings(results.findings).map { finding in
      AnswerSet.Finding(
        scenario: finding.scenario, site: finding.site, trials: finding.trials,
        of: results.trials, firstMonth: finding.firstMonth)
    }
    return AnswerSet(
      answers: answers, trials: told.trials, requested: trials, wasStopped: told.stopped != nil,
      findings: findings)
  }

  /// The trials × months × products × scenarios that answering takes.
  package static func cost(_ questions: [Question], of model: Model) -> Double {
    var answerer = Answerer(questions, of: model)
    _ = questions.map { answerer.prepare($0) }
    var scenarios = Set<ScenarioID>()
    for id in answerer.model.graph.reachable(from: answerer.expressions) {
      let expression = answerer.model.graph[id]
      guard expression.operation == .metric else { continue }
      scenarios.insert(
        answerer.model.graph.metrics[Int(expression.a)].scenario ?? answerer.model.defaultScenario)
    }
    return Double(model.trials) * Double(max(1, model.months))
      * Double(max(1, model.products.count))
      * Double(scenarios.count)
  }

  /// The bytes that the answers take: 8 for each value of each trial that is kept, and the texts told.
  package static func size(_ questions: [Question], of model: Model) -> Double {
    var answerer = Answerer(questions, of: model)
    _ = questions.map { answerer.prepare($0) }
    let trials = Double(answerer.isUncertain ? model.trials : 1)
    var bytes = 0.0
    for id in answerer.expressions {
      bytes += 8 * trials * Double(answerer.isOverMonths(id) ? model.months + 1 : 1)
    }
    for question in questions {
      if case .value(let datum) = question.form { bytes += textSize(datum) }
    }
    return bytes
  }

  private static func textSize(_ datum: Datum) -> Double {
    switch datum {
    case .text(let text), .name(let text): Double(text.utf8.count)
    case .list(let items): items.reduce(0) { $0 + textSize($1) }
    case .record(let fields): fields.reduce(0) { $0 + textSize($1.value) }
    case .figure, .truth: 8
    }
  }

  /// The plans that answering runs, for `check --show plan`.
  package static func plan(
    _ questions: [Question], of model: Model
  ) throws(DrawSources.Contradiction) -> PlannedRun {
    var answerer = Answerer(questions, of: model)
    _ = questions.map { answerer.prepare($0) }
    return try AnswerPlanner.plan(answerer.expressions, of: answerer.model)
  }

  /// `true` iff any draw may reach an answer: else one trial tells all.
  private var isUncertain: Bool { !model.graph.draws.isEmpty }

  // MARK: Preparing

  /// Notices that a reading is to stop, and stays so.
  final class Attention {
    private let control: RunControl?
    /// Why it is to stop; nil while it isn't.
    private(set) var reason: StopReason?

    init(_ control: RunControl?) { self.control = control }

    /// `true` iff the reading still goes on.
    func isWanted() -> Bool {
      if reason == nil, let control { reason = control.shouldStop() }
      return reason == nil
    }
  }

  /// What a run found, by expression.
  struct Reading {
    let run: PlannedRun
    let results: ResultSet
    let positions: [ExpressionID: Int]
    let attention: Attention

    /// The values of an expression: by month (one for a scalar), by trial.
    func values(_ id: ExpressionID) -> [[Double]] {
      guard let position = positions[id] else { return [[]] }
      return results.values[run.outputs[position]]
    }

    func isSeries(_ id: ExpressionID) -> Bool {
      positions[id].map { run.isSeries[run.outputs[$0]] } ?? false
    }

    func estimates(_ id: ExpressionID) -> [Estimate] { values(id).map { estimate(of: $0) } }

    /// The estimate of a column; of nothing once the reading is to stop.
    private func estimate(of column: [Double]) -> Estimate {
      Estimate(attention.isWanted() ? column : [])
    }

    /// The means by month, where nothing else is asked: no sorting.
    func means(_ id: ExpressionID) -> [Double] {
      values(id).map { column in
        var sum = NeumaierSum()
        for value in column { sum.add(value) }
        return column.isEmpty ? .nan : sum.total / Double(column.count)
      }
    }
    func estimate(_ id: ExpressionID) -> Estimate { estimate(of: values(id).last ?? []) }
  }

  private typealias Reader = (Reading) -> Answer.Form

  /// Asks for an expression.
  private mutating func want(_ id: ExpressionID) {
    guard positions[id] == nil else { return }
    positions[id] = expressions.count
    expressions.append(id)
  }

  private mutating func metric(_ metric: Metric, _ product: ProductID?, _ scenario: ScenarioID)
    -> ExpressionID
  {
    model.graph.add(MetricReference(metric, of: product, in: scenario))
  }

  private mutating func atEnd(_ id: ExpressionID) -> ExpressionID {
    model.graph.add(.at, id, model.graph.add(.horizon))
  }

  private mutating func prepare(_ question: Question) -> Reader {
    switch question.form {
    case .value(let datum):
      let read = prepare(datum)
      return { .value(read($0)) }
    case .table(let figures):
      let readers = figures.map { prepare($0) }
      return { reading in .table(readers.map { $0(reading) }) }
    case .claims:
      let claims = model.claims
      return { _ in .claims(claims) }
    case .compare(let scenarios, let figures): return prepareComparison(scenarios, figures)
    case .expect(let figure, let certainty): return prepareExpectation(figure, certainty)
    case .why(let product, let month, let scenario):
      return prepareLedger(product, month, scenario ?? model.defaultScenario)
    case .failures(let scenario): return prepareFailures(scenario)
    case .detect(let asked): return prepareDetection(asked)
    }
  }

  private mutating func prepare(_ datum: Datum) -> (Reading) -> AnswerValue {
    switch datum {
    case .figure(let figure):
      let read = prepare(figure)
      return { .figure(read($0)) }
    case .text(let text): return { _ in .text(text) }
    case .truth(let value): return { _ in .truth(value) }
    case .name(let name): return { _ in .name(name) }
    case .list(let items):
      let readers = items.map { prepare($0) }
      return { reading in .list(readers.map { $0(reading) }) }
    case .record(let fields):
      let readers = fields.map { (name: $0.name, read: prepare($0.value)) }
      return { reading in
        .record(readers.map { AnswerValue.Field(name: $0.name, value: $0.read(reading)) })
      }
    }
  }

  private mutating func prepare(_ figure: Figure) -> (Reading) -> FigureAnswer {
    let id = figure.expression
    want(id)
    let isSimulated = model.graph.isSeries(id)
    let scenario = isSimulated ? model.defaultScenario : nil
    let least = leastPeople(id)
    let isPlainSum = model.products.count > 1 && portfolioMetric(id)?.kind == .users
    if let least { want(least) }
    return { reading in
      FigureAnswer(
        figure: figure, estimates: reading.estimates(id), isSeries: reading.isSeries(id),
        scenario: scenario, atLeast: least.map { reading.estimates($0) }, isPlainSum: isPlainSum)
    }
  }

  /// The metric of the portfolio that an expression is, of all months or of one.
  private func portfolioMetric(_ id: ExpressionID) -> MetricReference? {
    let expression = model.graph[id]
    let inner =
      expression.operation == .at ? model.graph[ExpressionID(rawValue: expression.a)] : expression
    guard inner.operation == .metric else { return nil }
    let reference = model.graph.metrics[Int(inner.a)]
    return reference.product == nil ? reference : nil
  }

  /// The same expression with the fewest people in place of `portfolio.people`, where undeclared overlaps leave it a range.
  private mutating func leastPeople(_ id: ExpressionID) -> ExpressionID? {
    guard var reference = portfolioMetric(id), reference.kind == .people, hasUndeclaredPairs else {
      return nil
    }
    reference.metric = Metric.leastPeople.rawValue
    let least = model.graph.add(reference)
    let expression = model.graph[id]
    return expression.operation == .at
      ? model.graph.add(.at, least, ExpressionID(rawValue: expression.b)) : least
  }

  private var hasUndeclaredPairs: Bool {
    let pairs = Set(model.overlaps.map { [$0.of, $0.with].sorted() })
    let count = model.products.count
    return pairs.count < count * (count - 1) / 2
  }

  // MARK: Comparisons

  private mutating func prepareComparison(_ scenarios: [ScenarioID], _ figures: [Figure]) -> Reader
  {
    var rows:
      [(
        figure: Figure, isAtEnd: Bool, values: [ExpressionID], differences: [ExpressionID],
        larger: [ExpressionID]
      )] =
        []
    for figure in figures {
      let isSeries = isOverMonths(figure.expression)
      let base = isSeries ? atEnd(figure.expression) : figure.expression
      let values = scenarios.map { model.graph.bind(base, to: $0) }
      let differences = values.dropFirst().map { model.graph.add(.subtract, $0, values[0]) }
      let larger = values.dropFirst().map { model.graph.add(.less, values[0], $0) }
      for id in values + differences + larger { want(id) }
      rows.append((figure, isSeries, values, differences, larger))
    }
    return { reading in
      .comparison(
        scenarios: scenarios,
        rows: rows.map { row in
          ComparisonRow(
            figure: row.figure, estimates: row.values.map { reading.estimate($0) },
            differences: row.differences.map { reading.estimate($0) },
            probabilities: row.larger.map { reading.estimate($0).mean }, isAtEnd: row.isAtEnd)
        })
    }
  }

  /// `true` iff an expression has a value for each month.
  private func isOverMonths(_ id: ExpressionID) -> Bool {
    var series = Set<ExpressionID>()
    for step in model.graph.reachable(from: [id]) {
      let expression = model.graph[step]
      switch expression.operation {
      case .month: series.insert(step)
      case .metric:
        if model.graph.metrics[Int(expression.a)].kind != .failureMonth { series.insert(step) }
      case .draw: if model.graph.draws[Int(expression.a)].isMonthly { series.insert(step) }
      case .sustained: series.insert(step)
      case let operation where operation.isOverMonths: break
      default:
        if expression.operands.contains(where: { series.contains($0) }) { series.insert(step) }
      }
    }
    return series.contains(id)
  }

  // MARK: Expectations

  private mutating func prepareExpectation(_ figure: Figure, _ certainty: Double?) -> Reader {
    var condition = figure.expression
    if isOverMonths(condition) {
      // In every month from 1 on.
      let month = model.graph.add(.month)
      let isOpening = model.graph.add(.equal, month, model.graph.add(constant: 0))
      let held = model.graph.add(.select, isOpening, model.graph.add(constant: 1), condition)
      condition = model.graph.add(.lowest, held)
    }
    want(condition)
    return { reading in
      let estimate = reading.estimate(condition)
      let count = estimate.trials
      let (low, high) =
        count == 0
        ? (0, 1) : Summary.wilsonInterval(ofProportion: estimate.mean, count: count, coverage: 0.99)
      let verdict: Verdict
      if count == 0 {
        verdict = .unsettled
      } else if let certainty {
        verdict =
          estimate.isCertain && (estimate.of == 1 || estimate.mean == 1 && low > certainty)
          ? (estimate.mean >= certainty ? .holds : .fails)
          : low > certainty ? .holds : high < certainty ? .fails : .unsettled
      } else {
        verdict = estimate.minimum == 1 ? .holds : .fails
      }
      return .verdict(
        figure, certainty: certainty, probability: estimate.mean, low: low, high: high,
        trials: count,
        verdict)
    }
  }

  // MARK: Ledgers

  private mutating func prepareLedger(
    _ product: ProductID, _ month: ExpressionID?, _ scenario: ScenarioID
  ) -> Reader {
    let users = metric(.users, product, scenario)
    let flows = Metric.ledger.map { metric($0.metric, product, scenario) }
    let failed = model.failures[product] == nil ? nil : metric(.failed, product, scenario)
    for id in [users] + flows + [failed].compactMap({ $0 }) { want(id) }
    let last = month.flatMap { model.graph.constant($0) }.map { Int($0) } ?? model.months
    let actions = model.actions(in: scenario).filter { $0.touches(product) }
    let unit = model[product].unit
    return { reading in
      let traffic = reading.means(users)
      let byFlow = flows.map { reading.means($0) }
      var months: [LedgerMonth] = []
      if last >= 1 {
        for month in 1...min(last, traffic.count - 1) {
          months.append(
            LedgerMonth(
              month: month, opening: traffic[month - 1],
              flows: byFlow.map { $0.count > month ? $0[month] : $0[0] }, closing: traffic[month]))
        }
      }
      let share = failed.map { reading.means($0) }.map { $0[min(last, $0.count - 1)] }
      return .ledger(
        LedgerAnswer(
          product: product, scenario: scenario, months: months, failed: share, actions: actions,
          unit: unit))
    }
  }

  // MARK: Failures

  private mutating func prepareFailures(_ scenario: ScenarioID) -> Reader {
    var rows:
      [(
        product: ProductID, month: ExpressionID, cost: ExpressionID, invested: ExpressionID?,
        salvage: Salvage?
      )] = []
    for product in model.failures.keys.sorted() {
      let month = metric(.failureMonth, product, scenario)
      let after = model.graph.add(.less, month, model.graph.add(.month))
      let spent = model.graph.add(
        .select, after, metric(.cost, product, scenario), model.graph.add(constant: 0))
      let cost = model.graph.add(.total, spent)
      let invested = model.clause(.invested, of: product, in: scenario)?.expression
      for id in [month, cost] + [invested].compactMap({ $0 }) { want(id) }
      rows.append((product, month, cost, invested, prepareSalvage(product, scenario)))
    }
    let model = model
    return { reading in
      .failures(
        rows.map { row in
          let failure = model.failures[row.product]
          return FailureAnswer(
            product: row.product, criteria: failure?.text ?? "", reasons: failure?.reasons ?? [],
            month: reading.estimate(row.month), invested: row.invested.map { reading.estimate($0) },
            costSince: reading.estimate(row.cost),
            actions: model.actions(in: scenario).filter { $0.source == row.product },
            salvaged: row.salvage.map { $0.estimate(reading) })
        }, scenario: scenario)
    }
  }

  /// The Shapley share of a product's integrations in the portfolio's value.
  struct Salvage {
    /// The value at the end, by subset of the players.
    let worth: [ExpressionID]
    let players: Int
    /// The players that are the product's integrations.
    let own: [Int]

    func estimate(_ reading: Reading) -> Estimate {
      let columns = worth.map { reading.values($0).last ?? [] }
      let trials = columns.first?.count ?? 0
      var shares = [Double](repeating: 0, count: trials)
      for trial in 0..<trials {
        let values = Shapley.values(players: players) { subset in columns[Int(subset)][trial] }
        shares[trial] = own.reduce(0) { $0 + (values?[$1] ?? 0) }
      }
      return Estimate(shares)
    }
  }

  /// Up to this many actions each is a player of its own; beyond, the product's integrations are one player and all else another.
  private static let exactPlayers = 6

  private mutating func prepareSalvage(_ product: ProductID, _ scenario: ScenarioID) -> Salvage? {
    let committed = Set(model.actions(in: .baseline))
    let actions = model.actions(in: scenario).filter { !committed.contains($0) }
    let isOwn = actions.map { action in
      if case .integrate(let i) = action { return i.source == product }
      return false
    }
    guard isOwn.contains(true) else { return nil }
    var groups = actions.indices.map { [$0] }
    if actions.count > Self.exactPlayers {
      groups = [actions.indices.filter { isOwn[$0] }, actions.indices.filter { !isOwn[$0] }].filter
      { !$0.isEmpty }
    }
    var changes: [Scenario.Target: ClauseValue] = [:]
    for ancestor in model.lineage(of: scenario) where ancestor != .baseline {
      changes.merge(model[ancestor].changes) { $1 }
    }
    var worth: [ExpressionID] = []
    for subset in 0..<(1 << groups.count) {
      // All of the actions, or none of them, is a scenario there is already.
      let isAll = subset == (1 << groups.count) - 1
      if isAll || subset == 0 && changes.isEmpty {
        let value = atEnd(metric(.value, nil, isAll ? scenario : .baseline))
        want(value)
        worth.append(value)
        continue
      }
      var hypothetical = Scenario(name: "part of \(model[scenario].name)", extends: .baseline)
      hypothetical.actions = groups.indices.filter { subset >> $0 & 1 == 1 }.flatMap { groups[$0] }
        .sorted().map {
          actions[$0]
        }
      hypothetical.changes = changes
      model.scenarios.append(hypothetical)
      let id = ScenarioID(rawValue: Int32(model.scenarios.count - 1))
      let value = atEnd(metric(.value, nil, id))
      want(value)
      worth.append(value)
    }
    return Salvage(
      worth: worth, players: groups.count,
      own: groups.indices.filter { groups[$0].allSatisfy { isOwn[$0] } })
  }

  // MARK: Measured data

  private mutating func prepareDetection(_ asked: DetectionQuestion) -> Reader {
    let points = model.observations.first { $0.product == asked.product }?.points ?? []
    let values = points.map(\.value)
    let model = model
    return { _ in
      var findings: [Detection] = []
      if let below = asked.below {
        findings.append(.threshold(values, below: below, periods: asked.periods))
      }
      if let goal = model[asked.product].goal,
        let target = model.graph.constant(goal.target.expression)
      {
        let by = model.graph.constant(goal.by).map { Int($0) }
        let position = by.flatMap { by in
          points.lastIndex { (model.monthNumber($0.month) ?? .max) <= by }
        }
        findings.append(
          .goal(values, target: target, tolerated: asked.tolerated, position: position))
      }
      findings += [
        .drawdown(values, share: asked.drawdown), .slope(values), .cusum(values), .pelt(values),
      ]
      return .detection(
        asked, points: points, findings: findings,
        criteria: Criteria.finding(of: asked.product, in: model, points: points))
    }
  }
}
