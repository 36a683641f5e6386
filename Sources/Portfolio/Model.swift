package import Quantities

/// Products, what befalls them, what may be done and what was measured: plain data over one expression graph.
package struct Model: Sendable {
  /// The expressions of all clauses.
  package var graph = ExpressionGraph()
  /// What is uncertain, as it was written, in the order in which it was met; a key may come twice.
  package var inputs: [Input] = []
  /// Months to simulate; 0 until a `simulate` says so.
  package var months = 0
  /// The calendar month of month 1, if there is a calendar.
  package var start: CalendarMonth?
  /// Trials to run.
  package var trials = 10_000
  /// When fewer trials do; nil to run all.
  package var stopping: StoppingRule?
  /// The seed of all draws.
  package var seed: UInt64 = 1
  /// How the uniform numbers of the draws are chosen.
  package var sampling = Sampling.random
  /// The discount rate per month.
  package var discount: ExpressionID?
  /// The currency that money is told in; the first one used.
  package var currency: String?
  /// The products, in the order of declaration.
  package var products: [Product] = []
  /// How each failing product is recognised.
  package var failures: [ProductID: Failure] = [:]
  /// The declared pairs.
  package var overlaps: [Overlap] = []
  /// `baseline`, `plan`, then the declared ones.
  package var scenarios: [Scenario] = [
    Scenario(name: "baseline", extends: nil), Scenario(name: "plan", extends: .baseline),
  ]
  /// What questions suppose; a metric names one by its position.
  package var suppositions: [Supposition] = []
  /// What was measured and what was published.
  package var observations: [Observation] = []
  /// What was published.
  package var claims: [Claim] = []

  /// The first share declared of each product's users who use another, by the two.
  package var overlapShares: [[ProductID]: ClauseValue] {
    Dictionary(
      overlaps.map { ([$0.of, $0.with], $0.share) }, uniquingKeysWith: { first, _ in first })
  }

  /// Creates an empty model.
  package init() {}

  /// The product called `id`.
  package subscript(id: ProductID) -> Product {
    _read { yield products[Int(id.rawValue)] }
    // In place: a product is not copied for each of its clauses.
    _modify { yield &products[Int(id.rawValue)] }
  }

  /// The scenario called `id`.
  package subscript(id: ScenarioID) -> Scenario {
    _read { yield scenarios[Int(id.rawValue)] }
    // In place: a scenario's actions are not copied for each one added.
    _modify { yield &scenarios[Int(id.rawValue)] }
  }

  /// All products' identities, in order.
  package var productIDs: [ProductID] {
    products.indices.map { ProductID(rawValue: Int32($0)) }
  }

  /// All scenarios' identities, in order.
  package var scenarioIDs: [ScenarioID] {
    scenarios.indices.map { ScenarioID(rawValue: Int32($0)) }
  }

  /// The scenario that a figure is of where none is named: `plan`, or `baseline` where there is no action.
  package var defaultScenario: ScenarioID {
    self[.plan].actions.isEmpty && self[.plan].changes.isEmpty ? .baseline : .plan
  }

  /// The actions in force in a scenario: inherited ones first, each replaced by a later one of the same identity.
  package func actions(in id: ScenarioID) -> [Action] {
    var found: [Action] = []
    var positions: [Action.Identity: Int] = [:]
    for ancestor in lineage(of: id) {
      for action in self[ancestor].actions {
        if let i = positions[action.identity] {
          found[i] = action
        } else {
          positions[action.identity] = found.count
          found.append(action)
        }
      }
    }
    if let supposition = self[id].supposition {
      return supposition.applied(to: found, committed: self[.baseline].actions)
    }
    return found
  }

  /// The clause of a product in a scenario: as declared, or as the scenario or one it extends changes it.
  package func clause(_ clause: ProductClause, of product: ProductID, in id: ScenarioID)
    -> ClauseValue?
  {
    let target = Scenario.Target(product, clause)
    for ancestor in lineage(of: id).reversed() {
      if let changed = self[ancestor].changes[target] { return changed }
    }
    return self[product].clauses[clause]
  }

  /// The scenario and what it extends, `baseline` first.
  package func lineage(of id: ScenarioID) -> [ScenarioID] {
    var line: [ScenarioID] = []
    var next: ScenarioID? = id
    while let id = next, !line.contains(id) {
      line.append(id)
      next = self[id].extends
    }
    return line.reversed()
  }

  /// The number of a time point's month; nil if it is of a calendar and the simulation has none.
  package func monthNumber(_ point: TimePoint) -> Int? {
    switch point {
    case .number(let n): n
    case .calendar(let month): start.map { month - $0 + 1 }
    }
  }

  /// The name of a month: of the calendar if there is one, else `month 3`.
  package func monthName(_ number: Int) -> String {
    start.map { ($0 + (number - 1)).text } ?? "month \(number)"
  }
}
