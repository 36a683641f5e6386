import Metrics
import Notation
import Portfolio

/// Recommendations as JSON.
extension JSONReport {
  func value(_ advice: AdviceAnswer) -> [String: JSONValue] {
    let text = AdviceText(model: model, question: advice.question)
    var fields: [String: JSONValue] = [
      "kind": .text("advice"), "figure": .text(advice.question.figure.text),
      "unit": .text(unit(advice.question.figure)),
      "scenario": .text(model[advice.question.scenario].name),
      "outcome": .text(outcome(advice.outcome)), "stopped": .truth(advice.wasStopped),
      "simulated": .number(Double(advice.simulated)), "feasible": .number(Double(advice.feasible)),
      "plans": advice.all.isFinite ? .number(advice.all) : .null,
    ]
    switch advice.question.statistic {
    case .mean: fields["maximises"] = .text("mean")
    case .percentile(let p):
      fields["maximises"] = .text("percentile")
      fields["level"] = .number(p)
    case .tail(let p):
      fields["maximises"] = .text("cvar")
      fields["level"] = .number(p)
    }
    guard case .advised = advice.outcome, let plan = advice.plan, let estimate = advice.value else {
      return fields
    }
    fields["method"] = .text(method(advice.method))
    var recommended = choices(plan, text)
    recommended["score"] = .number(advice.score)
    recommended["estimate"] = value(estimate)
    recommended["script"] = .text(text.script(plan).joined(separator: "\n"))
    fields["recommended"] = .object(recommended)
    fields["runnerUp"] = advice.runnerUp.map { rival($0, text) } ?? .null
    fields["declared"] = advice.declared.map { rival($0, text) } ?? .null
    fields["regret"] =
      advice.regret.map { e in
        .object([
          "mean": .number(e.mean), "p95": .number(e.high), "maximum": .number(e.maximum),
        ])
      } ?? .null
    fields["limits"] = .array(
      zip(advice.question.limits, advice.limits).map { limit, found in
        .object([
          "limit": .text(limit.text), "certainty": limit.certainty.map { .number($0) } ?? .null,
          "held": .number(found.held), "spare": found.spare.map { value($0) } ?? .null,
          "price": found.price.map { .number($0) } ?? .null,
          "gain": found.gain.map { .number($0) } ?? .null,
        ])
      })
    fields["capacities"] = .array(
      advice.capacities.map {
        .object(["product": .text(model[$0.product].name), "price": .number($0.price)])
      })
    return fields
  }

  private func outcome(_ outcome: AdviceAnswer.Outcome) -> String {
    switch outcome {
    case .advised: "advised"
    case .untouched: "untouched"
    case .infeasible: "infeasible"
    case .undefined: "undefined"
    case .stopped: "stopped"
    }
  }

  private func method(_ method: AdviceMethod) -> String {
    switch method {
    case .linear: "linearProgram"
    case .waterFilling: "waterFilling"
    case .exhaustive: "exhaustive"
    case .search: "search"
    }
  }

  private func choices(_ plan: AdvisedPlan, _ text: AdviceText) -> [String: JSONValue] {
    let question = text.question
    return [
      "splits": .array(
        zip(question.splits, plan.shares).flatMap { split, shares in
          zip(split.targets, shares).map { target, share in
            JSONValue.object([
              "from": .text(model[split.source].name), "to": .text(model[target.product].name),
              "share": .number(share),
            ])
          }
        }),
      "integrations": .array(
        zip(question.options, plan.isDone).map {
          .object(["integration": .text($0.name), "done": .truth($1)])
        }),
      "closings": .array(
        zip(question.closings, plan.months).map {
          .object(["product": .text(model[$0.product].name), "at": .text($0.months[$1].text)])
        }),
    ]
  }

  private func rival(_ rival: RivalPlan, _ text: AdviceText) -> JSONValue {
    var fields = choices(rival.plan, text)
    fields["score"] = .number(rival.score)
    fields["estimate"] = value(rival.value)
    fields["recommendedIsBetterBy"] = value(rival.difference)
    fields["withinLimits"] = .truth(rival.isFeasible)
    return .object(fields)
  }
}
