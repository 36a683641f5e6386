import Quantities

/// The columns of one worker: registers, recorded series and answers of the block at hand. Owns its memory.
struct BlockWorkspace: ~Copyable {
  let plan: Plan
  let draws: PreparedDraws
  /// By scenario: its machine code; nil where its instructions are run column by column.
  let code: [ScenarioCode?]
  /// Where the code writes records.
  let places: RecordPlaces
  /// The values of a column: a block's trials, or fewer where fewer are asked for; a multiple of 8.
  let width: Int
  /// The machine instructions that functions of columns use.
  let set: InstructionSet
  /// The doubles from a column to the next: a cache line more than the width, so that the same trials of several columns
  /// don't fall on the same lines of the cache.
  let stride: Int
  /// Whether to stop now.
  private let shouldStop: () -> Bool
  /// Instructions run since that was asked.
  private var sinceAsked = 0
  /// The draws of a trial, which all scenarios share, then the columns of the scenario at hand.
  private let columns: UnsafeMutableBufferPointer<Double>
  private let records: UnsafeMutableBufferPointer<Double>
  private let answers: UnsafeMutableBufferPointer<Double>
  /// What a record that is only added up reads as, and a series outside its months: undefined.
  private let undefinedColumn: UnsafeMutableBufferPointer<Double>
  /// The weighted sums over the parts.
  private let sums: UnsafeMutableBufferPointer<Double>
  /// The sums of records over the trials: by scenario, month, record and lane.
  private let recordSums: UnsafeMutableBufferPointer<Double>
  /// By check of the scenario at hand and trial: the greatest mark it has left, 0 for none. See ``ConstantPool/mark(month:)``.
  private let flags: UnsafeMutableBufferPointer<Double>
  /// Where code keeps what its registers can't hold.
  private let spills: UnsafeMutableBufferPointer<Double>
  /// Where each scenario's records start, in columns, and their sums.
  private let recordStarts: [Int]
  private let sumStarts: [Int]
  /// The output columns of which there is nothing but the sum over the block's trials, and those sums: NaN where a trial has no
  /// value.
  let added: [Int]
  private(set) var totals: [Double]
  /// The output columns that have a value for each trial.
  let kept: [Int]
  /// Where the lanes of each sum stand.
  private let addedStarts: [Int]
  /// The steps of the plan, and those of each part, whose values take the place of those of the part before.
  let steps: StepList
  private let partSteps: [StepList]

  /// After so many instructions on columns it is asked whether to stop: some 50 µs of work.
  private static let patience = 2048

  /// The width of the columns of a run of `trials`.
  static func width(trials: Int) -> Int { min(blockSize, max(8, (trials + 7) / 8 * 8)) }

  /// The doubles from a column to the next.
  static func stride(width: Int) -> Int { width + 8 }

