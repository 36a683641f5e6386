import Engine
import Planner
import Portfolio
import Quantities

/// A study of what a figure hangs on: its runs and what they tell.
///
/// Two matrices of scrambled Sobol points, and for each input the first with the input's column from the second: the shares
/// of the variance. Then for the inputs shown the figure with the input held at its 5th and 95th percentile, and for a choice at
/// 32 values in each of 16 replicates, everything else on 256 points: what knowing it is worth (a one-dimensional nested estimate).
struct DriverStudy: Sendable {
  /// The inputs shown one by one.
  static let mostShown = 10
  /// The values at which an input is held in each replicate, for what knowing it is worth.
  static let nodes = 32
  /// The fewest blocks that tell an error.
  static let fewestBlocks = 4

  let figure: Figure
  let isAtEnd: Bool
  let scenarios: [ScenarioID]
  let lessIsBetter: Bool
  let plan: DriverPlan
  let inputs: [Input]
  /// The size of the plan: months × products × scenarios.
  let size: Double
  /// The blocks of 256 points of each matrix.
  let blocks: Int
  let seed: UInt64

  /// The figure in each scenario, or once; what the shares are taken of.
  private var targets: Int { max(1, scenarios.count) }
  /// What the shares may be of: the figure, or the differences between any two scenarios, by their positions.
  private var pairs: [(Int, Int)] {
    guard scenarios.count > 1 else { return [] }
    return scenarios.indices.flatMap { i in
      scenarios.indices.filter { $0 != i }.map { (i, $0) }
    }
  }

  /// The blocks of a study in a run of so many trials: as many whole replicates of 2^k blocks as there are trials, from 4,096 to
  /// 65,536 points.
  static func blocks(forTrials trials: Int) -> Int {
    var blocks = SobolStream.replicates
    while blocks < 256, 2 * blocks * Executor.trialsOfBlock <= trials { blocks *= 2 }
    return blocks
  }

  /// The trials that the study simulates at most, by run: for the shares, for the inputs one by one, for what they are worth.
  private var stages: [Int] {
    let shown = plan.groups.map(\.members.count).sorted(by: >).prefix(Self.mostShown).reduce(0, +)
    let worth = scenarios.isEmpty ? 0 : shown * Self.nodes * SobolStream.replicates
    return [blocks * (plan.groups.count + 2), blocks * (2 * shown + 1), worth].map {
      $0 * Executor.trialsOfBlock
    }
  }

  /// The trials that the study simulates at most.
  var trials: Int { stages.reduce(0, +) }

  /// The bytes it keeps: the figures on both matrices, then those of the inputs shown.
  var bytes: Double {
    let points = blocks * Executor.trialsOfBlock
    return 8 * Double(points * max(2 * targets, Self.mostShown + 1))
  }

  // MARK: Shares

  /// What a block tells of the shares.
  private struct ShareBlock: Sendable {
    /// The figure by target on the two matrices.
    var a: [[Double]] = []
    var b: [[Double]] = []
    var sums: [VarianceSums] = []
  }

  /// Runs the study.
  func answer(_ control: RunControl) throws(DrawSources.Contradiction) -> DriversAnswer {
    DriversAnswer(
      figure: figure, isAtEnd: isAtEnd, scenarios: scenarios, outcome: try outcome(control))
  }

