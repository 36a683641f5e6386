import Quantities

/// The columns of one worker: registers, recorded series and answers of the block at hand. Owns its memory.
struct BlockWorkspace: ~Copyable {
  private let plan: Plan
  private let draws: PreparedDraws
  /// The values of a column: a block's trials, or fewer where fewer are asked for; a multiple of 8.
  private let width: Int
  /// Whether to stop now.
  private let shouldStop: () -> Bool
  /// Instructions run since that was asked.
  private var sinceAsked = 0
  private let registers: UnsafeMutableBufferPointer<Double>
  private let records: UnsafeMutableBufferPointer<Double>
  /// The draws of a trial, which all scenarios share.
  private let shared: UnsafeMutableBufferPointer<Double>
  private let answers: UnsafeMutableBufferPointer<Double>
  /// Flags of the trials in which a check has been found wrong; one column for each check of the scenario at hand.
  private var flags: [Double]
  /// Where each scenario's records start, in columns.
  private let recordStarts: [Int]
  /// Where each step's values start, in columns.
  private let stepStarts: [Int]

  /// After so many instructions it is asked whether to stop: some 50 µs of work.
  private static let patience = 2048

  init(plan: Plan, draws: PreparedDraws, trials: Int, shouldStop: @escaping () -> Bool) {
    self.plan = plan
    self.draws = draws
    self.shouldStop = shouldStop
    width = min(blockSize, max(8, (trials + 7) / 8 * 8))
    let widest = plan.scenarios.map(\.registers).max() ?? 0
    registers = .allocate(capacity: max(1, widest) * width)
    var starts: [Int] = []
    var next = 0
    for scenario in plan.scenarios {
      starts.append(next)
      next += scenario.records.count * (plan.months + 1)
    }
    recordStarts = starts
    records = .allocate(capacity: max(1, next) * width)
    starts = []
    next = 0
    for step in plan.steps {
      starts.append(next)
      next += step.isSeries ? plan.months + 1 : 1
    }
    stepStarts = starts
    answers = .allocate(capacity: max(1, next) * width)
    let checks = plan.scenarios.map { $0.checks.count + $0.setupChecks.count }.max() ?? 0
    flags = [Double](repeating: 0, count: checks * width)
    shared = .allocate(capacity: max(1, draws.shared.count) * width)
    shared.initialize(repeating: 0)
    registers.initialize(repeating: 0)
    records.initialize(repeating: 0)
    answers.initialize(repeating: 0)
  }

  deinit {
    registers.deallocate()
    shared.deallocate()
    records.deallocate()
    answers.deallocate()
  }

  private func column(_ register: Register) -> Column {
    // A plan with no register has no instruction either, so the base exists whenever it is asked for.
    registers.baseAddress.unsafelyUnwrapped + Int(register.index) * width
  }

