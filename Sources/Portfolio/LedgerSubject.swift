package import Quantities

/// What a ledger explains: a stock or the money of a product, or of all of them together.
package struct LedgerSubject: Hashable, Sendable {
  /// The product; nil for the portfolio.
  package var product: ProductID?
  /// The stock or the money.
  package var metric: Metric

  /// Creates the subject; nil for a metric that has no ledger.
  package init?(_ metric: Metric, of product: ProductID?) {
    guard Self.metrics.contains(metric), product != nil || metric != .own else { return nil }
    (self.product, self.metric) = (product, metric)
  }

  /// The metrics that have a ledger.
  package static let metrics: [Metric] = [
    .users, .own, .redirected, .dormant, .revenue, .cost, .margin,
  ]

  /// `true` iff what was there when the month began is carried over, so that there is an opening.
  package var isStock: Bool { metric.measure == .stock }

  /// The metrics the subject is made of, with their signs; 0 for what is only noted.
  package var flows: [(metric: Metric, sign: Int)] {
    switch metric {
    case .own:
      Metric.ledger.filter { $0.sign != 0 && ![.movedIn, .lapsed].contains($0.metric) }
    case .redirected:
      Metric.ledger.filter { $0.sign != 0 && ![.acquired, .resurrected].contains($0.metric) }
    case .dormant: [(.churned, 1), (.lapsed, 1), (.resurrected, -1)]
    case .revenue: [(.revenue, 1)]
    case .cost: [(.cost, 1)]
    case .margin: [(.revenue, 1), (.cost, -1)]
    default:
      // Between products of the portfolio a move is no change.
      Metric.ledger.filter { product != nil || ![.movedIn, .movedOut].contains($0.metric) }
    }
  }

  /// Of which users the flows are.
  package var stock: LedgerPart.Stock {
    switch metric {
    case .own: .own
    case .redirected: .redirected
    default: .all
    }
  }
}

/// A line of a ledger: what one declaration makes of a flow or of money of a product.
package struct LedgerLine: Hashable, Sendable {
  /// What the declaration is.
  package enum Origin: Hashable, Sendable {
    /// A clause of the product.
    case clause(ProductClause)
    /// An action, or a clause of it.
    case action(Action)
  }
  /// The flow or the money.
  package var metric: Metric
  /// The sign it enters the ledger with; 0 for what is only noted.
  package var sign: Int
  /// The product.
  package var product: ProductID
  /// The clause or the action.
  package var declaration: DeclarationID
  /// What the declaration is.
  package var origin: Origin
}

extension Model {
  /// Everything that is declared to make up a ledger in a scenario, in the order of its flows. What the lines come to is all there is.
  package func ledgerLines(of subject: LedgerSubject, in id: ScenarioID) -> [LedgerLine] {
    let actions = self.actions(in: id)
    var lines: [LedgerLine] = []
    for (metric, sign) in subject.flows {
      for product in subject.product.map({ [$0] }) ?? productIDs {
        for (declaration, origin) in origins(of: metric, product, actions, in: id) {
          let line = LedgerLine(
            metric: metric, sign: sign, product: product, declaration: declaration, origin: origin)
          if !lines.contains(where: { $0.isSamePart(as: line) }) { lines.append(line) }
        }
      }
      if metric == .refused, let target = subject.product {
        lines += refusals(by: target, actions, in: id)
      }
    }
    return lines
  }

  /// What the capacity of a product refuses, of each product that is redirected to it: only noted, in both ledgers.
  private func refusals(by target: ProductID, _ actions: [Action], in id: ScenarioID)
    -> [LedgerLine]
  {
    guard clause(.capacity, of: target, in: id) != nil else { return [] }
    return actions.compactMap { action in
      guard case .redirect(let r) = action, r.target == target else { return nil }
      return LedgerLine(
        metric: .refused, sign: 0, product: r.source, declaration: r.declaration,
        origin: .action(action))
    }
  }

  /// The clauses and actions that may make something of a metric of a product.
  private func origins(
    of metric: Metric, _ product: ProductID, _ actions: [Action], in id: ScenarioID
  ) -> [(DeclarationID, LedgerLine.Origin)] {
    var found: [(DeclarationID, LedgerLine.Origin)] = []
    func add(_ clause: ProductClause) {
      guard let stated = self.clause(clause, of: product, in: id) else { return }
      found.append((stated.declaration, .clause(clause)))
    }
    switch metric {
    case .acquired: add(.acquisition)
    case .resurrected: add(.resurrection)
    case .churned: add(.churn)
    case .revenue: add(.arpu)
    case .cost: add(.cost)
    default: break
    }
    for action in actions {
      for declaration in declarations(of: action, making: metric, product) {
        found.append((declaration, .action(action)))
      }
    }
    if [.acquired, .resurrected, .turnedAway].contains(metric) { add(.capacity) }
    return found
  }

  /// The declarations of an action, itself or its clauses, that may make something of a metric of a product.
  private func declarations(of action: Action, making metric: Metric, _ product: ProductID)
    -> [DeclarationID]
  {
    switch (action, metric) {
    case (.redirect(let r), .movedIn), (.redirect(let r), .revenue):
      return r.target == product ? [r.declaration] : []
    case (.redirect(let r), .mergedOut), (.redirect(let r), .movedOut),
      (.redirect(let r), .refused):
      return r.source == product ? [r.declaration] : []
    case (.redirect(let r), .left):
      return r.source == product && r.declinersLeave ? [r.declaration] : []
    case (.redirect(let r), .churned), (.redirect(let r), .lapsed), (.redirect(let r), .cost):
      let clause: Redirection.Clause =
        metric == .churned ? .churn : metric == .lapsed ? .lapse : .cost
      return r.target == product ? [r.clauses[clause]?.declaration].compactMap { $0 } : []
    case (.integrate(let i), .acquired), (.integrate(let i), .churned),
      (.integrate(let i), .revenue):
      let clause: Integration.Clause =
        metric == .acquired ? .acquisition : metric == .churned ? .churn : .arpu
      return i.target == product && i.clauses[clause] != nil ? [i.declaration] : []
    case (.integrate(let i), .cost):
      return i.target == product ? [i.clauses[.cost]?.declaration].compactMap { $0 } : []
    case (.close(let c), .lostAtClosing): return c.product == product ? [c.declaration] : []
    case (.reallocate(let r), .acquired): return r.target == product ? [r.declaration] : []
    case (.reallocate(let r), .cost):
      return r.source == product || r.target == product ? [r.declaration] : []
    default: return []
    }
  }
}

extension LedgerLine {
  /// `true` iff two lines tell of the same part.
  fileprivate func isSamePart(as other: LedgerLine) -> Bool {
    metric == other.metric && product == other.product && declaration == other.declaration
  }
}