  private func outcome(
    _ control: RunControl
  ) throws(DrawSources.Contradiction) -> DriversAnswer.Outcome {
    let (pairs, targets, count) = (pairs, targets, plan.groups.count)
    var start = ShareBlock()
    start.sums = Array(
      repeating: VarianceSums(inputs: count), count: max(1, pairs.count))
    var staged = StagedProgress(Array(stages.dropFirst()), own: stages[0], control)
    let run = Executor.run(
      plan.plan, seed: seed, variants: plan.variants, blocks: blocks, control: staged.next(),
      from: start
    ) { variant, outputs, block in
      let values = (0..<targets).map { Array(outputs[$0]) }
      /// What the shares are of.
      func series(_ values: [[Double]]) -> [[Double]] {
        pairs.isEmpty
          ? values : pairs.map { i, j in zip(values[i], values[j]).map { $0 - $1 } }
      }
      switch variant {
      case 0: block.a = values
      case 1:
        block.b = values
        for (i, (a, b)) in zip(series(block.a), series(block.b)).enumerated() {
          block.sums[i].add(a, b)
        }
      default:
        let (a, b) = (series(block.a), series(block.b))
        for (i, mixed) in series(values).enumerated() {
          block.sums[i].add(mixed, input: variant - 2, a[i], b[i])
        }
      }
    }
    var found = run.blocks
    if run.stopped != nil {
      guard found.count >= Self.fewestBlocks else { return .stopped }
      let replicates = SobolStream.replicates
      if found.count >= replicates {
        found = Array(found.prefix(found.count / replicates * replicates))
      }
    }
    let values = found.flatMap { ($0.a + $0.b).joined() }
    let undefined = values.count { !$0.isFinite }
    if undefined > 0 { return .undefined(points: undefined, of: values.count) }
    return try told(found, isStopped: run.stopped != nil, &staged)
  }

  /// The scenarios of a choice by their positions: the best on average and the next best whose difference from it varies.
  private func pair(_ choice: ChoiceValue, _ varies: (Int) -> Bool) -> (Int, Int)? {
    let sign = choice.lessIsBetter ? -1.0 : 1
    let others = scenarios.indices.filter { $0 != choice.choice }.sorted {
      (sign * choice.means[$0].value, $1) > (sign * choice.means[$1].value, $0)
    }
    let found = others.first { next in
      pairs.firstIndex { $0 == (choice.choice, next) }.map(varies) ?? false
    }
    return found.map { (choice.choice, $0) }
  }

  private func told(
    _ found: [ShareBlock], isStopped: Bool, _ staged: inout StagedProgress
  ) throws(DrawSources.Contradiction) -> DriversAnswer.Outcome {
    let whole = found.dropFirst().reduce(found[0].sums) { zip($0, $1.sums).map { $0 + $1 } }
    /// What differs by rounding only doesn't differ.
    func varies(_ index: Int) -> Bool {
      whole[index].variance.squareRoot() > 1e-12 * abs(whole[index].mean)
        && whole[index].total.contains { $0 > 0 }
    }
    let choice = scenarios.isEmpty ? nil : self.choice(found)
    let pair = choice.flatMap { self.pair($0, varies) }
    let index = pair.flatMap { pair in pairs.firstIndex { $0 == pair } } ?? 0
    guard varies(index) else { return .certain(whole[index].mean) }
    // Inputs are ordered by what they do to all differences from the best.
    let weighed = choice.map { choice in
      pairs.indices.filter { pairs[$0].0 == choice.choice && varies($0) }
    }
    let totals = plan.groups.indices.map { group in
      (weighed ?? [index]).reduce(0) { $0 + whole[$1].total[group] }
    }
    let effective = plan.groups.indices.filter { totals[$0] > 0 }
    let order = effective.sorted { (totals[$0], $1) > (totals[$1], $0) }
    let shown = Array(order.prefix(Self.mostShown))
    let hidden = Array(order.dropFirst(Self.mostShown))
    let sums = replicates(found) {
      $0.sums[index]
    } joined: {
      $0 + $1
    }
    let shares = Jackknife.estimates(sums) { sums in
      let all = sums.dropFirst().reduce(sums[0], +)
      let (alone, total, variance) = (all.alone, all.total, all.variance)
      func sum(_ values: [Double], _ of: [Int]) -> Double { of.reduce(0) { $0 + values[$1] } }
      let listed = shown.flatMap { [alone[$0], total[$0]] }
      let sums = [sum(alone, hidden), sum(total, hidden), sum(alone, effective)]
      return (listed + sums).map { variance > 0 ? $0 / variance : 0 }
    }
    let tail = Array(shares.suffix(3))
    let (members, isComplete) = try members(
      shown.map { plan.groups[$0] }, pair, choice, isStopped: isStopped, &staged)
    let reached = Set(effective.flatMap { plan.groups[$0].members.map(\.key) })
    let declared = Set(inputs.filter { !$0.isAsked }.map(\.key))
    return .found(
      Drivers(
        points: found.count * Executor.trialsOfBlock,
        requested: blocks * Executor.trialsOfBlock,
        difference: pair.map { [scenarios[$0.0], scenarios[$0.1]] } ?? [],
        mean: whole[index].mean, deviation: whole[index].variance.squareRoot(),
        groups: shown.indices.map { i in
          DriverGroup(members: members[i], alone: shares[2 * i], total: shares[2 * i + 1])
        },
        rest: hidden.isEmpty
          ? nil : Drivers.Rest(count: hidden.count, alone: tail[0], total: tail[1]),
        alone: tail[2], interactions: Measured(1 - tail[2].value, error: tail[2].error),
        withoutEffect: declared.subtracting(reached).count, choice: choice,
        isComplete: isComplete))
  }

