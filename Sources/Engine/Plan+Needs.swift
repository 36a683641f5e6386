package import Quantities

extension Plan {
  /// The streams that the outputs hang on: those of every draw whose value may reach one, but not those only a check looks at.
  package var neededStreams: Set<StreamKey> {
    var needs = Needs()
    needs.add(outputs, of: steps) { $0 }
    for (i, part) in parts.enumerated() {
      let added = part.terms.filter { $0.weights.contains { needs.sums.contains($0.sum) } }
      needs.add(added.map(\.step), of: part.steps) { _ in kept + i }
    }
    for (scenario, records) in needs.records {
      needs.streams.formUnion(scenarios[scenario].streams(of: records))
    }
    return needs.streams
  }

  /// What some steps hang on.
  private struct Needs {
    var streams = Set<StreamKey>()
    var records: [Int: Set<Int>] = [:]
    var sums = Set<Int>()

    /// Adds what `wanted` among `steps` hang on, whose scenarios have other positions in the plan.
    mutating func add(_ wanted: [Int], of steps: [AnswerStep], scenario position: (Int) -> Int) {
      var (open, seen) = (wanted, Set<Int>())
      while let step = open.popLast() {
        guard seen.insert(step).inserted else { continue }
        switch steps[step].form {
        case .draw(let source): streams.formUnion(source.parts.map(\.key))
        case .record(let scenario, let index):
          records[position(scenario), default: []].insert(index)
        case .operation(_, let operands): open += operands
        case .sum(let index): sums.insert(index)
        case .constant, .month: break
        }
      }
    }
  }
}

extension ScenarioPlan {
  /// The streams of the draws that some records hang on, by following the program backwards: a register that is written again
  /// is another value before.
  func streams(of records: Set<Int>) -> Set<StreamKey> {
    let kept = records.filter { self.records.indices.contains($0) }.map { self.records[$0] }
    var live = Set(kept.map(\.value))
    var liveStates = Set<Int>()
    var atStart = Set<Register>()
    // A month's values need those of the month before, so once more until nothing is added.
    while true {
      atStart = Self.before(month, live: live.union(liveStates.map { states[$0].next }))
      let more = states.indices.filter {
        atStart.contains(states[$0].register) && !liveStates.contains($0)
      }
      if more.isEmpty { break }
      liveStates.formUnion(more)
    }
    live = atStart.subtracting(states.map(\.register))
    live.formUnion(liveStates.map { states[$0].initial })
    live.formUnion(kept.map(\.initial))
    let inSetup = Self.before(setup, live: live)
    let drawn =
      monthlyDraws.filter { atStart.contains($0.register) }
      + draws.filter { inSetup.contains($0.register) }
    return Set(drawn.flatMap { $0.source.parts.map(\.key) })
  }

  /// The registers whose values before some instructions those of `live` after them hang on.
  private static func before(_ instructions: [Instruction], live: Set<Register>) -> Set<Register> {
    var live = live
    for instruction in instructions.reversed() where live.remove(instruction.destination) != nil {
      let operands = [instruction.a, instruction.b, instruction.c]
      live.formUnion(operands.prefix(instruction.operation.arity))
    }
    return live
  }
}
