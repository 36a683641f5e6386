import Quantities

/// The columns of one worker: registers, recorded series and answers of the block at hand. Owns its memory.
struct BlockWorkspace: ~Copyable {
  let plan: Plan
  let draws: PreparedDraws
  /// By scenario: its machine code; nil where its instructions are run column by column.
  let code: [ScenarioCode?]
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
  /// The weighted sums over the parts.
  private let sums: UnsafeMutableBufferPointer<Double>
  /// By check of the scenario at hand and trial: the greatest mark it has left, 0 for none. See ``ConstantPool/mark(month:)``.
  private let flags: UnsafeMutableBufferPointer<Double>
  /// Where code keeps what its registers can't hold.
  private let spills: UnsafeMutableBufferPointer<Double>
  /// Where each scenario's records start, in columns.
  private let recordStarts: [Int]
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
    plan: Plan, draws: PreparedDraws, code: [ScenarioCode?], on set: InstructionSet, trials: Int,
    shouldStop: @escaping () -> Bool
  ) {
    self.plan = plan
    self.draws = draws
    self.code = code
    self.set = set
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
    var starts: [Int] = []
    var (next, most) = (0, 0)
    for (i, scenario) in plan.scenarios.enumerated() {
      starts.append(next)
      let columns = scenario.records.count * (plan.months + 1)
      if i < plan.kept { next += columns } else { most = max(most, columns) }
    }
    recordStarts = starts
    records = allocate(next + most)
    steps = StepList(
      plan.steps, transforms: draws.steps, scenario: 0, months: plan.months, from: 0)
    let end = steps.end
    partSteps = plan.parts.enumerated().map { i, part in
      StepList(
        part.steps, transforms: draws.parts[i], scenario: plan.kept + i, months: plan.months,
        from: end)
    }
    answers = allocate(max(end, partSteps.map(\.end).max() ?? 0))
    sums = allocate(plan.sums)
    flags = allocate(plan.scenarios.map { $0.checks.count + $0.setupChecks.count }.max() ?? 0)
    spills = allocate(((code.map { $0?.spills ?? 0 }.max() ?? 0) + stride - 1) / stride)
  }

  deinit {
    for buffer in [columns, records, answers, sums, flags, spills] {
      UnsafeMutableRawPointer(buffer.baseAddress)?.deallocate()
    }
  }

  // MARK: Columns

  func column(_ index: Int) -> Column { at(columns, index) }

  func buffer(_ column: Column) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: column, count: width)
  }

  func record(_ scenario: Int, _ index: Int, month: Int) -> Column {
    at(records, recordStarts[scenario] + index * (plan.months + 1) + month)
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

  private func at(_ buffer: UnsafeMutableBufferPointer<Double>, _ index: Int) -> Column {
    // At least one column is allocated, so the base exists.
    buffer.baseAddress.unsafelyUnwrapped + index * stride
  }

  /// The values of an output in a month, for the whole block.
  func output(_ output: Int, month: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: answer(plan.outputs[output], of: steps, month: month), count: width)
  }

  // MARK: Running

  /// Runs a block: every scenario, those of the parts added up, then the answers. Returns what the checks found in its first `count` trials; nil where it
  /// was stopped before its end.
  mutating func run(sampler: Sampler, firstTrial: Int, count: Int) -> [CheckResult]? {
    for (i, draw) in draws.shared.enumerated() {
      draw.source.fill(
        buffer(column(i)), transform: draw.transform, sampler: sampler, firstTrial: firstTrial,
        month: 0)
    }
    var findings: [CheckResult] = []
    sums.update(repeating: 0)
    for scenario in plan.scenarios.indices {
      let checks = plan.scenarios[scenario].setupChecks + plan.scenarios[scenario].checks
      for i in checks.indices { buffer(flag(i)).update(repeating: 0) }
      let isDone =
        if let code = code[scenario] {
          simulate(scenario, code, sampler: sampler, firstTrial: firstTrial)
        } else {
          simulate(scenario, sampler: sampler, firstTrial: firstTrial)
        }
      guard isDone else { return nil }
      findings += checks.enumerated().compactMap { i, check in
        found(scenario, check, buffer(flag(i)).prefix(count))
      }
      if scenario >= plan.kept {
        addUp(scenario - plan.kept, sampler: sampler, firstTrial: firstTrial)
      }
    }
    compute(steps, sampler: sampler, firstTrial: firstTrial)
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

  /// What the marks of a check tell; nil if there is none.
  private func found(
    _ scenario: Int, _ check: Check, _ marks: Slice<UnsafeMutableBufferPointer<Double>>
  ) -> CheckResult? {
    var trials = 0
    var greatest = 0.0
    for mark in marks where mark != 0 {
      trials += 1
      greatest = max(greatest, mark)
    }
    return trials == 0
      ? nil
      : CheckResult(
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
