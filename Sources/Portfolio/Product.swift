package import Quantities

/// Identifies a declaration or a clause of a script; only the facade knows which text it stands for.
package struct DeclarationID: Hashable, Sendable, Comparable {
  /// The position in the order of declaration.
  package let rawValue: Int32
  /// Creates the identity of the declaration at position `rawValue`.
  package init(rawValue: Int32) { self.rawValue = rawValue }
  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Where a number comes from.
package struct Provenance: Hashable, Sendable {
  /// Who says so.
  package var source: String?
  /// The month it is of.
  package var asOf: CalendarMonth?
  /// A remark.
  package var note: String?
  /// Creates a provenance; empty unless said otherwise.
  package init(source: String? = nil, asOf: CalendarMonth? = nil, note: String? = nil) {
    (self.source, self.asOf, self.note) = (source, asOf, note)
  }
  /// `true` iff nothing is said.
  package var isEmpty: Bool { source == nil && asOf == nil && note == nil }
}

/// The value of a clause: an expression over draws, the month and last month's metrics, in base units.
package struct ClauseValue: Hashable, Sendable {
  /// The value, in users, the portfolio's currency, months and shares.
  package var expression: ExpressionID
  /// The clause.
  package var declaration: DeclarationID
  /// Where the number comes from.
  package var provenance: Provenance
  /// Creates a clause; see the properties.
  package init(
    _ expression: ExpressionID, _ declaration: DeclarationID,
    _ provenance: Provenance = Provenance()
  ) {
    (self.expression, self.declaration, self.provenance) = (expression, declaration, provenance)
  }
}

/// The clauses of a product that hold one quantity.
package enum ProductClause: String, CaseIterable, Sendable {
  /// Traffic when month 1 begins, in the product's count unit.
  case users
  /// Newcomers a month.
  case acquisition
  /// The share of users that stops, a month.
  case churn
  /// The share of the dormant that comes back, a month.
  case resurrection
  /// Users who had stopped when month 1 begins.
  case dormant
  /// Revenue a user and month.
  case arpu
  /// Fixed cost a month.
  case cost
  /// The most traffic the product takes.
  case capacity
  /// Money put in before month 1.
  case invested

  /// `true` iff the clause states what is there before month 1.
  package var isOpening: Bool {
    switch self {
    case .users, .dormant, .invested: true
    default: false
    }
  }

  /// The place in the order of declaration.
  fileprivate var position: Int {
    switch self {
    case .users: 0
    case .acquisition: 1
    case .churn: 2
    case .resurrection: 3
    case .dormant: 4
    case .arpu: 5
    case .cost: 6
    case .capacity: 7
    case .invested: 8
    }
  }
}

/// The quantities of a product that are stated, by their clauses, in the order of these: a clause that has a spelling is hashed
/// and compared by it, which took a fiftieth of the evaluation and of the planning of twelve products.
package struct ProductClauses: Hashable, Sendable {
  private var stated: [Entry] = []

  private struct Entry: Hashable {
    let position: Int
    var value: ClauseValue
  }

  /// What a clause states; nil where it states nothing.
  package subscript(clause: ProductClause) -> ClauseValue? {
    get {
      let position = clause.position
      return stated.first { $0.position == position }?.value
    }
    set {
      let position = clause.position
      let i = stated.firstIndex { $0.position >= position } ?? stated.count
      let isStated = i < stated.count && stated[i].position == position
      switch (newValue, isStated) {
      case (let value?, true): stated[i].value = value
      case (let value?, false): stated.insert(Entry(position: position, value: value), at: i)
      case (nil, true): stated.remove(at: i)
      case (nil, false): break
      }
    }
  }
}

/// A product: its stocks, its flows and its money.
package struct Product: Hashable, Sendable {
  /// The name.
  package var name: String
  /// What is displayed; the name unless a title was given.
  package var title: String
  /// The unit its traffic is counted in: users, or another declared count.
  package var unit: String
  /// The quantities.
  package var clauses = ProductClauses()
  /// The names of its features.
  package var features: [String] = []
  /// A level of traffic to reach and when.
  package var goal: Goal?
  /// The declaration.
  package var declaration: DeclarationID
  /// Where the product's numbers come from, unless a clause says otherwise.
  package var provenance = Provenance()

  /// A level of traffic to reach by a time.
  package struct Goal: Hashable, Sendable {
    /// The level.
    package var target: ClauseValue
    /// The month, as an expression.
    package var by: ExpressionID
    /// Creates the goal `target` by the month `by`.
    package init(target: ClauseValue, by: ExpressionID) { (self.target, self.by) = (target, by) }
  }

  /// Creates the product `name` that counts `unit`.
  package init(name: String, title: String, unit: String, declaration: DeclarationID) {
    (self.name, self.title, self.unit, self.declaration) = (name, title, unit, declaration)
  }
}

/// How a failure is recognised, and why it happened.
package struct Failure: Hashable, Sendable {
  /// The criteria as a condition on end-of-month metrics; nil where the failure is dated.
  package var condition: ExpressionID?
  /// The month of a dated failure.
  package var month: ExpressionID?
  /// The reasons, as they were given.
  package var reasons: [String]
  /// The declaration.
  package var declaration: DeclarationID
  /// The criteria as they were written.
  package var text: String
  /// Where it comes from.
  package var provenance: Provenance
  /// Creates a failure; see the properties.
  package init(
    condition: ExpressionID?, month: ExpressionID?, reasons: [String], declaration: DeclarationID,
    text: String, provenance: Provenance
  ) {
    (self.condition, self.month, self.reasons) = (condition, month, reasons)
    (self.declaration, self.text, self.provenance) = (declaration, text, provenance)
  }
}

/// The share of one product's users who use another as well.
package struct Overlap: Hashable, Sendable {
  /// The product whose users the share is of.
  package var of: ProductID
  /// The other product.
  package var with: ProductID
  /// The share.
  package var share: ClauseValue
  /// Creates the overlap: `share` of `of` use `with`.
  package init(of: ProductID, with: ProductID, share: ClauseValue) {
    (self.of, self.with, self.share) = (of, with, share)
  }
}
