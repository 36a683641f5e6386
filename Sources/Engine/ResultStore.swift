import Synchronization

/// Collects what the workers find. Each block writes its own trials only, so values need no lock; the rest is behind one.
final class ResultStore: Sendable {
  /// The shared part.
  private struct Shared {
    var next = 0
    var done: [Bool]
    var trialsDone = 0
    var stopped: StopReason?
    /// By block.
    var findings: [[CheckResult]]
    /// By block: the block's own values, an array for each output and month.
    var values: [[[Double]]]
  }

  let trials: Int
  private let shapes: [Int]
  private let shared: Mutex<Shared>

  init(plan: Plan, trials: Int, blocks: Int) {
    self.trials = trials
    shapes = plan.outputs.map { plan.steps[$0].isSeries ? plan.months + 1 : 1 }
    shared = Mutex(
      Shared(
        done: [Bool](repeating: false, count: blocks),
        findings: [[CheckResult]](repeating: [], count: blocks),
        values: [[[Double]]](repeating: [], count: blocks)))
  }

  /// The trials done so far.
  var done: Int { shared.withLock { $0.trialsDone } }

  /// The next block that nobody has taken, nil when none is left or the run is to stop.
  func nextBlock() -> Int? {
    shared.withLock { state in
      guard state.stopped == nil, state.next < state.done.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  func stop(_ reason: StopReason) { shared.withLock { $0.stopped = $0.stopped ?? reason } }

  /// Keeps what a block found; `column` gives the values of an output in a month.
  func finish(
    block: Int, count: Int, findings: [CheckResult],
    column: (_ output: Int, _ month: Int) -> UnsafeBufferPointer<Double>
  ) {
    var own: [[Double]] = []
    for (output, months) in shapes.enumerated() {
      for month in 0..<months { own.append(Array(column(output, month).prefix(count))) }
    }
    shared.withLock { state in
      state.values[block] = own
      state.done[block] = true
      state.trialsDone += count
      state.findings[block] = findings
    }
  }

  /// What the checks of several blocks found, by scenario and site, in order.
  private static func joined(_ findings: some Sequence<CheckResult>) -> [CheckResult] {
    var byPlace: [SIMD2<Int>: CheckResult] = [:]
    for finding in findings {
      let place = SIMD2(finding.scenario, finding.site)
      if let known = byPlace[place] {
        byPlace[place]?.trials += finding.trials
        byPlace[place]?.firstMonth = min(known.firstMonth, finding.firstMonth)
      } else {
        byPlace[place] = finding
      }
    }
    return byPlace.values.sorted { ($0.scenario, $0.site) < ($1.scenario, $1.site) }
  }

  /// The results of the first blocks that are done without a gap. Putting millions of values together takes long enough to
  /// be asked to stop meanwhile; then the first ones are told.
  func results(requested: Int, control: RunControl) -> ResultSet {
    shared.withLock { state in
      var complete = state.done.firstIndex(of: false) ?? state.done.count
      var stopped = complete < state.done.count ? state.stopped : nil
      if stopped != nil { complete = told(of: complete) }
      var values = joined(state.values[..<complete], stopped == nil ? control : nil)
      if values == nil {
        stopped = control.shouldStop() ?? .interrupted
        complete = told(of: complete)
        values = joined(state.values[..<complete], nil)
      }
      // Of the trials told of only, whatever later blocks were done when the run was stopped.
      let findings = Self.joined(state.findings[..<complete].joined())
      return ResultSet(
        trials: min(complete * blockSize, trials), requested: requested, stopped: stopped,
        values: values ?? [], findings: findings)
    }
  }

  /// The blocks that are told of a run that was stopped: who stopped it doesn't want to wait for millions of values either.
  private func told(of complete: Int) -> Int {
    let columns = max(1, shapes.reduce(0, +))
    return min(complete, max(1, ResultSet.mostWhenStopped / columns / blockSize))
  }

  /// The columns of the blocks put together, by output and month; nil where `control` asks to stop before the last.
  private func joined(_ blocks: ArraySlice<[[Double]]>, _ control: RunControl?) -> [[[Double]]]? {
    var values: [[[Double]]] = []
    var column = 0
    for months in shapes {
      var byMonth: [[Double]] = []
      for _ in 0..<months {
        if let control, control.shouldStop() != nil { return nil }
        var joined: [Double] = []
        joined.reserveCapacity(blocks.count * blockSize)
        for block in blocks { joined += block[column] }
        byMonth.append(joined)
        column += 1
      }
      values.append(byMonth)
    }
    return values
  }
}
