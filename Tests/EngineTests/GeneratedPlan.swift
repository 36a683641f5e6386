import Quantities

@testable import Engine

/// A generated plan: random instructions over draws, constants, tables, states and each other.
struct GeneratedPlan {
  private var generator: SplitMix64
  private var scenario = ScenarioPlan()
  private let months = 5
  /// How often in ten an operand is any of all that are known, so that values live long and registers run out.
  private let reach: Int

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    reach = seed % 2 == 0 ? 3 : 8
  }

  private mutating func whole(_ count: Int) -> Int { Int(generator.next() >> 33) % count }

  private mutating func register() -> Register {
    scenario.registers += 1
    return Register(Int32(scenario.registers - 1))
  }

  private static let operations = Operation.allCases.filter { $0.arity > 0 && !$0.isOverMonths }
  /// The everyday operations come more often, so that numbers stay alive.
  private static let everyday: [Operation] = [
    .add, .subtract, .multiply, .minimum, .maximum, .less, .select, .and, .or, .not, .divide,
  ]

  private static let special: [Double] = [
    0, -0.0, 1, -1, 0.5, 3.25, -7.5, 1e300, .leastNonzeroMagnitude, -0x1p-1030, .infinity,
    -.infinity, .nan, 708.5,
  ]

  private mutating func instructions(_ count: Int, over operands: [Register]) -> [Instruction] {
    var known = operands
    return (0..<count).map { _ in
      let operations = whole(10) < 8 ? Self.everyday : Self.operations
      let operation = operations[whole(operations.count)]
      func pick(_ e: inout GeneratedPlan) -> Register {
        known[
          e.whole(10) < e.reach
            ? e.whole(known.count) : known.count - 1 - e.whole(min(12, known.count))]
      }
      let (a, b, c) = (pick(&self), pick(&self), pick(&self))
      let result = register()
      known.append(result)
      return Instruction(operation, result, a, b, c)
    }
  }

  /// The plan, with `length` instructions a month, `count` records, states and checks.
  mutating func plan(length: Int, keeping count: Int) -> Plan {
    var permanents: [Register] = []
    for value in Self.special {
      let register = register()
      scenario.constants.append((register, value))
      permanents.append(register)
    }
    for i in 0..<4 {
      let register = register()
      let part = DrawSource.Part(key: StreamKey(path: "draw \(i)"), weight: 1)
      let source = DrawSource(
        parts: [part], distribution: .uniform(low: -2, high: 3), isMonthly: false)
      scenario.draws.append((register, source))
      permanents.append(register)
    }
    scenario.setup = instructions(length / 4, over: permanents)
    permanents += scenario.setup.map(\.destination)
    let initials = (0..<count).map { _ in permanents[whole(permanents.count)] }
    scenario.setupChecks = (0..<count).map { i in
      Check(register: permanents[whole(permanents.count)], site: i)
    }
    for _ in 0..<3 {
      let register = register()
      let values = (0..<months).map { _ in Double(whole(9)) - 4 }
      scenario.tables.append((register, values))
      permanents.append(register)
    }
    let states = (0..<count).map { _ in register() }
    scenario.month = instructions(length, over: permanents + states)
    let made = scenario.month.map(\.destination)
    func kept(_ e: inout GeneratedPlan) -> Register {
      e.whole(8) == 0 ? permanents[e.whole(permanents.count)] : made[e.whole(made.count)]
    }
    for (state, initial) in zip(states, initials) {
      let next = kept(&self)
      scenario.states.append(ScenarioPlan.State(register: state, initial: initial, next: next))
      let value = kept(&self)
      scenario.records.append(ScenarioPlan.Record(initial: initial, value: value))
    }
    scenario.checks = (0..<count).map { i in Check(register: kept(&self), site: count + i) }
    let steps = scenario.records.indices.map {
      AnswerStep(.record(scenario: 0, index: $0), isSeries: true)
    }
    return Plan(
      months: months, scenarios: [scenario], steps: steps, outputs: Array(steps.indices))
  }
}
