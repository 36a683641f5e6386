import Metrics
import Reroute

/// What is thought of an entry.
enum Judgement {
  /// Every check passes; with a remark where the entry is not the lesson's own answer.
  case right(remark: Remark)
  /// A mistake, how many checks pass all the same, and whether it lacks nothing but further declarations.
  case wrong(Finding, passed: Int, isPart: Bool)

  /// How an accepted answer differs from the lesson's own.
  enum Remark: Hashable {
    /// Not at all, but for spaces and the order of clauses.
    case none
    /// As the lesson foresees, with its words.
    case foreseen(String)
    /// In some other way.
    case other
  }
}

/// Holds entries against a step.
struct Judge {
  let step: LessonStep
  /// The reference answer as it was run on the step's state.
  let reference: Ran

  /// What is thought of an entry.
  func judge(_ entry: Ran) -> Judgement {
    guard entry.isAccepted else {
      // What can't be read comes first: other messages may follow from it.
      let codes = entry.outcome.messages.filter { $0.severity == .error }.map(\.code)
      let code = codes.first { $0.hasPrefix("R1") } ?? codes.first ?? ""
      return .wrong(Finding(MistakeKind.ofRefusal(code), code: code), passed: 0, isPart: false)
    }
    let run = CheckRun(learner: entry, reference: reference)
    let findings = run.findings(step.checks)
    guard let first = firstFinding(findings, entry) else {
      return .right(remark: remark(entry.text))
    }
    let strict = CheckRun(learner: entry, reference: reference, isStrict: true)
    let passed = findings.count { $0 == nil }
    for mistake in step.mistakes where !mistake.conditions.isEmpty {
      if strict.findings(mistake.conditions).allSatisfy({ $0 == nil }) {
        return .wrong(
          Finding(mistake.kind, found: first.found, wanted: first.wanted), passed: passed,
          isPart: false)
      }
    }
    let isPart =
      first.kind == .missing
      && zip(step.checks, findings).allSatisfy { check, finding in
        finding == nil || finding?.kind == .missing || check.isOfValue
      }
    return .wrong(first, passed: passed, isPart: isPart)
  }

  /// The finding that matters: the first, seen in the light of all.
  private func firstFinding(_ findings: [Finding?], _ entry: Ran) -> Finding? {
    guard var first = findings.compactMap({ $0 }).first else { return nil }
    if !entry.declares, reference.declares, !step.checks.contains(where: \.isOfAnswer) {
      return Finding(.asked)
    }
    let values = zip(step.checks, findings).filter { $0.0.isOfValue }
    let isRightInValue = !values.isEmpty && values.allSatisfy { $0.1 == nil }
    switch first.kind {
    case .missing, .scenario:
      if isRightInValue { first.kind = .structure }
    default: break
    }
    return first
  }

  private func remark(_ text: String) -> Judgement.Remark {
    let form = NormalForm.statements(of: text)
    if form == NormalForm.statements(of: step.answer.text) { return .none }
    let equal = step.equals.first { NormalForm.statements(of: $0.answer.text) == form }
    return equal.map { .foreseen($0.remark.text) } ?? .other
  }
}
