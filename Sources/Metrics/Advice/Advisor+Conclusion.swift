import Engine
import Portfolio
import Quantities

/// What the plans simulated come to.
extension Advisor {
  /// Of values longer than this, the first trials are told of where a person doesn't want to wait.
  private static let mostWhenStopped = 50_000

  mutating func conclude(_ answer: inout AdviceAnswer, _ model: Model) {
    answer.simulated = record.scored.count
    answer.feasible = record.feasible
    guard let best = record.best, let values = best.values else {
      return answer.outcome = .stopped
    }
    if !record.isDefined { return answer.outcome = .undefined }
    if !record.isTouched, !answer.wasStopped { return answer.outcome = .untouched }
    guard best.isFeasible else {
      if answer.wasStopped { return answer.outcome = .stopped }
      let worst = best.violations.indices.max { best.violations[$0] < best.violations[$1] } ?? 0
      let limit = question.limits[worst]
      let needed = limit.certainty.map { ($0 * Double(values.slacks[worst].count)).rounded(.up) }
      let sorted = values.slacks[worst].filter { !$0.isNaN }.sorted(by: >)
      let place = Int(needed ?? Double(sorted.count)) - 1
      answer.outcome = .infeasible(
        limit: worst, by: sorted.indices.contains(place) ? -sorted[place] : .nan)
      answer.plan = best.plan
      return
    }
    answer.plan = best.plan
    answer.score = best.score
    answer.value = estimate(values.figure, answer)
    answer.runnerUp = record.second.flatMap { rival($0, values, answer) }
    if let plan = declared(model), plan != best.plan, let known = record.declared[plan] {
      answer.declared = rival(known, values, answer)
    }
    answer.regret = estimate(zip(record.greatest, values.figure).map { $0 - $1 }, answer)
    answer.limits = question.limits.indices.map { l in
      let slacks = values.slacks[l]
      let met = slacks.reduce(0) { sum, slack in
        sum + (PlanRecord.violation([slack], of: question.limits[l].inEveryTrial) == 0 ? 1 : 0)
      }
      return AdviceAnswer.LimitAnswer(
        held: Double(met) / Double(max(1, slacks.count)),
        spare: question.limits[l].slack == nil ? nil : estimate(slacks, answer),
        price: prices[best.plan].map { $0.limits[l] },
        gain: record.keptOut[l].flatMap { $0 > best.score ? $0 - best.score : nil })
    }
    if case .linear = answer.method, let own = prices[best.plan] {
      answer.capacities = own.capacities.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
        AdviceAnswer.CapacityPrice(product: $0.key, price: $0.value)
      }
    }
  }

  private func estimate(_ values: [Double], _ answer: AdviceAnswer) -> Estimate {
    var settings = simulator.settings
    guard answer.wasStopped, values.count > Self.mostWhenStopped else {
      return Estimate(ColumnSummary(values, of: settings))
    }
    settings.trials = Self.mostWhenStopped
    return Estimate(ColumnSummary(Array(values.prefix(Self.mostWhenStopped)), of: settings))
  }

  private func rival(
    _ scored: ScoredPlan, _ best: PlanSimulator.Values, _ answer: AdviceAnswer
  ) -> RivalPlan? {
    guard let own = scored.values, !scored.score.isNaN else { return nil }
    return RivalPlan(
      plan: scored.plan, score: scored.score, value: estimate(own.figure, answer),
      difference: estimate(zip(best.figure, own.figure).map { $0 - $1 }, answer),
      isFeasible: scored.isFeasible)
  }
}

extension AdviceQuestion.Limit {
  /// The limit as one trial meets it or not.
  var inEveryTrial: AdviceQuestion.Limit {
    var limit = self
    limit.certainty = nil
    return limit
  }
}
