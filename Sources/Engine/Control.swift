/// Why a run stopped before its last trial.
package enum StopReason: Hashable, Sendable {
  case interrupted, deadline
}

/// What the host says to a run while it is under way. Asked between blocks and, where they are long, within them, on any thread.
package struct RunControl: Sendable {
  /// The threads to use, 1 or more.
  package var threads: Int
  /// How the months are computed, or the widest form the machine has if it lacks that; nil for the form that is fastest for
  /// the size of the run. The results don't depend on it.
  package var execution: Execution?
  /// Why to stop now; nil to go on.
  package var shouldStop: @Sendable () -> StopReason?
  /// Told how many trials are done, from the calling thread or another.
  package var progress: @Sendable (_ done: Int, _ of: Int) -> Void

  /// Creates a control that uses `threads` threads.
  package init(
    threads: Int = 1, execution: Execution? = nil,
    shouldStop: @escaping @Sendable () -> StopReason? = { nil },
    progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) {
    (self.threads, self.shouldStop, self.progress) = (max(1, threads), shouldStop, progress)
    self.execution = execution
  }
}

/// What was found by a check.
package struct CheckResult: Hashable, Sendable {
  /// The scenario, by its position in the plan.
  package var scenario: Int
  /// What the planner knows the check by.
  package var site: Int
  /// The trials in which it was found.
  package var trials: Int
  /// The first month in which it was found; 0 for the setup.
  package var firstMonth: Int
}

/// The values of a run's outputs, trial by trial.
package struct ResultSet: Sendable {
  /// The trials done; the first ones, without gaps.
  package var trials: Int
  /// The trials that were asked for.
  package var requested: Int
  /// Why the run stopped early.
  package var stopped: StopReason?
  /// For each output, for each of its months (one for a scalar), the values by trial.
  package var values: [[[Double]]]
  /// What the checks found, in order.
  package var findings: [CheckResult]
}

extension CheckResult {
  /// What the checks of several blocks found, by scenario and site, in order.
  static func joined(_ findings: some Sequence<CheckResult>) -> [CheckResult] {
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
}
