package import Metrics
import Notation
package import Portfolio
import Quantities

/// Answers as JSON. The form is documented in `Grammar/reference.md` under "Output for other programs" and stable.
package struct JSONReport {
  let model: Model
  /// Where declarations stand, as far as that is known.
  let places: [DeclarationID: DeclarationPlace]

  /// Creates a report of answers about `model`.
  package init(model: Model, places: [DeclarationID: DeclarationPlace] = [:]) {
    (self.model, self.places) = (model, places)
  }

  /// The answers of a run.
  package func value(_ set: AnswerSet) -> JSONValue {
    var fields: [String: JSONValue] = [
      "answers": .array(set.answers.map { value($0) }), "trials": .number(Double(set.trials)),
      "requestedTrials": .number(Double(set.requested)), "stopped": .truth(set.wasStopped),
      "seed": .number(Double(model.seed)),
    ]
    if set.firstTrial > 0 { fields["firstTrial"] = .number(Double(set.firstTrial)) }
    if set.isUnrefined { fields["refined"] = .truth(false) }
    if let precision = set.precision {
      fields["precision"] = .object([
        "bound": .number(precision.rule.bound), "relative": .truth(precision.rule.isRelative),
        "error": precision.error.isFinite ? .number(precision.error) : .null,
        "met": .truth(precision.isMet),
      ])
    }
    return .object(fields)
  }

  /// One answer.
  package func value(_ answer: Answer) -> JSONValue {
    var fields: [String: JSONValue] = ["question": .text(answer.question.text)]
    switch answer.form {
    case .value(let value):
      fields["kind"] = .text("value")
      fields["value"] = self.value(value)
    case .table(let columns):
      fields["kind"] = .text("table")
      fields["columns"] = .array(columns.map { self.value($0) })
    case .comparison(let scenarios, let rows):
      fields["kind"] = .text("comparison")
      fields["scenarios"] = .array(scenarios.map { .text(model[$0].name) })
      fields["rows"] = .array(
        rows.map { row in
          .object([
            "figure": .text(row.figure.text), "unit": .text(unit(row.figure)),
            "estimates": .array(row.estimates.map { value($0) }),
            "differences": .array(row.differences.map { value($0) }),
            "probabilityHigher": .array(row.probabilities.map { .number($0) }),
          ])
        })
    case .failures(let failures, let scenario):
      fields["kind"] = .text("failures")
      fields["scenario"] = .text(model[scenario].name)
      fields["failures"] = .array(failures.map { value($0) })
    case .claims(let claims):
      fields["kind"] = .text("claims")
      fields["claims"] = .array(claims.map { value($0) })
    case .ledger(let ledgers):
      fields["kind"] = .text("ledger")
      fields.merge(self.fields(ledgers)) { $1 }
    case .verdict(_, let certainty, let probability, let low, let high, let trials, let verdict):
      fields["kind"] = .text("expectation")
      fields["certainty"] = certainty.map { .number($0) } ?? .null
      fields["probability"] = .number(probability)
      fields["interval99"] = .array([.number(low), .number(high)])
      fields["trials"] = .number(Double(trials))
      fields["verdict"] = .text(verdict.rawValue)
    case .drivers(let drivers): fields.merge(self.fields(drivers)) { _, new in new }
    case .detection(let asked, let points, let findings, let criteria):
      fields["kind"] = .text("detection")
      fields["product"] = .text(model[asked.product].name)
      fields["findings"] = .array(findings.map { value($0, points) })
      switch criteria {
      case .met(let index, let text):
        fields["criteria"] = .object(["text": .text(text), "met": .text(points[index].month.text)])
      case .notMet(let text): fields["criteria"] = .object(["text": .text(text), "met": .null])
      case .notMeasured(let text):
        fields["criteria"] = .object(["text": .text(text), "measured": .truth(false)])
      case nil: break
      }
    case .flow: fields["kind"] = .text("flow")
    case .plot(let form, let file):
      fields["kind"] = .text("picture")
      fields["file"] = file.map { .text($0) } ?? .null
      fields["charts"] = .array(ReportBuilder(model: model).charts(of: form).map(\.json))
    case .advice(let advice):
      fields.merge(value(advice)) { $1 }
    case .explanation(let explanation):
      fields.merge(self.explanation(explanation)) { $1 }
    }
    return .object(fields)
  }

  func unit(_ figure: Figure) -> String {
    figure.isCondition
      ? "condition"
      : figure.presentation.kind == .monthNumber
        ? "month number" : NumberText.unit(figure.dimension)
  }

  private func value(_ value: AnswerValue) -> JSONValue {
    switch value {
    case .figure(let answer): self.value(answer)
    case .text(let text), .name(let text): .text(text)
    case .truth(let value): .truth(value)
    case .list(let items): .array(items.map { self.value($0) })
    case .record(let fields):
      .object(Dictionary(fields.map { ($0.name, self.value($0.value)) }) { a, _ in a })
    }
  }

  private func value(_ answer: FigureAnswer) -> JSONValue {
    var fields: [String: JSONValue] = [
      "text": .text(answer.figure.text), "unit": .text(unit(answer.figure)),
    ]
    if answer.isSeries {
      fields["months"] = .array(answer.estimates.map { value($0) })
    } else {
      fields["estimate"] = answer.estimates.first.map { value($0) } ?? .null
    }
    if answer.estimates.contains(where: { $0.trials < $0.of }),
      let reason = model.graph.undefinedWhere(answer.figure.expression)
    {
      fields["undefinedWhere"] = .text(reason)
    }
    if let least = answer.atLeast { fields["atLeast"] = .array(least.map { value($0) }) }
    return .object(fields)
  }

  func value(_ e: Estimate) -> JSONValue {
    if e.isCertain, e.trials == e.of {
      return .object(["mean": .number(e.mean), "certain": .truth(true)])
    }
    if e.isRefused {
      return .object([
        "tooFew": .truth(true), "mean": .null, "trials": .number(Double(e.trials)),
        "of": .number(Double(e.of)),
      ])
    }
    var fields: [String: JSONValue] = [
      "mean": .number(e.mean), "deviation": .number(e.deviation), "p5": .number(e.low),
      "p50": .number(e.median),
      "p95": .number(e.high), "standardError": .number(e.meanError),
      "trials": .number(Double(e.trials)),
      "of": .number(Double(e.of)),
    ]
    for (name, bracket) in zip(["p5", "p50", "p95"], e.brackets ?? []) {
      fields[name + "Between"] = .array([.number(bracket.lowerBound), .number(bracket.upperBound)])
    }
    return .object(fields)
  }

  private func value(_ failure: FailureAnswer) -> JSONValue {
    .object([
      "product": .text(model[failure.product].name), "criteria": .text(failure.criteria),
      "reasons": .array(failure.reasons.map { .text($0) }), "month": value(failure.month),
      "invested": failure.invested.map { value($0) } ?? .null,
      "costSince": value(failure.costSince),
      "salvaged": failure.salvaged.map { value($0) } ?? .null,
      "actions": .array(failure.actions.map { .text(ReportBuilder(model: model).phrase($0)) }),
    ])
  }

  func value(_ claim: Claim) -> JSONValue {
    let increase = Increase(before: claim.before, after: claim.after)
    var share: JSONValue = .null
    if case .defined(let value, _) = increase?.relative { share = .number(value) }
    return .object([
      "claim": .text(claim.name), "before": .number(claim.before), "after": .number(claim.after),
      "increase": share,
      "redirectionExplainsAtMost": increase?.redirectionCeiling.map { .number($0) } ?? .null,
      "source": claim.provenance.source.map { .text($0) } ?? .null,
    ])
  }

  private func value(_ finding: Detection, _ points: [Observation.Point]) -> JSONValue {
    var fields: [String: JSONValue] = ["method": .text(finding.method.rawValue)]
    switch finding.verdict {
    case .detected(let index, let onset, let statistic):
      fields["verdict"] = .text("detected")
      fields["month"] = .text(points[index].month.text)
      fields["onset"] = .text(points[onset].month.text)
      fields["statistic"] = .number(statistic)
    case .notDetected(let statistic):
      fields["verdict"] = .text("notDetected")
      fields["statistic"] = .number(statistic)
    case .tooFew(let have, let need):
      fields["verdict"] = .text("tooFewPoints")
      fields["have"] = .number(Double(have))
      fields["need"] = .number(Double(need))
    case .notApplicable: fields["verdict"] = .text("notApplicable")
    }
    switch finding.falseAlarm {
    case .rate(let rate, _): fields["falseAlarmRate"] = .number(rate)
    case .runLength(let length, _): fields["inControlRunLength"] = .number(length)
    case nil: break
    }
    return .object(fields)
  }
}
