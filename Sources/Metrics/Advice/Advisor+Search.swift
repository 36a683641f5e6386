import Engine
import Portfolio
import Quantities

/// Steps to better plans.
extension Advisor {
  /// Goes from several starts to the best plan one move away, with ever smaller moves, until no move does better or the budget is
  /// used up; the count of starts.
  mutating func search(_ model: Model) throws(Interruption) -> Int {
    var starts: [AdvisedPlan] = []
    if let best = record.best { starts.append(space.rounded(best.plan)) }
    guard let other = space.others(upTo: 1).first else { return 0 }
    starts.append(space.divided(other, by: even))
    var random = SplitMix64(seed: seed ^ 0xAD71_5E)
    for _ in 0..<6 { starts.append(randomPlan(&random)) }
    let first = record.scored.count
    var begun = 0
    for start in starts {
      if record.scored.count - first >= budget { break }
      begun += 1
      try climb(from: start, until: first + budget)
    }
    return begun
  }

  private mutating func climb(from start: AdvisedPlan, until most: Int) throws(Interruption) {
    guard var here = try simulate([start]).first else { return }
    let finest = question.splits.map(\.step).min() ?? 1
    var steps = max(1, Int((0.25 / finest).rounded()))
    while record.scored.count < most {
      let moves = space.neighbours(of: here.plan, steps: steps)
      let found = try simulate(Array(moves.prefix(max(1, most - record.scored.count))))
      let best = found.reduce(here) { $1.isBetter(than: $0) ? $1 : $0 }
      if best.plan != here.plan {
        here = best
      } else if steps > 1 {
        steps /= 2
      } else {
        return
      }
    }
  }

  private func randomPlan(_ random: inout SplitMix64) -> AdvisedPlan {
    let isDone = question.options.map { _ in random.next() & 1 == 1 }
    let months = question.closings.map { Int(random.next() % UInt64($0.months.count)) }
    return space.divided((isDone, months), by: randomWeights(&random))
  }

  /// Weights of the targets of each split that sum to at most 1, evenly spread over all such.
  func randomWeights(_ random: inout SplitMix64) -> [[Double]] {
    question.splits.map { split in
      let marks = split.targets.map { _ in Double(random.next() >> 11) * 0x1p-53 }.sorted()
      return marks.indices.map { $0 == 0 ? marks[0] : marks[$0] - marks[$0 - 1] }
    }
  }
}
