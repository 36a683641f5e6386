import Engine
import Evaluator
import Metrics
import Notation
import Planner
import Portfolio
import Quantities
import Reporting
import Syntax

/// What a redefinition changes.
extension Session {
  /// The names and the questions asked before whose values differ from what they were.
  func changes(since before: Evaluation, _ model: Model) -> [Outcome.Change] {
    var changes: [Outcome.Change] = []
    let old = Dictionary(before.names.map { ($0.name, nameText($0.value, before.model)) }) { a, _ in
      a
    }
    for named in evaluation?.names ?? [] {
      let now = nameText(named.value, model)
      if let was = old[named.name], was != now {
        changes.append(Outcome.Change(name: named.name, before: was, after: now))
      }
    }
    for (question, was) in reanswered(model) where was.before != was.after {
      changes.append(Outcome.Change(name: question, before: was.before, after: was.after))
    }
    return changes
  }

  /// A value as far as it is known without a run.
  private func nameText(_ datum: Datum, _ model: Model) -> String {
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
      return ""
    case .text(let text), .name(let text): return text
    case .truth(let value): return value ? "true" : "false"
    case .list(let items):
      return "[" + items.map { nameText($0, model) }.joined(separator: ", ") + "]"
    case .record(let fields):
      return "{ "
        + fields.map { "\($0.name): \(nameText($0.value, model))" }.joined(separator: ", ") + " }"
    }
  }

  /// The remembered questions with their answers then and now.
  private func reanswered(_ model: Model) -> [(String, (before: String, after: String))] {
    guard !asked.isEmpty else { return [] }
    var copy = self
    copy.asked = []
    var results: [(String, (before: String, after: String))] = []
    for (text, before) in asked {
      let outcome = copy.run(text, name: "question")
      guard outcome.status != .wrong, outcome.status != .interrupted else { continue }
      results.append((text, (before, Self.answerText(outcome))))
    }
    return results
  }

  private static func answerText(_ outcome: Outcome) -> String {
    var text = outcome.report(.text, showsQuestion: false)
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }

  /// Keeps the last questions that were answered in a line.
  mutating func remember(_ answers: AnswerSet, _ model: Model) {
    for answer in answers.answers {
      guard case .value(.figure) = answer.form else { continue }
      let text = TextReport.text(
        ReportBuilder(model: model, options: Self.plain).blocks(answer), options: Self.plain)
      let line = text.hasSuffix("\n") ? String(text.dropLast()) : text
      asked.removeAll { $0.text == answer.question.text }
      asked.append((answer.question.text, line))
    }
    if asked.count > 8 { asked.removeFirst(asked.count - 8) }
  }

  private static var plain: ReportOptions {
    var options = ReportOptions()
    options.showsQuestion = false
    return options
  }
}
