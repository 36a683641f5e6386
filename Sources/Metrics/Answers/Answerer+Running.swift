package import Engine
package import Planner
package import Portfolio
import Quantities

/// Running what questions need, once, or first a sample of it.
extension Answerer {
  /// How a run is made.
  package struct Request: Sendable {
    /// The number of the first trial.
    package var firstTrial = 0
    /// Whether percentiles of more trials than are kept are found exactly, by simulating twice.
    package var isExact = false
    /// Whether the answers come with the part of the run that they are of.
    package var keepsPart = false
    /// Trials that were run before, to answer from instead of a simulation.
    package var part: RunPart?
    /// Told of the answers whose shares are sampled, before exact ones are looked for.
    package var preliminary: (@Sendable (AnswerSet) -> Void)?
    /// Creates the request of a whole run.
    package init() {}

    /// Whether sampled answers may come first: not where what runs must be known beforehand.
    func maySample(_ model: Model) -> Bool {
      part == nil && !keepsPart && model.stopping == nil
    }
  }

  /// Why there are no answers.
  package enum Failure: Error {
    /// The correlations can't all hold.
    case contradiction(DrawSources.Contradiction)
    /// The given part is of other questions.
    case foreignPart
    /// It was to stop before anything was simulated.
    case stopped
  }

  /// What questions need and how their answers are read off; the first answers have sampled shares where exact ones take long.
  static func prepared(_ questions: [Question], of model: Model, isFirst: Bool = false) -> (
    answerer: Answerer, readers: [Reader]
  ) {
    var answerer = Answerer(questions, of: model, isFirst: isFirst)
    let readers = questions.map { answerer.prepare($0.form) }
    return (answerer, readers)
  }

  private func planned(
    _ control: RunControl, with others: [ExpressionID] = []
  ) throws(Failure) -> PlannedRun {
    do throws(AnswerPlanner.Failure) {
      return try AnswerPlanner.plan(
        expressions + others, of: model, weighing: games.map(\.weighing), control: control)
    } catch {
      switch error {
      case .contradiction(let contradiction): throw .contradiction(contradiction)
      case .stopped: throw .stopped
      }
    }
  }

  /// Runs what is needed, and the studies of what figures hang on, and reads the answers off.
  func run(
    _ readers: [Reader], _ studies: Result<[DriverStudy], DrawSources.Contradiction>,
    _ request: Request, _ control: RunControl
  ) throws(Failure) -> AnswerSet {
    let run = try planned(control)
    let studies = try studies.mapError { Failure.contradiction($0) }.get()
    var stages = StagedProgress(
      studies.map(\.trials), own: isUncertain ? model.trials : 1, control)
    let summary = try summary(of: run, request, stages.next())
    var drivers: [DriversAnswer] = []
    do throws(DrawSources.Contradiction) {
      for study in studies { drivers.append(try study.answer(stages.next())) }
    } catch {
      throw .contradiction(error)
    }
    let reading = Reading(
      run: run, results: summary, positions: positions, games: games, drivers: drivers)
    var answers = zip(questions, readers).map { Answer(form: $1(reading), question: $0) }
    let advised = summary.stopped == nil ? try Self.advise(&answers, model, control) : false
    let findings = run.findings(summary.findings).map { finding in
      AnswerSet.Finding(
        scenario: finding.scenario, site: finding.site, trials: finding.trials,
        of: summary.part.trials, firstMonth: finding.firstMonth)
    }.filter { isOfScript($0) }
    var precision: AnswerSet.Precision?
    if let rule = model.stopping, let reached = summary.precision {
      precision = AnswerSet.Precision(rule: rule, error: reached.error, isMet: reached.isMet)
    }
    return AnswerSet(
      answers: answers, firstTrial: summary.part.firstTrial, trials: summary.trials,
      requested: precision?.isMet == true ? summary.trials : summary.requested,
      wasStopped: summary.stopped != nil || drivers.contains(where: \.wasStopped) || advised,
      findings: findings, precision: precision,
      part: request.keepsPart ? summary.part : nil)
  }

  /// `true` iff a finding is of a scenario that the script has, or is a defect: what goes wrong in a part of the actions that nobody
  /// would take alone is no mistake of the script.
  private func isOfScript(_ finding: AnswerSet.Finding) -> Bool {
    if case .conservation = finding.site.kind { return true }
    return model.scenarios.indices.contains(Int(finding.scenario.rawValue))
  }

  private func summary(
    of run: PlannedRun, _ request: Request, _ control: RunControl
  ) throws(Failure) -> RunSummary {
    var details = [SummaryDetail](repeating: .total, count: run.plan.outputs.count)
    for (output, detail) in zip(run.outputs, wanted) {
      details[output] = max(details[output], detail)
    }
    for (sums, game) in zip(run.sums, games) {
      for (output, detail) in zip(sums, game.details) { details[output] = detail }
    }
    if let part = request.part {
      let columns = zip(run.plan.outputMonths, details).flatMap { months, detail in
        [SummaryDetail](repeating: detail, count: months)
      }
      guard part.details == columns, part.findings.allSatisfy({ run.has($0) }) else {
        throw .foreignPart
      }
      return Executor.summary(of: part, run.plan, requested: part.trials, control: control)
    }
    let settings = RunSettings(
      firstTrial: request.firstTrial, trials: isUncertain ? model.trials : 1, seed: model.seed,
      sampling: model.sampling)
    var engineRequest = RunRequest(details: details, isExact: request.isExact)
    if let rule = model.stopping, isUncertain {
      let watched = rule.expression.map { [$0] } ?? figures
      let outputs = Set(watched.compactMap { positions[$0] }.map { run.outputs[$0] })
      let given = watched.filter { model.graph.isGiven($0) }.compactMap { positions[$0] }
      engineRequest.stopping = RunRequest.Stopping(
        outputs: outputs.sorted(), bound: rule.bound, isRelative: rule.isRelative,
        rare: Set(given.map { run.outputs[$0] }), fewest: Estimate.fewestGiven)
    }
    return Executor.summarise(run.plan, settings, engineRequest, control: control)
  }

  /// The plans that answering runs, for `check --show plan`.
  package static func plan(
    _ questions: [Question], of model: Model
  ) throws(DrawSources.Contradiction) -> PlannedRun {
    let (answerer, _) = prepared(questions, of: model)
    let studied = answerer.studies.flatMap(\.targets)
    do throws(Failure) {
      return try answerer.planned(RunControl(), with: studied)
    } catch {
      if case .contradiction(let contradiction) = error { throw contradiction }
      // Nothing says to stop.
      return try AnswerPlanner.plan(answerer.expressions, of: answerer.model)
    }
  }

  /// `true` iff any draw may reach an answer: else one trial tells all.
  var isUncertain: Bool { !model.graph.draws.isEmpty }
}
