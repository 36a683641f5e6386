import Evaluator
import Metrics
import Notation
import Planner
package import Portfolio
import Quantities
package import SourceText

extension Diagnostic {
  static func nothingToRun(_ source: SourceID) -> Diagnostic {
    Diagnostic(
      .nothingToRun, "there is nothing to run here",
      at: SourceSpan(source: source, start: 0, end: 0),
      help: [
        "a script begins like this: `simulate 12 months`, then `product A { users 1M; churn 5%/month }`"
      ])
  }

  static func noFigure() -> Diagnostic {
    Diagnostic(
      .wrongKind, "the text answers no figure", at: nil,
      help: ["end it with an expression, such as `TikTok.users at end`"])
  }

  static func costLimit(_ cost: Double, _ limit: Double, _ model: Model) -> Diagnostic {
    func number(_ value: Double) -> String { NumberText.magnitude(value, digits: 3) }
    let scenarios =
      cost / Double(model.trials) / Double(max(1, model.months))
      / Double(max(1, model.products.count))
    return Diagnostic(
      .costLimit,
      "this run would simulate \(number(cost)) months of products; the limit is \(number(limit))",
      at: nil,
      notes: [
        "\(number(Double(model.trials))) trials × \(model.months) \(model.months == 1 ? "month" : "months") × \(model.products.count) \(model.products.count == 1 ? "product" : "products") × \(number(scenarios)) \(scenarios == 1 ? "scenario" : "scenarios")"
      ],
      help: [
        "run fewer trials, or raise the limit: `--limit cost=\(NumberText.grouped(cost * 1.1))`, or `Limits.cost` in a host"
      ])
  }

  static func outputLimit(_ size: Double, _ limit: Int) -> Diagnostic {
    Diagnostic(
      .outputLimit,
      "the answers would take \(NumberText.magnitude(size, digits: 3)) bytes; the limit is \(NumberText.magnitude(Double(limit), digits: 3))",
      at: nil, notes: ["every figure is kept for each trial, every series for each month"],
      help: [
        "ask for less (`x at end` instead of `x`) or run fewer trials, or raise the limit: `--limit output=\(NumberText.grouped((size * 1.1).rounded()))`, or `Limits.output` in a host"
      ])
  }

  static func deadlineLimit(
    _ deadline: Double, _ when: String, severity: Severity = .error, notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      .deadlineLimit,
      "the deadline of \(NumberText.decimal(deadline, digits: 4)) seconds has passed \(when)",
      severity: severity, at: nil, notes: notes,
      help: [
        "raise it: `--limit deadline=\(NumberText.decimal(deadline * 10, digits: 4))`, or `Limits.deadline` in a host"
      ])
  }

  static func deadlineInScript(_ deadline: Double, _ span: SourceSpan?) -> Diagnostic {
    let seconds = NumberText.decimal(deadline, digits: 4)
    return Diagnostic(
      .deadlineLimit, "the deadline of \(seconds) seconds has passed before the script's end",
      at: span, notes: ["nothing was changed"],
      help: [
        "raise it: `--limit deadline=\(NumberText.decimal(deadline * 10, digits: 4))`, or `Limits.deadline` in a host"
      ])
  }

  /// A run that was stopped before its first trial: by the deadline, or nil where it was interrupted.
  static func stoppedWhilePlanning(_ deadline: Double?) -> Diagnostic {
    if let deadline { return .deadlineLimit(deadline, "before the first trial") }
    return Diagnostic(
      .interrupted, "interrupted before the first trial", at: nil, notes: ["nothing was changed"],
      help: ["run it again, or ask for less"])
  }

  /// Shares that were to be refined.
  private static func unrefined(isDeadline: Bool, _ deadline: Double?) -> Diagnostic {
    let notes = ["the shares are sampled, with their errors: all else is of all trials"]
    if isDeadline, let deadline {
      return .deadlineLimit(
        deadline, "before the exact shares were found", severity: .warning, notes: notes)
    }
    return Diagnostic(
      .interrupted, "interrupted before the exact shares were found", severity: .warning, at: nil,
      notes: notes, help: ["run it again to have them"])
  }

  /// A run that was stopped. How many trials its answers are of stands beside them, so it isn't said here again.
  static func stopped(_ answers: AnswerSet, isDeadline: Bool, _ deadline: Double?) -> Diagnostic {
    if answers.isUnrefined { return .unrefined(isDeadline: isDeadline, deadline) }
    var when = "before all trials were done"
    var notes = ["the answers are of those that were"]
    let advice = answers.answers.lazy.compactMap { answer -> AdviceAnswer? in
      if case .advice(let advice) = answer.form, advice.wasStopped { advice } else { nil }
    }.first
    if let advice {
      let count = String(NumberText.grouped(Double(advice.simulated)).map { $0 == "_" ? "," : $0 })
      when = "after \(count) plans"
      notes = ["the plan recommended is the best of those"]
    } else if answers.hasNoTrials {
      (when, notes) = ("before the first trial", [])
    }
    if isDeadline, let deadline {
      return .deadlineLimit(deadline, when, severity: .warning, notes: notes)
    }
    return Diagnostic(
      .interrupted, "interrupted \(when)", severity: .warning, at: nil,
      notes: notes, help: ["run it again to have them all"])
  }

  /// `true` iff the mistake hangs on nothing but how long is simulated, and from when.
  var isAboutMonths: Bool { code == .timeOutsideHorizon || code == .noCalendar }

  /// `true` iff the mistake may only be there because another statement could not be read.
  var mayFollowFromSyntax: Bool {
    switch code {
    case .unknownName, .unknownProduct, .unknownMember, .unknownScenario, .unknownFeature,
      .missingClause,
      .simulateMissing,
      .failureNotDeclared, .noObservations, .shareMissing, .reallocationStart, .noCalendar,
      .timeOutsideHorizon:
      true
    default: false
    }
  }
}

