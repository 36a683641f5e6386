import Metrics
import Notation
import Portfolio

/// Ledgers as JSON.
extension JSONReport {
  /// The fields of the first ledger, and all of them where there are several.
  func fields(_ ledgers: [LedgerAnswer]) -> [String: JSONValue] {
    guard let first = ledgers.first else { return [:] }
    var fields = self.fields(first)
    if ledgers.count > 1 {
      fields["ledgers"] = .array(ledgers.map { .object(self.fields($0)) })
    }
    return fields
  }

  private func fields(_ ledger: LedgerAnswer) -> [String: JSONValue] {
    let subject = ledger.subject
    let builder = ReportBuilder(model: model, places: places)
    func place(_ declaration: Portfolio.DeclarationID) -> [String: JSONValue] {
      guard let place = places[declaration] else { return ["file": .null, "line": .null] }
      return ["file": .text(place.file), "line": .number(Double(place.line))]
    }
    return [
      "subject": .text(builder.name(subject)), "metric": .text(subject.metric.name),
      "product": subject.product.map { .text(model[$0].name) } ?? .null,
      "scenario": .text(model[ledger.scenario].name),
      "unit": .text(NumberText.unit(ledger.dimension)),
      "months": .array(
        ledger.months.map { month in
          var row: [String: JSONValue] = ["month": .number(Double(month.month))]
          for (i, flow) in subject.flows.enumerated() {
            row[flow.metric.name] = .number(month.flows[i])
          }
          if subject.isStock { row["opening"] = .number(month.opening) }
          row[subject.metric.name] = .number(month.closing)
          return .object(row)
        }),
      "declarations": .array(
        ledger.entries.map { entry in
          .object(
            [
              "flow": .text(entry.line.metric.name), "sign": .number(Double(entry.line.sign)),
              "product": .text(model[entry.line.product].name),
              "text": .text(builder.words(entry.line, in: ledger)), "total": .number(entry.total),
              "months": .array(entry.months.map { .number($0) }),
            ].merging(place(entry.line.declaration)) { $1 })
        }),
      "events": .array(
        ledger.events.map { event in
          .object(
            [
              "event": .text(event.kind.rawValue), "product": .text(model[event.product].name),
              "shares": .array(event.shares.map { .number($0) }),
            ].merging(place(event.declaration)) { $1 })
        }),
    ]
  }
}
