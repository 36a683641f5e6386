import Engine
import Metrics
import Portfolio
import Quantities
import SourceText
import Synchronization

extension Session {
  /// Runs a script for the trials from ``firstTrial`` on, ``trials`` of them, and gives what can be merged with the other trials of
  /// the whole run. Nil where the script is wrong or was stopped; the outcome's messages say why.
  public mutating func part(of bytes: [UInt8], name: String = "script") -> (
    outcome: Outcome, part: Part?
  ) {
    var copy = self
    copy.request.keepsPart = true
    return withExtendedLifetime(ImportLog(host.load)) { log in
      copy.host.load = { (name, from) throws(Host.Failure) in try log.load(name, from) }
      let outcome = copy.run(bytes: bytes, name: name)
      guard let run = outcome.answers?.part,
        outcome.status == .done || outcome.status == .expectationFailed
      else { return (outcome, nil) }
      let part = Part(
        name: name, script: bytes, imports: log.texts, seed: outcome.model.seed,
        sampling: outcome.model.sampling.rawValue, run: run)
      return (outcome, part)
    }
  }

  /// The answers that the script of a part gives for its trials: of a merged part, those of the whole run.
  public static func answer(_ part: Part, host: Host = Host()) -> Outcome {
    var session = Session(host: host)
    session.limits.cost = .infinity
    session.limits.output = .max
    session.limits.deadline = nil
    session.host.load = { (name, from) throws(Host.Failure) in
      guard let text = part.imports.first(where: { $0.name == name && $0.from == from }) else {
        throw .unreadable("the part doesn't hold it")
      }
      return (text.fullName, text.bytes)
    }
    session.firstTrial = part.firstTrial
    session.trials = part.trials
    session.seed = part.seed
    session.request.part = part.run
    return session.run(bytes: part.script, name: part.name)
  }

  /// Why a run can't be made of a part of its trials; nil where it can, or is whole.
  func refusal(of request: Answerer.Request, _ questions: [Question], _ model: Model) -> Diagnostic?
  {
    guard request.part == nil, request.keepsPart || request.firstTrial > 0 else { return nil }
    if model.stopping != nil { return .partWithStopping() }
    if model.sampling.fixesTrials { return .partOfFixedTrials(model.sampling.rawValue) }
    if model.graph.draws.isEmpty { return .partOfCertainty() }
    let asksAdvice = questions.contains { question in
      if case .advise = question.form { true } else { false }
    }
    if asksAdvice { return .partOfAdvice() }
    return nil
  }
}

extension Sampling {
  /// Whether the numbers of a trial hang on how many trials there are in all, so that there are no parts.
  fileprivate var fixesTrials: Bool { self == .latinHypercube }
}

/// Remembers what a script was given.
private final class ImportLog: Sendable {
  private let source: @Sendable (String, String) throws(Host.Failure) -> (String, [UInt8])
  private let kept = Mutex<[Part.Import]>([])

  init(
    _ source: @escaping @Sendable (String, String) throws(Host.Failure) -> (String, [UInt8])
  ) { self.source = source }

  var texts: [Part.Import] { kept.withLock { $0 } }

  func load(_ name: String, _ from: String) throws(Host.Failure) -> (String, [UInt8]) {
    let (fullName, bytes) = try source(name, from)
    let text = Part.Import(name: name, from: from, fullName: fullName, bytes: bytes)
    kept.withLock { if !$0.contains(text) { $0.append(text) } }
    return (fullName, bytes)
  }
}
