package import Portfolio
package import Quantities

/// A month of a ledger: means over the trials, which add up as each trial does.
package struct LedgerMonth: Hashable, Sendable {
  /// The month.
  package var month: Int
  /// What was there when the month began; 0 where nothing is carried over.
  package var opening: Double
  /// The flows, in the order of the subject's.
  package var flows: [Double]
  /// What is there at its end, or came in it.
  package var closing: Double
}

/// What one declaration makes of a ledger.
package struct LedgerEntry: Hashable, Sendable {
  /// The declaration and the flow.
  package var line: LedgerLine
  /// By month, from 1: the mean over the trials.
  package var months: [Double]
  /// The sum over the months.
  package var total: Double {
    var sum = NeumaierSum()
    for value in months { sum.add(value) }
    return sum.total
  }
}

/// Something that happens in some trials and in different months.
package struct LedgerEvent: Hashable, Sendable {
  /// What happens.
  package enum Kind: String, Hashable, Sendable { case failure, closing }
  /// What happens, and to which product.
  package var kind: Kind
  /// The product.
  package var product: ProductID
  /// Where it was declared.
  package var declaration: DeclarationID
  /// By month, from 1: the share of trials in which it has happened by then.
  package var shares: [Double]
}

/// The ledger behind a stock or the money of a product or of the portfolio.
package struct LedgerAnswer: Hashable, Sendable {
  /// What is explained.
  package var subject: LedgerSubject
  /// The scenario.
  package var scenario: ScenarioID
  /// The months, in order.
  package var months: [LedgerMonth]
  /// What each declaration makes of it; of each flow, the entries come to it.
  package var entries: [LedgerEntry]
  /// The failures and closings that it hangs on.
  package var events: [LedgerEvent]
  /// The dimension of the flows' amounts.
  package var dimension: Dimension
}
