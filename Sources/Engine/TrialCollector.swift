import Quantities
import Synchronization
import SystemMemory

/// Simulates ranges of a run's trials on all threads and collects what they come to.
final class TrialCollector {
  private let plan: Plan
  private let settings: RunSettings
  private let control: RunControl
  private let prepared: PreparedRun
  /// What is wanted of each column.
  private let details: [SummaryDetail]
  private let progress: BlockProgress
  /// How the columns are counted, once the pilot has said so.
  private var layouts: [ColumnLayout]?
  /// The code that adds up columns of which no more is wanted, once there is something to count.
  private lazy var adding = prepared.adding(wanted, of: plan, control)
  /// What is wanted of each output.
  private let wanted: [SummaryDetail]

  init(
    _ plan: Plan, _ settings: RunSettings, _ details: [SummaryDetail], _ control: RunControl
  ) {
    (self.plan, self.settings, self.control) = (plan, settings, control)
    prepared = PreparedRun(plan, settings, control)
    wanted = details
    self.details = zip(plan.outputMonths, details).flatMap { months, detail in
      [SummaryDetail](repeating: detail, count: months)
    }
    progress = BlockProgress(trials: settings.trials, control)
    // Sums need no pilot.
    if details.allSatisfy({ $0 == .total }) {
      layouts = self.details.map { _ in .total }
    }
  }

  /// Why it was stopped, if it was.
  var stopped: StopReason? { progress.stopped }

  // MARK: Parts

  /// The trials of a range: kept where they are among the first, else summed and counted.
  func part(_ range: Range<Int>) -> RunPart {
    if range.upperBound <= RunPart.mostKept { return kept(range, isTold: true) }
    let pilot = 0..<Pilot.trials
    var own: RunPart?
    if layouts == nil {
      var chunks: [TrialChunk] = []
      let before = pilot.prefix(range.lowerBound)
      if !before.isEmpty { chunks = kept(before, isTold: false).chunks }
      let inside = range.clamped(to: pilot)
      if !inside.isEmpty {
        let kept = kept(inside, isTold: true)
        chunks += kept.chunks
        own = kept
      }
      if stopped != nil { return own ?? empty(at: range.lowerBound) }
      setLayouts(chunks)
    }
    guard let layouts else { return empty(at: range.lowerBound) }
    let rest = (own?.end ?? range.lowerBound)..<range.upperBound
    let counted = counted(rest, layouts)
    guard let own else { return counted }
    return merged([own.sketched(with: layouts), counted])
  }

  /// The trials from 0 on until the errors are small enough, or up to `end`.
  ///
  /// Errors are looked at after 1,024 trials, then after half as many again each time; those of replicates where all replicates
  /// are equally long, at twice as many each time.
  func part(until rule: RunRequest.Stopping, end: Int) -> (RunPart, RunSummary.Precision) {
    let hasReplicates = settings.replicates > 1
    var checkpoint = min(end, hasReplicates ? settings.replicates * blockSize : 1024)
    var whole = part(0..<checkpoint)
    while true {
      let precision = precision(of: whole, rule)
      if precision.isMet || checkpoint >= end || stopped != nil { return (whole, precision) }
      let next = hasReplicates ? 2 * checkpoint : checkpoint / 2 * 3
      if whole.isKept, next > RunPart.mostKept, layouts == nil { setLayouts(whole.chunks) }
      let range = checkpoint..<min(end, next)
      checkpoint = range.upperBound
      whole = merged([whole, part(range)])
    }
  }

  private func precision(of part: RunPart, _ rule: RunRequest.Stopping) -> RunSummary.Precision {
    var starts: [Int] = []
    var next = 0
    for months in plan.outputMonths {
      starts.append(next)
      next += months
    }
    var worst = 0.0
    for output in rule.outputs {
      for column in starts[output]..<starts[output] + plan.outputMonths[output] {
        let (mean, error, trials) = part.mean(of: column)
        if trials < rule.fewest, rule.rare.contains(output) {
          worst = .infinity
          continue
        }
        // What is defined in no trial has no error that more trials would lessen; what is certain has none at all.
        if trials == 0 || error == 0 { continue }
        let relative = rule.isRelative ? error / abs(mean) : error
        worst = max(worst, relative.isNaN ? .infinity : relative)
      }
    }
    return RunSummary.Precision(error: worst, isMet: worst < rule.bound)
  }