extension Session {
  /// What the checks of a run found, as diagnostics: errors where every trial is affected, warnings with their share elsewhere.
  func findings(_ answers: AnswerSet, _ model: Model) -> [Diagnostic] {
    if answers.findings.isEmpty { return [] }
    var told = Set<CheckSite>()
    // What divides by zero is no finite number either; that is told once.
    let divided = Set(
      answers.findings.filter { $0.site.kind == .divisionByZero }.map(\.site.declaration))
    return answers.findings.compactMap { finding in
      guard told.insert(finding.site).inserted else { return nil }
      if finding.site.kind == .notFinite, divided.contains(finding.site.declaration) { return nil }
      let isAll = finding.trials == finding.of
      let share = NumberText.text(
        Double(finding.trials) / Double(max(1, finding.of)), .none, Presentation(.share), digits: 3)
      let scenario =
        model.scenarios.indices.contains(Int(finding.scenario.rawValue))
        ? model[finding.scenario].name : "a part of the plan"
      let trials =
        isAll
        ? (finding.of == 1 ? " in the simulation" : " in every trial") : " in \(share) of trials"
      let month =
        finding.firstMonth == 0 ? "" : ", first in \(model.monthName(finding.firstMonth))"
      let place = finding.site.declaration.flatMap { self.place(of: $0) }
      let what = "\(trials) of \(scenario)\(month)"
      let severity: Severity = isAll ? .error : .warning
      switch finding.site.kind {
      case .divisionByZero:
        return Diagnostic(
          isAll ? .divisionByZero : .divisionByZeroInTrials, "this divides by zero\(what)",
          severity: severity,
          at: place,
          help: ["guard it: `if x > 0 then 1 / x else 0`, with what you divide by for `x`"])
      case .shareOutOfRange:
        return Diagnostic(
          .shareOutOfRangeInTrials, "this share leaves 0% to 100%\(what)", severity: severity,
          at: place,
          notes: isAll ? [] : ["in those trials the nearest end is used"],
          help: ["an interval of percentages inside 0% to 100% can't leave them"])
      case .negative:
        return Diagnostic(
          .negativeInTrials, "this is negative\(what)", severity: severity, at: place,
          notes: isAll ? [] : ["in those trials 0 is used"],
          help: ["`max(0, …)` says that on purpose"])
      case .notFinite:
        return Diagnostic(
          .notFiniteInTrials, "this is no finite number\(what)", severity: severity, at: place,
          notes: isAll ? [] : ["in those trials 0 is used"],
          help: ["bound it, as in `min(x, 1e12)`, or guard what it divides by"])
      case .targetClosed(let source, let target):
        return Diagnostic(
          isAll ? .targetClosed : .targetClosedInTrials,
          "\(model[target].name) is closed when users of \(model[source].name) are to be sent there\(what)",
          severity: severity,
          at: place, notes: isAll ? [] : ["in those trials they stay where they are"],
          help: [
            "close \(model[target].name) later, or end the redirection before with `until`"
          ])
      case .redirectCircle(let products):
        let names = (products + products.prefix(1)).map { model[$0].name }
        return Diagnostic(
          .redirectCircleInTrials,
          "redirections lead in a circle, \(names.joined(separator: " -> "))\(what)",
          severity: .warning, at: place,
          notes: ["who takes every offer goes round, and each move counts in the ledger"],
          help: [
            "end one when its target fails: `until \(names[names.count - 2]).failure` or the like, or close what has failed"
          ])
      case .conservation(let product):
        return Diagnostic(
          .conservationViolated, "the ledger of \(model[product].name) doesn't add up\(what)",
          at: place,
          notes: ["that is a defect of Reroute, not of the script"],
          help: ["please report it with the script and its seed"])
      }
    }
  }

  /// The place of a declaration.
  package func place(of declaration: DeclarationID) -> SourceSpan? {
    guard let evaluation, evaluation.declarations.indices.contains(Int(declaration.rawValue)) else {
      return nil
    }
    return evaluation.declarations[Int(declaration.rawValue)]
  }
}
