import Portfolio
import Quantities

/// The plans a question leaves to choose from: shares in steps, integrations done or not, months.
struct AdviceSpace {
  let question: AdviceQuestion
  /// The most steps that each target of each split may get, and the least.
  private let bounds: [[ClosedRange<Int>]]
  /// The most steps of all targets of a split together.
  private let wholes: [Int]

  init(_ question: AdviceQuestion) {
    self.question = question
    func steps(_ share: Double, _ split: AdviceQuestion.Split, up: Bool) -> Int {
      let exact = share / split.step
      return Int(up ? (exact - 1e-9).rounded(.up) : (exact + 1e-9).rounded(.down))
    }
    bounds = question.splits.map { split in
      split.targets.map { target in
        let low = steps(target.low, split, up: true)
        return low...max(low, steps(min(target.high, split.whole), split, up: false))
      }
    }
    wholes = question.splits.map { steps($0.whole, $0, up: false) }
  }

  /// The shares of a split by its steps.
  private func shares(_ steps: [Int], of split: Int) -> [Double] {
    let parts = (1 / question.splits[split].step).rounded()
    // Steps that divide the whole give the shares a person would write.
    let isWhole = abs(parts * question.splits[split].step - 1) < 1e-9
    return steps.map { isWhole ? Double($0) / parts : Double($0) * question.splits[split].step }
  }

  private func steps(_ plan: AdvisedPlan, of split: Int) -> [Int] {
    plan.shares[split].map { Int(($0 / question.splits[split].step).rounded()) }
  }

  // MARK: How many

  /// How many plans there are.
  var count: Double { question.splits.indices.reduce(combinations) { $0 * ways(split: $1) } }

  /// How many ways there are to choose all but the shares.
  var combinations: Double {
    question.closings.reduce(exp2(question.options.count)) { $0 * Double($1.months.count) }
  }

  private func exp2(_ n: Int) -> Double {
    n < 1000 ? Double(sign: .plus, exponent: n, significand: 1) : .infinity
  }

  /// How many ways there are to divide one split: those with each sum, target by target.
  private func ways(split: Int) -> Double {
    var bySum = [Double](repeating: 0, count: wholes[split] + 1)
    bySum[0] = 1
    for range in bounds[split] {
      var next = [Double](repeating: 0, count: bySum.count)
      for (sum, ways) in bySum.enumerated() where ways > 0 {
        for steps in range where sum + steps < next.count { next[sum + steps] += ways }
      }
      bySum = next
    }
    return bySum.reduce(0, +)
  }

  // MARK: All of them

  /// The choices but the shares, the preferred first, so many of them at most.
  func others(upTo most: Int) -> [(isDone: [Bool], months: [Int])] {
    var found: [(isDone: [Bool], months: [Int])] = [([], [])]
    for _ in question.options {
      let more = found.flatMap {
        [($0.isDone + [true], $0.months), ($0.isDone + [false], $0.months)]
      }
      found = Array(more.prefix(most))
    }
    for closing in question.closings {
      let more = found.flatMap { other in
        closing.months.indices.map { (other.isDone, other.months + [$0]) }
      }
      found = Array(more.prefix(most))
    }
    return found
  }

  /// All plans of the grid; ask ``count`` first.
  var plans: [AdvisedPlan] {
    var shares: [[[Double]]] = [[]]
    for split in question.splits.indices {
      let own = divisions(split).map { self.shares($0, of: split) }
      shares = shares.flatMap { before in own.map { before + [$0] } }
    }
    let others = others(upTo: .max)
    return shares.flatMap { shares in
      others.map { AdvisedPlan(shares: shares, isDone: $0.isDone, months: $0.months) }
    }
  }

  /// The ways to divide a split, in steps, more to the first targets first.
  private func divisions(_ split: Int) -> [[Int]] {
    var found: [[Int]] = [[]]
    for range in bounds[split] {
      found = found.flatMap { before in
        let left = wholes[split] - before.reduce(0, +)
        return range.reversed().filter { $0 <= left }.map { before + [$0] }
      }
    }
    return found
  }

  // MARK: Single plans

  /// The steps of the targets of a split, from the least to the most.
  func range(_ split: Int, _ target: Int) -> ClosedRange<Int> { bounds[split][target] }

