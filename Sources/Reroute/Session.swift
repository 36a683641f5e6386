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

  package private(set) var sources = SourceMap()
  package private(set) var trees: [SyntaxTree] = []
  /// The statements in force, without questions.
  package private(set) var program: [StatementReference] = []
  package private(set) var units = UnitNames.builtIn
  package private(set) var evaluation: Evaluation?
  /// Questions asked before and how they were answered, to tell what a redefinition changes.
  var asked: [(text: String, answer: String)] = []

  /// Creates an empty session.
  public init(host: Host = Host(), limits: Limits = Limits()) {
    (self.host, self.limits) = (host, limits)
  }

  // MARK: Running

  /// Runs a text: its declarations are added, or replace those of the same name; its questions are answered.
  public mutating func run(_ text: String, name: String = "script") -> Outcome {
    run(bytes: Array(text.utf8), name: name)
  }

  /// Runs a text given as bytes, which may be no UTF-8 at all.
  public mutating func run(bytes: [UInt8], name: String = "script") -> Outcome {
    var next = self
    let outcome = DeepStack.run(levels: limits.depth) { next.advance(bytes, name) }
    if outcome.status != .wrong { self = next }
    return outcome
  }

  /// The mean of the first figure that `text` answers. Throws the first error.
  public mutating func number(_ text: String) throws(Message) -> Double { try estimate(text).mean }

  /// What the trials say of the first figure that `text` answers. Throws the first error.
  public mutating func estimate(_ text: String) throws(Message) -> Estimate {
    let outcome = run(text)
    if let error = outcome.messages.first(where: { $0.severity == .error }) { throw error }
    guard let estimate = outcome.estimate else {
      throw Message(.noFigure(), outcome.sources)
    }
    return estimate
  }

  /// Looks for mistakes without simulating; nothing is kept.
  public func check(bytes: [UInt8], name: String = "script") -> Outcome {
    var copy = self
    return DeepStack.run(levels: limits.depth) { copy.advance(bytes, name, simulates: false) }
  }

  private mutating func advance(_ bytes: [UInt8], _ name: String, simulates: Bool = true) -> Outcome
  {
    let file = SourceFile(name: name, bytes: bytes)
    let id = sources.add(file)
    let parsed = Parser.parse(file, source: id, units: units)
    if parsed.diagnostics.hasErrors {
      return refused(parsed.diagnostics + checkedBeyondSyntax(parsed.tree))
    }
    if parsed.tree.children(of: parsed.tree.root).isEmpty, trees.isEmpty, simulates {
      return refused([.nothingToRun(id)])
    }
    let before = evaluation
    let (newProgram, questions, hasReplaced) = merged(parsed.tree)
    let result = evaluate(newProgram + questions)
    let errors = result.diagnostics.hasErrors
    if errors { return refused(result.diagnostics) }
    program = newProgram
    units = result.units
    evaluation = result
    var model = result.model
    if let trials { model.trials = trials }
    if let seed { model.seed = seed }
    guard simulates else { return outcome(nil, model, result.diagnostics, []) }
    return answer(result.questions, model, result.diagnostics, hasReplaced ? before : nil)
  }

  /// What is wrong beyond the syntax in those statements that could be read, so that one run tells all.
  private func checkedBeyondSyntax(_ tree: SyntaxTree) -> [Diagnostic] {
    var copy = self
    copy.trees.append(tree)
    let readable = tree.children(of: tree.root).filter { tree.kind($0) != .skipped }
    let statements = readable.map { StatementReference(tree: copy.trees.count - 1, node: $0) }
    let found = copy.evaluate(copy.program + statements).diagnostics
    // A name may be unknown because the statement that gives it could not be read; months don't hang on one that was.
    let knowsMonths = (copy.program + statements).contains {
      copy.trees[$0.tree].kind($0.node) == .simulate
    }
    return found.filter {
      $0.severity == .error && (!$0.mayFollowFromSyntax || knowsMonths && $0.isAboutMonths)
    }
  }

  private mutating func evaluate(_ statements: [StatementReference]) -> Evaluation {
    let host = host
    let deadline = limits.deadline.map { host.clock() + $0 }
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
      shouldStop: { host.isCancelled() || deadline.map { host.clock() > $0 } ?? false })
    var result = Evaluator.evaluate(
      statements, of: trees, sources: &sources, units: units, limits: limits.forEvaluator,
      host: evaluatorHost)
    if let seconds = limits.deadline, !host.isCancelled() {
      result.diagnostics = result.diagnostics.map {
        $0.code == .interrupted ? .deadlineInScript(seconds, $0.primary?.span) : $0
      }
    }
    return result
  }

  /// The program with the statements of a new tree: each replaces the one that declared the same thing, or comes last.
  private mutating func merged(
    _ tree: SyntaxTree
  ) -> (program: [StatementReference], questions: [StatementReference], hasReplaced: Bool) {
    trees.append(tree)
    var merged = program
    var questions: [StatementReference] = []
    var positions: [String: Int] = [:]
    for (i, statement) in program.enumerated() {
      if let key = trees[statement.tree].declarationKey(statement.node) { positions[key] = i }
    }
    var hasReplaced = false
    for node in tree.children(of: tree.root) {
      let reference = StatementReference(tree: trees.count - 1, node: node)
      if tree.kind(node).isQuestion {
        questions.append(reference)
      } else if let key = tree.declarationKey(node),
        let position = positions.removeValue(forKey: key)
      {
        merged[position] = reference
        hasReplaced = true
      } else {
        merged.append(reference)
        hasReplaced = hasReplaced || tree.kind(node) == .assignment
      }
    }
    return (merged, questions, hasReplaced)
  }

  /// The evaluation of a text on top of the session, mistakes or not; for the printed stages.
  mutating func evaluate(_ bytes: [UInt8], _ name: String) -> Evaluation {
    let id = sources.add(SourceFile(name: name, bytes: bytes))
    let parsed = Parser.parse(sources.files[Int(id.rawValue)], source: id, units: units)
    let (merged, questions, _) = merged(parsed.tree)
    return evaluate(merged + questions)
  }

  // MARK: Answering

  private mutating func answer(
    _ questions: [Question], _ model: Model, _ diagnostics: [Diagnostic], _ before: Evaluation?
  ) -> Outcome {
    var diagnostics = diagnostics
    let cost = Answerer.cost(questions, of: model)
    if cost > limits.cost {
      return refused(diagnostics + [.costLimit(cost, limits.cost, model)])
    }
    let size = questions.reduce(0) { $0 + $1.size(in: model) }
    if size > limits.output {
      return refused(diagnostics + [.outputLimit(size, limits.output)])
    }
    let answers: AnswerSet
    do throws(DrawSources.Contradiction) {
      answers = try Answerer.answer(questions, of: model, control: control)
    } catch {
      return refused(diagnostics)
    }
    diagnostics += findings(answers, model) + undefined(answers, model)
    if answers.wasStopped {
      diagnostics.append(.stopped(answers, isDeadline: !host.isCancelled(), limits.deadline))
    }
    let changes = before.map { self.changes(since: $0, model) } ?? []
    remember(answers, model)
    return outcome(answers, model, diagnostics, changes)
  }

  private var control: RunControl {
    let host = host
    let deadline = limits.deadline.map { host.clock() + $0 }
    return RunControl(
      threads: host.threads,
      shouldStop: {
        if host.isCancelled() { return .interrupted }
        if let deadline, host.clock() > deadline { return .deadline }
        return nil
      }, progress: host.progress)
  }

  private func refused(_ diagnostics: [Diagnostic]) -> Outcome {
    Outcome(
      status: .wrong, messages: diagnostics.sortedByPlace().map { Message($0, sources) },
      changes: [],
      expectationsMet: 0, expectations: 0, answers: nil, model: Model(), diagnostics: diagnostics,
      sources: sources)
  }

  private func outcome(
    _ answers: AnswerSet?, _ model: Model, _ diagnostics: [Diagnostic], _ changes: [Outcome.Change]
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
      changes: changes,
      expectationsMet: met, expectations: all, answers: answers, model: model,
      diagnostics: diagnostics.sortedByPlace(), sources: sources)
  }
}
