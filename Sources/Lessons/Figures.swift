import Evaluator
import Metrics
import Portfolio
import Quantities
import Reporting
import Reroute

/// What an expression of a check gave.
enum Measured {
  /// A figure, and the model that it is of.
  case figure(FigureAnswer, Model)
  case truth(Bool)
  /// A text, a list or another thing that is no figure.
  case other

  init(_ value: AnswerValue, of model: Model) {
    self =
      switch value {
      case .figure(let figure): .figure(figure, model)
      case .truth(let truth): .truth(truth)
      default: .other
      }
  }

  /// The figure, if it is one.
  var figure: FigureAnswer? { if case .figure(let figure, _) = self { figure } else { nil } }

  /// A single figure as a person reads it, for hints; nil for a series.
  var shortText: String? { figure?.isSeries == false ? text : nil }

  /// The figure as a person reads it.
  var text: String? {
    guard case .figure(let figure, let model) = self else { return nil }
    return ReportBuilder(model: model).text(.figure(figure))
  }
}

/// A text as it was run on a state.
struct Ran {
  /// The text.
  let text: String
  /// The session after it.
  let session: Session
  /// What came of it.
  let outcome: Outcome
  /// `true` iff it declared something.
  let declares: Bool

  /// Runs `text` on a copy of `base`.
  init(_ text: String, on base: Session) {
    var session = base
    session.answersAnew = false
    outcome = session.run(text, name: "lesson")
    declares = session.revision != base.revision
    (self.text, self.session) = (text, session)
  }

  /// A text as it was run already.
  init(_ text: String, _ session: Session, _ outcome: Outcome, declares: Bool) {
    (self.text, self.session, self.outcome, self.declares) = (text, session, outcome, declares)
  }

  /// What was run before, followed by a text that ran on it: with that text's answers.
  static func after(_ earlier: String, _ text: String, _ session: Session, _ outcome: Outcome)
    -> Ran
  {
    Ran(earlier + "\n" + text, session, outcome, declares: true)
  }

  /// `true` iff it was accepted.
  var isAccepted: Bool { outcome.status == .done || outcome.status == .expectationFailed }

  /// The answers, in order.
  var answers: [Answer] { outcome.answers?.answers ?? [] }

  /// The model after it, and the names that were given.
  var view: ModelView {
    ModelView(
      model: session.evaluation?.model ?? Model(),
      names: Set(session.evaluation?.names.map(\.name) ?? []))
  }

  /// The last value that was answered, or a field of it.
  func answer(field: String?) -> Measured? {
    for answer in answers.reversed() {
      guard case .value(let value) = answer.form else { continue }
      guard let field else { return Measured(value, of: outcome.model) }
      if case .record(let fields) = value, let found = fields.first(where: { $0.name == field }) {
        return Measured(found.value, of: outcome.model)
      }
    }
    return nil
  }

  /// What expressions give in the session, by text; those that are wrong are missing.
  func measure(_ expressions: [String]) -> [String: Measured] {
    let unique = Set(expressions).sorted()
    guard !unique.isEmpty else { return [:] }
    let together = Ran(unique.joined(separator: "\n"), on: session)
    if together.isAccepted, together.answers.count == unique.count {
      return Dictionary(
        zip(unique, together.answers).compactMap { text, answer in
          if case .value(let value) = answer.form {
            (text, Measured(value, of: together.outcome.model))
          } else {
            nil
          }
        }, uniquingKeysWith: { first, _ in first })
    }
    guard unique.count > 1 else { return [:] }
    return unique.reduce(into: [:]) { found, text in
      found.merge(measure([text]), uniquingKeysWith: { first, _ in first })
    }
  }
}