  init(
    plan: Plan, _ prepared: PreparedRun, trials: Int, shouldStop: @escaping () -> Bool
  ) {
    self.plan = plan
    let (draws, code, places) = (prepared.draws, prepared.code, prepared.places)
    (self.draws, self.code, self.places) = (draws, code, places)
    set = prepared.sampler.set
    self.shouldStop = shouldStop
    width = Self.width(trials: trials)
    stride = Self.stride(width: width)
    let stride = stride
    /// Columns of zeros, each on a cache line of its own, as packed instructions want them.
    func allocate(_ count: Int) -> UnsafeMutableBufferPointer<Double> {
      let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(1, count) * stride * 8, alignment: 64)
      let doubles = bytes.bindMemory(to: Double.self)
      doubles.initialize(repeating: 0)
      return doubles
    }
    let own = zip(plan.scenarios, code).map { scenario, code in
      code?.columns ?? draws.shared.count + scenario.registers
    }
    columns = allocate(own.max() ?? draws.shared.count)
    var (starts, sumStarts) = ([Int](), [Int]())
    var (next, most, nextSum) = (0, 0, 0)
    for i in plan.scenarios.indices {
      starts.append(next)
      sumStarts.append(nextSum)
      let columns = places.columns[i] * (plan.months + 1)
      if i < plan.kept { next += columns } else { most = max(most, columns) }
      nextSum += places.sums[i] * (plan.months + 1) * RecordPlace.lanes
    }
    (recordStarts, self.sumStarts) = (starts, sumStarts)
    records = allocate(next + most)
    undefinedColumn = allocate(1)
    undefinedColumn.update(repeating: .nan)
    recordSums = allocate((nextSum + stride - 1) / stride)
    var (kept, added, addedStarts, column) = ([Int](), [Int](), [Int](), 0)
    for (output, months) in zip(plan.outputs, plan.outputMonths) {
      if case .record(let scenario, let index) = plan.steps[output].form,
        case .sums(let place) = places.places[scenario][index]
      {
        for month in 0..<months {
          added.append(column + month)
          let record = month * places.sums[scenario] + place
          addedStarts.append(sumStarts[scenario] + record * RecordPlace.lanes)
        }
      } else {
        kept += column..<column + months
      }
      column += months
    }
    (self.kept, self.added, self.addedStarts) = (kept, added, addedStarts)
    totals = [Double](repeating: 0, count: added.count)
    steps = StepList(
      plan.steps, draws: draws.steps, scenario: 0, months: plan.months, from: 0)
    let end = steps.end
    partSteps = plan.parts.enumerated().map { i, part in
      StepList(
        part.steps, draws: draws.parts[i], scenario: plan.kept + i, months: plan.months,
        from: end)
    }
    answers = allocate(max(end, partSteps.map(\.end).max() ?? 0))
    sums = allocate(plan.sums)
    flags = allocate(plan.scenarios.map { $0.checks.count + $0.setupChecks.count }.max() ?? 0)
    spills = allocate(((code.map { $0?.spills ?? 0 }.max() ?? 0) + stride - 1) / stride)
  }

  deinit {
    for buffer in [columns, records, undefinedColumn, answers, sums, recordSums, flags, spills] {
      UnsafeMutableRawPointer(buffer.baseAddress)?.deallocate()
    }
  }

  // MARK: Columns

  func column(_ index: Int) -> Column { at(columns, index) }

  func buffer(_ column: Column) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: column, count: width)
  }

  func record(_ scenario: Int, _ index: Int, month: Int) -> Column {
    guard case .column(let place) = places.places[scenario][index] else { return undefined }
    return at(records, recordStarts[scenario] + place * (plan.months + 1) + month)
  }

  /// The columns of a scenario's records in a month: the first, from which the code counts.
  func records(_ scenario: Int, month: Int) -> Column {
    at(records, recordStarts[scenario] + month)
  }

  /// The sums of a scenario's records in a month: those of the first, from which the code counts.
  func recordSums(_ scenario: Int, month: Int) -> Column {
    at(recordSums, 0) + sumStarts[scenario] + month * places.sums[scenario] * RecordPlace.lanes
  }

  func answer(_ step: Int, of list: StepList, month: Int = 0) -> Column {
    let month = list.steps[step].isSeries ? month : 0
    switch list.steps[step].form {
    case .record(let scenario, let index):
      return record(list.scenario + scenario, index, month: month)
    case .sum(let index): return at(sums, index)
    default: return at(answers, list.starts[step] + month)
    }
  }

  func flag(_ check: Int) -> Column { at(flags, check) }

  var spill: Column { at(spills, 0) }

  /// A column of NaN.
  var undefined: Column { at(undefinedColumn, 0) }

  private func at(_ buffer: UnsafeMutableBufferPointer<Double>, _ index: Int) -> Column {
    // At least one column is allocated, so the base exists.
    buffer.baseAddress.unsafelyUnwrapped + index * stride
  }

  /// The values of an output in a month, for the whole block.
  func output(_ output: Int, month: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: answer(plan.outputs[output], of: steps, month: month), count: width)
  }

  /// Adds the lanes up, in the order of ``ColumnTotal``.
  private mutating func addLanes() {
    for (i, start) in addedStarts.enumerated() {
      let lanes = UnsafeRawPointer(at(recordSums, 0) + start).load(as: SIMD8<Double>.self)
      let four = lanes.lowHalf + lanes.highHalf
      let two = four.lowHalf + four.highHalf
      totals[i] = two[0] + two[1]
    }
  }

  // MARK: Running

  /// Runs a block: every scenario, those of the parts added up, then the answers. Returns what the checks found in its first `count` trials; nil where it
  /// was stopped before its end.
  mutating func run(sampler: Sampler, firstTrial: Int, count: Int) -> [CheckResult]? {
    for (i, draw) in draws.shared.enumerated() {
      draw.fill(buffer(column(i)), sampler: sampler, firstTrial: firstTrial, month: 0)
    }
    var findings: [CheckResult] = []
    sums.update(repeating: 0)
    recordSums.update(repeating: 0)
    for scenario in plan.scenarios.indices {
      let setupChecks = plan.scenarios[scenario].setupChecks.count
      let checks = 0..<setupChecks + plan.scenarios[scenario].checks.count
      for i in checks { buffer(flag(i)).update(repeating: 0) }
      let isDone =
        if let code = code[scenario] {
          simulate(scenario, code, sampler: sampler, firstTrial: firstTrial)
        } else {
          simulate(scenario, sampler: sampler, firstTrial: firstTrial)
        }
      guard isDone else { return nil }
      for i in checks {
        let marks = UnsafeBufferPointer(rebasing: buffer(flag(i)).prefix(count))
        guard ColumnTotal(marks, on: set).sum > 0 else { continue }
        let own = plan.scenarios[scenario]
        let check = i < setupChecks ? own.setupChecks[i] : own.checks[i - setupChecks]
        findings.append(Self.found(scenario, check, marks))
      }
      if scenario >= plan.kept {
        addUp(scenario - plan.kept, sampler: sampler, firstTrial: firstTrial)
      }
    }
    compute(steps, sampler: sampler, firstTrial: firstTrial)
    addLanes()
    return findings
  }

  /// Adds the figures of a part, which was just simulated, to the sums.
  private func addUp(_ part: Int, sampler: Sampler, firstTrial: Int) {
    let list = partSteps[part]
    compute(list, sampler: sampler, firstTrial: firstTrial)
    for term in plan.parts[part].terms {
      let values = answer(term.step, of: list)
      for weight in term.weights {
        let sum = at(sums, weight.sum)
        let factor = weight.weight
        for i in 0..<width { sum[i] += factor * values[i] }
      }
    }
  }

  /// What the marks of a check tell.
  private static func found(_ scenario: Int, _ check: Check, _ marks: UnsafeBufferPointer<Double>)
    -> CheckResult
  {
    var trials = 0
    var greatest = 0.0
    for mark in marks where mark != 0 {
      trials += 1
      greatest = max(greatest, mark)
    }
    return CheckResult(
      scenario: scenario, site: check.site, trials: trials,
      firstMonth: ConstantPool.month(mark: greatest))
  }

  /// Counts instructions on columns; `false` if it is time to stop.
  mutating func goesOn(after instructions: Int) -> Bool {
    sinceAsked += instructions
    guard sinceAsked >= Self.patience else { return true }
    sinceAsked = 0
    return !shouldStop()
  }
}
