import Engine
import Portfolio
import Quantities

/// Where users went.
extension Answerer {
  /// Asks for the ledgers of the products that fail, are redirected or close, with the flows to each target apart.
  mutating func prepareFlow(_ month: ExpressionID?, _ scenario: ScenarioID) -> Reader {
    let last = month.flatMap { model.graph.constant($0) }.map { Int($0) } ?? model.months
    let actions = model.actions(in: scenario)
    let ledgers = model.flowSources(in: scenario).map { product in
      FlowLedger(
        product: product,
        targets: Set(
          actions.compactMap { action in
            guard case .redirect(let redirection) = action, redirection.source == product else {
              return nil
            }
            return redirection.target
          }
        ).sorted())
    }
    var asked: [MetricReference: ExpressionID] = [:]
    for ledger in ledgers {
      for reference in ledger.references(in: scenario) {
        let id = model.graph.add(reference)
        want(id, .total)
        asked[reference] = id
      }
    }
    return { [asked] reading in
      let sources = ledgers.map { ledger in
        ledger.source(in: scenario) { reference in
          guard let id = asked[reference] else { return (0, 0) }
          let means = reading.means(id)
          return reference.kind == .users
            ? (means.first ?? 0, means.count > last ? means[last] : means.last ?? 0)
            : (0, Self.sum(means, to: last, of: reading.isSeries(id)))
        }
      }
      return .flow(FlowAnswer(scenario: scenario, month: last, sources: sources))
    }
  }

  /// The sum of a flow's months from 1 to `last`; a flow that is the same in all months counts in each.
  private static func sum(_ means: [Double], to last: Int, of isSeries: Bool) -> Double {
    guard isSeries else { return (means.first ?? 0) * Double(last) }
    var sum = NeumaierSum()
    for month in means.indices.dropFirst().prefix(last) { sum.add(means[month]) }
    return sum.total
  }
}

/// The flows of a product that a picture of the flow needs.
private struct FlowLedger {
  let product: ProductID
  let targets: [ProductID]

  private static let entries: [Metric] = [.acquired, .resurrected, .movedIn]
  private static let exits: [(metric: Metric, way: FlowAnswer.End.Way)] = [
    (.churned, .churned), (.lapsed, .lapsed), (.left, .left), (.lostAtClosing, .lostAtClosing),
  ]

  /// The metrics to ask for.
  func references(in scenario: ScenarioID) -> [MetricReference] {
    ([.users] + Self.entries + Self.exits.map(\.metric)).map {
      MetricReference($0, of: product, in: scenario)
    }
      + targets.flatMap { target in
        [Metric.movedOut, .mergedOut].map { self.part($0, to: target, in: scenario) }
      }
  }

  private func part(_ metric: Metric, to target: ProductID, in scenario: ScenarioID)
    -> MetricReference
  {
    MetricReference(metric, of: product, in: scenario).part(.target(target))
  }

  /// The flows as `read` tells them: the stock at the beginning and at the end, or the sum.
  func source(in scenario: ScenarioID, read: (MetricReference) -> (first: Double, last: Double))
    -> FlowAnswer.Source
  {
    func sum(_ metric: Metric) -> Double {
      read(MetricReference(metric, of: product, in: scenario)).last
    }
    let users = read(MetricReference(.users, of: product, in: scenario))
    var ends: [FlowAnswer.End] = []
    for target in targets {
      ends.append(
        .init(way: .moved(target), users: read(part(.movedOut, to: target, in: scenario)).last))
      ends.append(
        .init(way: .merged(target), users: read(part(.mergedOut, to: target, in: scenario)).last))
    }
    ends.append(.init(way: .stayed, users: users.last))
    for exit in Self.exits { ends.append(.init(way: exit.way, users: sum(exit.metric))) }
    return FlowAnswer.Source(
      product: product, opening: users.first,
      entries: Self.entries.map { .init(metric: $0, users: sum($0)) }.filter { $0.users != 0 },
      ends: ends.filter { $0.users != 0 })
  }
}
