package import Engine
import Planner
package import Portfolio
import Quantities

/// Values trial by trial, for differences between runs that share their draws.
extension Answerer {
  /// For each question, the value of its one figure in each of the first trials of the run, ``RunPart/mostKept`` at most: one
  /// value where nothing is uncertain, the last month's of a series, not a number where it is undefined. Nil for a question
  /// that isn't one figure. Nil for all where the run was stopped.
  package static func trialValues(
    of questions: [Question], in model: Model, control: RunControl
  ) throws(Failure) -> [[Double]?]? {
    var answerer = Answerer([], of: model, isFirst: false)
    answerer.model.stopping = nil
    let asked = questions.map { question -> ExpressionID? in
      guard case .value(.figure(let figure)) = question.form else { return nil }
      let id = figure.expression
      let last = answerer.isOverMonths(id) ? answerer.atEnd(id) : id
      answerer.want(last, .total)
      return last
    }
    let run: PlannedRun
    do throws(DrawSources.Contradiction) {
      run = try AnswerPlanner.plan(answerer.expressions, of: answerer.model)
    } catch {
      throw .contradiction(error)
    }
    let settings = RunSettings(
      trials: answerer.isUncertain ? min(model.trials, RunPart.mostKept) : 1, seed: model.seed,
      sampling: model.sampling)
    let details = [SummaryDetail](repeating: .total, count: run.plan.outputs.count)
    let summary = Executor.summarise(
      run.plan, settings, RunRequest(details: details), control: control)
    guard summary.stopped == nil else { return nil }
    return asked.map { id in
      guard let id, let position = answerer.positions[id] else { return nil }
      let output = run.outputs[position]
      let before = run.plan.outputMonths[..<output].reduce(0, +)
      return summary.part.values(ofColumn: before + run.plan.outputMonths[output] - 1)
    }
  }
}
