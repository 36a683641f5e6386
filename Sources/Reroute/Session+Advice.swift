import Evaluator
import Metrics
import Notation
import Portfolio
import Quantities
import SourceText

extension Session {
  /// What is wrong with questions for advice that only shows when plans are simulated.
  func unadvised(_ answers: AnswerSet) -> [Diagnostic] {
    answers.answers.compactMap { answer in
      guard case .advice(let advice) = answer.form else { return nil }
      let place = place(of: answer.question.declaration)
      switch advice.outcome {
      case .advised, .stopped: return nil
      case .untouched:
        return .untouchedByPlans(advice.question.figure.text, advice.simulated, place)
      case .undefined: return .undefinedUnderPlans(advice.question.figure.text, place)
      case .infeasible(let limit, let by):
        return .limitsUnmet(advice.question.limits[limit], by: by, advice, place)
      }
    }
  }
}

extension Diagnostic {
  static func untouchedByPlans(_ figure: String, _ plans: Int, _ place: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .untouchedFigure, "`\(figure)` is the same whatever is chosen", at: place,
      notes: ["\(plans) plans were simulated, and it had the same values in every trial"],
      help: ["ask for a figure that the choices act on, such as `portfolio.value at end`"])
  }

  static func undefinedUnderPlans(_ figure: String, _ place: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .untouchedFigure, "`\(figure)` has no value in some trials of every plan", at: place,
      notes: ["what isn't defined in every trial can't be compared between plans"],
      help: ["ask for a figure that always has a value: `if x > 0 then y / x else 0`"])
  }

  static func limitsUnmet(
    _ limit: AdviceQuestion.Limit, by: Double, _ advice: AdviceAnswer, _ place: SourceSpan?
  ) -> Diagnostic {
    let many = advice.question.limits.count > 1
    let certainty =
      limit.certainty.map { "\(NumberText.decimal($0 * 100, digits: 4))% of trials" }
      ?? "every trial"
    var notes = [
      "\(advice.simulated) plans were simulated, and none meets \(many ? "all limits" : "the limit") in \(certainty)"
    ]
    var help = "loosen the limit, or declare actions that cost less or reach further"
    if let bound = limit.bound, let slack = limit.slack, by.isFinite {
      let nearest = bound.isUpper ? bound.value + by : bound.value - by
      let text = NumberText.text(
        nearest, slack.dimension, slack.presentation, digits: 6)
      notes.append("the nearest comes to \(text) for `\(bound.figure)`")
      help = "a limit that can be met is \(text), if the others stay as they are"
    }
    return Diagnostic(
      .limitsUnmet, "no plan meets `limit \(limit.text)`", at: place, notes: notes, help: [help])
  }
}
