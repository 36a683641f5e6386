import Quantities
import Testing

@testable import Engine

/// Machine code gives the bits that running instruction by instruction gives, whatever its vectors.
@Suite struct ExecutionTests {
  /// The forms of execution that this machine can run, beside the portable one.
  static let compiled = Execution.available.filter { $0 != .portable }

  private func bits(_ results: ResultSet) -> [[[UInt64]]] {
    // Of a NaN only that it is one.
    results.values.map { $0.map { $0.map { $0.isNaN ? .max : $0.bitPattern } } }
  }

  private func run(_ plan: Plan, trials: Int, _ execution: Execution) -> ResultSet {
    Executor.run(
      plan, RunSettings(trials: trials, seed: 5), control: RunControl(execution: execution))
  }

  @Test("Generated instructions, in blocks that are full or not", arguments: 0..<24)
  func generated(seed: UInt64) {
    var generator = GeneratedPlan(seed: seed)
    let plan = generator.plan(length: [12, 60, 250][Int(seed % 3)], keeping: 6)
    for trials in [1, 9, 60, 300] {
      let expected = run(plan, trials: trials, .portable)
      for execution in Self.compiled {
        let results = run(plan, trials: trials, execution)
        let isSame = bits(results) == bits(expected)
        #expect(isSame, "\(execution), \(trials) trials, seed \(seed)")
        #expect(results.findings == expected.findings, "\(execution), \(trials) trials")
      }
    }
  }

  @Test("A month too long for one piece of code", arguments: compiled)
  func long(execution: Execution) {
    var generator = GeneratedPlan(seed: 99)
    let plan = generator.plan(length: 5000, keeping: 40)
    let expected = run(plan, trials: 40, .portable)
    let results = run(plan, trials: 40, execution)
    let isSame = bits(results) == bits(expected)
    #expect(isSame)
    #expect(results.findings == expected.findings)
  }

  private static let special: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, 2.5, 3.25, -7.5, 1e300, -1e300, .leastNonzeroMagnitude, -0x1p-1030,
    0x1p-1040, 0x1p52,
    .infinity, -.infinity, .nan,
  ]

  @Test(
    "Every operation with special values, by columns and by constants",
    arguments: Operation.allCases.filter { $0.arity > 0 && !$0.isOverMonths })
  func special(operation: Operation) throws {
    let values = Self.special
    // Each operation on two columns, which are tables of months here, and on a constant from either side.
    let months = values.count * values.count
    var scenario = ScenarioPlan()
    func register() -> Register {
      scenario.registers += 1
      return Register(Int32(scenario.registers - 1))
    }
    let (a, b, c) = (register(), register(), register())
    scenario.tables = [
      (a, (0..<months).map { values[$0 % values.count] }),
      (b, (0..<months).map { values[$0 / values.count] }),
      (c, (0..<months).map { Double($0) }),
    ]
    func add(_ x: Register, _ y: Register, _ z: Register) {
      let result = register()
      scenario.month.append(Instruction(operation, result, x, y, z))
      scenario.records.append(ScenarioPlan.Record(initial: a, value: result))
    }
    add(a, b, c)
    add(a, a, a)
    for value in values {
      let constant = register()
      scenario.constants.append((constant, value))
      add(a, constant, c)
      add(constant, b, a)
    }
    scenario.records = scenario.records.map {
      ScenarioPlan.Record(initial: scenario.constants[0].register, value: $0.value)
    }
    let steps = scenario.records.indices.map {
      AnswerStep(.record(scenario: 0, index: $0), isSeries: true)
    }
    let plan = Plan(
      months: months, scenarios: [scenario], steps: steps, outputs: Array(steps.indices))
    let expected = run(plan, trials: 8, .portable)
    for execution in Self.compiled {
      let isSame = bits(run(plan, trials: 8, execution)) == bits(expected)
      #expect(isSame, "\(execution)")
    }
    for month in 1...months {
      let value = operation.evaluate(
        values[(month - 1) % values.count], values[(month - 1) / values.count], Double(month - 1))
      let found = expected.values[0][month][0]
      let isSame = found.bitPattern == value.bitPattern || (found.isNaN && value.isNaN)
      #expect(isSame, "\(found), expected \(value), month \(month)")
    }
  }

  @Test("Findings name the first month and leave out trials that weren't asked for")
  func findings() {
    var scenario = ScenarioPlan()
    scenario.registers = 6
    let part = DrawSource.Part(key: StreamKey(path: "x"), weight: 1)
    scenario.draws = [
      (
        Register(0),
        DrawSource(parts: [part], distribution: .uniform(low: 0, high: 6), isMonthly: false)
      )
    ]
    scenario.tables = [(Register(1), [1, 2, 3, 4, 5, 6])]
    scenario.month = [
      Instruction(.less, Register(2), Register(0), Register(1), Register(1))
    ]
    scenario.checks = [Check(register: Register(2), site: 7)]
    scenario.setup = [Instruction(.floor, Register(3), Register(0), Register(0), Register(0))]
    scenario.setupChecks = [Check(register: Register(3), site: 3)]
    let plan = Plan(months: 6, scenarios: [scenario], steps: [], outputs: [])
    for trials in [3, 5, 300] {
      let expected = run(plan, trials: trials, .portable).findings
      #expect(expected.map(\.site).contains(7))
      for execution in Self.compiled {
        #expect(run(plan, trials: trials, execution).findings == expected, "\(execution)")
      }
    }
  }

  @Test("Where executable memory is refused, instructions are run one by one")
  func refused() {
    var generator = GeneratedPlan(seed: 3)
    let plan = generator.plan(length: 30, keeping: 3)
    let draws = PreparedDraws(plan: plan)
    for execution in Self.compiled {
      let code = ScenarioCode.compile(plan, draws, RecordPlaces(plan), trials: 100, for: execution)
      { _ in nil }
      #expect(code.map { $0 == nil } == [true])
      #expect(
        ScenarioCode.compile(plan, draws, RecordPlaces(plan), trials: 100, for: execution).map {
          $0 == nil
        } == [false])
    }
    #expect(
      ScenarioCode.compile(plan, draws, RecordPlaces(plan), trials: 100, for: .portable).map {
        $0 == nil
      } == [true])
  }

  @Test("A short run is not compiled for")
  func fastest() {
    #expect(Execution.fastest(trials: 1, months: 36) == .portable)
    #expect(Execution.fastest(trials: 10_000, months: 12) == .widest)
  }

  @Test("A wider form than the machine has is not tried")
  func widest() {
    var generator = GeneratedPlan(seed: 4)
    let plan = generator.plan(length: 30, keeping: 3)
    let isSame = bits(run(plan, trials: 20, .avx512)) == bits(run(plan, trials: 20, .portable))
    #expect(isSame)
  }
}
