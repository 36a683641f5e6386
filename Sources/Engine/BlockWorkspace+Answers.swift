import Quantities

/// The answers, read off the recorded series of a block.
extension BlockWorkspace {
  /// Computes the values of all steps of a list.
  func compute(_ list: StepList, sampler: Sampler, firstTrial: Int) {
    for step in list.steps.indices { compute(step, of: list, sampler, firstTrial) }
  }

  private func compute(_ index: Int, of list: StepList, _ sampler: Sampler, _ firstTrial: Int) {
    let step = list.steps[index]
    func answer(_ step: Int, month: Int = 0) -> Column {
      self.answer(step, of: list, month: month)
    }
    let months = step.isSeries ? 0...plan.months : 0...0
    switch step.form {
    case .constant(let value): buffer(answer(index)).update(repeating: value)
    case .draw:
      guard let draw = list.draws[index] else { return }
      for month in months {
        draw.fill(
          buffer(answer(index, month: month)), sampler: sampler, firstTrial: firstTrial,
          month: month)
      }
    case .month:
      for month in months { buffer(answer(index, month: month)).update(repeating: Double(month)) }
    case .record, .sum: break  // Read where it stands.
    case .operation(let operation, let operands) where operation.isOverMonths:
      overMonths(operation, index, operands, of: list)
    case .operation(let operation, let operands):
      for month in months {
        let columns = operands.map { answer($0, month: month) }
        Kernels.run(
          operation, answer(index, month: month), columns[0], columns[min(1, columns.count - 1)],
          columns[min(2, columns.count - 1)], count: width, on: set)
      }
    }
  }

  private func overMonths(
    _ operation: Operation, _ index: Int, _ operands: [Int], of list: StepList
  ) {
    func answer(_ step: Int, month: Int = 0) -> Column {
      self.answer(step, of: list, month: month)
    }
    let source = operands[0]
    if operation == .at, case .constant(let month) = list.steps[operands[1]].form {
      // Mostly the month is certain: a copy instead of a look at each trial, which took 4 ns.
      answer(index).update(from: at(source, month, of: list), count: width)
      return
    }
    for i in 0..<width {
      func value(_ month: Int) -> Double { answer(source, month: month)[i] }
      switch operation {
      case .at: answer(index)[i] = at(source, answer(operands[1])[i], of: list)[i]
      case .sustained:
        // Counted from month 1: the opening state is no month-end.
        let needed = answer(operands[1])[i]
        var running = 0.0
        for month in 0...plan.months {
          // What is undefined doesn't hold.
          let holds = month > 0 && value(month) != 0 && !value(month).isNaN
          running = holds ? running + 1 : 0
          answer(index, month: month)[i] = month > 0 && running >= needed ? 1 : 0
        }
      default: answer(index)[i] = Reduction.value(operation, months: plan.months, value)
      }
    }
  }

  /// The column of a series in a month: an uncertain month is the nearest whole one, as it is for actions; outside the months that
  /// are run everything is undefined.
  private func at(_ series: Int, _ month: Double, of list: StepList) -> Column {
    let month = month.rounded()
    guard month >= 0, month <= Double(plan.months) else { return undefined }
    return answer(series, of: list, month: Int(month))
  }
}
