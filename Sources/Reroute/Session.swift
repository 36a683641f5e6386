import Engine
package import Evaluator
import Metrics
import Planner
import Portfolio
import Quantities
package import SourceText
package import Syntax

/// A script under way: what was declared so far. A text that is wrong changes nothing; a value, so a copy is a point to return to.
///
/// ```swift
/// var session = Session()
/// let users = try session.number("simulate 12 months; product A { users 1M; churn 5%/month }; A.users at end")
/// ```
public struct Session: Sendable {
  /// What scripts get from outside.
  public var host: Host
  /// What scripts may use up.
  public var limits: Limits
  /// The trials to run instead of what the script says; nil to follow it.
  public var trials: Int?
  /// The seed to use instead of what the script says; nil to follow it.
  public var seed: UInt64?
  /// The number of the first trial to run; the trials of a whole run are numbered from 0. See ``part(of:name:)``.
  public var firstTrial = 0
  /// Whether percentiles of more trials than are kept (16,384) are found exactly, which takes a second simulation; otherwise they
  /// lie in bins about a thousandth of the trials wide, and the error that is told says so.
  public var findsExactPercentiles = false
  /// Whether a text that changes what earlier questions were about answers them anew, to fill ``Outcome/changes``. A host
  /// that runs many texts and asks for no changes saves these runs.
  public var answersAnew = true
  /// Whether answers to expressions are numbered, so that later texts may call them `_1`, `_2` … and the last one `_`.
  public var namesResults = false
  /// The expressions that were answered, in order; the first is `_1`. Only where ``namesResults`` is set.
  public internal(set) var results: [String] = []

  /// All texts run or imported so far, and their trees.
  package private(set) var sources = SourceMap()
  package private(set) var trees: [SyntaxTree] = []
  /// The statements in force, in the order in which they were accepted; a replaced one gave its place to its successor.
  package internal(set) var statements: [StatementReference] = []
  /// Grows with every accepted text that declares something.
  public internal(set) var revision = 0
  package internal(set) var units = UnitNames.builtIn
  package internal(set) var evaluation: Evaluation?
  /// Questions asked before and how they were answered, to tell what a redefinition changes.
  var asked: [AskedQuestion] = []
  /// Warnings told before, which aren't repeated with every further text.
  private var told: Set<Diagnostic> = []

  /// What runs are asked for beyond their questions.
  var request = Answerer.Request()

  /// The statements that were evaluated last, questions included, to evaluate them anew with holes filled.
  private var evaluated: [StatementReference] = []

  /// When the text under way is to end, by the host's clock; nil between texts or without a deadline.
  private var expiry: Double?

  /// Creates an empty session.
  public init(host: Host = Host(), limits: Limits = Limits()) {
    (self.host, self.limits) = (host, limits)
  }

  /// Forgets the questions asked so far, which are not answered again then. What is declared stays.
  package mutating func forgetQuestions() {
    statements = program
    asked = []
  }

  // MARK: Running

  /// Runs a text: its declarations are added, or replace those of the same name; its questions are answered.
  public mutating func run(_ text: String, name: String = "script") -> Outcome {
    run(bytes: Array(text.utf8), name: name)
  }

  /// Runs a text given as bytes, which may be no UTF-8 at all.
  public mutating func run(bytes: [UInt8], name: String = "script") -> Outcome {
    var next = self
    next.start()
    let outcome = DeepStack.run(bytes: stackBytes) { next.advanceNamingResults(bytes, name) }
    next.expiry = expiry
    let isRefused =
      outcome.status == .wrong || outcome.status == .interrupted && !outcome.hasAnswers
    if !isRefused { self = next }
    return outcome
  }

  /// The mean of the first figure that `text` answers. Throws the first error.
  public mutating func number(_ text: String) throws(Message) -> Double { try estimate(text).mean }

  /// What the trials say of the first figure that `text` answers. Throws the first error.
  public mutating func estimate(_ text: String) throws(Message) -> Estimate {
    let outcome = run(text)
    if let error = outcome.messages.first(where: { $0.severity == .error }) { throw error }
    if !outcome.withheld.isEmpty, let hole = outcome.messages.first(where: { $0.code == "R901" }) {
      throw hole
    }
    guard let estimate = outcome.estimate else {
      throw Message(.noFigure(), outcome.sources)
    }
    return estimate
  }

  /// Looks for mistakes without simulating; nothing is kept.
  public func check(bytes: [UInt8], name: String = "script") -> Outcome {
    var copy = self
    copy.start()
    return DeepStack.run(bytes: stackBytes) { copy.advance(bytes, name, simulates: false) }
  }

  /// Begins to count the time; for a question that is answered again, it counts already.
  mutating func start() {
    if expiry == nil { expiry = limits.deadline.map { host.clock() + $0 } }
  }

