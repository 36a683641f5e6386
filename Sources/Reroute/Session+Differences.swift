import Engine
import Evaluator
import Metrics
import Portfolio
import Quantities
import Reporting
import SourceText

/// How much answers differ between two states of a session: trial by trial, as both draw the same numbers.
extension Session {
  /// The changes with the differences that can be told.
  func withDifferences(_ changes: [Outcome.Change], since earlier: Session) -> [Outcome.Change] {
    let known = Set(knownNames.map(\.name))
    let texts = changes.filter { change in
      !known.contains(change.name)
        && ![change.before, change.after].contains { $0.hasPrefix(Self.noAnswer) }
    }.map(\.name)
    let found = differences(of: texts, since: earlier)
    return changes.map { change in
      var change = change
      if let i = texts.firstIndex(of: change.name) { change.difference = found[i] }
      return change
    }
  }

  /// By how much the answer to each of `questions` differs from that in `earlier`, as a sentence with the difference's own
  /// interval over the first trials of both, 16,384 at most. Nil for a question that is not one figure, whose unit differs, or
  /// that one of the two can't answer; nil for all where the draws are not the same, or the run is stopped.
  public func differences(of questions: [String], since earlier: Session) -> [String?] {
    let nothing = [String?](repeating: nil, count: questions.count)
    guard !questions.isEmpty, let now = asking(questions), let then = earlier.asking(questions),
      now.model.seed == then.model.seed, now.model.sampling == then.model.sampling,
      let new = trialValues(now), let old = earlier.trialValues(then)
    else { return nothing }
    let builder = ReportBuilder(model: now.model)
    return questions.indices.map { i in
      guard case .value(.figure(let figure)) = now.questions[i].form,
        case .value(.figure(let before)) = then.questions[i].form,
        figure.dimension == before.dimension, figure.isCondition == before.isCondition,
        let a = old[i], let b = new[i], !a.isEmpty, !b.isEmpty
      else { return nil }
      // What is certain has one value for all trials.
      let count = a.count == 1 ? b.count : b.count == 1 ? a.count : min(a.count, b.count)
      let values = (0..<count).map { b[b.count == 1 ? 0 : $0] - a[a.count == 1 ? 0 : $0] }
      return builder.difference(Metrics.Estimate(values), of: figure)
        + (now.model.isOverMonths(figure.expression) ? " at end" : "")
    }
  }

  /// The questions that texts ask of the session, and its model; nil unless each asks one.
  private func asking(_ texts: [String]) -> (questions: [Question], model: Model)? {
    var copy = self
    let evaluation = copy.evaluate(Array(texts.joined(separator: "\n").utf8), "question")
    guard !evaluation.diagnostics.hasErrors, evaluation.questions.count == texts.count else {
      return nil
    }
    var model = evaluation.model
    if let trials { (model.trials, model.stopping) = (trials, nil) }
    if let seed { model.seed = seed }
    return (evaluation.questions, model)
  }

  private func trialValues(_ asked: (questions: [Question], model: Model)) -> [[Double]?]? {
    guard PreparedQuestions(asked.questions, of: asked.model).cost <= limits.cost else {
      return nil
    }
    do throws(Answerer.Failure) {
      return try Answerer.trialValues(of: asked.questions, in: asked.model, control: control)
    } catch {
      return nil
    }
  }
}
