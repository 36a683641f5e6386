package import Quantities

/// How an offer or an adoption spreads over months.
package struct Ramp: Hashable, Sendable {
  /// The shapes; formulas in the reference under "Ramps".
  package enum Shape: String, CaseIterable, Sendable { case instant, linear, logistic, exponential }
  /// The shape.
  package var shape: Shape
  /// The steepness k.
  package var steepness: ExpressionID?
  /// Creates a ramp.
  package init(_ shape: Shape, steepness: ExpressionID? = nil) {
    (self.shape, self.steepness) = (shape, steepness)
  }
}

/// When an action works: expressions for the first month and the month before which it ends.
package struct Timing: Hashable, Sendable {
  /// The first month.
  package var from: ExpressionID?
  /// The first month in which it no longer works.
  package var until: ExpressionID?
  /// The months the ramp takes.
  package var over: ExpressionID?
  /// The ramp.
  package var ramp = Ramp(.linear)
  /// Months by which it begins and ends later than stated, 0 or more.
  package var delay = 0
  /// Creates an empty timing.
  package init() {}
}

/// The users of a source are offered a target.
package struct Redirection: Hashable, Sendable {
  /// The quantities a redirection can state.
  package enum Clause: String, CaseIterable, Sendable {
    case reach, accept, overlap, lapse, churn, cost, share
  }
  /// The product whose users, feature or money is moved.
  package var source: ProductID
  /// The product that takes them, or it.
  package var target: ProductID
  /// When it works.
  package var timing = Timing()
  /// The quantities.
  package var clauses: [Clause: ClauseValue] = [:]
  /// `true` iff those who don't take the offer leave the portfolio.
  package var declinersLeave = false
  /// Where it was declared.
  package var declaration: DeclarationID
  /// Creates the redirection of `source` to `target`.
  package init(source: ProductID, target: ProductID, declaration: DeclarationID) {
    (self.source, self.target, self.declaration) = (source, target, declaration)
  }
}

/// A feature of a source lives on in a target.
package struct Integration: Hashable, Sendable {
  /// The quantities an integration can state.
  package enum Clause: String, CaseIterable, Sendable {
    case adoption, acquisition, churn, arpu, cost
  }
  /// The feature, the product that has it, and the one that takes it.
  package var feature: String
  /// The product it comes from.
  package var source: ProductID
  /// The product that takes them, or it.
  package var target: ProductID
  /// When it works.
  package var timing = Timing()
  /// The quantities; acquisition, churn and arpu are relative changes among adopters.
  package var clauses: [Clause: ClauseValue] = [:]
  /// Where it was declared.
  package var declaration: DeclarationID
  /// Creates the integration of `feature`.
  package init(feature: String, source: ProductID, target: ProductID, declaration: DeclarationID) {
    (self.feature, self.source, self.target) = (feature, source, target)
    self.declaration = declaration
  }
}

/// A product ends: from the start of the month it has no users, no flows and no cost.
package struct Closing: Hashable, Sendable {
  /// The product.
  package var product: ProductID
  /// The month.
  package var month: ExpressionID
  /// Months by which it closes later than stated, 0 or more.
  package var delay = 0
  /// Where it was declared.
  package var declaration: DeclarationID
  /// Creates the closing of `product` in `month`.
  package init(product: ProductID, month: ExpressionID, declaration: DeclarationID) {
    (self.product, self.month, self.declaration) = (product, month, declaration)
  }
}

/// A share of a product's cost buys users for another.
package struct Reallocation: Hashable, Sendable {
  /// The share, whose cost it is of, and what it is spent on.
  package var share: ClauseValue
  /// The product it comes from.
  package var source: ProductID
  /// The product that takes them, or it.
  package var target: ProductID
  /// What one user costs.
  package var cac: ClauseValue?
  /// When it works.
  package var timing = Timing()
  /// Where it was declared.
  package var declaration: DeclarationID
  /// Creates the reallocation of `share` of the cost of `source` to `target`.
  package init(
    share: ClauseValue, source: ProductID, target: ProductID, declaration: DeclarationID
  ) {
    (self.share, self.source, self.target) = (share, source, target)
    self.declaration = declaration
  }
}

/// Something a scenario does.
package enum Action: Hashable, Sendable {
  case redirect(Redirection)
  case integrate(Integration)
  case close(Closing)
  case reallocate(Reallocation)

  /// What makes two actions the same action on the same products; the later replaces an inherited one.
  package enum Identity: Hashable, Sendable {
    case redirect(ProductID, ProductID)
    case integrate(String, ProductID, ProductID)
    case close(ProductID)
    case reallocate(ProductID, ProductID)
  }

  /// The action's identity within a scenario.
  package var identity: Identity {
    switch self {
    case .redirect(let r): .redirect(r.source, r.target)
    case .integrate(let i): .integrate(i.feature, i.source, i.target)
    case .close(let c): .close(c.product)
    case .reallocate(let r): .reallocate(r.source, r.target)
    }
  }

  /// The declaration.
  package var declaration: DeclarationID {
    switch self {
    case .redirect(let r): r.declaration
    case .integrate(let i): i.declaration
    case .close(let c): c.declaration
    case .reallocate(let r): r.declaration
    }
  }
}

/// A set of actions and of changed clauses.
package struct Scenario: Hashable, Sendable {
  /// A clause that a scenario changes.
  package struct Target: Hashable, Sendable {
    /// The product.
    package var product: ProductID
    /// The clause.
    package var clause: ProductClause
    /// Creates the target `clause` of `product`.
    package init(_ product: ProductID, _ clause: ProductClause) {
      (self.product, self.clause) = (product, clause)
    }
  }
  /// The name, and what is displayed.
  package var name: String
  /// What is displayed.
  package var title: String
  /// What it starts from; nil for `baseline`.
  package var extends: ScenarioID?
  /// Its own actions, in the order of declaration.
  package var actions: [Action] = []
  /// Its own changes.
  package var changes: [Target: ClauseValue] = [:]
  /// What a question supposes of all its actions, inherited ones too; nil for what was declared.
  package var supposition: Supposition?
  /// Where it was declared.
  package var declaration: DeclarationID?
  /// Creates the scenario `name`.
  package init(
    name: String, title: String? = nil, extends: ScenarioID?, declaration: DeclarationID? = nil
  ) {
    (self.name, self.title, self.extends) = (name, title ?? name, extends)
    self.declaration = declaration
  }
}
