import Synchronization

/// Simulates blocks on one thread until none is left or the run is to stop.
struct BlockWorker: Sendable {
  let plan: Plan
  let prepared: PreparedRun
  let settings: RunSettings
  let blocks: BlockQueue
  let progress: BlockProgress
  let isTold: Bool

  /// Hands every block this thread takes to `take`: its trials, the workspace with their values, and what the checks found.
  ///
  /// - Parameter adding: code that only adds some records up; for whole blocks, until a value is undefined.
  func run(
    adding: PreparedRun? = nil,
    _ take: (Range<Int>, borrowing BlockWorkspace, [CheckResult]) -> Void
  ) {
    var left: [Range<Int>] = []
    if let adding, !run(adding, leaving: &left, take) { return }
    if let trials = blocks.next() { left.append(trials) }
    if left.isEmpty { return }
    var workspace = workspace(prepared)
    while !progress.shouldStop(), let trials = left.popLast() ?? blocks.next() {
      guard let findings = run(&workspace, trials) else { return }
      take(trials, workspace, findings)
      if isTold { progress.add(trials.count) }
    }
  }

  /// Does so with code that adds records up, and leaves over what wants all values; `false` if it was stopped.
  private func run(
    _ adding: PreparedRun, leaving left: inout [Range<Int>],
    _ take: (Range<Int>, borrowing BlockWorkspace, [CheckResult]) -> Void
  ) -> Bool {
    var workspace = workspace(adding)
    while !progress.shouldStop(), let trials = blocks.next() {
      guard trials.count == blockSize else {
        left.append(trials)
        continue
      }
      guard let findings = run(&workspace, trials) else { return false }
      if workspace.totals.contains(where: \.isNaN) {
        left.append(trials)
        return true
      }
      take(trials, workspace, findings)
      if isTold { progress.add(trials.count) }
    }
    return true
  }

  private func workspace(_ prepared: PreparedRun) -> BlockWorkspace {
    let progress = progress
    return BlockWorkspace(plan: plan, prepared, trials: prepared.mostInBlock) {
      progress.shouldStop()
    }
  }

  private func run(_ workspace: inout BlockWorkspace, _ trials: Range<Int>) -> [CheckResult]? {
    let findings = workspace.run(
      sampler: prepared.sampler, firstTrial: trials.lowerBound, count: trials.count)
    if findings == nil { _ = progress.shouldStop() }
    return findings
  }
}

/// Deals the blocks of a range of trials out to threads.
final class BlockQueue: Sendable {
  private let range: Range<Int>
  private let first: Int
  let count: Int
  private let taken = Atomic(0)

  init(_ range: Range<Int>) {
    self.range = range
    first = range.lowerBound / blockSize
    count = range.isEmpty ? 0 : (range.upperBound - 1) / blockSize - first + 1
  }

  /// The trials of the next block that nobody has; nil when none is left.
  func next() -> Range<Int>? {
    let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    guard index < count else { return nil }
    let start = (first + index) * blockSize
    return (start..<start + blockSize).clamped(to: range)
  }
}

/// How far a run has come, and whether it is to stop; told by all threads.
final class BlockProgress: Sendable {
  private let trials: Int
  private let control: RunControl
  private let state = Guarded<(done: Int, stopped: StopReason?)>((0, nil))

  init(trials: Int, _ control: RunControl) { (self.trials, self.control) = (trials, control) }

  /// Why the run is to stop; nil while it isn't.
  var stopped: StopReason? { state.withLock { $0.stopped } }

  /// Asks whether to stop; once it was, it stays so.
  func shouldStop() -> Bool {
    if stopped != nil { return true }
    guard let reason = control.shouldStop() else { return false }
    state.withLock { $0.stopped = $0.stopped ?? reason }
    return true
  }

  /// Says that so many more trials are done.
  func add(_ count: Int) {
    let done = state.withLock { state in
      state.done += count
      return state.done
    }
    control.progress(done, trials)
  }
}
