import Engine
import Planner
import Portfolio

/// Advice, which simulates plans of its own beside the run.
extension Answerer {
  /// Answers the questions for advice; `true` iff one was stopped before its end.
  static func advise(
    _ answers: inout [Answer], _ model: Model, _ control: RunControl
  ) throws(Failure) -> Bool {
    var wasStopped = false
    for i in answers.indices {
      guard case .advise(let asked) = answers[i].question.form, !wasStopped else { continue }
      let advice: AdviceAnswer
      do throws(DrawSources.Contradiction) {
        advice = try Advisor.advise(asked, of: model, control: control)
      } catch {
        throw .contradiction(error)
      }
      wasStopped = advice.wasStopped
      answers[i].form = .advice(advice)
    }
    return wasStopped
  }

  /// The most plans that the questions for advice may have simulated.
  static func plansAdvised(_ questions: [Question]) -> Double {
    questions.reduce(0) { sum, question in
      guard case .advise(let asked) = question.form else { return sum }
      return sum + Advisor.mostPlans(asked)
    }
  }
}