  private func merged(_ parts: [RunPart]) -> RunPart {
    // Neighbours with the same layouts always can be merged.
    (try? RunPart.merged(parts)) ?? parts[0]
  }

  private func empty(at trial: Int) -> RunPart {
    RunPart(
      firstTrial: trial, trials: 0, replicates: settings.replicates, details: details,
      findings: [], chunks: [], sketches: nil)
  }

  // MARK: Keeping

  /// Simulates the trials of a range and keeps all their values; of a run that is stopped, of its first trials.
  ///
  /// All values stand in one array, column after column, each thread writing those of its own blocks: kept block by block, the
  /// pages of a cold run's values took a third of its time.
  ///
  /// - Parameter isTold: whether they count as progress.
  func kept(_ range: Range<Int>, isTold: Bool) -> RunPart {
    var part = empty(at: range.lowerBound)
    let blocks = BlockQueue(range)
    let (columns, stride) = (details.count, range.count)
    let shapes = plan.outputMonths
    var found: [Int: KeptBlock] = [:]
    func simulate(into buffer: UnsafeMutableBufferPointer<Double>) {
      nonisolated(unsafe) let buffer = buffer  // Each thread writes to its own blocks' places.
      let kept = self.simulate(blocks, isTold: isTold) { worker in
        var kept: [Int: KeptBlock] = [:]
        worker.run { trials, workspace, findings in
          var place = trials.lowerBound - range.lowerBound
          for (output, months) in shapes.enumerated() {
            for month in 0..<months {
              let column = workspace.output(output, month: month)[..<trials.count]
              _ = UnsafeMutableBufferPointer(rebasing: buffer[place..<place + trials.count])
                .initialize(fromContentsOf: column)
              place += stride
            }
          }
          kept[trials.lowerBound] = KeptBlock(trials: trials, findings: findings)
        }
        return kept
      }
      // No block is of two threads.
      found = kept.reduce(into: [:]) { $0.merge($1) { own, _ in own } }
    }
    var values: [Double] = []
    if columns > 0 {
      values = [Double](unsafeUninitializedCapacity: columns * stride) { buffer, count in
        LargePages.advise(UnsafeMutableRawBufferPointer(buffer))
        simulate(into: buffer)
        // What a stopped run left out is never looked at.
        count = columns * stride
      }
    } else {
      simulate(into: UnsafeMutableBufferPointer(start: nil, count: 0))
    }
    let all = TrialChunk(first: range.lowerBound, count: stride, values: values)
    while let next = found[part.end] {
      if let chunk = all.trials(in: next.trials) { part.chunks.append(chunk) }
      part.findings += next.findings
      part.trials += next.trials.count
    }
    part.findings = CheckResult.joined(part.findings)
    return part
  }

  /// Lets the first trials say how the columns are counted.
  private func setLayouts(_ chunks: [TrialChunk]) {
    let details = details
    let pilot = RunPart(
      firstTrial: 0, trials: 0, replicates: settings.replicates, details: details, findings: [],
      chunks: chunks.compactMap { $0.trials(in: 0..<Pilot.trials) },
      sketches: nil)
    let next = Atomic(0)
    let found = onAllThreads(control.threads, upTo: details.count) {
      var own: [Int: ColumnLayout] = [:]
      var buffers = SummaryBuffers(pilot)
      while true {
        let column = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard column < details.count else { return own }
        pilot.gather(column, into: &buffers.column)
        own[column] = Pilot.layout(buffers.column, details[column], &buffers.selection)
      }
    }
    let all = found.reduce(into: [:]) { $0.merge($1) { own, _ in own } }
    layouts = details.indices.compactMap { all[$0] }
  }

  // MARK: Counting

