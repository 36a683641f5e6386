package import Quantities

/// A part of a flow or of money: what one declaration makes of it, or what goes to or comes from one product.
package enum LedgerPart: Hashable, Sendable {
  /// Of which users a flow is.
  package enum Stock: Int64, Hashable, Sendable, CaseIterable {
    /// Of all.
    case all
    /// Of own users: those who were not redirected here.
    case own
    /// Of those who were redirected here.
    case redirected
  }
  /// What a clause or an action makes of it.
  case declaration(DeclarationID, Stock)
  /// What redirections to a product make of it.
  case target(ProductID)
  /// What redirections from a product make of it.
  case source(ProductID)
  /// What reallocated money makes of it.
  case reallocated

  /// The number that a metric refers to the part by.
  package var number: Int64 {
    switch self {
    case .declaration(let id, let stock): stock.rawValue << 32 | Int64(id.rawValue)
    case .target(let id): 3 << 32 | Int64(id.rawValue)
    case .source(let id): 4 << 32 | Int64(id.rawValue)
    case .reallocated: 5 << 32
    }
  }
}

extension MetricReference {
  /// The same metric's `part`.
  package func part(_ part: LedgerPart) -> MetricReference {
    var reference = self
    reference.part = part.number
    return reference
  }
}
