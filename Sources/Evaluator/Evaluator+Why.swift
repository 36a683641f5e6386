import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// What asks for a ledger.
extension Evaluator {
  mutating func askWhy(_ node: NodeID) throws(Failure) {
    var subject = first(node)
    var month: ExpressionID?
    var scenarios: [ScenarioID] = []
    peeling: while true {
      switch syntax.kind(subject) {
      case .atTime:
        guard let timeNode = syntax.child(1, of: subject) else { return }
        month = try insideHorizon(
          try monthNumber(try time(timeNode, source: nil), at: timeNode), from: 0, at: timeNode)
      case .inTarget:
        guard let target = syntax.child(1, of: subject), let id = scenarioNames[text(target)]
        else { break peeling }
        scenarios = [id]
      case .parenthesized: break
      default: break peeling
      }
      subject = first(subject)
    }
    var places: [ScenarioID: SourceSpan] = [:]
    for child in syntax.children(of: node).dropFirst() {
      guard let id = scenarioNames[text(child)] else {
        throw report(
          .unknown(
            "scenario", text(child), span(child), among: Array(scenarioNames.keys),
            code: .unknownScenario))
      }
      // `why A.users, Slow` asks for the usual scenario and for that one.
      if scenarios.isEmpty { scenarios = [model.defaultScenario] }
      if scenarios.contains(id) {
        throw report(.duplicate("the scenario", text(child), span(child), first: places[id]))
      }
      places[id] = span(child)
      scenarios.append(id)
    }
    // `at end`, which is what none stated means too.
    if let end = month, model.graph[end].operation == .horizon { month = nil }
    if let month, model.graph.constant(month) == nil {
      throw report(
        .uncertain("a ledger goes to one month, and this one differs between trials", span(node)))
    }
    try ask(.why(try ledgerSubject(subject), month: month, scenarios: scenarios), node)
  }

  /// The stock or money that a node names; an error that leads on for what has no ledger.
  private mutating func ledgerSubject(_ node: NodeID) throws(Failure) -> LedgerSubject {
    guard syntax.kind(node) == .memberAccess, let base = syntax.child(0, of: node),
      let word = syntax.child(1, of: node)
    else {
      let isProduct = model.products.contains { $0.name == text(node) }
      throw report(
        .noLedger(of: text(node), nil, isProduct ? text(node) : exampleProduct, span(node)))
    }
    let product: ProductID?
    let metric: Metric?
    switch try evaluate(base) {
    case .product(let id): (product, metric) = (id, productMetric(text(word), of: id))
    case .portfolio:
      (product, metric) = (nil, Metric.byName[text(word)].flatMap { $0.isOfPortfolio ? $0 : nil })
    case .broken: throw Failure()
    default: throw report(.noLedger(of: text(node), nil, exampleProduct, span(node)))
    }
    // What is no metric at all has its own message.
    guard let metric else {
      _ = try evaluate(node)
      throw Failure()
    }
    if product == nil, LedgerSubject.metrics.contains(metric), metric.measure == .stock {
      let counted = Set(model.products.map(\.unit))
      if counted.count > 1 {
        throw report(.mixedUnits(counted.sorted(), metric.name, span(node)))
      }
    }
    guard let subject = LedgerSubject(metric, of: product) else {
      throw report(.noLedger(of: text(node), metric, text(base), span(node)))
    }
    return subject
  }

  private var exampleProduct: String { model.products.first?.name ?? "Resso" }
}

extension Diagnostic {
  /// What was asked has no ledger of its own; `owner` is whose metric it is, or a product to ask about.
  static func noLedger(of text: String, _ metric: Metric?, _ owner: String, _ span: SourceSpan)
    -> Diagnostic
  {
    var note =
      "a ledger tells of users and of money, flow by flow: of `users`, `own`, `redirected`, `dormant`, `revenue`, `cost` and `margin`"
    var wanted = "\(owner).users"
    switch metric?.measure {
    case .flow?:
      note = "it is a flow, so it is a column of a ledger: that of the users"
    case .moneyStock? where metric == .value:
      note = "it is the margin of each month, discounted and added up"
      wanted = "\(owner).margin"
    case .money?:
      note = "it is what a clause says, a part of the cost"
      wanted = "\(owner).cost"
    case .perUser?:
      note = "it is what a clause says, a part of the revenue"
      wanted = "\(owner).revenue"
    case .stock? where metric == .people || metric == .leastPeople:
      note = "who uses two products is counted once in it, and no flow is of one person"
    case .month?, .truth?:
      note = "the ledger of the users tells in how many trials it has happened, month by month"
    default: break
    }
    return Diagnostic(
      .wrongKind, "`\(text)` has no ledger of its own", at: span, notes: [note],
      help: metric == nil ? ["ask `why \(wanted)`"] : [],
      corrections: metric == nil
        ? [] : [Correction("ask `why \(wanted)`", replacing: span, with: wanted)])
  }
}
