import Quantities
import Synchronization

extension Executor {
  /// Runs `plan` and summarises its outputs while it runs. The summaries hang on the trials alone, not on how many threads there
  /// are.
  package static func summarise(
    _ plan: Plan, _ settings: RunSettings, _ request: RunRequest, control: RunControl
  ) -> RunSummary {
    let collector = TrialCollector(plan, settings, request.details, control)
    let end = settings.firstTrial + settings.trials
    var part: RunPart
    var precision: RunSummary.Precision?
    if let stopping = request.stopping {
      (part, precision) = collector.part(until: stopping, end: end)
    } else {
      part = collector.part(settings.firstTrial..<end)
    }
    let exact = request.isExact ? collector.collectWanted(of: part) : [:]
    // A run that was stopped is told of what it has.
    let isStopped = collector.stopped != nil
    var summary = self.summary(
      of: part, plan, requested: settings.trials, exact,
      control: isStopped ? RunControl(threads: control.threads) : control)
    summary.stopped = collector.stopped ?? summary.stopped
    summary.precision = precision
    return summary
  }

  /// The summary of a part that was put together before.
  ///
  /// Who stops it while kept values are summarised is told of the first trials only.
  ///
  /// - Parameter exact: by column and bin, the sorted values of bins that were collected.
  package static func summary(
    of part: RunPart, _ plan: Plan, requested: Int, _ exact: [Int: [Int: [Double]]] = [:],
    control: RunControl
  ) -> RunSummary {
    let count = part.details.count
    let next = Atomic(0)
    let stopped = Guarded<StopReason?>(nil)
    let found = onAllThreads(control.threads, upTo: (count + 7) / 8) {
      var own: [(column: Int, summary: ColumnSummary)] = []
      var buffers = SummaryBuffers(part)
      while true {
        let column = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard column < count else { return own }
        if part.isKept, part.trials > blockSize, let reason = control.shouldStop() {
          stopped.withLock { $0 = reason }
          return own
        }
        let summary: ColumnSummary
        if let known = exact[column], let sketch = part.sketch(of: column) {
          summary = ColumnSummary(sketch, known: known)
        } else {
          summary = part.summary(of: column, &buffers)
        }
        own.append((column, summary))
      }
    }
    if let reason = stopped.withLock({ $0 }) {
      var short = summary(
        of: part.prefix(max(blockSize, mostWhenStopped / max(1, count))), plan,
        requested: requested, control: RunControl(threads: control.threads))
      short.stopped = reason
      return short
    }
    let columns = found.joined().sorted { $0.column < $1.column }.map(\.summary)
    var byOutput: [[ColumnSummary]] = []
    var start = 0
    for months in plan.outputMonths {
      byOutput.append(Array(columns[start..<start + months]))
      start += months
    }
    return RunSummary(
      trials: part.trials, requested: requested, stopped: nil, columns: byOutput,
      findings: part.findings, precision: nil, part: part)
  }

  /// The most values that are told of a run that was stopped while it was summarised: some milliseconds of work.
  private static let mostWhenStopped = 1_000_000
}

extension Plan {
  /// For each output, how many columns it has: one for each month, or one.
  package var outputMonths: [Int] { outputs.map { steps[$0].isSeries ? months + 1 : 1 } }
}
