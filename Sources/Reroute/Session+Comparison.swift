import Evaluator
import Syntax

/// Two states of a session side by side.
extension Session {
  /// What two states differ in.
  public struct Comparison: Sendable {
    /// The declarations that only the earlier state has, a line each.
    public let removed: [String]
    /// The declarations that only the later state has, a line each.
    public let added: [String]
    /// The names and questions that both know and that differ.
    public let changes: [Outcome.Change]
  }

  /// What this state differs in from `earlier`. The questions are those that were asked in either.
  public func comparison(with earlier: Session) -> Comparison {
    let before = earlier.program.map { earlier.line($0) }
    let after = program.map { line($0) }
    let (old, new) = (Set(before), Set(after))
    let asked = asked.map(\.text)
    let others = earlier.asked.map(\.text).filter { !asked.contains($0) }
    let hidden = hiddenNames.filter { earlier.hiddenNames.contains($0) }
    let texts = Array((asked + others).suffix(Self.rememberedQuestions)) + hidden
    var changes: [Outcome.Change] = []
    let known = earlier.knownNames
    for (name, now) in knownNames {
      if let then = known.first(where: { $0.name == name })?.text, then != now {
        changes.append(Outcome.Change(name: name, before: then, after: now))
      }
    }
    if let then = earlier.answers(to: texts), let now = answers(to: texts) {
      let found = zip(texts, zip(then, now)).filter { text, answers in
        answers.0 != answers.1 && !answers.0.hasPrefix(Self.noAnswer)
      }
      changes += withDifferences(
        found.map { Outcome.Change(name: $0, before: $1.0, after: $1.1) }, since: earlier)
    }
    return Comparison(
      removed: before.filter { !new.contains($0) }, added: after.filter { !old.contains($0) },
      changes: changes)
  }

  /// The answers to questions, in one run; nil where that was interrupted. What can't be answered says why.
  public func answers(toAll questions: [String]) -> [String]? { answers(to: questions) }
}
