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

  /// The most values that are told of a run that was stopped: summarised in some 20 ms.
  private static let mostWhenStopped = 400_000

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

  /// The results of the first blocks that are done without a gap.
  func results(requested: Int) -> ResultSet {
    shared.withLock { state in
      var complete = state.done.firstIndex(of: false) ?? state.done.count
      if complete < state.done.count {
        // Who stopped it doesn't want to wait for a summary of millions of values either.
        let columns = max(1, shapes.reduce(0, +))
        complete = min(complete, max(1, Self.mostWhenStopped / columns / blockSize))
      }
      let trials = min(complete * blockSize, self.trials)
      var values: [[[Double]]] = []
      var column = 0
      for months in shapes {
        var byMonth: [[Double]] = []
        for _ in 0..<months {
          var joined: [Double] = []
          joined.reserveCapacity(trials)
          for block in 0..<complete { joined += state.values[block][column] }
          byMonth.append(joined)
          column += 1
        }
        values.append(byMonth)
      }
      // Of the trials told of only, whatever later blocks were done when the run was stopped.
      let findings = Self.joined(state.findings[..<complete].joined())
      return ResultSet(
        trials: trials, requested: requested,
        stopped: complete == state.done.count ? nil : state.stopped, values: values,
        findings: findings)
    }
  }
}
