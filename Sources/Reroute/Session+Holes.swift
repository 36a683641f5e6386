import Engine
import Evaluator
import Metrics
import Notation
import Planner
import Portfolio
import Quantities
import Reporting
import SourceText
import Syntax

/// Holes: which questions hang on them, and what the answers are at what may fill them.
extension Session {
  /// The trials of each run that tries a value in place of a hole.
  static let trialsPerLevel = 1_000
  /// The holes for which values are tried; each costs up to three runs.
  private static let mostTried = 8

  /// Which questions can be answered, and which hang on which hole.
  struct Openness {
    var answerable: [Question] = []
    /// The questions withheld, and the holes each hangs on.
    var withheld: [(question: OpenPlaces.Unasked, holes: Set<SourceSpan>)] = []

    /// The questions that hang on a hole.
    func questions(on hole: SourceSpan) -> [OpenPlaces.Unasked] {
      withheld.filter { $0.holes.contains(hole) }.map(\.question)
    }
  }

  /// Divides the questions of a script by what they hang on.
  func openness(of evaluation: Evaluation) -> Openness {
    var openness = Openness()
    let open = evaluation.open
    guard !open.holes.isEmpty else {
      openness.answerable = evaluation.questions
      return openness
    }
    let all = Set(open.holes.map(\.place))
    for question in evaluation.questions {
      let holes = self.holes(of: question, evaluation, all)
      if holes.isEmpty {
        openness.answerable.append(question)
        continue
      }
      let place = evaluation.declarations[Int(question.declaration.rawValue)]
      var isExpectation = false
      if case .expect = question.form { isExpectation = true }
      let unasked = OpenPlaces.Unasked(
        text: question.text, place: place, isExpectation: isExpectation, holes: holes)
      openness.withheld.append((unasked, holes))
    }
    for unasked in open.unasked {
      openness.withheld.append((unasked, unasked.holes.isEmpty ? all : unasked.holes))
    }
    openness.withheld.sort { $0.question.place < $1.question.place }
    return openness
  }

  /// The holes whose stand-ins a question's answer hangs on.
  private func holes(
    of question: Question, _ evaluation: Evaluation, _ all: Set<SourceSpan>
  ) -> Set<SourceSpan> {
    // Which plan is best may hang on anything that is simulated.
    if case .advise = question.form { return all }
    let run: PlannedRun
    do throws(DrawSources.Contradiction) {
      run = try Answerer.plan([question], of: evaluation.model)
    } catch {
      return all
    }
    // What is missing in the model itself may matter to whatever is simulated.
    if evaluation.open.isModelOpen, !run.plan.scenarios.isEmpty { return all }
    let keys = run.plan.neededStreams
    return Set(
      evaluation.open.holes.filter { !$0.draws.isDisjoint(with: keys) }.map(\.place))
  }

  /// What is told of the holes: with what may fill them, tried in runs of their own where `tries`.
  func holes(
    of evaluation: Evaluation, _ openness: Openness, tries: Bool, control: RunControl
  ) -> [Outcome.Hole] {
    evaluation.open.holes.enumerated().map { i, hole in
      let trials =
        tries && i < Self.mostTried ? self.trials(of: hole, evaluation, openness, control) : []
      return Outcome.Hole(
        place: hole.place, span: Message.span(hole.place, sources), wanted: hole.uses.map(\.wanted),
        example: hole.uses.lazy.compactMap(\.example).first,
        fits: hole.uses.dropFirst().reduce(hole.uses.first?.fits ?? []) { known, use in
          known.filter { use.fits.contains($0) }
        }, questions: openness.questions(on: hole.place).map(\.text), trials: trials)
    }
  }

