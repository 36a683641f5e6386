import Metrics
import Notation
import Portfolio
import Quantities
import SourceText

extension Session {
  /// Answers that divide by zero, or are infinite: an error where all trials do, else a warning with their share.
  func undefined(_ answers: AnswerSet, _ model: Model) -> [Diagnostic] {
    answers.answers.compactMap { answer in
      guard case .value(.figure(let asked)) = answer.question.form,
        case .value(.figure(let figure)) = answer.form,
        let worst = figure.estimates.min(by: { $0.trials < $1.trials })
      else { return nil }
      let place = place(of: answer.question.declaration)
      if worst.trials < worst.of, mayOnlyDivide(asked.expression, model) {
        return .answerDividesByZero(undefined: worst.of - worst.trials, of: worst.of, place)
      }
      // What is infinite before the trials, a payback that never comes, is no growth.
      if model.graph.constant(asked.expression) == nil,
        figure.estimates.contains(where: {
          $0.trials > 0 && !$0.isRefused && !$0.maximum.isFinite
        })
      {
        return .answerInfinite(place)
      }
      return nil
    }
  }

  /// `true` iff nothing but a division can leave an expression without a value.
  private func mayOnlyDivide(_ id: ExpressionID, _ model: Model) -> Bool {
    let graph = model.graph
    // What says itself where it has no value needs no guard.
    if graph.undefinedWhere(id) != nil { return false }
    let others: (Expression) -> Bool = { expression in
      switch expression.operation {
      case .given, .first, .logarithm, .squareRoot, .power, .growth: true
      case .metric: graph.metrics[Int(expression.a)].kind == .failureMonth
      default: false
      }
    }
    return graph.contains(id) { $0.operation == .divide } && !graph.contains(id, where: others)
  }
}

extension Diagnostic {
  static func answerDividesByZero(undefined: Int, of trials: Int, _ place: SourceSpan?)
    -> Diagnostic
  {
    let isAll = undefined == trials
    let share = NumberText.text(
      Double(undefined) / Double(max(1, trials)), .none, Presentation(.share), digits: 3)
    return Diagnostic(
      isAll ? .divisionByZero : .divisionByZeroInTrials,
      isAll
        ? "this divides by zero\(trials == 1 ? "" : " in every trial")"
        : "this divides by zero in \(share) of trials",
      severity: isAll ? .error : .warning, at: place,
      notes: isAll ? [] : ["the answer is of the other trials"],
      help: ["guard it: `if x > 0 then 1 / x else 0`, with what you divide by for `x`"])
  }

  static func answerInfinite(_ place: SourceSpan?) -> Diagnostic {
    Diagnostic(
      .notFiniteInTrials, "this grows beyond all numbers", severity: .warning, at: place,
      notes: ["numbers reach to about 1.8e308"],
      help: ["look for an input whose far end is too far, or bound it: `min(x, 1e12)`"])
  }
}
