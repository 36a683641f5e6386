package import Engine
import Planner
package import Portfolio
import Quantities

/// Questions prepared to be answered: what answering them takes, how much it tells, and the answers, all from one preparation.
package struct PreparedQuestions {
  private typealias Preparation = (answerer: Answerer, readers: [Answerer.Reader])

  private let request: Answerer.Request
  private let whole: Preparation
  /// The same with sampled shares, which come first where exact ones take long.
  private let sampled: Preparation?
  private let studies: Result<[DriverStudy], DrawSources.Contradiction>

  /// Prepares questions about `model`.
  package init(
    _ questions: [Question], of model: Model, _ request: Answerer.Request = Answerer.Request()
  ) {
    self.request = request
    let whole = Answerer.prepared(questions, of: model)
    sampled =
      whole.answerer.mayBeSampledFirst && request.maySample(model)
      ? Answerer.prepared(questions, of: model, isFirst: true) : nil
    studies = Result { () throws(DrawSources.Contradiction) in
      try whole.answerer.plannedStudies()
    }
    self.whole = whole
  }

  /// The trials × months × products × scenarios that answering takes, those of sampled first answers too.
  package var cost: Double {
    let answerer = whole.answerer
    // What a question supposes is a scenario of its own.
    var counted = answerer.model
    var scenarios = Set<ScenarioID>()
    for id in counted.graph.reachable(from: answerer.expressions) {
      let expression = counted.graph[id]
      guard expression.operation == .metric else { continue }
      scenarios.insert(counted.scenario(of: counted.graph.metrics[Int(expression.a)]))
    }
    var count = 0
    for run in [answerer, sampled?.answerer].compactMap({ $0 }) {
      count += scenarios.count + run.games.reduce(0) { $0 + $1.scheme.subsets.count }
    }
    let own =
      answerer.cost(ofScenarios: count)
      + answerer.cost(ofScenarios: 1) * Answerer.plansAdvised(answerer.questions)
    // Correlations that contradict one another are told of before anything runs.
    return ((try? studies.get()) ?? []).reduce(own) { $0 + Double($1.trials) * $1.size }
  }

  /// The bytes that the answers take: 8 for each value of each trial that is kept, or what a sketch of a column takes, and the
  /// texts told.
  package var size: Double {
    let answerer = whole.answerer
    let model = answerer.model
    let trials = answerer.isUncertain ? model.trials : 1
    let isKept = request.firstTrial + trials <= RunPart.mostKept
    let settings = RunSettings(trials: trials, seed: 0, sampling: model.sampling)
    let column =
      Double(isKept ? 8 * trials : ColumnSketch.mostBytes(replicates: settings.replicates))
    var bytes = 0.0
    for id in answerer.expressions {
      bytes += column * Double(answerer.isOverMonths(id) ? model.months + 1 : 1)
    }
    for game in answerer.games { bytes += column * Double(game.sums) }
    for study in (try? studies.get()) ?? [] { bytes += study.bytes }
    for question in answerer.questions {
      if case .value(let datum) = question.form { bytes += Self.textSize(datum) }
    }
    return bytes
  }

  private static func textSize(_ datum: Datum) -> Double {
    switch datum {
    case .text(let text), .name(let text): Double(text.utf8.count)
    case .list(let items): items.reduce(0) { $0 + textSize($1) }
    case .record(let fields): fields.reduce(0) { $0 + textSize($1.value) }
    case .figure, .truth: 8
    }
  }

  /// The answers.
  ///
  /// Where shares of many subsets are asked, sampled ones come first; they are the answer where the run is stopped before it has
  /// the exact ones.
  package func answers(_ control: RunControl) throws(Answerer.Failure) -> AnswerSet {
    guard let sampled else { return try run(whole, control) }
    var first = try run(sampled, control)
    if first.wasStopped { return first }
    request.preliminary?(first)
    do throws(Answerer.Failure) {
      let exact = try run(whole, control)
      if !exact.wasStopped { return exact }
    } catch {
      guard case .stopped = error else { throw error }
    }
    (first.wasStopped, first.isUnrefined) = (true, true)
    return first
  }

  private func run(
    _ preparation: Preparation, _ control: RunControl
  ) throws(Answerer.Failure) -> AnswerSet {
    // No study is asked for beside sampled shares.
    try preparation.answerer.run(preparation.readers, studies, request, control)
  }
}