  /// Simulates the trials of a range and counts them; the pieces of blocks at its ends are kept.
  private func counted(_ range: Range<Int>, _ layouts: [ColumnLayout]) -> RunPart {
    let blocks = BlockQueue(range)
    let replicates = settings.replicates
    var part = RunPart(
      firstTrial: range.lowerBound, trials: 0, replicates: replicates, details: details,
      findings: [], chunks: [], sketches: [])
    let shapes = plan.outputMonths
    let (set, adding) = (prepared.sampler.set, adding)
    let places = shapes.enumerated().flatMap { output, months in
      (0..<months).map { (output: output, month: $0) }
    }
    let counted = simulate(blocks, isTold: true) { worker in
      var sketches = layouts.map { ColumnSketch($0, replicates: replicates) }
      var pending = PendingTotals()
      var pieces: [TrialChunk] = []
      var trialsDone = 0
      var found: [CheckResult] = []
      worker.run(adding: adding) { trials, workspace, findings in
        let replicate = trials.lowerBound / blockSize % replicates
        var values: [Double] = []
        pending.add(workspace.totals, of: workspace.added, replicate: replicate, to: &sketches)
        for column in workspace.kept {
          let place = places[column]
          let all = workspace.output(place.output, month: place.month)
          if trials.count == blockSize {
            sketches[column].add(all, replicate: replicate, on: set)
          } else {
            values += all[..<trials.count]
          }
        }
        if trials.count < blockSize {
          pieces.append(
            TrialChunk(first: trials.lowerBound, count: trials.count, values: values))
        }
        trialsDone += trials.count
        if !findings.isEmpty { found = CheckResult.joined(found + findings) }
      }
      pending.empty(into: &sketches)
      return CountedBlocks(
        sketches: sketches, pieces: pieces, findings: found, trials: trialsDone)
    }
    for own in counted { part.take(own.sketches, own.pieces, own.findings, trials: own.trials) }
    return part
  }

  /// Simulates a part again and collects, by column and bin, the values of those bins that hold the asked percentiles, sorted.
  func collectWanted(of part: RunPart) -> [Int: [Int: [Double]]] {
    guard stopped == nil, let sketches = part.sketches else { return [:] }
    let wanted: [ColumnSketch.WantedRanges?] = sketches.indices.map {
      part.sketch(of: $0).flatMap { ColumnSketch.WantedRanges($0) }
    }
    let shapes = plan.outputMonths
    let collected = simulate(BlockQueue(part.firstTrial..<part.end), isTold: false) { worker in
      var own = [[Double]](repeating: [], count: wanted.count)
      worker.run { trials, workspace, _ in
        var column = 0
        for (output, months) in shapes.enumerated() {
          for month in 0..<months {
            if let ranges = wanted[column] {
              let values = workspace.output(output, month: month)[..<trials.count]
              ranges.collect(UnsafeBufferPointer(rebasing: values), into: &own[column])
            }
            column += 1
          }
        }
      }
      return own
    }
    guard stopped == nil else { return [:] }
    var found: [Int: [Int: [Double]]] = [:]
    for (column, ranges) in wanted.enumerated() {
      if let ranges { found[column] = ranges.byBin(collected.flatMap { $0[column] }) }
    }
    return found
  }

  // MARK: Simulating

  /// Runs `work` on as many threads as there are to be used.
  private func simulate<Result: Sendable>(
    _ blocks: BlockQueue, isTold: Bool, _ work: @Sendable (BlockWorker) -> Result
  ) -> [Result] {
    let (plan, prepared, settings, progress) = (plan, prepared, settings, progress)
    return onAllThreads(control.threads, upTo: blocks.count) {
      work(
        BlockWorker(
          plan: plan, prepared: prepared, settings: settings, blocks: blocks, progress: progress,
          isTold: isTold))
    }
  }
}

/// A block whose values are kept.
private struct KeptBlock: Sendable {
  var trials: Range<Int>
  var findings: [CheckResult]
}

/// What one thread counted.
private struct CountedBlocks: Sendable {
  var sketches: [ColumnSketch]
  var pieces: [TrialChunk]
  var findings: [CheckResult]
  var trials: Int
}