  /// What was found by replicate: block b belongs to replicate b mod 16.
  private func replicates<Block, Value>(
    _ blocks: [Block], _ value: (Block) -> Value, joined: (Value, Value) -> Value
  ) -> [Value] {
    let count = min(SobolStream.replicates, blocks.count)
    return (0..<count).map { first in
      var all = value(blocks[first])
      for i in stride(from: first + count, to: blocks.count, by: count) {
        all = joined(all, value(blocks[i]))
      }
      return all
    }
  }

  // MARK: The choice

  private func choice(_ found: [ShareBlock]) -> ChoiceValue {
    let sign = lessIsBetter ? -1.0 : 1
    let parts = replicates(found) { block in
      zip(block.a, block.b).map { ($0 + $1).map { sign * $0 } }
    } joined: { first, second in
      zip(first, second).map { $0 + $1 }
    }
    func payoffs(_ parts: [[[Double]]]) -> [[Double]] {
      scenarios.indices.map { action in parts.flatMap { $0[action] } }
    }
    let whole = PerfectInformation.value(payoffs(parts))
    let measured = Jackknife.estimates(parts) { parts in
      let found = PerfectInformation.value(payoffs(parts))
      return found.means.map { sign * $0 } + [found.evpi]
    }
    let most = whole.means.max() ?? 0
    return ChoiceValue(
      lessIsBetter: lessIsBetter, means: Array(measured.dropLast()), best: whole.best,
      choice: whole.means.firstIndex(of: most) ?? 0, evpi: measured[measured.count - 1],
      values: Self.nodes * SobolStream.replicates)
  }

  // MARK: Inputs one by one

  /// What a block tells of the inputs one by one.
  private struct MemberBlock: Sendable {
    var figure: [Double] = []
    var inputs: [[Double]] = []
    /// By variant: the mean of what the shares are of.
    var means: [Double] = []
  }

  /// The members of groups with what they do by themselves and what knowing them is worth, as far as the run was not stopped.
  private func members(
    _ groups: [DriverPlan.Group], _ pair: (Int, Int)?, _ choice: ChoiceValue?, isStopped: Bool,
    _ staged: inout StagedProgress
  ) throws(DrawSources.Contradiction) -> (members: [[DriverInput]], isComplete: Bool) {
    let members = groups.flatMap(\.members)
    var effects: [DriverInput.Effect]?
    var worths: [(Measured, Double)]?
    if !isStopped {
      effects = try self.effects(of: members, pair, staged.next())
      if let choice, effects != nil { worths = worth(of: members, choice, staged.next()) }
    }
    var next = 0
    let told = groups.map { group in
      group.members.map { member in
        let i = next
        next += 1
        return DriverInput(
          input: input(member), distribution: member.source.distribution,
          isMonthly: member.source.isMonthly, effect: effects?[i], worth: worths?[i].0,
          worthBias: worths?[i].1)
      }
    }
    return (told, effects != nil && (choice == nil || worths != nil))
  }

