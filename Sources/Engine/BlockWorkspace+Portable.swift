import Quantities

/// Months instruction by instruction, each a pass over columns.
extension BlockWorkspace {
  private func column(_ register: Register) -> Column {
    column(draws.shared.count + Int(register.index))
  }

  /// Simulates a scenario for the block; `false` if it was to stop before its end.
  mutating func simulate(_ index: Int, sampler: Sampler, firstTrial: Int) -> Bool {
    let scenario = plan.scenarios[index]
    for (register, value) in scenario.constants {
      buffer(column(register)).update(repeating: value)
    }
    for (i, draw) in scenario.draws.enumerated() {
      column(draw.register).update(from: column(draws.once[index][i]), count: width)
    }
    guard run(scenario.setup) else { return false }
    for (i, check) in scenario.setupChecks.enumerated() { note(check, at: i, month: 0) }
    for state in scenario.states { copy(state.initial, to: state.register) }
    for (i, series) in scenario.records.enumerated() {
      record(index, i, month: 0).update(from: column(series.initial), count: width)
    }
    guard plan.months > 0 else { return true }
    for month in 1...plan.months {
      for (register, values) in scenario.tables {
        buffer(column(register)).update(repeating: values[month - 1])
      }
      for (i, draw) in scenario.monthlyDraws.enumerated() {
        draws.monthly[index][i].fill(
          buffer(column(draw.register)), sampler: sampler, firstTrial: firstTrial, month: month)
      }
      guard run(scenario.month) else { return false }
      for (i, check) in scenario.checks.enumerated() {
        note(check, at: scenario.setupChecks.count + i, month: month)
      }
      for (i, series) in scenario.records.enumerated() {
        record(index, i, month: month).update(from: column(series.value), count: width)
      }
      for state in scenario.states { copy(state.next, to: state.register) }
    }
    return true
  }

  /// Runs instructions in order; `false` if it was to stop before the last.
  private mutating func run(_ lines: [Instruction]) -> Bool {
    for line in lines {
      Kernels.run(
        line.operation, column(line.destination), column(line.a), column(line.b), column(line.c),
        count: width, on: set)
      guard goesOn(after: 1) else { return false }
    }
    return true
  }

  private func copy(_ source: Register, to destination: Register) {
    guard source != destination else { return }
    column(destination).update(from: column(source), count: width)
  }

  private func note(_ check: Check, at index: Int, month: Int) {
    Kernels.note(
      column(check.register), mark: ConstantPool.mark(month: month), in: flag(index), count: width)
  }
}