  /// The answers to the questions that hang on a hole, at each value that may fill it; the other holes at their middle values.
  private func trials(
    of hole: Hole, _ evaluation: Evaluation, _ openness: Openness, _ control: RunControl
  ) -> [Outcome.Hole.Trial] {
    let levels = hole.levels
    let wanted = Set(openness.questions(on: hole.place).map(\.place))
    guard !levels.isEmpty, !wanted.isEmpty else { return [] }
    var fillings: [SourceSpan: Double] = [:]
    for other in evaluation.open.holes where other.place != hole.place && !other.levels.isEmpty {
      fillings[other.place] = other.levels[other.levels.count / 2].value
    }
    var trials: [Outcome.Hole.Trial] = []
    for level in levels {
      fillings[hole.place] = level.value
      var copy = self
      let filled = copy.evaluateFilled(fillings)
      if filled.diagnostics.hasErrors { continue }
      let questions = copy.openness(of: filled).answerable.filter {
        wanted.contains(filled.declarations[Int($0.declaration.rawValue)])
      }
      var model = filled.model
      (model.trials, model.stopping) = (min(self.trials ?? model.trials, Self.trialsPerLevel), nil)
      if let seed { model.seed = seed }
      let prepared = PreparedQuestions(questions, of: model)
      guard prepared.cost <= limits.cost, let set = try? prepared.answers(control),
        !set.wasStopped
      else { return [] }
      let answers = set.answers.compactMap { answer in
        Self.figure(answer, model).map {
          Outcome.Hole.Trial.Answer(question: answer.question.text, figure: $0)
        }
      }
      trials.append(Outcome.Hole.Trial(value: level.text, trials: set.trials, answers: answers))
    }
    return trials.contains { !$0.answers.isEmpty } ? trials : []
  }

  /// What an answer tells in one figure, a series at its end; nil for answers of several.
  private static func figure(_ answer: Answer, _ model: Model) -> String? {
    switch answer.form {
    case .value(.figure(let figure)):
      guard let last = figure.estimates.last, last.trials > 0 else { return "undefined" }
      return EstimateText.sentence(last, of: figure.figure, model)
        + (figure.isSeries ? " at the end" : "")
    case .verdict(_, _, let probability, _, _, _, _):
      return "holds in \(NumberText.text(probability, .none, Presentation(.share), digits: 3))"
    default: return nil
    }
  }
}

extension Diagnostic {
  /// A hole, what it wants, what hangs on it.
  ///
  /// - Parameters:
  ///   - holes: how many there are.
  ///   - isRun: whether the questions were to be answered.
  static func hole(
    _ hole: Outcome.Hole, _ questions: [OpenPlaces.Unasked], of holes: Int, isRun: Bool
  ) -> Diagnostic {
    let wanted = hole.wanted.first ?? "any value: nothing uses it"
    var notes = hole.wanted.dropFirst().map { "it also wants \($0)" }
    if !hole.fits.isEmpty {
      let names = hole.fits.map { "`\($0)`" }.joined(separator: ", ")
      notes.append((hole.fits.count == 1 ? "a name that fits: " : "names that fit: ") + names)
    }
    if questions.isEmpty {
      notes.append("no question hangs on it")
    } else if isRun {
      notes.append(
        questions.count == 1
          ? "the answer that hangs on it is withheld" : "the answers that hang on it are withheld")
    }
    for question in Self.distinct(hole.trials.flatMap { $0.answers.map(\.question) }) {
      let told = hole.trials.map { trial in
        let figure = trial.answers.first { $0.question == question }?.figure ?? "not known"
        return "\(figure) with \(trial.value)"
      }
      notes.append("`\(question)`: \(told.joined(separator: ", "))")
    }
    if let trials = hole.trials.map(\.trials).max() {
      notes.append(
        (trials == 1
          ? "nothing else is uncertain, so that one trial tells each"
          : "each is told from \(trials) trials, with the same draws")
          + (holes > 1 ? "; other holes have their middle value" : ""))
    }
    return Diagnostic(
      .hole, "this hole wants \(wanted)", severity: .warning, at: hole.place,
      label: hole.wanted.count > 1 ? "and more" : "",
      secondary: questions.prefix(5).map { Label($0.place, "hangs on it") }, notes: notes,
      help: [hole.example.map { "write something like `\($0)`" } ?? "write a value in its place"])
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen = Set<String>()
    return names.filter { seen.insert($0).inserted }
  }
}
