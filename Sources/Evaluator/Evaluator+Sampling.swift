import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// How to sample, and when enough is enough: `sampling …` and `trials … until error …`.
extension Evaluator {
  mutating func runSampling(_ node: NodeID) throws(Failure) {
    if let first = firstDeclarations["sampling"] {
      throw report(.duplicate("the statement", "sampling", span(node), first: first))
    }
    firstDeclarations["sampling"] = span(node)
    let words = syntax.children(of: node)
    guard let first = words.first, let last = words.last else { return }
    let method = words.map { text($0) }.joined(separator: " ")
    guard let sampling = Sampling(rawValue: method) else {
      throw report(.unknownSampling(method, span(first).union(span(last))))
    }
    model.sampling = sampling
  }

  /// Puts off the bound of a `trials`, with or without one: what it is about may be declared below.
  mutating func noteErrorBound(_ node: NodeID) {
    errorBound = syntax.child(.errorBound, of: node).map { DeclaredNode(tree: tree, node: $0) }
    if let bound = errorBound { later(.question, bound.node) }
  }

  /// The bound of the last `trials`: earlier ones don't count.
  mutating func runErrorBound(_ node: NodeID) throws(Failure) {
    guard errorBound == DeclaredNode(tree: tree, node: node) else { return }
    let outer = (context, path, counters)
    defer { (context, path, counters) = outer }
    context = .question
    path += ["error"]
    let parts = syntax.children(of: node)
    guard let boundNode = parts.last else { return }
    if model.sampling == .latinHypercube {
      throw report(
        .stoppingLatinHypercube(span(node), sampling: firstDeclarations["sampling"]))
    }
    var subject: Figure?
    if parts.count == 2, let subjectNode = parts.first {
      subject = try figureWithError(subjectNode)
    }
    model.stopping = try stoppingRule(subject, parts, boundNode)
  }

  /// The figure whose error is bounded: one number in each trial.
  private mutating func figureWithError(_ node: NodeID) throws(Failure) -> Figure {
    let figure = try figure(evaluate(node), node)
    if model.months == 0, model.graph.isSeries(figure.expression) {
      throw report(.simulateMissing(span(node)))
    }
    if model.isOverMonths(figure.expression) {
      throw report(.errorOfSeries(text(node), span(node)))
    }
    return figure
  }

  private mutating func stoppingRule(
    _ subject: Figure?, _ parts: ArraySlice<NodeID>, _ boundNode: NodeID
  ) throws(Failure) -> StoppingRule {
    let value = try evaluate(boundNode)
    guard case .quantity(var bound) = value else {
      if case .broken = value { throw Failure() }
      throw wrongKind("a quantity", "to bound the error by", value, span(boundNode))
    }
    let isRelative = bound.dimension == .none && bound.presentation.kind == .share
    if !isRelative, subject == nil {
      throw report(.errorOfWhat(text(boundNode), span(boundNode)))
    }
    if !isRelative, let subject, let subjectNode = parts.first {
      let counted = Quantity(subject.expression, subject.dimension, subject.presentation)
      if bound.dimension != counted.dimension,
        let converted = try exchanged(bound, to: counted.dimension)
      {
        bound = converted
      }
      // The error of a month's number is a time.
      let isTime = subject.presentation.kind == .monthNumber && bound.dimension == .time
      guard bound.dimension == counted.dimension || isTime else {
        throw report(
          .unitMismatch(
            counted, bound, span(subjectNode), span(boundNode), "a figure's error",
            text(subjectNode), text(boundNode)))
      }
      if counted.presentation.kind == .share, bound.isBare {
        throw report(
          .bareErrorOfShare(text(boundNode), text(subjectNode), span(boundNode)))
      }
      if subject.presentation.kind != .share, subject.presentation.kind != .points,
        bound.presentation.kind == .points
      {
        throw report(.pointsOfSomething(span(boundNode)))
      }
    }
    let number = try certain(bound.expression, at: boundNode)
    guard number > 0, number.isFinite else {
      throw report(.errorRange(text(boundNode), span(boundNode)))
    }
    return StoppingRule(expression: subject?.expression, bound: number, isRelative: isRelative)
  }
}
