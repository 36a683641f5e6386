import Metrics
import Planner
import Portfolio
import Quantities
import SourceText
import Syntax

/// What can only be judged once everything is declared.
extension Evaluator {
  mutating func validate() {
    checkCorrelations()
    checkOverlaps()
    for id in model.scenarioIDs { checkActions(of: id) }
  }

  private mutating func checkCorrelations() {
    if model.graph.correlations.isEmpty { return }
    do throws(DrawSources.Contradiction) {
      _ = try DrawSources(correlations: model.graph.correlations)
    } catch {
      let index = model.graph.correlations.firstIndex(of: error.correlation) ?? 0
      let others = correlationPlaces.enumerated().filter { $0.offset != index }.map(\.element)
      _ = report(
        .correlationMatrix(error.correlation.rho, correlationPlaces[index], others: others))
    }
  }

  /// A pair measured from both sides must tell of the same people, within rounding.
  private mutating func checkOverlaps() {
    if model.overlaps.isEmpty { return }
    let shares = model.overlapShares
    for overlap in model.overlaps where overlap.of < overlap.with {
      guard let other = shares[[overlap.with, overlap.of]],
        let x = model.graph.constant(overlap.share.expression),
        let y = model.graph.constant(other.expression),
        let a = model[overlap.of].clauses[.users].flatMap({ model.graph.constant($0.expression) }),
        let b = model[overlap.with].clauses[.users].flatMap({ model.graph.constant($0.expression) })
      else { continue }
      let (left, right) = (x * a, y * b)
      // Shares are printed in whole per cent, so each count is known to half a point.
      if abs(left - right) > 0.005 * a + 0.005 * b {
        _ = report(
          .overlapInconsistent(
            model[overlap.of].name, model[overlap.with].name, left, right,
            unit: model[overlap.of].unit,
            span(of: other.declaration), first: span(of: overlap.share.declaration)))
      }
    }
  }

  private mutating func checkActions(of id: ScenarioID) {
    let actions = model.actions(in: id)
    if actions.isEmpty { return }
    var redirections: [Redirection] = []
    var closings: [ProductID: Closing] = [:]
    var reallocations: [Reallocation] = []
    for action in actions {
      switch action {
      case .redirect(let r): redirections.append(r)
      case .close(let c): closings[c.product] = c
      case .reallocate(let r): reallocations.append(r)
      case .integrate: break
      }
    }
    checkShares(redirections, id)
    checkCircles(redirections, id)
    let overlaps = model.overlapShares
    for r in redirections {
      checkTarget(r, closings)
      let isDeclared =
        overlaps[[r.source, r.target]] != nil || overlaps[[r.target, r.source]] != nil
      if r.clauses[.overlap] == nil, !isDeclared {
        _ = warnOnce(
          .overlapAssumedNone(model[r.source].name, model[r.target].name, span(of: r.declaration)))
      }
    }
    var spent: [ProductID: Double] = [:]
    for r in reallocations {
      if r.timing.from == nil, closings[r.source] == nil {
        _ = warnOnce(.reallocationStart(model[r.source].name, span(of: r.declaration)))
      }
      spent[r.source, default: 0] += model.graph.constant(r.share.expression) ?? 0
      if let total = spent[r.source], total > 1 + 1e-12 {
        _ = warnOnce(
          .sharesAboveWhole(
            "cost of \(model[r.source].name)", total, span(of: r.share.declaration),
            others: reallocations.prefix { $0 != r }.filter { $0.source == r.source }.map {
              span(of: $0.share.declaration)
            }))
      }
    }
  }

  /// Reports a diagnostic that several scenarios may share, once.
  private mutating func warnOnce(_ diagnostic: Diagnostic) -> Bool {
    guard !diagnostics.contains(diagnostic) else { return false }
    _ = report(diagnostic)
    return true
  }

  private mutating func checkShares(_ redirections: [Redirection], _ id: ScenarioID) {
    for (source, all) in Dictionary(grouping: redirections, by: \.source).sorted(by: {
      $0.key < $1.key
    }) {
      if all.count > 1 {
        let missing = all.filter { $0.clauses[.share] == nil }.map { span(of: $0.declaration) }
        if let first = missing.first {
          _ = warnOnce(
            .shareMissing(
              model[source].name, all.count, first, others: Array(missing.dropFirst())))
        }
      }
      let total = all.compactMap {
        $0.clauses[.share].flatMap { model.graph.constant($0.expression) }
      }.reduce(0, +)
      if total > 1 + 1e-12, let last = all.last {
        _ = warnOnce(
          .sharesAboveWhole(
            "users of \(model[source].name)", total, sharePlace(last),
            others: all.dropLast().map { sharePlace($0) }))
      }
    }
  }

  private func sharePlace(_ r: Redirection) -> SourceSpan {
    span(of: r.clauses[.share]?.declaration ?? r.declaration)
  }

  /// The months in which a redirection may work: what depends on a failure may at any time.
  private func months(of r: Redirection) -> Range<Int> {
    let start = r.timing.from.flatMap { model.graph.constant($0) }.map { Int($0) } ?? 1
    let end =
      r.timing.until.flatMap { model.graph.constant($0) }.map { Int($0) } ?? model.months + 1
    return start..<max(start, end)
  }

  /// Redirections that lead back to where they came from, all working in one month.
  private mutating func checkCircles(_ redirections: [Redirection], _ id: ScenarioID) {
    // Only what leads to a source can be part of a circle: in a portfolio with one core, nothing.
    let sources = Set(redirections.map(\.source))
    let linked = redirections.filter { sources.contains($0.target) }
    for month in Set(linked.map { months(of: $0).lowerBound }).sorted() {
      let active = linked.filter { months(of: $0).contains(month) }
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

  private mutating func checkTarget(_ r: Redirection, _ closings: [ProductID: Closing]) {
    guard let closing = closings[r.target], let closed = model.graph.constant(closing.month) else {
      return
    }
    let start =
      r.timing.from.flatMap { model.graph.constant($0) }
      ?? (model.failures[r.source] == nil ? 1 : nil)
    guard let start, closed <= start else { return }
    _ = warnOnce(
      .targetClosed(
        model[r.target].name, model.monthName(Int(closed)), span(of: r.declaration),
        first: span(of: closing.declaration)))
  }
}
