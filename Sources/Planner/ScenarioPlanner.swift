import Engine
import Portfolio
import Quantities

/// Writes the month of the metrics reference §1 down as terms, for one scenario of a model.
///
/// The order within a month is the contract's: closing, churn and lapse, resurrection, acquisition, redirection, capacity,
/// money; then the failures are judged. What is certain folds away, so a product without actions costs a few instructions.
struct ScenarioPlanner {
  let model: Model
  let scenario: ScenarioID
  let sources: DrawSources
  var builder: ProgramBuilder
  /// What the scenario's checks watch, in the order of the builder's watches.
  var sites: [CheckSite] = []
  /// What is watched already, so that a clause used twice is checked once: by position among the sites.
  private var watched = PositionTable()
  /// The builder's watches before the scenario's.
  private let watchesBefore: Int
  var products: [ProductState] = []
  var redirections: [Redirection] = []
  /// By redirection: that of the one whose audience it offers to, itself unless it takes over another's.
  var audiences: [Int] = []
  /// The audiences of each product, by the position of the first redirection to them.
  var outgoing: [ProductID: [Int]] = [:]
  /// The integrations into each product.
  var integrations: [ProductID: [Integration]] = [:]
  var closings: [ProductID: Closing] = [:]
  /// The overlaps of each product, declared from either side, by position; and the declared shares.
  let overlaps: [ProductID: [Int]]
  let overlapShares: [[ProductID]: ClauseValue]
  var reallocations: [Reallocation] = []
  let observations: [ProductID?: [Observation]]
  /// The clauses of each product as the scenario has them.
  private var clauses: [ProductClauses]
  /// The parts of the model's graph, at hand: the graph itself is a value of many parts.
  let expressions: [Expression]
  let metrics: [MetricReference]
  let draws: [Draw]
  let months: Int
  /// The month's number, 1….
  let month: Term
  /// Values of metrics at the end of the month being written.
  var current: MetricTerms
  /// The parts of metrics that are asked for, and those that were booked in the month being written.
  var wantedParts: Set<MetricReference> = []
  var parts: [MetricReference: Term] = [:]
  /// States that carry a metric into the next month, made when a clause mentions it.
  var carried: [MetricReference: Term] = [:]
  /// Terms of clause expressions, and of the expressions of conditions, by position in the graph.
  var clauseTerms: [Term?]
  var conditionTerms: [Term?]

  /// Plans `scenario` of `model` into `builder` so that `records` are kept.
  static func plan(
    _ scenario: ScenarioID, of model: Model, sources: DrawSources, records: [MetricReference],
    into builder: inout ProgramBuilder
  ) -> PlannedScenario {
    // Moved there and back: a second reference would have every list of the builder copied.
    var taken = ProgramBuilder(months: 0)
    swap(&taken, &builder)
    var planner = ScenarioPlanner(
      model: model, scenario: scenario, sources: sources, builder: taken)
    taken = ProgramBuilder(months: 0)
    let planned = planner.run(records)
    swap(&planner.builder, &builder)
    return planned
  }

  private init(
    model: Model, scenario: ScenarioID, sources: DrawSources, builder: consuming ProgramBuilder
  ) {
    self.model = model
    self.scenario = scenario
    self.sources = sources
    var overlaps: [ProductID: [Int]] = [:]
    for (i, overlap) in model.overlaps.enumerated() {
      overlaps[overlap.of, default: []].append(i)
      overlaps[overlap.with, default: []].append(i)
    }
    self.overlaps = overlaps
    overlapShares = model.overlaps.isEmpty ? [:] : model.overlapShares
    observations =
      model.observations.isEmpty ? [:] : Dictionary(grouping: model.observations, by: \.product)
    clauses = model.products.map(\.clauses)
    for ancestor in model.lineage(of: scenario) {
      for (target, clause) in model[ancestor].changes {
        clauses[Int(target.product.rawValue)][target.clause] = clause
      }
    }
    let graph = model.graph
    (expressions, metrics, draws) = (graph.expressions, graph.metrics, graph.draws)
    current = MetricTerms(products: model.products.count)
    clauseTerms = [Term?](repeating: nil, count: expressions.count)
    conditionTerms = clauseTerms
    months = model.months
    watchesBefore = builder.watches.count
    month = builder.table((0..<model.months).map { Double($0 + 1) })
    self.builder = builder
  }

