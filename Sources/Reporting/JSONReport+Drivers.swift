import Metrics
import Portfolio
import Quantities

/// What a figure hangs on, as JSON.
extension JSONReport {
  func fields(_ answer: DriversAnswer) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "kind": .text("drivers"), "figure": .text(answer.figure.text),
      "atEnd": .truth(answer.isAtEnd),
    ]
    switch answer.outcome {
    case .found(let drivers):
      fields["outcome"] = .text("found")
      fields.merge(self.fields(drivers, answer)) { own, _ in own }
    case .certain(let value):
      fields["outcome"] = .text("certain")
      fields["value"] = .number(value)
    case .undefined(let points, let all):
      fields["outcome"] = .text("undefined")
      fields["undefinedPoints"] = .number(Double(points))
      fields["of"] = .number(Double(all))
    case .stopped: fields["outcome"] = .text("stopped")
    }
    return fields
  }

  private func fields(_ drivers: Drivers, _ answer: DriversAnswer) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "points": .number(Double(drivers.points)),
      "requestedPoints": .number(Double(drivers.requested)),
      "difference": .array(drivers.difference.map { .text(model[$0].name) }),
      "mean": .number(drivers.mean), "deviation": .number(drivers.deviation),
      "groups": .array(
        drivers.groups.map { group in
          .object([
            "alone": value(group.alone), "total": value(group.total),
            "inputs": .array(group.members.map { value($0) }),
          ])
        }),
      "alone": value(drivers.alone), "interactions": value(drivers.interactions),
      "withoutEffect": .number(Double(drivers.withoutEffect)),
    ]
    if let rest = drivers.rest {
      fields["rest"] = .object([
        "count": .number(Double(rest.count)), "alone": value(rest.alone),
        "total": value(rest.total),
      ])
    }
    if let choice = drivers.choice {
      fields["choice"] = .object([
        "scenarios": .array(
          answer.scenarios.indices.map { i in
            .object([
              "name": .text(model[answer.scenarios[i]].name), "mean": value(choice.means[i]),
              "best": .number(choice.best[i]),
            ])
          }),
        "better": .text(choice.lessIsBetter ? "less" : "more"),
        "choice": .text(model[answer.scenarios[choice.choice]].name),
        "evpi": value(choice.evpi),
      ])
    }
    return fields
  }

  private func value(_ measured: Measured) -> JSONValue {
    .object([
      "value": .number(measured.value), "standardError": .number(measured.error),
      "distinctFromZero": .truth(measured.isDistinct),
    ])
  }

  private func value(_ member: DriverInput) -> JSONValue {
    var fields: [String: JSONValue] = [
      "name": .text(member.input.name), "text": .text(member.input.text),
      "monthly": .truth(member.isMonthly), "p5": .number(member.value(at: 0.05)),
      "p95": .number(member.value(at: 0.95)),
    ]
    if let effect = member.effect {
      fields["rank"] = value(effect.rank)
      fields["meanAtP5"] = value(effect.low)
      fields["meanAtP95"] = value(effect.high)
      fields["swing"] = value(effect.swing)
    }
    if let worth = member.worth { fields["worth"] = value(worth) }
    if let bias = member.worthBias { fields["worthBias"] = .number(bias) }
    return .object(fields)
  }
}