  /// The tornado and the rank correlation of inputs; nil where the run was stopped.
  private func effects(
    of members: [DriverPlan.Member], _ pair: (Int, Int)?, _ control: RunControl
  ) throws(DrawSources.Contradiction) -> [DriverInput.Effect]? {
    let targets = targets
    let plan = try self.plan.plan(with: members)
    let variants =
      [DrawVariant()]
      + members.flatMap { [$0.held(.probability(0.05)), $0.held(.probability(0.95))] }
    let run = Executor.run(
      plan, seed: seed, variants: variants, blocks: blocks, control: control, from: MemberBlock()
    ) { variant, outputs, block in
      let figure =
        pair.map { i, j in zip(outputs[i], outputs[j]).map { $0 - $1 } } ?? Array(outputs[0])
      if variant == 0 {
        block.figure = figure
        block.inputs = outputs.dropFirst(targets).map { Array($0) }
      } else {
        block.means.append(figure.reduce(0, +) / Double(figure.count))
      }
    }
    guard run.stopped == nil else { return nil }
    let parts = replicates(run.blocks) {
      [$0]
    } joined: {
      $0 + $1
    }
    return members.indices.map { i in
      let ranks = parts.map { part in
        RankOrder.spearman(part.flatMap { $0.inputs[i] }, part.flatMap(\.figure))
      }
      let lows = parts.map { $0.reduce(0) { $0 + $1.means[2 * i] } / Double($0.count) }
      let highs = parts.map { $0.reduce(0) { $0 + $1.means[2 * i + 1] } / Double($0.count) }
      return DriverInput.Effect(
        rank: Jackknife.mean(ranks), low: Jackknife.mean(lows), high: Jackknife.mean(highs),
        swing: Jackknife.mean(zip(highs, lows).map { $0 - $1 }))
    }
  }

  /// The input as it was written.
  private func input(_ member: DriverPlan.Member) -> Input {
    inputs.first { $0.key == member.key }
      ?? Input(
        key: member.key, name: "?", text: "", declaration: DeclarationID(rawValue: -1),
        dimension: .none, presentation: nil, isAsked: true)
  }

  /// What knowing each of some inputs is worth, and its bias: the mean of two estimates from half of the points each, less the
  /// estimate; nil where the run was stopped.
  private func worth(
    of members: [DriverPlan.Member], _ choice: ChoiceValue, _ control: RunControl
  ) -> [(Measured, Double)]? {
    let sign = lessIsBetter ? -1.0 : 1
    let targets = targets
    let variants = members.flatMap { member in
      (0..<Self.nodes).map { member.held(.point($0)) }
    }
    let blocks = SobolStream.replicates
    // By variant, by half: the mean payoffs by action.
    let run = Executor.run(
      plan.plan, seed: seed, variants: variants, blocks: blocks, control: control,
      from: [[[Double]]]()
    ) { _, outputs, block in
      block.append(
        (0..<2).map { half in
          (0..<targets).map { action in
            let values = outputs[action]
            let count = values.count / 2
            let mean = values[half * count..<(half + 1) * count].reduce(0, +) / Double(count)
            return sign * mean
          }
        })
    }
    guard run.stopped == nil else { return nil }
    let means = choice.means.map { sign * $0.value }
    let uniforms = UniformSource(
      .sobol, seed: seed, trials: blocks * Executor.trialsOfBlock, keys: plan.plan.keys)
    return members.enumerated().map { i, member in
      var (full, halves): ([Double], [Double]) = ([], [])
      for (number, block) in run.blocks.enumerated() {
        let nodes = Array(block[i * Self.nodes..<(i + 1) * Self.nodes])
        let weights = (0..<Self.nodes).map {
          DrawVariant.weight(
            ofPoint: $0, block: number, member.key, isMonthly: member.source.isMonthly, uniforms)
        }
        func value(_ nodes: [[Double]]) -> Double {
          PerfectInformation.value(nodes: nodes, weights: weights, means: means)
        }
        full.append(value(nodes.map { node in zip(node[0], node[1]).map { ($0 + $1) / 2 } }))
        for half in 0..<2 { halves.append(value(nodes.map { $0[half] })) }
      }
      let measured = Jackknife.mean(full)
      return (measured, max(0, Jackknife.mean(halves).value - measured.value))
    }
  }
}
