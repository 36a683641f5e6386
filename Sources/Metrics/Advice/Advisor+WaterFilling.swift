import Engine
import Portfolio
import Quantities

/// Marginal returns levelled, where the figure is a sum of functions of single shares and each falls off.
extension Advisor {
  /// Gives each split's users step by step to the target where the next step adds most, for each combination of the other choices:
  /// with falling returns no other division of the steps adds more (Gross, 1956). Nil where that isn't so, or limits bound figures.
  mutating func waterFilling() throws(Interruption) -> AdviceMethod? {
    guard !question.splits.isEmpty, question.statistic == .mean, question.limits.isEmpty,
      space.combinations <= Self.mostCombinations
    else { return nil }
    let steps = pairs.reduce(0) { $0 + space.most($1.split, $1.target) }
    let others = space.others(upTo: Int(Self.mostCombinations))
    // Where trying every plan takes no longer, that is surer.
    guard Double(steps * others.count) < space.count, steps * others.count <= 2 * budget else {
      return nil
    }
    var checks = 0
    var deviation = 0.0
    var levelled: [(plan: AdvisedPlan, expected: Double, spread: Double)] = []
    for other in others {
      guard let found = try level(other, &checks, &deviation) else { return nil }
      levelled.append(found)
    }
    for (found, own) in zip(levelled, try simulate(levelled.map(\.plan))) {
      guard abs(own.score - found.expected) <= Self.tolerance * found.spread else { return nil }
    }
    guard let best = record.best else { return nil }
    let moves = try simulate(space.neighbours(of: best.plan, steps: 1))
    let spread = levelled.map(\.spread).max() ?? 0
    if moves.contains(where: { $0.score - best.score > Self.tolerance * spread }) { return nil }
    return .waterFilling(checks: checks, deviation: deviation, combinations: others.count)
  }

  private mutating func level(
    _ other: (isDone: [Bool], months: [Int]), _ checks: inout Int, _ deviation: inout Double
  ) throws(Interruption) -> (plan: AdvisedPlan, expected: Double, spread: Double)? {
    let pairs = pairs
    let least = space.least(other)
    let lows = pairs.map { space.range($0.split, $0.target).lowerBound }
    func plan(_ steps: [Int]) -> AdvisedPlan {
      var plan = least
      for (pair, count) in zip(pairs, steps) {
        plan = space.with(plan, pair.split, pair.target, steps: count)
      }
      return plan
    }
    // Divisions of all targets together, before the longer tables of each.
    var random = SplitMix64(seed: seed ^ 0xF111)
    let mixed =
      [space.divided(other, by: even)]
      + (0..<Self.randomChecks).map { _ in space.divided(other, by: randomWeights(&random)) }
    let base = try values([least])[0].figure
    var tables: [[[Double]]] = []
    for (i, pair) in pairs.enumerated() {
      var points: [AdvisedPlan] = []
      for count in (lows[i] + 1)..<max(lows[i] + 1, space.most(pair.split, pair.target) + 1) {
        points.append(plan(lows.indices.map { $0 == i ? count : lows[$0] }))
      }
      let found = try values(points)
      for (point, own) in zip(points, found) { record.add(point, own) }
      tables.append([base] + found.map(\.figure))
    }
    for (plan, own) in zip(mixed, try values(mixed)) {
      record.add(plan, own)
      checks += 1
      let counts = pairs.map { pair in
        Int((plan.shares[pair.split][pair.target] / question.splits[pair.split].step).rounded())
      }
      for t in base.indices {
        var expected = base[t]
        var seen = [base[t], own.figure[t]]
        for (i, count) in counts.enumerated() {
          guard tables[i].indices.contains(count - lows[i]) else { return nil }
          let value = tables[i][count - lows[i]][t]
          expected += value - base[t]
          seen.append(value)
        }
        let (low, high) = (seen.min() ?? 0, seen.max() ?? 0)
        let off = abs(own.figure[t] - expected) - 1e-11 * max(abs(low), abs(high))
        if off <= 0 { continue }
        guard off <= Self.tolerance * (high - low) else { return nil }
        deviation = max(deviation, off / (high - low))
      }
    }
    return fill(tables.map { $0.map { PlanRecord.mean($0) } }, lows, plan)
  }

  /// Gives steps by falling returns; nil where some return rises.
  private func fill(_ means: [[Double]], _ lows: [Int], _ plan: ([Int]) -> AdvisedPlan)
    -> (plan: AdvisedPlan, expected: Double, spread: Double)?
  {
    let pairs = pairs
    let all = means.flatMap { $0 }
    let spread = (all.max() ?? 0) - (all.min() ?? 0)
    let returns = means.map { row in zip(row.dropFirst(), row).map { $0 - $1 } }
    let near = Self.tolerance * spread
    for row in returns where zip(row.dropFirst(), row).contains(where: { $0 - $1 > near }) {
      return nil
    }
    var steps = lows
    var expected = means.first?.first ?? 0
    for s in question.splits.indices {
      let own = pairs.indices.filter { pairs[$0].split == s }
      var free = space.free(plan(lows), s)
      while free > 0 {
        var best: (pair: Int, gain: Double)?
        for i in own where returns[i].indices.contains(steps[i] - lows[i]) {
          let gain = returns[i][steps[i] - lows[i]]
          if gain > (best?.gain ?? 0) + 1e-12 * spread { best = (i, gain) }
        }
        guard let best else { break }
        steps[best.pair] += 1
        expected += best.gain
        free -= 1
      }
    }
    return (plan(steps), expected, spread)
  }
}
