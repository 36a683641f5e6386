package import Portfolio
package import Quantities

/// Where the users of products that fail, are redirected or close went: means over the trials, which add up as the ledger
/// does.
package struct FlowAnswer: Hashable, Sendable {
  /// A product whose users went somewhere.
  package struct Source: Hashable, Sendable {
    /// The product.
    package var product: ProductID
    /// Its users when month 1 began.
    package var opening: Double
    /// Those who came in between, by the flow that brought them.
    package var entries: [Entry]
    /// Where they ended.
    package var ends: [End]
  }

  /// Users who came by a flow of the ledger.
  package struct Entry: Hashable, Sendable {
    /// The flow: acquired, resurrected or moved in.
    package var metric: Metric
    /// How many.
    package var users: Double
  }

  /// Users who ended in one way.
  package struct End: Hashable, Sendable {
    /// The ways.
    package enum Way: Hashable, Sendable {
      /// Still on the product.
      case stayed
      /// New to the target of a redirection.
      case moved(ProductID)
      /// On the target of a redirection already.
      case merged(ProductID)
      case churned, lapsed, left, lostAtClosing
    }
    /// The way.
    package var way: Way
    /// How many.
    package var users: Double
  }

  /// The scenario.
  package var scenario: ScenarioID
  /// The last month that counts.
  package var month: Int
  /// The products, in the order in which users pass through them.
  package var sources: [Source]
}

extension Model {
  /// The products that fail, are redirected or close in a scenario, each before those its users are sent to.
  package func flowSources(in scenario: ScenarioID) -> [ProductID] {
    var found = Set(failures.keys)
    var targets: [ProductID: [ProductID]] = [:]
    for action in actions(in: scenario) {
      switch action {
      case .redirect(let redirection):
        found.insert(redirection.source)
        targets[redirection.source, default: []].append(redirection.target)
      case .close(let closing): found.insert(closing.product)
      case .integrate, .reallocate: break
      }
    }
    // Redirections lead in no circle, so that each product has a last place.
    var ordered: [ProductID] = []
    func visit(_ product: ProductID) {
      guard found.remove(product) != nil else { return }
      for target in (targets[product] ?? []).sorted().reversed() { visit(target) }
      ordered.append(product)
    }
    for product in found.sorted().reversed() { visit(product) }
    return ordered.reversed()
  }
}
