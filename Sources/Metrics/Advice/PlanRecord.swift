import Quantities

/// A plan that was simulated, and how it stands.
struct ScoredPlan {
  var plan: AdvisedPlan
  /// What is made as large as can be; NaN where the figure has no value in some trial.
  var score: Double
  /// By limit: how far it is missed, relative to its size; 0 where it is met.
  var violations: [Double]
  /// Its values by trial, while it is one of the best two.
  var values: PlanSimulator.Values?

  var violation: Double { violations.reduce(0, +) }
  var isFeasible: Bool { violation == 0 && !score.isNaN }

  /// `true` iff this plan is to be recommended rather than the other: what meets the limits before what doesn't, the larger
  /// score, and of equal ones the preferred.
  func isBetter(than other: ScoredPlan) -> Bool {
    if isFeasible != other.isFeasible { return isFeasible }
    if score.isNaN != other.score.isNaN { return !score.isNaN }
    if !isFeasible, violation != other.violation { return violation < other.violation }
    let tie = 1e-12 * max(abs(score), abs(other.score))
    if abs(score - other.score) > tie { return score > other.score }
    return plan.precedes(other.plan)
  }
}

/// The plans that were simulated: the best two, and what the best does in each trial.
struct PlanRecord {
  let question: AdviceQuestion
  private(set) var scored: [AdvisedPlan: ScoredPlan] = [:]
  private(set) var best: ScoredPlan?
  private(set) var second: ScoredPlan?
  private(set) var feasible = 0
  /// The greatest value of any plan that meets the limits, by trial.
  private(set) var greatest: [Double] = []
  /// By limit, the best score of what only that limit keeps out.
  private(set) var keptOut: [Double?]
  /// The figure's values under the first plan, and whether any plan had others.
  private var first: [Double] = []
  private(set) var isTouched = false
  private(set) var isDefined = false

  /// The plan as declared, with its values.
  private(set) var declared: [AdvisedPlan: ScoredPlan] = [:]
  private var kept: AdvisedPlan?

  init(_ question: AdviceQuestion) {
    self.question = question
    keptOut = question.limits.map { _ in nil }
  }

  /// The plans that were compared with the best.
  private var ranked: Set<AdvisedPlan> = []

  func scored(_ plan: AdvisedPlan) -> ScoredPlan? { scored[plan] }

  /// `true` iff a plan need not be simulated: its score is known, and if it competes it was compared.
  func knows(_ plan: AdvisedPlan, competes: Bool) -> Bool {
    competes ? ranked.contains(plan) : scored[plan] != nil
  }

  /// Has the values of a plan kept, however it does.
  mutating func keeps(_ plan: AdvisedPlan) { kept = plan }

  /// Notes a plan's values. Corners that only served as checks don't compete for the second place.
  @discardableResult
  mutating func add(_ plan: AdvisedPlan, _ values: PlanSimulator.Values, competes: Bool = true)
    -> ScoredPlan
  {
    if let known = scored[plan] {
      if competes { rank(known, values) }
      return known
    }
    let found = ScoredPlan(
      plan: plan, score: question.statistic.value(of: values.figure),
      violations: zip(question.limits, values.slacks).map { Self.violation($1, of: $0) })
    scored[plan] = found
    if plan == kept {
      declared[plan] = found
      declared[plan]?.values = values
    }
    if first.isEmpty { first = values.figure }
    let scale = first.reduce(0) { max($0, abs($1)) }
    if !isTouched {
      isTouched = zip(first, values.figure).contains { a, b in
        a.isNaN != b.isNaN || abs(a - b) > 1e-12 * scale
      }
    }
    isDefined = isDefined || !found.score.isNaN
    if found.isFeasible {
      feasible += 1
      if greatest.isEmpty { greatest = values.figure }
      for t in greatest.indices { greatest[t] = max(greatest[t], values.figure[t]) }
    }
    let missed = found.violations.indices.filter { found.violations[$0] > 0 }
    if missed.count == 1, !found.score.isNaN {
      keptOut[missed[0]] = max(keptOut[missed[0]] ?? -.infinity, found.score)
    }
    if competes { rank(found, values) }
    return found
  }

  private mutating func rank(_ scored: ScoredPlan, _ values: PlanSimulator.Values) {
    ranked.insert(scored.plan)
    var plan = scored
    plan.values = values
    guard let top = best else { return best = plan }
    if plan.plan == top.plan { return }
    if plan.isBetter(than: top) {
      (best, second) = (plan, top)
    } else if second.map({ $0.plan != plan.plan && plan.isBetter(than: $0) }) ?? true {
      second = plan
    }
  }

  // MARK: Statistics

  static func mean(_ values: [Double]) -> Double {
    var sum = NeumaierSum()
    for value in values { sum.add(value) }
    return sum.total / Double(max(1, values.count))
  }

  /// What counts as met: a bound may be missed by a billionth of it, which is what rounding makes of the corner of a program.
  static let tolerance = 1e-9

  /// How far the slacks of the trials miss a limit, relative to its bound; 0 if it is met.
  static func violation(_ slacks: [Double], of limit: AdviceQuestion.Limit) -> Double {
    let scale = limit.bound.map { abs($0.value) > 0 ? abs($0.value) : 1 } ?? 1
    let met = slacks.reduce(0) { $0 + ($1 >= -tolerance * scale ? 1 : 0) }
    let needed =
      limit.certainty.map { Int(($0 * Double(slacks.count)).rounded(.up)) } ?? slacks.count
    if met >= needed { return 0 }
    // The slack of the trial that has to be met next, undefined ones last.
    let sorted = slacks.filter { !$0.isNaN }.sorted(by: >)
    guard sorted.count >= needed, needed > 0 else { return 1e6 }
    return max(tolerance, -sorted[needed - 1] / scale)
  }
}