  private func buffer(_ column: Column) -> UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: column, count: width)
  }

  private func sharedDraw(_ index: Int) -> Column {
    shared.baseAddress.unsafelyUnwrapped + index * width
  }

  private func record(_ scenario: Int, _ index: Int, month: Int) -> Column {
    records.baseAddress.unsafelyUnwrapped
      + (recordStarts[scenario] + index * (plan.months + 1) + month) * width
  }

  private func answer(_ step: Int, month: Int = 0) -> Column {
    answers.baseAddress.unsafelyUnwrapped
      + (stepStarts[step] + (plan.steps[step].isSeries ? month : 0)) * width
  }

  /// The values of an output in a month, for the whole block.
  func output(_ output: Int, month: Int) -> UnsafeBufferPointer<Double> {
    UnsafeBufferPointer(start: answer(plan.outputs[output], month: month), count: width)
  }

  /// Runs a block: every scenario, then the answers. Returns what the checks found in its first `count` trials; nil where it
  /// was stopped before its end.
  mutating func run(stream: UniformSource, firstTrial: Int, count: Int) -> [CheckResult]? {
    for (i, draw) in draws.shared.enumerated() {
      draw.source.fill(
        buffer(sharedDraw(i)), transform: draw.transform, stream: stream, firstTrial: firstTrial,
        month: 0)
    }
    var findings: [CheckResult] = []
    for scenario in plan.scenarios.indices {
      guard let found = simulate(scenario, stream: stream, firstTrial: firstTrial, count: count)
      else { return nil }
      findings += found
    }
    for step in plan.steps.indices { compute(step, stream: stream, firstTrial: firstTrial) }
    return findings
  }

  // MARK: Simulating

  private mutating func simulate(
    _ index: Int, stream: UniformSource, firstTrial: Int, count: Int
  ) -> [CheckResult]? {
    let scenario = plan.scenarios[index]
    let checkCount = scenario.setupChecks.count + scenario.checks.count
    for i in 0..<checkCount * width { flags[i] = 0 }
    var firstMonths = [Int](repeating: .max, count: checkCount)

    for (register, value) in scenario.constants {
      buffer(column(register)).update(repeating: value)
    }
    for (i, draw) in scenario.draws.enumerated() {
      column(draw.register).update(from: sharedDraw(draws.once[index][i]), count: width)
    }
    guard run(scenario.setup) else { return nil }
    for (i, check) in scenario.setupChecks.enumerated() {
      note(check, at: i, month: 0, count: count, &firstMonths)
    }
    for state in scenario.states { copy(state.initial, to: state.register) }
    for (i, series) in scenario.records.enumerated() {
      record(index, i, month: 0).update(from: column(series.initial), count: width)
    }
    if plan.months > 0 {
      for month in 1...plan.months {
        for (register, values) in scenario.tables {
          buffer(column(register)).update(repeating: values[month - 1])
        }
        for (i, draw) in scenario.monthlyDraws.enumerated() {
          draw.source.fill(
            buffer(column(draw.register)), transform: draws.monthly[index][i], stream: stream,
            firstTrial: firstTrial, month: month)
        }
        guard run(scenario.month) else { return nil }
        for (i, check) in scenario.checks.enumerated() {
          note(check, at: scenario.setupChecks.count + i, month: month, count: count, &firstMonths)
        }
        for (i, series) in scenario.records.enumerated() {
          record(index, i, month: month).update(from: column(series.value), count: width)
        }
        for state in scenario.states { copy(state.next, to: state.register) }
      }
    }
    return (scenario.setupChecks + scenario.checks).enumerated().compactMap { i, check in
      let trials = flags[i * width..<i * width + count].reduce(0, +)
      return trials == 0
        ? nil
        : CheckResult(
          scenario: index, site: check.site, trials: Int(trials), firstMonth: firstMonths[i])
    }
  }

  /// Runs instructions in order; `false` if it was to stop before the last.
  private mutating func run(_ lines: [Instruction]) -> Bool {
    for line in lines {
      run(line)
      sinceAsked += 1
      if sinceAsked >= Self.patience {
        sinceAsked = 0
        if shouldStop() { return false }
      }
    }
    return true
  }

  private func run(_ line: Instruction) {
    Kernels.run(
      line.operation, column(line.destination), column(line.a), column(line.b), column(line.c),
      count: width)
  }

  private func copy(_ source: Register, to destination: Register) {
    guard source != destination else { return }
    column(destination).update(from: column(source), count: width)
  }

  private mutating func note(
    _ check: Check, at index: Int, month: Int, count: Int, _ firstMonths: inout [Int]
  ) {
    let values = column(check.register)
    var found = false
    for i in 0..<count where values[i] != 0 {
      flags[index * width + i] = 1
      found = true
    }
    if found { firstMonths[index] = min(firstMonths[index], month) }
  }

  // MARK: Answering

  private func compute(_ index: Int, stream: UniformSource, firstTrial: Int) {
    let step = plan.steps[index]
    let months = step.isSeries ? 0...plan.months : 0...0
    switch step.form {
    case .constant(let value): buffer(answer(index)).update(repeating: value)
    case .draw(let source):
      guard let transform = draws.steps[index] else { return }
      for month in months {
        source.fill(
          buffer(answer(index, month: month)), transform: transform, stream: stream,
          firstTrial: firstTrial, month: month)
      }
    case .month:
      for month in months { buffer(answer(index, month: month)).update(repeating: Double(month)) }
    case .record(let scenario, let series):
      for month in months {
        answer(index, month: month).update(
          from: record(scenario, series, month: month), count: width)
      }
    case .operation(let operation, let operands) where operation.isOverMonths:
      overMonths(operation, index, operands)
    case .operation(let operation, let operands):
      for month in months {
        let columns = operands.map { answer($0, month: month) }
        Kernels.run(
          operation, answer(index, month: month), columns[0], columns[min(1, columns.count - 1)],
          columns[min(2, columns.count - 1)], count: width)
      }
    }
  }

  private func overMonths(_ operation: Operation, _ index: Int, _ operands: [Int]) {
    let source = operands[0]
    for i in 0..<width {
      func value(_ month: Int) -> Double { answer(source, month: month)[i] }
      switch operation {
      case .at:
        // An uncertain month is the nearest whole one, as it is for actions.
        let month = answer(operands[1])[i].rounded()
        let isInside = month >= 0 && month <= Double(plan.months)
        answer(index)[i] = isInside ? value(Int(month)) : .nan
      case .sustained:
        // Counted from month 1: the opening state is no month-end.
        let needed = answer(operands[1])[i]
        var running = 0.0
        for month in 0...plan.months {
          running = month > 0 && value(month) != 0 ? running + 1 : 0
          answer(index, month: month)[i] = month > 0 && running >= needed ? 1 : 0
        }
      default: answer(index)[i] = Reduction.value(operation, months: plan.months, value)
      }
    }
  }
}

/// What a series comes to over the months.
enum Reduction {
  /// The value of a reduction of the series `value` over months 0…`months`; flows are 0 at month 0.
  static func value(_ operation: Operation, months: Int, _ value: (Int) -> Double) -> Double {
    switch operation {
    case .total:
      var sum = NeumaierSum()
      for month in 0...months where month > 0 { sum.add(value(month)) }
      return sum.total
    case .average:
      var sum = NeumaierSum()
      for month in 0...months where month > 0 { sum.add(value(month)) }
      return months == 0 ? .nan : sum.total / Double(months)
    case .peak: return extreme(months: months, value) { $0 < $1 }
    case .lowest: return extreme(months: months, value) { $0 > $1 }
    case .change: return value(months) - value(0)
    case .growth: return value(0) == 0 ? .nan : value(months) / value(0) - 1
    case .first: return (0...months).first { $0 > 0 && value($0) != 0 }.map(Double.init) ?? .nan
    default: return .nan
    }
  }

  /// The value that no other beats, of those that are defined; undefined if none is.
  private static func extreme(
    months: Int, _ value: (Int) -> Double, isBeaten: (Double, Double) -> Bool
  ) -> Double {
    var best = Double.nan
    for month in 0...months {
      let next = value(month)
      if best.isNaN || isBeaten(best, next) { best = next }
    }
    return best
  }
}
