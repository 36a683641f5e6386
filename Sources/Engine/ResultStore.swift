import Synchronization

/// Collects what the workers find. Each block writes its own trials only, so values need no lock; the rest is behind one.
final class ResultStore: Sendable {
  /// The shared part.
  private struct Shared {
    var next = 0
    var done: [Bool]
    var trialsDone = 0
    var stopped: StopReason?
    /// By scenario and site.
    var findings: [SIMD2<Int>: CheckResult] = [:]
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
      for finding in findings {
        let key = SIMD2(finding.scenario, finding.site)
        if var known = state.findings[key] {
          known.trials += finding.trials
          known.firstMonth = min(known.firstMonth, finding.firstMonth)
          state.findings[key] = known
        } else {
          state.findings[key] = finding
        }
      }
    }
  }

  /// The results of the first blocks that are done without a gap.
  func results(requested: Int) -> ResultSet {
    shared.withLock { state in
      let complete = state.done.firstIndex(of: false) ?? state.done.count
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
      let findings = state.findings.values.sorted {
        ($0.scenario, $0.site) < ($1.scenario, $1.site)
      }
      return ResultSet(
        trials: trials, requested: requested,
        stopped: complete == state.done.count ? nil : state.stopped, values: values,
        findings: findings)
    }
  }
}