  /// The plan with each target at its least.
  func least(_ other: (isDone: [Bool], months: [Int])) -> AdvisedPlan {
    AdvisedPlan(
      shares: bounds.indices.map { shares(bounds[$0].map(\.lowerBound), of: $0) },
      isDone: other.isDone, months: other.months)
  }

  /// A plan with a target of a split given so many steps.
  func with(_ plan: AdvisedPlan, _ split: Int, _ target: Int, steps count: Int) -> AdvisedPlan {
    var changed = plan
    var steps = self.steps(plan, of: split)
    steps[target] = count
    changed.shares[split] = shares(steps, of: split)
    return changed
  }

  /// The most steps of a target where the others of the split are at their least.
  func most(_ split: Int, _ target: Int) -> Int {
    let others = bounds[split].enumerated().filter { $0.offset != target }
      .reduce(0) { $0 + $1.element.lowerBound }
    return max(
      range(split, target).lowerBound, min(range(split, target).upperBound, wholes[split] - others))
  }

  /// How many steps of a split a plan leaves free.
  func free(_ plan: AdvisedPlan, _ split: Int) -> Int {
    wholes[split] - steps(plan, of: split).reduce(0, +)
  }

  /// A plan on the grid near weights of the targets, each split dividing all of its whole by them.
  func divided(_ other: (isDone: [Bool], months: [Int]), by weights: [[Double]]) -> AdvisedPlan {
    var plan = least(other)
    for split in question.splits.indices {
      let free = Double(self.free(plan, split))
      var steps = self.steps(plan, of: split)
      for (target, weight) in weights[split].enumerated() {
        steps[target] = min(
          range(split, target).upperBound, steps[target] + Int((free * weight).rounded(.down)))
      }
      plan.shares[split] = shares(steps, of: split)
    }
    return plan
  }

  /// The grid's plan nearest to any plan, below it.
  func rounded(_ plan: AdvisedPlan) -> AdvisedPlan {
    var rounded = plan
    for split in question.splits.indices {
      var left = wholes[split] - bounds[split].reduce(0) { $0 + $1.lowerBound }
      let steps = plan.shares[split].enumerated().map { target, share in
        let range = range(split, target)
        let wanted = Int((share / question.splits[split].step + 1e-9).rounded(.down))
        let more = min(max(0, min(wanted, range.upperBound) - range.lowerBound), max(0, left))
        left -= more
        return range.lowerBound + more
      }
      rounded.shares[split] = shares(steps, of: split)
    }
    return rounded
  }

  /// The plans one move away: `count` steps from a target, or from nobody, to another or to nobody; an integration done or not;
  /// a closing so many months earlier or later. Shares needn't be on the grid.
  func neighbours(of plan: AdvisedPlan, steps count: Int) -> [AdvisedPlan] {
    var found: [AdvisedPlan] = []
    for (s, split) in question.splits.enumerated() {
      let amount = Double(count) * split.step
      let shares = plan.shares[s]
      let free = split.whole - shares.reduce(0, +)
      let places = [-1] + Array(split.targets.indices)
      for from in places {
        for to in places where to != from {
          var moved = shares
          if from >= 0 { moved[from] -= amount } else if free < amount - 1e-9 { continue }
          if to >= 0 { moved[to] += amount }
          let isInside = zip(moved, split.targets).allSatisfy {
            $0 >= $1.low - 1e-9 && $0 <= min(split.whole, $1.high) + 1e-9
          }
          guard isInside else { continue }
          var next = plan
          next.shares[s] = tidy(moved, s)
          found.append(next)
        }
      }
    }
    if count == 1 {
      for i in question.options.indices {
        var next = plan
        next.isDone[i].toggle()
        found.append(next)
      }
    }
    for (i, closing) in question.closings.enumerated() {
      for month in [plan.months[i] - count, plan.months[i] + count]
      where closing.months.indices.contains(month) {
        var next = plan
        next.months[i] = month
        found.append(next)
      }
    }
    return found
  }

  /// Shares that are a step's multiple but for a rounding, as such; none below 0.
  private func tidy(_ shares: [Double], _ split: Int) -> [Double] {
    let step = question.splits[split].step
    return shares.map { share in
      let steps = (share / step).rounded()
      return abs(share - steps * step) < 1e-9
        ? self.shares([Int(steps)], of: split)[0] : max(0, share)
    }
  }
}