  /// The stack for a text's reading and evaluation.
  var stackBytes: Int {
    max(DeepStack.bytesForSyntax, limits.depth * DeepStack.bytesPerLevel)
  }

  /// Reads a text, runs it and answers; on a stack of ``stackBytes``.
  mutating func advance(_ bytes: [UInt8], _ name: String, simulates: Bool = true) -> Outcome {
    let file = SourceFile(name: name, bytes: bytes)
    let id = sources.add(file)
    let parsed = Parser.parse(file, source: id, units: units)
    if parsed.diagnostics.hasErrors {
      return refused(stoppedInTime(parsed.diagnostics + checkedBeyondSyntax(parsed.tree)))
    }
    if parsed.tree.children(of: parsed.tree.root).isEmpty, trees.isEmpty, simulates {
      return refused([.nothingToRun(id)])
    }
    let before = self
    let merged = merged(parsed.tree)
    evaluated = merged.evaluated(in: trees)
    let result = evaluate(evaluated)
    if result.diagnostics.hasErrors { return refused(stoppedInTime(result.diagnostics)) }
    statements = merged.statements
    if merged.declares { revision += 1 }
    units = result.units
    evaluation = result
    var model = result.model
    if let trials { (model.trials, model.stopping) = (trials, nil) }
    if let seed { model.seed = seed }
    guard simulates else {
      return withHoles(of: result, isRun: false) { session, _, diagnostics in
        session.outcome(nil, model, diagnostics.filter { !session.told.contains($0) })
      }
    }
    let earlier = merged.changesAnswers && answersAnew ? before : nil
    return withHoles(of: result, isRun: true) { session, questions, diagnostics in
      session.answer(questions, model, diagnostics, dropped: merged.dropped, since: earlier)
    }
  }

  /// What `body` makes of the questions that hang on no hole and of what is to be told, with the holes.
  private mutating func withHoles(
    of result: Evaluation, isRun: Bool,
    _ body: (inout Session, [Question], [Diagnostic]) -> Outcome
  ) -> Outcome {
    guard !result.open.holes.isEmpty else {
      return body(&self, result.questions, result.diagnostics)
    }
    let openness = openness(of: result)
    var quiet = control
    quiet.progress = { _, _ in }
    let found = holes(of: result, openness, tries: isRun, control: quiet)
    var outcome = body(
      &self, openness.answerable,
      result.diagnostics
        + found.map { .hole($0, openness.questions(on: $0.place), of: found.count, isRun: isRun) })
    outcome.holes = found
    outcome.withheld = openness.withheld.map(\.question.text)
    outcome.count(openness.withheld.count { $0.question.isExpectation })
    return outcome
  }

  /// The evaluation of the same statements with values in place of holes.
  mutating func evaluateFilled(_ fillings: [SourceSpan: Double]) -> Evaluation {
    evaluate(evaluated, filling: fillings)
  }

  /// What is wrong beyond the syntax in those statements that could be read, so that one run tells all.
  private func checkedBeyondSyntax(_ tree: SyntaxTree) -> [Diagnostic] {
    var copy = self
    let readable = copy.merged(tree).evaluated(in: copy.trees)
    let found = copy.evaluate(readable).diagnostics
    // A name may be unknown because the statement that gives it could not be read; months don't hang on one that was.
    let knowsMonths = readable.contains {
      copy.trees[$0.tree].kind($0.node) == .simulate
    }
    return found.filter {
      $0.severity == .error && (!$0.mayFollowFromSyntax || knowsMonths && $0.isAboutMonths)
    }
  }

  mutating func evaluate(
    _ statements: [StatementReference], filling fillings: [SourceSpan: Double] = [:]
  ) -> Evaluation {
    let (host, expiry) = (host, expiry)
    let evaluatorHost = EvaluatorHost(
      load: { (name, from) throws(ImportFailure) in
        do throws(Host.Failure) {
          return try host.load(name, from)
        } catch {
          switch error {
          case .refused(let why): throw .refused(why)
          case .unreadable(let why): throw .unreadable(why)
          }
        }
      },
      shouldStop: { host.isCancelled() || expiry.map { host.clock() > $0 } ?? false })
    var read = sources
    let (trees, units, evaluatorLimits) = (trees, units, limits.forEvaluator)
    let evaluation = Evaluator.evaluate(
      statements, of: trees, sources: &read, units: units, limits: evaluatorLimits,
      host: evaluatorHost, filling: fillings)
    sources = read
    return evaluation
  }

  /// The statements in force that declare something.
  var program: [StatementReference] {
    statements.filter { !trees[$0.tree].kind($0.node).isQuestion }
  }

  /// The session's statements with those of a new tree.
  private mutating func merged(_ tree: SyntaxTree) -> StatementMerge {
    trees.append(tree)
    var merge = StatementMerge(statements: statements)
    merge.add(statementsOf: trees.count - 1, trees)
    return merge
  }

