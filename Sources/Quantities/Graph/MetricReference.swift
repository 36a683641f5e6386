/// Identifies a product of a portfolio, in the order of declaration.
package struct ProductID: Hashable, Sendable, Comparable {
  /// The position in the portfolio.
  package let rawValue: Int32
  /// Creates the identity of the product at position `rawValue`.
  package init(rawValue: Int32) { self.rawValue = rawValue }
  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// Identifies a scenario: 0 is `baseline`, 1 is `plan`, then those declared.
package struct ScenarioID: Hashable, Sendable, Comparable {
  /// The position among the scenarios.
  package let rawValue: Int32
  /// Creates the identity of the scenario at position `rawValue`.
  package init(rawValue: Int32) { self.rawValue = rawValue }
  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  /// No action but what is committed anyway.
  package static let baseline = ScenarioID(rawValue: 0)
  /// The actions outside any scenario.
  package static let plan = ScenarioID(rawValue: 1)
}

/// A metric of one product, or of the whole portfolio, in a scenario. The metric is an opaque number here.
package struct MetricReference: Hashable, Sendable {
  /// The product; nil for the portfolio.
  package var product: ProductID?
  /// Which metric, as the portfolio numbers them.
  package var metric: Int32
  /// The scenario; nil for the one in question.
  package var scenario: ScenarioID?
  /// What is supposed of the scenario, as the model numbers it; nil for the scenario as it is.
  package var supposition: Int32?
  /// The part of the metric that is meant, as the portfolio numbers parts; nil for all of it.
  package var part: Int64?

  /// Creates the reference to `metric` of `product`.
  package init(
    product: ProductID?, metric: Int32, scenario: ScenarioID? = nil, part: Int64? = nil
  ) {
    (self.product, self.metric, self.scenario, self.part) = (product, metric, scenario, part)
  }
}
