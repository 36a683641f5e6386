import Engine
import Evaluator
import Metrics
import Notation
import Planner
import Portfolio
import Quantities
import Reporting
import Syntax

/// A question and how it was answered last.
struct AskedQuestion: Sendable, Hashable {
  var text: String
  var answer: String
}

/// What a redefinition changes.
extension Session {
  /// What stands before the reason why there is no answer.
  static let noAnswer = "no answer: "

  /// The questions that are remembered, to be answered again.
  static let rememberedQuestions = 16

  /// Names and questions asked before whose values differ from what they were in `earlier`, as far as both know them.
  public func changes(since earlier: Session) -> [Outcome.Change] {
    let before = earlier.knownNames
    let names = knownNames.compactMap { name, now in
      before.first { $0.name == name }.map { ($0.name, $0.text, now) }
    }
    let questions = asked.compactMap { question in
      earlier.asked.first { $0.text == question.text }.map {
        (question.text, $0.answer, question.answer)
      }
    }
    let changed = (names + questions).filter { $0.1 != $0.2 }.map {
      Outcome.Change(name: $0.0, before: $0.1, after: $0.2)
    }
    return withDifferences(changed, since: earlier)
  }

  /// Answers the questions asked before anew, as after a change of ``seed`` or ``trials``, and tells what changed.
  public mutating func recompute() -> [Outcome.Change] {
    // Other draws: no trial is the same as before.
    recompute(since: self).map {
      Outcome.Change(name: $0.name, before: $0.before, after: $0.after)
    }
  }

  /// Answers the questions of `before` anew and tells what changed since. Nothing is told if it was interrupted.
  mutating func recompute(since before: Session) -> [Outcome.Change] {
    let hidden = hiddenNames.filter { before.hiddenNames.contains($0) }
      .prefix(Self.rememberedQuestions)
    let texts = before.asked.map(\.text) + hidden
    guard let now = answers(to: texts) else { return [] }
    asked = zip(before.asked, now).map { AskedQuestion(text: $0.text, answer: $1) }
    var changes = changes(since: before)
    guard !hidden.isEmpty, let then = before.answers(to: Array(hidden)) else { return changes }
    let found = zip(hidden, zip(then, now.suffix(hidden.count))).filter { $1.0 != $1.1 }
    let named = withDifferences(
      found.map { Outcome.Change(name: $0, before: $1.0, after: $1.1) }, since: before)
    let firstQuestion = changes.firstIndex { change in asked.contains { $0.text == change.name } }
    changes.insert(contentsOf: named, at: firstQuestion ?? changes.endIndex)
    return changes
  }

  /// The names whose values are known without a run, with these values.
  var knownNames: [(name: String, text: String)] {
    guard let evaluation else { return [] }
    return evaluation.names.filter { ResultName($0.name) == nil }.compactMap { named in
      nameText(named.value, evaluation.model).map { (named.name, $0) }
    }
  }

  /// The names whose values a run must tell.
  var hiddenNames: [String] {
    guard let evaluation else { return [] }
    return evaluation.names.filter {
      // The name of an answer says what its question says.
      ResultName($0.name) == nil && nameText($0.value, evaluation.model) == nil
    }.map(\.name)
  }

  /// A value as far as it is known without a run.
  func nameText(_ datum: Datum, _ model: Model) -> String? {
    switch datum {
    case .figure(let figure):
      if let value = model.graph.constant(figure.expression) {
        return figure.isCondition
          ? (value != 0 ? "true" : "false")
          : NumberText.text(value, figure.dimension, figure.presentation)
      }
      if let draw = model.graph.draw(figure.expression) {
        func end(_ p: Double) -> String {
          NumberText.text(
            draw.distribution.quantile(p), figure.dimension, figure.presentation, digits: 4)
        }
        return "\(end(0.05)) to \(end(0.95))"
      }
      return nil
    case .text(let text), .name(let text): return text
    case .truth(let value): return value ? "true" : "false"
    case .list(let items):
      let texts = items.compactMap { nameText($0, model) }
      return texts.count == items.count ? "[" + texts.joined(separator: ", ") + "]" : nil
    case .record(let fields):
      let texts = fields.compactMap { field in
        nameText(field.value, model).map { "\(field.name): \($0)" }
      }
      return texts.count == fields.count ? "{ " + texts.joined(separator: ", ") + " }" : nil
    }
  }

  /// The answers to questions, in a run of all; nil if it was interrupted. One that can't be answered any more says why.
  func answers(to texts: [String]) -> [String]? {
    guard !texts.isEmpty else { return [] }
    var copy = self
    copy.asked = []
    // What was drawn stays as it was; pictures are written when they are asked for.
    copy.host.save = { (_, _, _) throws(Host.Failure) in }
    copy.host.preliminary = nil
    copy.namesResults = false
    let outcome = copy.run(texts.joined(separator: "\n"), name: "question")
    if outcome.status == .interrupted || host.isCancelled() { return nil }
    if let set = outcome.answers, set.answers.count == texts.count {
      return set.answers.map { Self.text(of: $0, outcome.model) }
    }
    guard texts.count > 1 else {
      if !outcome.withheld.isEmpty { return ["no answer: it hangs on a hole"] }
      let error = outcome.messages.first { $0.severity == .error }
      return [Self.noAnswer + (error?.text ?? "it asks nothing any more")]
    }
    var all: [String] = []
    for text in texts {
      guard let answer = answers(to: [text]) else { return nil }
      all += answer
    }
    return all
  }

  /// Keeps the last questions that were answered, but those of blocks, whose words may mean nothing outside.
  mutating func remember(_ answers: AnswerSet, _ model: Model) {
    let local = evaluation?.localQuestions ?? []
    for answer in answers.answers where !answers.wasStopped {
      if local.contains(answer.question.declaration) { continue }
      asked.removeAll { $0.text == answer.question.text }
      asked.append(
        AskedQuestion(text: answer.question.text, answer: Self.text(of: answer, model)))
    }
    if asked.count > Self.rememberedQuestions {
      asked.removeFirst(asked.count - Self.rememberedQuestions)
    }
  }

  /// An answer as text, without the question and a last line end.
  private static func text(of answer: Answer, _ model: Model) -> String {
    var options = ReportOptions()
    options.showsQuestion = false
    var text = TextReport.text(
      ReportBuilder(model: model, options: options).blocks(answer), options: options)
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
