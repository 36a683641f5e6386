import Quantities
import Synchronization

/// A scenario as machine code, shared by all workers of a run.
///
/// Why there is unsafe code of this kind: twelve products over 36 months, 312 instructions a month, took 2467 ns a trial
/// instruction by instruction over columns (SSE2, as Swift compiles), and 249 with AVX-512, 385 with AVX2 and 703 with SSE2
/// by code made for the plan (Zen 5; C by hand took 212, 356 and 727). Compiling took 0.3 ms.
final class ScenarioCode: Sendable {
  private let memory: ExecutableMemory
  /// Where the function starts that runs once for a tile, and the one that runs each month.
  let setup: Int
  let month: Int
  /// The instructions of a month.
  let instructions: Int
  /// The columns, shared draws included.
  let columns: Int
  /// The columns of the monthly draws.
  let monthlyDraws: [Int]
  /// The doubles for spilled registers.
  let spills: Int
  /// Where the constants stand in the memory, and the rows of the month tables, from the setup's on.
  private let constants: Int
  private let rows: Int
  /// The bytes of a row.
  private let rowLength: Int
  /// The doubles of a vector.
  let lanes: Int
  /// The trials that are taken through all months at once; a multiple of 8.
  let tile: Int

  /// Compiles `scenario`, whose trial draws stand in the columns `draws`, after which `firstColumn` is free, and whose records
  /// go to `records`.
  ///
  /// nil where the scenario is too large, or `allocate` finds no executable memory.
  init?(
    _ scenario: ScenarioPlan, months: Int, draws: [Int], records: [RecordPlace],
    firstColumn: Int, stride: Int, set: Execution, functions: ColumnFunctions,
    allocate: ([UInt8]) -> ExecutableMemory? = { ExecutableMemory($0) }
  ) {
    guard set != .portable else { return nil }
    let layout = CodeLayout(stride: stride, recordMonths: months + 1)
    var pool = ConstantPool(set, months: months)
    var generator = CodeGenerator(set, functions, constants: pool)
    var columns = firstColumn
    var places = [Routine.Place?](repeating: nil, count: scenario.registers)
    func newColumn() -> Int {
      columns += 1
      return columns - 1
    }
    for (register, value) in scenario.constants { places[Int(register.index)] = .constant(value) }
    for (draw, column) in zip(scenario.draws, draws) {
      places[Int(draw.register.index)] = .column(column)
    }
    var setup = Routine(instructions: scenario.setup, places: places)
    // What the month reads of the setup.
    var made = Set(scenario.setup.map(\.destination))
    func keep(_ register: Register) {
      guard made.remove(register) != nil else { return }
      let column = newColumn()
      setup.results.append((register, .column(column)))
      places[Int(register.index)] = .column(column)
    }
    for line in scenario.month {
      keep(line.a)
      if line.operation.arity > 1 { keep(line.b) }
      if line.operation.arity > 2 { keep(line.c) }
    }
    for record in scenario.records { keep(record.value) }
    for check in scenario.checks { keep(check.register) }
    for state in scenario.states {
      keep(state.next)
      let column = newColumn()
      setup.results.append((state.initial, .column(column)))
      places[Int(state.register.index)] = .column(column)
    }
    for (record, place) in zip(scenario.records, records) {
      setup.results.append((record.initial, .record(place)))
    }
    setup.checks = scenario.setupChecks.map(\.register)
    for (register, values) in scenario.tables { places[Int(register.index)] = .table(values) }
    var monthly: [Int] = []
    for draw in scenario.monthlyDraws {
      monthly.append(newColumn())
      places[Int(draw.register.index)] = .column(columns - 1)
    }
    var month = Routine(instructions: scenario.month, places: places)
    for (record, place) in zip(scenario.records, records) {
      month.results.append((record.value, .record(place)))
    }
    for state in scenario.states {
      if case .column(let column) = places[Int(state.register.index)] {
        month.updates.append((state.next, column))
      }
    }
    month.checks = scenario.checks.map(\.register)
    month.firstCheck = scenario.setupChecks.count
    func compile(_ routine: Routine) -> Int? {
      RoutineCompiler.compile(
        routine, layout: layout, columns: &columns, pool: &pool, generator: &generator, set: set
      ).flatMap { generator.write($0, layout) }
    }
    guard let setupStart = compile(setup), let monthStart = compile(month) else { return nil }
    var bytes = generator.assembler.bytes
    func append(_ numbers: [Double]) -> Int {
      while bytes.count % 64 != 0 { bytes.append(0) }
      defer { numbers.withUnsafeBytes { bytes.append(contentsOf: $0) } }
      return bytes.count
    }
    constants = append(pool.values)
    rows = append(pool.rows())
    guard let memory = allocate(bytes) else { return nil }
    self.memory = memory
    (self.setup, self.month, self.columns) = (setupStart, monthStart, columns)
    monthlyDraws = monthly
    instructions = scenario.month.count
    spills = generator.spillSlots * set.lanes
    rowLength = pool.rowLength * 8
    lanes = set.lanes
    tile = max(16, min(blockSize, Self.cache / max(1, columns) / 8 / 8 * 8))
  }

  /// The bytes that a tile's columns may take: they stay in the first-level cache. Measured from 16 to 256 KB, 32 to 48 KB
  /// were the fastest by 2 to 5 percent.
  static let cache = 40 * 1024

  /// The code of each scenario of `plan` for a run of `trials`; nil for those that are run column by column.
  ///
  /// Compiles on all threads of `control`, and no more once that says to stop: then the run stops at its first block.
  static func compile(
    _ plan: Plan, _ draws: PreparedDraws, _ places: RecordPlaces, trials: Int,
    for execution: Execution, control: RunControl = RunControl(),
    allocate: @Sendable ([UInt8]) -> ExecutableMemory? = { ExecutableMemory($0) }
  ) -> [ScenarioCode?] {
    let stride = BlockWorkspace.stride(width: BlockWorkspace.width(trials: trials))
    let functions = ColumnFunctions(on: execution.columns)
    let next = Atomic(0)
    let compiled = onAllThreads(control.threads, upTo: plan.scenarios.count) {
      var own: [(scenario: Int, code: ScenarioCode?)] = []
      while true {
        let i = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard i < plan.scenarios.count, i == 0 || control.shouldStop() == nil else { return own }
        let code = ScenarioCode(
          plan.scenarios[i], months: plan.months, draws: draws.once[i],
          records: places.places[i], firstColumn: draws.shared.count, stride: stride,
          set: min(execution, .widest), functions: functions,
          allocate: allocate)
        own.append((i, code))
      }
    }
    var codes = [ScenarioCode?](repeating: nil, count: plan.scenarios.count)
    for own in compiled { for (i, code) in own { codes[i] = code } }
    return codes
  }

  /// Runs the function that starts at `offset`, in a month or, at 0, for the setup.
  func call(at offset: Int, month: Int, _ frame: inout CodeFrame) {
    frame.constants = memory.numbers(at: constants)
    frame.tables = memory.numbers(at: rows + month * rowLength)
    memory.call(at: offset, &frame)
  }
}
