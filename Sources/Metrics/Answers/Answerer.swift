import Engine
package import Planner
import Portfolio
import Quantities

/// What a check watched, and the clause it is about.
package typealias DeclaredSite = CheckSite

/// Answers questions: gathers the expressions all of them need, runs them once, and reads the answers off.
package struct Answerer {
  var model: Model
  let questions: [Question]
  /// `true` iff shares that take long are sampled.
  let isFirst: Bool
  private(set) var expressions: [ExpressionID] = []
  private(set) var positions: [ExpressionID: Int] = [:]
  /// What is asked of each of the expressions: the most that any question wants.
  private(set) var wanted: [SummaryDetail] = []
  /// The figures asked, whose errors a stopping rule without an expression watches.
  var figures: [ExpressionID] = []
  /// The studies of what figures hang on.
  var studies: [DriverRequest] = []
  /// The scenarios whose figures are shared out among their actions.
  var games: [ScenarioGame] = []

  init(_ questions: [Question], of model: Model, isFirst: Bool) {
    self.questions = questions
    self.isFirst = isFirst
    self.model = model
    if let expression = model.stopping?.expression { want(expression, .mean) }
  }

  // MARK: Preparing

  typealias Reader = (Reading) -> Answer.Form

  /// Asks for an expression.
  mutating func want(_ id: ExpressionID, _ detail: SummaryDetail = .percentiles) {
    if let position = positions[id] {
      wanted[position] = max(wanted[position], detail)
      return
    }
    positions[id] = expressions.count
    expressions.append(id)
    wanted.append(detail)
  }

  mutating func metric(_ metric: Metric, _ product: ProductID?, _ scenario: ScenarioID)
    -> ExpressionID
  {
    model.graph.add(MetricReference(metric, of: product, in: scenario))
  }

  mutating func atEnd(_ id: ExpressionID) -> ExpressionID {
    model.graph.add(.at, id, model.graph.add(.horizon))
  }

  mutating func prepare(_ form: Question.Form) -> Reader {
    switch form {
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
    case .why(let subject, let month, let scenarios):
      return prepareLedgers(
        subject, month, scenarios.isEmpty ? [model.defaultScenario] : scenarios)
    case .failures(let scenario): return prepareFailures(scenario)
    case .detect(let asked): return prepareDetection(asked)
    case .flow(let month, let scenario): return prepareFlow(month, scenario)
    case .plot(let form, let file):
      let read = prepare(form)
      return { .plot(read($0), file: file) }
    case .drives(let figure, let scenarios): return prepareDrivers(figure, between: scenarios)
    case .advise(let asked):
      return { _ in .advice(AdviceAnswer(outcome: .stopped, question: asked)) }
    case .explain(let asked): return prepareExplanation(asked)
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
    figures.append(id)
    let isSimulated = model.graph.isSeries(id)
    let scenario = isSimulated ? model.defaultScenario : nil
    let least = leastPeople(id)
    let isPlainSum = model.products.count > 1 && portfolioMetric(id)?.kind == .users
    let isGiven = model.graph.isGiven(id)
    if let least { want(least) }
    return { reading in
      FigureAnswer(
        figure: figure, estimates: reading.estimates(id).map { isGiven ? $0.given : $0 },
        isSeries: reading.isSeries(id),
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
        larger: [ExpressionID], isGiven: Bool, judge: ScenarioID?
      )] =
        []
    for figure in figures {
      let isSeries = isOverMonths(figure.expression)
      let base = isSeries ? atEnd(figure.expression) : figure.expression
      // The condition that a figure is given is judged once, in the first scenario: the same trials everywhere.
      let values = scenarios.map {
        model.graph.bind(base, to: $0, conditionsTo: scenarios[0])
      }
      let isGiven = model.graph.isGiven(base)
      let judge = model.graph.isGivenByScenario(base) ? scenarios[0] : nil
      let differences = values.dropFirst().map { model.graph.add(.subtract, $0, values[0]) }
      let larger = zip(values.dropFirst(), differences).map { value, difference in
        let isLarger = model.graph.add(.less, values[0], value)
        // Of what is given a condition, in the trials in which it holds: there the difference equals itself.
        return isGiven
          ? model.graph.add(.given, isLarger, model.graph.add(.equal, difference, difference))
          : isLarger
      }
      for id in values + differences { want(id) }
      for id in larger { want(id, .mean) }
      self.figures += values
      rows.append((figure, isSeries, values, differences, larger, isGiven, judge))
    }
    return { reading in
      .comparison(
        scenarios: scenarios,
        rows: rows.map { row in
          func estimate(_ id: ExpressionID) -> Estimate {
            row.isGiven ? reading.estimate(id).given : reading.estimate(id)
          }
          return ComparisonRow(
            figure: row.figure, estimates: row.values.map(estimate),
            differences: row.differences.map(estimate),
            probabilities: row.larger.map { estimate($0).mean }, isAtEnd: row.isAtEnd,
            isGiven: row.isGiven, judgedIn: row.judge)
        })
    }
  }

  /// `true` iff an expression has a value for each month.
  func isOverMonths(_ id: ExpressionID) -> Bool {
    model.isOverMonths(id)
  }

  // MARK: Expectations

  private mutating func prepareExpectation(_ figure: Figure, _ certainty: Double?) -> Reader {
    var condition = figure.expression
    if isOverMonths(condition) {
      // In every month from 1 on; the opening state says nothing.
      let month = model.graph.add(.month)
      let isOpening = model.graph.add(.equal, month, model.graph.add(constant: 0))
      let nothing = model.graph.add(constant: .nan)
      let held = model.graph.add(.select, isOpening, nothing, condition)
      condition = model.graph.add(.lowest, held)
    }
    want(condition, .mean)
    let isGiven = model.graph.isGiven(condition)
    return { reading in
      let estimate = reading.estimate(condition)
      let count = estimate.trials
      let (low, high) =
        count == 0
        ? (0, 1) : Summary.wilsonInterval(ofProportion: estimate.mean, count: count, coverage: 0.99)
      let verdict: Verdict
      if count == 0 || isGiven && estimate.given.isRefused {
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
