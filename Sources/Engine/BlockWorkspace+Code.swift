import Quantities

/// Months by machine code, tile by tile.
extension BlockWorkspace {
  /// Simulates a scenario for the block; `false` if it was to stop before its end.
  mutating func simulate(
    _ index: Int, _ code: ScenarioCode, sampler: Sampler, firstTrial: Int
  ) -> Bool {
    // The draws of a month are made for the whole block, so then a tile is one.
    let tile = code.monthlyDraws.isEmpty ? min(width, code.tile) : width
    var first = 0
    while first < width {
      let count = min(tile, width - first)
      run(code, code.setup, index, month: 0, first: first, count: count)
      var month = 1
      while month <= plan.months {
        for (i, column) in code.monthlyDraws.enumerated() {
          draws.monthly[index][i].fill(
            buffer(self.column(column)), sampler: sampler, firstTrial: firstTrial, month: month)
        }
        run(code, code.month, index, month: month, first: first, count: count)
        guard goesOn(after: max(1, code.instructions * count / width)) else { return false }
        month += 1
      }
      first += count
    }
    return true
  }

  /// Runs the setup or a month, by where its function starts, for `count` trials of the block from `first` on.
  private func run(
    _ code: ScenarioCode, _ start: Int, _ scenario: Int, month: Int, first: Int, count: Int
  ) {
    var frame = CodeFrame(
      columns: column(0) + first, records: records(scenario, month: month) + first,
      flags: flag(0) + first, spills: spill, sums: recordSums(scenario, month: month),
      vectors: count / code.lanes, trials: count)
    code.call(at: start, month: month, &frame)
  }
}
