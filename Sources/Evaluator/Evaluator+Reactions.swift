import Portfolio
import Quantities
import SourceText

/// What can be told before the trials of when plans react.
extension Evaluator {
  /// The months in which a redirection works, where they are fixed before the trials; nil where a trial decides.
  private func months(of r: Redirection) -> Range<Int>? {
    let (from, until) = model.fixedMonths(of: r.timing, source: r.source)
    guard let from, from.failure == nil, r.timing.until == nil || until?.failure == nil else {
      return nil
    }
    if r.timing.until != nil, until == nil { return nil }
    let start = Int(from.months)
    return start..<max(start, until.map { Int($0.months) } ?? model.months + 1)
  }

  /// Redirections that lead back to where they came from, all working in one month. Where a trial decides whether they do, the run
  /// watches them.
  mutating func checkCircles(_ redirections: [Redirection], _ id: ScenarioID) {
    // Only what leads to a source can be part of a circle: in a portfolio with one core, nothing.
    let sources = Set(redirections.map(\.source))
    let linked = redirections.filter { sources.contains($0.target) }.compactMap { r in
      months(of: r).map { (redirection: r, months: $0) }
    }
    for month in Set(linked.map(\.months.lowerBound)).sorted() {
      let active = linked.filter { $0.months.contains(month) }.map(\.redirection)
      let bySource = Dictionary(grouping: active, by: \.source)
      var state: [ProductID: Int] = [:]
      var trail: [Redirection] = []
      func visit(_ product: ProductID) -> [Redirection]? {
        if state[product] == 2 { return nil }
        if state[product] == 1 {
          let start = trail.firstIndex { $0.source == product } ?? 0
          return Array(trail[start...])
        }
        state[product] = 1
        for r in bySource[product] ?? [] {
          trail.append(r)
          if let circle = visit(r.target) { return circle }
          trail.removeLast()
        }
        state[product] = 2
        return nil
      }
      for r in active {
        guard let circle = visit(r.source), let last = circle.last, let first = circle.first
        else { continue }
        let names = circle.map { model[$0.source].name } + [model[last.target].name]
        _ = warnOnce(
          .redirectCircle(
            names, model.monthName(max(1, month)), span(of: last.declaration),
            first: span(of: first.declaration)))
        return
      }
    }
  }

  /// A warning for an action that ends before it begins.
  mutating func checkTimes(_ timing: Timing, _ source: ProductID, _ declaration: DeclarationID) {
    let (from, until) = model.fixedMonths(of: timing, source: source)
    guard let from, let until, from.failure == until.failure, until.months <= from.months else {
      return
    }
    func name(_ time: (failure: ProductID?, months: Double)) -> String {
      guard let product = time.failure else { return model.monthName(Int(time.months)) }
      let months = Int(time.months)
      let failure = "\(model[product].name).failure"
      if months < 1 { return failure }
      return "\(months) \(months == 1 ? "month" : "months") after \(failure)"
    }
    _ = warnOnce(.actionNeverWorks(from: name(from), until: name(until), span(of: declaration)))
  }

  /// Failures that are dated by one another happen never.
  mutating func checkFailureDates() {
    var isKnown = Set<ProductID>()
    for id in model.failures.keys.sorted() where !isKnown.contains(id) {
      var trail = [id]
      while let next = model.failuresDating(trail[trail.count - 1]).first {
        if let start = trail.firstIndex(of: next) {
          let circle = Array(trail[start...])
          isKnown.formUnion(circle)
          guard let failure = circle.first.flatMap({ model.failures[$0] }) else { break }
          _ = report(
            .failureCircle(
              (circle + [next]).map { model[$0].name }, span(of: failure.declaration),
              others: circle.dropFirst().compactMap { model.failures[$0] }.map {
                span(of: $0.declaration)
              }))
          break
        }
        trail.append(next)
      }
      isKnown.formUnion(trail)
    }
  }
}

extension Diagnostic {
  static func actionNeverWorks(from: String, until: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .actionNeverWorks, "this never works: it ends before it begins", severity: .warning,
      at: span,
      notes: [
        from == until
          ? "it begins and ends with \(from)" : "it begins with \(from) and ends with \(until)",
        "`until` names the first month without it",
      ], help: ["let `until` name a later time than `from`, or leave it out"])
  }

  static func failureCircle(_ names: [String], _ span: SourceSpan, others: [SourceSpan])
    -> Diagnostic
  {
    Diagnostic(
      .failureCircle, "these failures wait for one another: \(names.joined(separator: " -> "))",
      at: span, secondary: others.map { Label($0, "and this one waits") },
      notes: ["each is dated by another, so none ever comes"],
      help: ["give one of them criteria with `when`, or a month of its own"])
  }
}