  private mutating func run(_ records: [MetricReference]) -> PlannedScenario {
    for action in model.actions(in: scenario) {
      switch action {
      case .redirect(let r): redirections.append(r)
      case .integrate(let i): integrations[i.target, default: []].append(i)
      case .close(let c): closings[c.product] = c
      case .reallocate(let r): reallocations.append(r)
      }
    }
    audiences = Model.audiences(of: redirections)
    for (e, r) in redirections.enumerated() where audiences[e] == e {
      outgoing[r.source, default: []].append(e)
    }
    expectParts(of: records)
    openStates()
    writeMonth()
    judgeFailures()
    closeStates()
    var kept: [MetricReference: (index: Int, isConstant: Bool)] = [:]
    for reference in records where kept[reference] == nil {
      builder.group = group(of: reference)
      let (initial, value) = recorded(reference)
      kept[reference] = (
        builder.record(initial: initial, value: value),
        initial == value && builder.level(value) != .month && builder.level(value) != .table
      )
    }
    for (reference, state) in carriedInOrder { builder.setNext(state, end(reference)) }
    return PlannedScenario(scenario: scenario, records: kept, sites: sites)
  }

  /// The states that clauses made, in an order that doesn't change from run to run.
  private var carriedInOrder: [(MetricReference, Term)] {
    carried.sorted { $0.value.index < $1.value.index }.map { ($0.key, $0.value) }
  }

  /// What the terms of a metric are computed beside: its product; the portfolio comes after all products.
  func group(of reference: MetricReference) -> Int {
    reference.product.map { Int($0.rawValue) } ?? products.count
  }

  /// The clause of a product in the scenario.
  func clause(_ clause: ProductClause, of product: ProductID) -> ClauseValue? {
    clauses[Int(product.rawValue)][clause]
  }

  // MARK: Checks and bounds

  mutating func check(_ term: Term, _ kind: CheckSite.Kind, _ declaration: DeclarationID?) {
    if builder.constant(term) == 0 { return }
    let site = CheckSite(kind, declaration)
    let hash = Self.hash(term, declaration)
    let known = watched.position(hash) {
      builder.watches[watchesBefore + $0].term == term && sites[$0] == site
    }
    guard known == nil else { return }
    watched.add(sites.count, hash)
    sites.append(site)
    builder.watch(term)
  }

  private static func hash(_ term: Term, _ declaration: DeclarationID?) -> UInt64 {
    PositionTable.hash(
      UInt64(UInt32(bitPattern: term.index)),
      UInt64(UInt32(bitPattern: declaration?.rawValue ?? -1)))
  }

  /// x where it is in 0…1, clamped and flagged elsewhere.
  mutating func share(_ x: Term, _ declaration: DeclarationID?) -> Term {
    let stated = finite(x, declaration)
    let clamped = builder.clamped(stated)
    check(builder.apply(.notEqual, stated, clamped), .shareOutOfRange, declaration)
    return clamped
  }

  /// x where it is 0 or more, 0 and flagged elsewhere.
  mutating func nonNegative(_ x: Term, _ declaration: DeclarationID?) -> Term {
    let stated = finite(x, declaration)
    let clamped = builder.apply(.maximum, builder.constant(0), stated)
    check(builder.apply(.notEqual, stated, clamped), .negative, declaration)
    return clamped
  }

  /// x where it is a finite number, 0 and flagged elsewhere.
  mutating func finite(_ x: Term, _ declaration: DeclarationID?) -> Term {
    if let value = builder.constant(x), value.isFinite { return x }
    let range = builder.range(x)
    guard range.mayBeUndefined else { return x }
    let zero = builder.constant(0)
    // NaN where x is NaN or infinite, else 0; NaN differs from everything.
    let isUndefined = builder.apply(.notEqual, builder.apply(.subtract, x, x), zero)
    check(isUndefined, .notFinite, declaration)
    let finite = builder.apply(.select, isUndefined, zero, x)
    builder.narrow(finite, to: ValueRange(low: min(0, range.low), high: max(0, range.high)))
    return finite
  }
}

/// The terms of metrics at the end of a month, by product and by metric; the portfolio's stand after those of all products.
struct MetricTerms {
  private let products: Int
  private var terms: [Int32]
  private static let width = Metric.allCases.count

  init(products: Int) {
    self.products = products
    terms = [Int32](repeating: -1, count: (products + 1) * Self.width)
  }

  private func place(_ reference: MetricReference) -> Int {
    (reference.product.map { Int($0.rawValue) } ?? products) * Self.width + Int(reference.metric)
  }

  subscript(_ reference: MetricReference) -> Term? {
    get {
      let index = terms[place(reference)]
      return index < 0 ? nil : Term(index: index)
    }
    set { terms[place(reference)] = newValue?.index ?? -1 }
  }
}
