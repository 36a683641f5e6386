import Engine
import Portfolio
import Quantities

/// Ledgers: month by month, and back to the declarations.
extension Answerer {
  mutating func prepareLedgers(
    _ subject: LedgerSubject, _ month: ExpressionID?, _ scenarios: [ScenarioID]
  ) -> Reader {
    let readers = scenarios.map { prepareLedger(subject, month, $0) }
    return { reading in .ledger(readers.map { $0(reading) }) }
  }

  private mutating func prepareLedger(
    _ subject: LedgerSubject, _ month: ExpressionID?, _ scenario: ScenarioID
  ) -> (Reading) -> LedgerAnswer {
    let last = month.flatMap { model.graph.constant($0) }.map { Int($0) } ?? model.months
    let stock = metric(subject.metric, subject.product, scenario)
    let isWhole = subject.stock == .all
    let flows = subject.flows
    let totals = flows.map { metric($0.metric, subject.product, scenario) }
    let lines = model.ledgerLines(of: subject, in: scenario)
    let parts = lines.map { line in
      model.graph.add(
        MetricReference(line.metric, of: line.product, in: scenario).part(
          .declaration(line.declaration, subject.stock)))
    }
    let events = prepareEvents(subject, scenario, last)
    for id in [stock] + (isWhole ? totals : []) + parts { want(id, .total) }
    let unit =
      subject.isStock
      ? Dimension(
        .count(subject.product.map { model[$0].unit } ?? model.products.first?.unit ?? "users"))
      : Dimension(.currency(model.currency ?? "USD"))
    return { reading in
      let level = reading.means(stock)
      let end = max(0, min(last, level.count - 1))
      func months(_ id: ExpressionID) -> [Double] {
        let values = reading.means(id)
        return end < 1 ? [] : (1...end).map { values.count > $0 ? values[$0] : values.first ?? 0 }
      }
      let entries = zip(lines, parts).map { LedgerEntry(line: $0, months: months($1)) }
      // Of a part of the users, the flows are what the declarations make of them.
      let byFlow = flows.indices.map { f in
        isWhole
          ? months(totals[f])
          : (0..<end).map { month in
            var sum = NeumaierSum()
            for entry in entries where entry.line.metric == flows[f].metric {
              sum.add(entry.months[month])
            }
            return sum.total
          }
      }
      let rows = (0..<end).map { month in
        LedgerMonth(
          month: month + 1, opening: subject.isStock ? level[month] : 0,
          flows: byFlow.map { $0[month] }, closing: level[month + 1])
      }
      return LedgerAnswer(
        subject: subject, scenario: scenario, months: rows, entries: entries,
        events: events(reading), dimension: unit)
    }
  }

  /// The failures and closings of the product and of those that the actions on it relate it to.
  private mutating func prepareEvents(
    _ subject: LedgerSubject, _ scenario: ScenarioID, _ last: Int
  ) -> (Reading) -> [LedgerEvent] {
    let actions = model.actions(in: scenario)
    var products = Set<ProductID>()
    if let product = subject.product {
      products.insert(product)
      for action in actions where action.touches(product) {
        products.formUnion([action.source] + [action.target].compactMap { $0 })
      }
    } else {
      products.formUnion(model.productIDs)
    }
    var closings: [ProductID: DeclarationID] = [:]
    for case .close(let closing) in actions { closings[closing.product] = closing.declaration }
    var found: [(event: LedgerEvent, share: ExpressionID)] = []
    for product in products.sorted() {
      for (kind, declaration) in [
        (LedgerEvent.Kind.failure, model.failures[product]?.declaration),
        (.closing, closings[product]),
      ] {
        guard let declaration else { continue }
        let share = metric(kind == .failure ? .failed : .closed, product, scenario)
        want(share, .total)
        found.append(
          (
            LedgerEvent(kind: kind, product: product, declaration: declaration, shares: []), share
          ))
      }
    }
    return { reading in
      found.map { found in
        var event = found.event
        let values = reading.means(found.share)
        let end = max(0, min(last, values.count - 1))
        event.shares =
          values.count > 1
          ? Array(values[1..<(end + 1)])
          : [Double](repeating: values.first ?? 0, count: max(0, last))
        return event
      }
    }
  }
}
