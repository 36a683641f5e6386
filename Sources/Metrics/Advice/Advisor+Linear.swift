import Engine
import Portfolio
import Quantities

/// A linear program over the shares, where the figure and what limits bound are linear in them.
extension Advisor {
  enum Linear {
    case found(AdviceMethod)
    case refused(AdviceObstacle)
  }

  /// A difference from what is expected counts as none up to this part of the spread of the values looked at.
  static let tolerance = 1e-6

  /// One share of a split that may be chosen, and from where to where.
  struct Pair {
    let split: Int
    let target: Int
    let low: Double
    /// The most where all others are at their least.
    let high: Double
  }

  var pairs: [Pair] {
    question.splits.enumerated().flatMap { s, split in
      let lows = split.targets.map(\.low)
      return split.targets.enumerated().map { t, target in
        let room = split.whole - lows.reduce(0, +)
        return Pair(
          split: s, target: t, low: target.low,
          high: max(target.low, min(target.high, target.low + room)))
      }
    }
  }

  /// Solves the program of each combination of the other choices.
  mutating func linear(_ model: Model) throws(Interruption) -> Linear {
    if question.splits.isEmpty { return .refused(.noSplit) }
    guard question.statistic == .mean else { return .refused(.statistic) }
    if let limit = question.limits.first(where: { $0.slack == nil || $0.certainty != nil }) {
      return .refused(.limit(limit.text))
    }
    guard space.combinations <= Self.mostCombinations else {
      return .refused(.combinations(Int(min(1e9, space.combinations))))
    }
    let capped = Set(question.splits.flatMap { $0.targets.map(\.product) }).sorted().filter {
      model.clause(.capacity, of: $0, in: question.scenario) != nil
    }
    var checks = 0
    var deviation = 0.0
    var lifts = false
    var corners: [(plan: AdvisedPlan, expected: Double, spread: Double)] = []
    var seconds: [AdvisedPlan] = []
    let others = space.others(upTo: Int(Self.mostCombinations))
    for other in others {
      var sampled = try sample(other, [])
      if sampled.deviation > Self.tolerance, simulator.settings.trials == 1, !capped.isEmpty {
        let lifted = try sample(other, capped)
        if lifted.deviation <= Self.tolerance {
          sampled = lifted
          lifts = true
        }
      }
      guard sampled.deviation <= Self.tolerance else {
        return .refused(.notLinear(deviation: sampled.deviation))
      }
      checks += sampled.checks
      deviation = max(deviation, sampled.deviation)
      guard let solved = try solve(sampled, capped) else { continue }
      corners.append((plan(solved.solution.x, other), solved.value, sampled.spread))
      seconds += solved.solution.neighbours.map { plan($0, other) }
      note(solved, at: corners[corners.count - 1].plan, capped)
    }
    if corners.isEmpty { return .refused(.notConfirmed) }
    let simulated = try simulate(corners.map(\.plan))
    // What the program says of the trials must be what they say themselves.
    for (corner, own) in zip(corners, simulated) {
      let near = 1e-5 * corner.spread + 1e-9 * abs(corner.expected)
      guard own.isFeasible, abs(own.score - corner.expected) <= near else {
        return .refused(.notConfirmed)
      }
    }
    try simulate(seconds)
    guard let best = record.best, let top = simulated.max(by: { $1.isBetter(than: $0) }) else {
      return .refused(.notConfirmed)
    }
    let spread = corners.map(\.spread).max() ?? 0
    let moves = try simulate(space.neighbours(of: best.plan, steps: 1), competes: false)
    let reached = ([best] + moves).filter(\.isFeasible).map(\.score).max() ?? -.infinity
    if reached - top.score > Self.tolerance * spread { return .refused(.notConfirmed) }
    return .found(
      .linear(
        checks: checks, deviation: deviation, combinations: others.count, liftsCapacity: lifts))
  }

  // MARK: Checking

  /// The values at the least shares and with one share at its most each, and how far other splits are from what these say.
  struct Sample {
    var base: PlanSimulator.Values
    var ends: [PlanSimulator.Values]
    var checks: Int
    var deviation: Double
    /// How far the means at the ends lie apart.
    var spread: Double
  }

