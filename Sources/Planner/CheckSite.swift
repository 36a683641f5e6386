package import Portfolio
package import Quantities

/// What a check of a plan watches; the executor knows it by its position.
package struct CheckSite: Hashable, Sendable {
  /// What is watched.
  package enum Kind: Hashable, Sendable {
    /// An expression of a clause divides by zero.
    case divisionByZero
    /// A share leaves 0–100%; it was clamped.
    case shareOutOfRange
    /// Users, a flow or a cost below zero; it was clamped.
    case negative
    /// A value that is no finite number; it was taken as 0.
    case notFinite
    /// Users are offered a target that is closed.
    case targetClosed(source: ProductID, target: ProductID)
    /// Redirections that lead back to the first of these products all work.
    case redirectCircle([ProductID])
    /// The ledger of a product doesn't add up: a defect of the engine.
    case conservation(ProductID)
  }
  /// What is wrong where the check strikes.
  package var kind: Kind
  /// The clause or action it is about.
  package var declaration: DeclarationID?
  /// Creates a site.
  package init(_ kind: Kind, _ declaration: DeclarationID?) {
    (self.kind, self.declaration) = (kind, declaration)
  }
}

/// A scenario of a run, and what its parts stand for.
package struct PlannedScenario: Sendable {
  /// The scenario.
  package var scenario: ScenarioID
  /// The recorded metrics, in the order of the plan's records; of these, `true` those that don't change between months.
  package var records: [MetricReference: (index: Int, isConstant: Bool)]
  /// What the scenario's checks watch.
  package var sites: [CheckSite]
}
