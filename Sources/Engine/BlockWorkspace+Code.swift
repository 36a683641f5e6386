import Quantities

/// Months by machine code, tile by tile.
extension BlockWorkspace {
  /// Simulates a scenario for the block; `false` if it was to stop before its end.
  mutating func simulate(
    _ index: Int, _ code: ScenarioCode, sampler: Sampler, firstTrial: Int
  ) -> Bool {
    let scenario = plan.scenarios[index]
    // The draws of a month are made for the whole block, so then a tile is one.
    let tile = scenario.monthlyDraws.isEmpty ? min(width, code.tile) : width
    var first = 0
    while first < width {
      let count = min(tile, width - first)
      run(code, code.setup, index, month: 0, first: first, count: count)
      var month = 1
      while month <= plan.months {
        for (i, column) in code.monthlyDraws.enumerated() {
          scenario.monthlyDraws[i].source.fill(
            buffer(self.column(column)), transform: draws.monthly[index][i], sampler: sampler,
            firstTrial: firstTrial, month: month)
        }
        run(code, code.month, index, month: month, first: first, count: count)
        guard goesOn(after: max(1, scenario.month.count * count / width)) else { return false }
        month += 1
      }
      first += count
    }
    return true
  }

  /// Runs the steps of the setup or of a month for `count` trials of the block from `first` on.
  private func run(
    _ code: ScenarioCode, _ steps: [CodeStep], _ scenario: Int, month: Int, first: Int, count: Int
  ) {
    for step in steps {
      switch step {
      case .code(let offset):
        var frame = CodeFrame(
          columns: column(0) + first, records: record(scenario, 0, month: month) + first,
          flags: flag(0) + first, spills: spill, vectors: count / code.lanes)
        code.call(at: offset, month: month, &frame)
      case .call(let operation, let d, let a, let b, let c):
        Kernels.run(
          operation, column(d) + first, column(a) + first, column(b) + first, column(c) + first,
          count: count, on: set)
      }
    }
  }
}
