import Metrics
import Portfolio
import Quantities

/// Changes and what caused them.
extension JSONReport {
  /// The fields of an explanation: all that a waterfall shows.
  func explanation(_ answer: Attribution) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "kind": .text("explanation"), "figure": .text(answer.figure.text),
      "unit": .text(unit(answer.figure)),
      "scenario": answer.scenario.map { .text(model[$0].name) } ?? .null,
      "start": value(answer.start), "drift": answer.drift.map { value($0) } ?? .null,
      "shares": .array(answer.shares.map { value($0) }), "change": value(answer.change),
      "end": value(answer.end), "residual": residual(answer),
      "association": .truth(answer.scenario == nil),
    ]
    switch answer.basis {
    case .months(let from, let to):
      fields["from"] = .number(Double(from))
      fields["to"] = to.map { .number(Double($0)) } ?? .null
    case .noAction, .claimed: break
    case .measured(let from, let to):
      (fields["from"], fields["to"]) = (.text(from.text), .text(to.text))
    }
    switch answer.method {
    case .none: fields["method"] = .null
    case .exact(let subsets):
      fields["method"] = .text("exact")
      fields["subsets"] = .number(Double(subsets))
    case .sampled(let orders, let subsets):
      fields["method"] = .text("sampled")
      (fields["orders"], fields["subsets"]) = (.number(Double(orders)), .number(Double(subsets)))
    }
    return fields
  }

  private func value(_ amount: Attribution.Amount) -> JSONValue {
    .object(parts(amount))
  }

  private func parts(_ amount: Attribution.Amount) -> [String: JSONValue] {
    var fields: [String: JSONValue] = ["total": value(amount.total)]
    if let moved = amount.moved { fields["moved"] = value(moved) }
    if let denominator = amount.denominator { fields["denominator"] = value(denominator) }
    return fields
  }

  private func value(_ share: Attribution.Share) -> JSONValue {
    var fields = parts(share.amount)
    fields["action"] = .text(ReportBuilder(model: model).name(share.player))
    if let error = share.samplingError { fields["samplingError"] = .number(error) }
    return .object(fields)
  }

  private func residual(_ answer: Attribution) -> JSONValue {
    switch answer.residual {
    case .none:
      guard case .claimed(let claim) = answer.basis,
        let most = Increase(before: claim.before, after: claim.after)?.redirectionCeiling
      else { return .null }
      let change = claim.after - claim.before
      return .object([
        "redirectionAtMost": .number(most * change), "atLeast": .number((1 - most) * change),
      ])
    case .observed(let point, let left):
      return .object([
        "against": .text("observation"), "month": .text(point.month.text),
        "value": .number(point.value), "left": value(left),
      ])
    case .claimed(let claim, let left):
      return .object([
        "against": .text("claim"), "claim": .text(claim.name),
        "value": .number(claim.after - claim.before), "left": value(left),
      ])
    }
  }
}
