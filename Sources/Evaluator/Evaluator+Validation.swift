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
    checkFailureDates()
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

  /// A pair measured from both sides must tell of the same people, and of no more than either product has, within rounding.
  private mutating func checkOverlaps() {
    if model.overlaps.isEmpty { return }
    let shares = model.overlapShares
    for overlap in model.overlaps {
      guard let share = known(overlap.share), let a = known(users(of: overlap.of)),
        let b = known(users(of: overlap.with))
      else { continue }
      let both = share.low * a.low
      // Shares are printed in whole per cent, so each count is known to half a point.
      if let other = shares[[overlap.with, overlap.of]], let y = known(other),
        [share, y, a, b].allSatisfy({ $0.low == $0.high })
      {
        guard overlap.of < overlap.with, abs(both - y.low * b.low) > 0.005 * (a.low + b.low) else {
          continue
        }
        _ = report(
          .overlapInconsistent(
            model[overlap.of].name, model[overlap.with].name, both, y.low * b.low,
            unit: model[overlap.of].unit,
            span(of: other.declaration), first: span(of: overlap.share.declaration)))
      } else if both > b.high + 0.005 * a.low {
        _ = report(
          .overlapTooLarge(
            model[overlap.of].name, model[overlap.with].name, share: share.low, both, most: b.high,
            unit: model[overlap.of].unit, span(of: overlap.share.declaration)))
      }
    }
  }

  private func users(of product: ProductID) -> ClauseValue? { model[product].clauses[.users] }

  /// The least and the most that a value is taken to be: the ends of the 90% interval of a draw; nil for what is computed.
  private func known(_ value: ClauseValue?) -> (low: Double, high: Double)? {
    guard let id = value?.expression else { return nil }
    if let constant = model.graph.constant(id) { return (constant, constant) }
    guard model.graph[id].operation == .draw else { return nil }
    let distribution = model.graph.draws[Int(model.graph[id].a)].distribution
    return (distribution.quantile(0.05), distribution.quantile(0.95))
  }

  private mutating func checkActions(of id: ScenarioID) {
    let actions = model.actions(in: id)
    if actions.isEmpty { return }
    var redirections: [Redirection] = []
    var closings: [ProductID: Closing] = [:]
    var reallocations: [Reallocation] = []
    for action in actions {
      switch action {
      case .redirect(let r):
        redirections.append(r)
        checkTimes(r.timing, r.source, r.declaration)
      case .close(let c): closings[c.product] = c
      case .reallocate(let r):
        reallocations.append(r)
        if r.timing.from != nil { checkTimes(r.timing, r.source, r.declaration) }
      case .integrate(let i): checkTimes(i.timing, i.source, i.declaration)
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
  mutating func warnOnce(_ diagnostic: Diagnostic) -> Bool {
    guard !diagnostics.contains(diagnostic) else { return false }
    _ = report(diagnostic)
    return true
  }

  private mutating func checkShares(_ redirections: [Redirection], _ id: ScenarioID) {
    // What takes over another's audience has no share of its own.
    let audiences = Model.audiences(of: redirections)
    let own = redirections.indices.filter { audiences[$0] == $0 }.map { redirections[$0] }
    for (source, all) in Dictionary(grouping: own, by: \.source).sorted(by: { $0.key < $1.key }) {
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
