import Engine
package import Portfolio
package import Quantities

/// Writes the month of the metrics reference §1 down as terms, for one scenario of a model.
///
/// The order within a month is the contract's: closing, churn and lapse, resurrection, acquisition, redirection, capacity,
/// money; then the failures are judged. What is certain folds away, so a product without actions costs a few instructions.
package struct ScenarioPlanner {
  let model: Model
  let scenario: ScenarioID
  let sources: DrawSources
  var builder: ProgramBuilder
  var sites: [CheckSite] = []
  /// What is watched already, so that a clause used twice is checked once.
  private var watched: [Term: Set<CheckSite>] = [:]
  var products: [ProductState] = []
  var redirections: [Redirection] = []
  /// The redirections out of each product, by position.
  var outgoing: [ProductID: [Int]] = [:]
  /// The integrations into each product.
  var integrations: [ProductID: [Integration]] = [:]
  var closings: [ProductID: Closing] = [:]
  /// The overlaps of each product, declared from either side, by position; and the declared shares.
  let overlaps: [ProductID: [Int]]
  let overlapShares: [[ProductID]: ClauseValue]
  var reallocations: [Reallocation] = []
  /// The month's number, 1….
  let month: Term
  /// Values of metrics at the end of the month being written.
  var current: [MetricReference: Term] = [:]
  /// States that carry a metric into the next month, made when a clause mentions it.
  var carried: [MetricReference: Term] = [:]
  /// Terms of clause expressions, by expression.
  var clauseTerms: [ExpressionID: Term] = [:]
  var conditionTerms: [ExpressionID: Term] = [:]
  /// The clause whose expression is being translated.
  var declaration: DeclarationID?

  /// Plans `scenario` of `model` so that `records` are kept.
  package static func plan(
    _ scenario: ScenarioID, of model: Model, sources: DrawSources, records: [MetricReference]
  ) -> PlannedScenario {
    var planner = ScenarioPlanner(model: model, scenario: scenario, sources: sources)
    return planner.run(records)
  }

  private init(model: Model, scenario: ScenarioID, sources: DrawSources) {
    self.model = model
    self.scenario = scenario
    self.sources = sources
    var overlaps: [ProductID: [Int]] = [:]
    for (i, overlap) in model.overlaps.enumerated() {
      overlaps[overlap.of, default: []].append(i)
      overlaps[overlap.with, default: []].append(i)
    }
    self.overlaps = overlaps
    overlapShares = model.overlapShares
    builder = ProgramBuilder(months: model.months)
    month = builder.table((0..<model.months).map { Double($0 + 1) })
  }

  private mutating func run(_ records: [MetricReference]) -> PlannedScenario {
    for action in model.actions(in: scenario) {
      switch action {
      case .redirect(let r):
        outgoing[r.source, default: []].append(redirections.count)
        redirections.append(r)
      case .integrate(let i): integrations[i.target, default: []].append(i)
      case .close(let c): closings[c.product] = c
      case .reallocate(let r): reallocations.append(r)
      }
    }
    openStates()
    writeMonth()
    notePeople()
    judgeFailures()
    closeStates()
    var kept: [MetricReference: (index: Int, isConstant: Bool)] = [:]
    for reference in records where kept[reference] == nil {
      let (initial, value) = recorded(reference)
      kept[reference] = (
        builder.record(initial: initial, value: value),
        initial == value && builder.level(value) != .month && builder.level(value) != .table
      )
    }
    for (reference, state) in carriedInOrder { builder.setNext(state, end(reference)) }
    return PlannedScenario(
      scenario: scenario, plan: builder.finish(), records: kept, sites: sites)
  }

  /// The states that clauses made, in an order that doesn't change from run to run.
  private var carriedInOrder: [(MetricReference, Term)] {
    carried.sorted { $0.value.index < $1.value.index }.map { ($0.key, $0.value) }
  }

  // MARK: Checks and bounds

  mutating func check(_ term: Term, _ kind: CheckSite.Kind, _ declaration: DeclarationID?) {
    if builder.constant(term) == 0 { return }
    let site = CheckSite(kind, declaration)
    guard watched[term, default: []].insert(site).inserted else { return }
    sites.append(site)
    builder.check(term, site: sites.count - 1)
  }

  /// x where it is in 0…1, clamped and flagged elsewhere.
  mutating func share(_ x: Term, _ declaration: DeclarationID?) -> Term {
    let (zero, one) = (builder.constant(0), builder.constant(1))
    let outside = builder.apply(.or, builder.apply(.less, x, zero), builder.apply(.less, one, x))
    check(outside, .shareOutOfRange, declaration)
    return builder.apply(.minimum, one, builder.apply(.maximum, zero, finite(x, declaration)))
  }

  /// x where it is 0 or more, 0 and flagged elsewhere.
  mutating func nonNegative(_ x: Term, _ declaration: DeclarationID?) -> Term {
    let zero = builder.constant(0)
    check(builder.apply(.less, x, zero), .negative, declaration)
    return builder.apply(.maximum, zero, finite(x, declaration))
  }

  /// x where it is a finite number, 0 and flagged elsewhere.
  mutating func finite(_ x: Term, _ declaration: DeclarationID?) -> Term {
    if let value = builder.constant(x), value.isFinite { return x }
    guard builder.nodes[Int(x.index)].mayBeUndefined else { return x }
    // Not by x - x, which is 0 whatever x is.
    let isFinite = builder.apply(
      .lessOrEqual, builder.apply(.absolute, x), builder.constant(.greatestFiniteMagnitude))
    check(builder.apply(.not, isFinite), .notFinite, declaration)
    return builder.apply(.select, isFinite, x, builder.constant(0))
  }
}
