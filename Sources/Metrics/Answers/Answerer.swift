package import Engine
package import Planner
package import Portfolio
import Quantities

/// What a check watched, and the clause it is about.
package typealias DeclaredSite = CheckSite

/// Answers questions: gathers the expressions all of them need, runs them once, and reads the answers off.
package struct Answerer {
  var model: Model
  private let questions: [Question]
  private var expressions: [ExpressionID] = []
  private var positions: [ExpressionID: Int] = [:]
  /// What is asked of the expressions: the most that any question wants.
  private var wanted: [ExpressionID: SummaryDetail] = [:]
  /// The figures asked, whose errors a stopping rule without an expression watches.
  private var figures: [ExpressionID] = []

  private init(_ questions: [Question], of model: Model) {
    self.questions = questions
    self.model = model
    if let expression = model.stopping?.expression { want(expression, .mean) }
  }

  /// How a run is made.
  package struct Request: Sendable {
    /// The number of the first trial.
    package var firstTrial = 0
    /// Whether percentiles of more trials than are kept are found exactly, by simulating twice.
    package var isExact = false
    /// Whether the answers come with the part of the run that they are of.
    package var keepsPart = false
    /// Trials that were run before, to answer from instead of a simulation.
    package var part: RunPart?
    /// Creates the request of a whole run.
    package init() {}
  }

  /// Why there are no answers.
  package enum Failure: Error {
    /// The correlations can't all hold.
    case contradiction(DrawSources.Contradiction)
    /// The given part is of other questions.
    case foreignPart
  }

  /// Answers `questions` about `model`.
  package static func answer(
    _ questions: [Question], of model: Model, _ request: Request = Request(), control: RunControl
  ) throws(Failure) -> AnswerSet {
    var answerer = Answerer(questions, of: model)
    let readers = questions.map { answerer.prepare($0.form) }
    let run: PlannedRun
    do throws(DrawSources.Contradiction) {
      run = try AnswerPlanner.plan(answerer.expressions, of: answerer.model)
    } catch {
      throw .contradiction(error)
    }
    let summary = try answerer.summary(of: run, request, control)
    let reading = Reading(run: run, results: summary, positions: answerer.positions)
    let answers = zip(questions, readers).map { Answer(form: $1(reading), question: $0) }
    let findings = run.findings(summary.findings).map { finding in
      AnswerSet.Finding(
        scenario: finding.scenario, site: finding.site, trials: finding.trials,
        of: summary.part.trials, firstMonth: finding.firstMonth)
    }
    var precision: AnswerSet.Precision?
    if let rule = model.stopping, let reached = summary.precision {
      precision = AnswerSet.Precision(rule: rule, error: reached.error, isMet: reached.isMet)
    }
    return AnswerSet(
      answers: answers, trials: summary.trials,
      requested: precision?.isMet == true ? summary.trials : summary.requested,
      wasStopped: summary.stopped != nil, findings: findings, precision: precision,
      part: request.keepsPart ? summary.part : nil)
  }

  private mutating func summary(
    of run: PlannedRun, _ request: Request, _ control: RunControl
  ) throws(Failure) -> RunSummary {
    var details = [SummaryDetail](repeating: .total, count: run.plan.outputs.count)
    for (id, detail) in wanted {
      guard let position = positions[id] else { continue }
      details[run.outputs[position]] = max(details[run.outputs[position]], detail)
    }
    if let part = request.part {
      let columns = zip(run.plan.outputMonths, details).flatMap { months, detail in
        [SummaryDetail](repeating: detail, count: months)
      }
      let isOwn = part.findings.allSatisfy { finding in
        finding.scenario == 0 && run.sites.indices.contains(finding.site)
      }
      guard part.details == columns, isOwn else { throw .foreignPart }
      return Executor.summary(of: part, run.plan, requested: part.trials, control: control)
    }
    let settings = RunSettings(
      firstTrial: request.firstTrial, trials: isUncertain ? model.trials : 1, seed: model.seed,
      sampling: model.sampling)
    var engineRequest = RunRequest(details: details, isExact: request.isExact)
    if let rule = model.stopping, isUncertain {
      let watched = rule.expression.map { [$0] } ?? figures
      let outputs = Set(watched.compactMap { positions[$0] }.map { run.outputs[$0] })
      engineRequest.stopping = RunRequest.Stopping(
        outputs: outputs.sorted(), bound: rule.bound, isRelative: rule.isRelative)
    }
    return Executor.summarise(run.plan, settings, engineRequest, control: control)
  }

  /// The trials × months × products × scenarios that answering takes.
  package static func cost(_ questions: [Question], of model: Model) -> Double {
    var answerer = Answerer(questions, of: model)
    _ = questions.map { answerer.prepare($0.form) }
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

  /// The bytes that the answers take: 8 for each value of each trial that is kept, or what a sketch of a column takes, and the
  /// texts told.
  package static func size(
    _ questions: [Question], of model: Model, _ request: Request = Request()
  ) -> Double {
    var answerer = Answerer(questions, of: model)
    _ = questions.map { answerer.prepare($0.form) }
    let trials = answerer.isUncertain ? model.trials : 1
    let isKept = request.firstTrial + trials <= RunPart.mostKept
    let settings = RunSettings(trials: trials, seed: 0, sampling: model.sampling)
    let column = isKept ? 8 * Double(trials) : RunPart.bytesOfSketch * Double(settings.replicates)
    var bytes = 0.0
    for id in answerer.expressions {
      bytes += column * Double(answerer.isOverMonths(id) ? model.months + 1 : 1)
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
    _ = questions.map { answerer.prepare($0.form) }
    return try AnswerPlanner.plan(answerer.expressions, of: answerer.model)
  }

  /// `true` iff any draw may reach an answer: else one trial tells all.
  private var isUncertain: Bool { !model.graph.draws.isEmpty }

  // MARK: Preparing

  typealias Reader = (Reading) -> Answer.Form

  /// Asks for an expression.
  mutating func want(_ id: ExpressionID, _ detail: SummaryDetail = .percentiles) {
    wanted[id] = max(wanted[id] ?? .total, detail)
    guard positions[id] == nil else { return }
    positions[id] = expressions.count
    expressions.append(id)
  }

  mutating func metric(_ metric: Metric, _ product: ProductID?, _ scenario: ScenarioID)
    -> ExpressionID
  {
    model.graph.add(MetricReference(metric, of: product, in: scenario))
  }

  mutating func atEnd(_ id: ExpressionID) -> ExpressionID {
    model.graph.add(.at, id, model.graph.add(.horizon))
  }

  private mutating func prepare(_ form: Question.Form) -> Reader {
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
    case .why(let product, let month, let scenario):
      return prepareLedger(product, month, scenario ?? model.defaultScenario)
    case .failures(let scenario): return prepareFailures(scenario)
    case .detect(let asked): return prepareDetection(asked)
    case .flow(let month, let scenario): return prepareFlow(month, scenario)
    case .plot(let form, let file):
      let read = prepare(form)
      return { .plot(read($0), file: file) }
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
      for id in values + differences { want(id) }
      for id in larger { want(id, .mean) }
      self.figures += values
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
    model.isOverMonths(id)
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
    want(condition, .mean)
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
    for id in [users] + flows + [failed].compactMap({ $0 }) { want(id, .total) }
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