  /// The evaluation of a text on top of the session, mistakes or not; for the printed stages.
  mutating func evaluate(_ bytes: [UInt8], _ name: String) -> Evaluation {
    let file = SourceFile(name: name, bytes: bytes)
    let id = sources.add(file)
    return DeepStack.run(bytes: stackBytes) {
      let merged = merged(Parser.parse(file, source: id, units: units).tree)
      return evaluate(merged.evaluated(in: trees))
    }
  }

  // MARK: Answering

  private mutating func answer(
    _ questions: [Question], _ model: Model, _ diagnostics: [Diagnostic], dropped: [String],
    since before: Session?
  ) -> Outcome {
    var diagnostics = diagnostics
    var request = request
    (request.firstTrial, request.isExact) = (firstTrial, findsExactPercentiles)
    if let preliminary = host.preliminary {
      let sources = sources
      request.preliminary = { preliminary(.preliminary($0, model, sources)) }
    }
    let prepared = PreparedQuestions(questions, of: model, request)
    let cost = request.part == nil ? prepared.cost : 0
    if cost > limits.cost {
      return refused(diagnostics + [.costLimit(cost, limits.cost, model)])
    }
    if let refusal = refusal(of: request, questions, model) {
      return refused(diagnostics + [refusal])
    }
    let size = prepared.size
    if size > Double(limits.output) {
      return refused(diagnostics + [.outputLimit(size, limits.output)])
    }
    let answers: AnswerSet
    do throws(Answerer.Failure) {
      answers = try prepared.answers(control)
    } catch {
      switch error {
      case .contradiction: return refused(diagnostics)
      case .foreignPart: return refused(diagnostics + [.partOfOtherQuestions()])
      case .stopped:
        return refused([.stoppedWhilePlanning(host.isCancelled() ? nil : limits.deadline)])
      }
    }
    diagnostics += findings(answers, model) + undefined(answers, model)
    diagnostics += undecided(answers) + unadvised(answers)
    if answers.wasStopped {
      // However many there are: there will be no more.
      host.progress(answers.trials, answers.trials)
      diagnostics.append(.stopped(answers, isDeadline: !host.isCancelled(), limits.deadline))
    }
    if !answers.wasStopped, !diagnostics.hasErrors, !request.keepsPart,
      let refusal = writePictures(answers, model)
    {
      return refused(diagnostics + [refusal])
    }
    if !diagnostics.isEmpty {
      diagnostics.removeAll { $0.severity != .error && told.contains($0) }
      told.formUnion(diagnostics.filter { $0.severity != .error && $0.code != .interrupted })
    }
    let changes = before.map { recompute(since: $0) } ?? []
    if answersAnew { remember(answers, model) }
    let first = results.count + 1
    nameResults(of: answers)
    var outcome = outcome(answers, model, diagnostics, changes, dropped)
    outcome.firstResult = namesResults ? first : nil
    return outcome
  }

  var control: RunControl {
    let (host, expiry) = (host, expiry)
    return RunControl(
      threads: host.threads, execution: host.instructions?.execution,
      shouldStop: {
        if host.isCancelled() { return .interrupted }
        if let expiry, host.clock() > expiry { return .deadline }
        return nil
      }, progress: host.progress)
  }

  /// The diagnostics of a script that was stopped, with the deadline's own where the deadline stopped it.
  private func stoppedInTime(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard let deadline = limits.deadline, !host.isCancelled() else { return diagnostics }
    return diagnostics.map {
      $0.code == .interrupted ? .deadlineInScript(deadline, $0.primary?.span) : $0
    }
  }

  private func refused(_ diagnostics: [Diagnostic]) -> Outcome {
    Outcome(
      status: diagnostics.contains { $0.code == .interrupted } ? .interrupted : .wrong,
      messages: diagnostics.sortedByPlace().map { Message($0, sources) },
      changes: [], dropped: [],
      expectationsMet: 0, expectations: 0, answers: nil, model: Model(), diagnostics: diagnostics,
      sources: sources)
  }

  private func outcome(
    _ answers: AnswerSet?, _ model: Model, _ diagnostics: [Diagnostic],
    _ changes: [Outcome.Change] = [], _ dropped: [String] = []
  ) -> Outcome {
    var met = 0
    var all = 0
    for answer in answers?.answers ?? [] {
      guard case .verdict(_, _, _, _, _, _, let verdict) = answer.form else { continue }
      all += 1
      if verdict == .holds { met += 1 }
    }
    let status: Outcome.Status =
      answers?.wasStopped == true
      ? .interrupted : diagnostics.hasErrors ? .wrong : met < all ? .expectationFailed : .done
    return Outcome(
      status: status, messages: diagnostics.sortedByPlace().map { Message($0, sources) },
      changes: changes, dropped: dropped,
      expectationsMet: met, expectations: all, answers: answers, model: model,
      diagnostics: diagnostics.sortedByPlace(), sources: sources, places: places(in: answers))
  }
}