  private mutating func sample(_ other: (isDone: [Bool], months: [Int]), _ lifted: [ProductID])
    throws(Interruption) -> Sample
  {
    let pairs = pairs
    func plan(_ weights: [Double]) -> AdvisedPlan {
      var plan = space.least(other)
      for (pair, weight) in zip(pairs, weights) {
        plan.shares[pair.split][pair.target] = pair.low + weight * (pair.high - pair.low)
      }
      return plan
    }
    func unit(_ i: Int, _ weight: Double) -> [Double] { pairs.indices.map { $0 == i ? weight : 0 } }
    var weights = [pairs.map { _ in 0.0 }] + pairs.indices.map { unit($0, 1) }
    let ends = weights.count
    weights += pairs.indices.map { unit($0, 0.5) }
    weights.append(even.flatMap { $0 })
    var random = SplitMix64(seed: seed ^ 0x11_4EA2)
    for _ in 0..<Self.randomChecks { weights.append(randomWeights(&random).flatMap { $0 }) }
    let plans = weights.map { plan($0) }
    let values = try self.values(plans, lifted: lifted)
    if lifted.isEmpty {
      for (i, own) in values.enumerated() { record.add(plans[i], own, competes: i < ends) }
    }
    func columns(_ v: PlanSimulator.Values) -> [[Double]] { [v.figure] + v.slacks + v.rooms }
    let all = values.map { columns($0) }
    var worst = 0.0
    for column in all[0].indices {
      for t in all[0][column].indices {
        let known = all[..<ends].map { $0[column][t] }
        let seen = all.map { $0[column][t] }
        let (low, high) = (seen.min() ?? 0, seen.max() ?? 0)
        let noise = 1e-11 * max(abs(low), abs(high))
        for (point, weights) in zip(all[ends...], weights[ends...]) {
          var expected = known[0]
          for (i, weight) in weights.enumerated() { expected += weight * (known[i + 1] - known[0]) }
          let off = abs(point[column][t] - expected) - noise
          if !(off <= 0) {
            worst = max(worst, off.isNaN ? .infinity : off / max(high - low, 1e-300))
          }
        }
      }
    }
    let means = values[..<ends].map { PlanRecord.mean($0.figure) }
    return Sample(
      base: values[0], ends: Array(values[1..<ends]), checks: weights.count - ends,
      deviation: worst,
      spread: (means.max() ?? 0) - (means.min() ?? 0))
  }

  // MARK: Solving

  struct Solved {
    var solution: LinearProgram.Solution
    var value: Double
    /// By row: the limit it is of, or the capacity.
    var limits: [Int: Int]
    var rooms: [Int: Int]
  }

  /// The solution of the program that a sample says; rows of limits are added trial by trial, where the solution so far misses them
  /// most. Nil where no split meets all.
  private func solve(_ sample: Sample, _ capped: [ProductID]) throws(Interruption) -> Solved? {
    let pairs = pairs
    func slope(_ i: Int, _ base: Double, _ end: Double) -> Double {
      let width = pairs[i].high - pairs[i].low
      return width > 0 ? (end - base) / width : 0
    }
    let mean = PlanRecord.mean(sample.base.figure)
    var program = LinearProgram(
      objective: pairs.indices.map { slope($0, mean, PlanRecord.mean(sample.ends[$0].figure)) })
    for s in question.splits.indices {
      let low = question.splits[s].targets.reduce(0) { $0 + $1.low }
      program.add(
        pairs.map { $0.split == s ? 1 : 0 }, atMost: question.splits[s].whole - low)
    }
    for i in pairs.indices {
      program.add(pairs.indices.map { $0 == i ? 1 : 0 }, atMost: pairs[i].high - pairs[i].low)
    }
    var rooms: [Int: Int] = [:]
    for r in sample.base.rooms.indices {
      let base = sample.base.rooms[r][0]
      rooms[program.rows.count] = r
      program.add(
        pairs.indices.map { -slope($0, base, sample.ends[$0].rooms[r][0]) }, atMost: base)
    }
    var limits: [Int: Int] = [:]
    var known = Set<[Int]>()
    while true {
      if simulator.control.shouldStop() != nil { throw .stopped }
      guard case .optimal(let solution) = program.solve() else { return nil }
      var isDone = true
      for l in question.limits.indices {
        let base = sample.base.slacks[l]
        var worst: (trial: Int, slack: Double)?
        for t in base.indices {
          var slack = base[t]
          for i in pairs.indices {
            slack += solution.x[i] * slope(i, base[t], sample.ends[i].slacks[l][t])
          }
          if slack < worst?.slack ?? .infinity { worst = (t, slack) }
        }
        guard let worst, PlanRecord.violation([worst.slack], of: question.limits[l]) > 0,
          known.insert([l, worst.trial]).inserted
        else { continue }
        isDone = false
        limits[program.rows.count] = l
        program.add(
          pairs.indices.map {
            -slope($0, base[worst.trial], sample.ends[$0].slacks[l][worst.trial])
          },
          atMost: base[worst.trial])
      }
      if isDone {
        return Solved(
          solution: solution, value: mean + solution.value, limits: limits, rooms: rooms)
      }
    }
  }

  /// The plan of the program's variables; shares are cut to ten digits, so that they can be written down.
  private func plan(_ x: [Double], _ other: (isDone: [Bool], months: [Int])) -> AdvisedPlan {
    var plan = space.least(other)
    for (pair, more) in zip(pairs, x) {
      plan.shares[pair.split][pair.target] = ((pair.low + more) * 1e10 + 1e-3).rounded(.down) / 1e10
    }
    return plan
  }

  private mutating func note(_ solved: Solved, at plan: AdvisedPlan, _ capped: [ProductID]) {
    var byLimit = [Double](repeating: 0, count: question.limits.count)
    for (row, limit) in solved.limits { byLimit[limit] += solved.solution.prices[row] }
    var byProduct: [ProductID: Double] = [:]
    for (row, room) in solved.rooms {
      let months = solved.rooms.count / max(1, capped.count)
      byProduct[capped[room / max(1, months)], default: 0] += solved.solution.prices[row]
    }
    prices[plan] = (byLimit, byProduct)
  }
}
