import Quantities
import Testing

@testable import Engine

/// Summaries of runs: exact up to a number of trials, in bins beyond it, the same however the trials are divided.
@Suite("Summaries of runs") struct RunSummaryTests {
  private func defined(_ values: [Double]) -> [Double] { values.filter { !$0.isNaN } }

  @Test("kept trials: every figure is that of the sorted column", arguments: [1, 7, 300, 3_000])
  func exact(trials: Int) {
    let run = StreamedPlan.run(0..<trials)
    #expect(run.part.isKept)
    for (values, column) in zip(StreamedPlan.values(trials), run.columns.map { $0.last }) {
      guard let column else { continue }
      let values = defined(values)
      let summary = Quantities.Summary(values)
      #expect(column.trials == values.count && column.of == trials)
      guard !values.isEmpty else { continue }
      #expect(column.minimum == summary.minimum && column.maximum == summary.maximum)
      #expect(abs(column.mean - summary.mean) <= 1e-12 * abs(summary.mean))
      if values.count > 1 {
        #expect(abs(column.deviation - summary.deviation) <= 1e-9 * summary.deviation)
      }
      for (found, p) in zip(column.percentiles, [0.05, 0.5, 0.95]) {
        #expect(found.value == summary.quantile(p))
        #expect(found.lower == found.value && found.upper == found.value)
        let error = summary.standardError(ofQuantile: p)
        if p != 0.5, !error.isNaN { #expect(abs(found.error - error) <= 1e-9 * (error + 1e-300)) }
      }
    }
  }

  @Test("counted trials: moments and extremes are exact, percentiles lie in their brackets")
  func bracketed() {
    let trials = 40_000
    let run = StreamedPlan.run(0..<trials)
    #expect(!run.part.isKept)
    for (i, values) in StreamedPlan.values(trials).enumerated() {
      guard let column = run.columns[i].last else { continue }
      let name = StreamedPlan.names[i]
      let values = defined(values)
      let summary = Quantities.Summary(values)
      #expect(column.trials == values.count && column.of == trials, "\(name)")
      #expect(column.minimum == summary.minimum && column.maximum == summary.maximum, "\(name)")
      #expect(abs(column.mean - summary.mean) <= 1e-12 * abs(summary.mean), "\(name)")
      #expect(abs(column.deviation - summary.deviation) <= 1e-9 * summary.deviation, "\(name)")
      for (found, p) in zip(column.percentiles, [0.05, 0.5, 0.95]) {
        let exact = summary.quantile(p)
        #expect(found.lower <= exact && exact <= found.upper, "\(name) \(p)")
        #expect(found.lower <= found.value && found.value <= found.upper, "\(name) \(p)")
        // The estimate is off by less than half a standard error of the percentile itself.
        let error = summary.standardError(ofQuantile: p)
        #expect(abs(found.value - exact) <= 0.5 * error, "\(name) \(p)")
        if p != 0.5 { #expect(abs(found.error - error) <= 0.25 * error + 1e-300, "\(name) \(p)") }
      }
    }
    // Few distinct values are counted by value.
    for name in ["count", "constant"] {
      let column = run.columns[StreamedPlan.names.firstIndex(of: name) ?? 0][0]
      #expect(column.percentiles.allSatisfy { $0.lower == $0.upper })
    }
    let clamped = run.columns[4][0].percentiles[0]
    #expect(clamped.value == 0 && clamped.lower == 0 && clamped.upper == 0)
  }

  @Test("a second simulation finds the percentiles exactly")
  func secondPass() {
    let trials = 20_000
    let run = StreamedPlan.run(0..<trials, isExact: true)
    for (i, values) in StreamedPlan.values(trials).enumerated() {
      let summary = Quantities.Summary(defined(values))
      for (found, p) in zip(run.columns[i].last?.percentiles ?? [], [0.05, 0.5, 0.95]) {
        #expect(found.value == summary.quantile(p), "\(StreamedPlan.names[i]) \(p)")
        #expect(found.lower == found.upper)
      }
    }
  }

  @Test("the same bits on 1, 2 and 7 threads", arguments: [3_000, 17_000])
  func threads(trials: Int) {
    let one = StreamedPlan.run(0..<trials, threads: 1)
    for threads in [2, 7] {
      let many = StreamedPlan.run(0..<trials, threads: threads)
      #expect(many.bits == one.bits)
      #expect(many.part.bytes == one.part.bytes)
    }
  }

  @Test(
    "parts, merged in any order, are one run",
    arguments: [
      [9_000, 18_000], [100, 300, 17_001], [16_384, 16_500, 17_000], [700, 2_000, 3_000],
      [1_000, 17_000, 17_001, 17_100, 17_333, 17_500],
    ])
  func parts(ends: [Int]) throws {
    let whole = StreamedPlan.run(0..<(ends.last ?? 0))
    let starts = [0] + ends.dropLast()
    var parts = zip(starts, ends).map { StreamedPlan.run($0..<$1).part }
    for _ in 0..<parts.count {
      parts.append(parts.removeFirst())
      let merged = try RunPart.merged(parts)
      #expect(merged.bytes == whole.part.bytes)
      let summary = Executor.summary(
        of: merged, StreamedPlan.plan, requested: merged.trials, control: RunControl())
      #expect(summary.bits == whole.bits)
    }
    // In two steps.
    let first = try RunPart.merged(Array(parts.prefix(2)).sorted { $0.firstTrial < $1.firstTrial })
    #expect(try RunPart.merged([first] + parts.dropFirst(2)).bytes == whole.part.bytes)
  }

  @Test("gaps, overlaps and parts of other runs are told")
  func mismatches() {
    let first = StreamedPlan.run(0..<1_000).part
    let gap = StreamedPlan.run(1_200..<20_000).part
    let overlap = StreamedPlan.run(999..<20_000).part
    #expect(throws: RunPart.MergeProblem.gap(from: 1_000, to: 1_200)) {
      try RunPart.merged([gap, first])
    }
    #expect(throws: RunPart.MergeProblem.overlap(from: 999, to: 1_000)) {
      try RunPart.merged([first, overlap])
    }
    #expect(throws: RunPart.MergeProblem.overlap(from: 0, to: 1_000)) {
      try RunPart.merged([first, first])
    }
    #expect(throws: RunPart.MergeProblem.nothing) { try RunPart.merged([]) }
    let other = StreamedPlan.run(20_000..<30_000, seed: 6).part
    let own = StreamedPlan.run(0..<20_000).part
    #expect(throws: RunPart.MergeProblem.different) { try RunPart.merged([own, other]) }
  }

  @Test("a written part is read as it was, and damage is noticed or harmless")
  func coding() throws {
    var random = SplitMix64(seed: 3)
    for range in [0..<300, 500..<20_000] {
      let part = StreamedPlan.run(range).part
      let bytes = part.bytes
      var reader = ByteReader(bytes[...])
      #expect(try RunPart(from: &reader).bytes == bytes)
      #expect(reader.left == 0)
      // Without the checksum of the file around it: a byte changed, or the end cut off, must not trap.
      for _ in 0..<60 {
        var damaged = bytes
        let place = Int(random.next() % UInt64(range.lowerBound == 0 ? 100 : bytes.count))
        damaged[place] = UInt8(truncatingIfNeeded: random.next())
        var reader = ByteReader(damaged[...])
        if let read = try? RunPart(from: &reader) {
          _ = Executor.summary(
            of: read, StreamedPlan.plan, requested: 1, control: RunControl())
        }
        var short = ByteReader(bytes[..<place])
        #expect(throws: DamagedBytes.self) { try RunPart(from: &short) }
      }
    }
  }

  @Test("replicates tell the error by their means")
  func replicates() {
    // 32 blocks in 16 replicates: each mean is of two blocks.
    let values = StreamedPlan.values(8_192)[0]
    var selection = OrderSelection()
    let summary = values.withUnsafeBufferPointer {
      ColumnSummary($0, .percentiles, firstTrial: 0, replicates: 16, &selection)
    }
    let means = (0..<16).map { replicate in
      let own = values.indices.filter { $0 / 256 % 16 == replicate }
      return own.reduce(0) { $0 + values[$1] } / Double(own.count)
    }
    let error = Quantities.Summary(means).deviation / 4
    #expect(abs(summary.meanError - error) <= 1e-12)
    var sketch = ColumnSketch(Pilot.layout(Array(values[..<2048]), .percentiles), replicates: 16)
    for block in 0..<32 {
      values.withUnsafeBufferPointer {
        sketch.add(
          UnsafeBufferPointer(rebasing: $0[block * 256..<(block + 1) * 256]),
          replicate: block % 16)
      }
    }
    let counted = ColumnSummary(sketch)
    #expect(abs(counted.meanError - error) <= 1e-12)
    for (kept, counted) in zip(summary.percentiles, counted.percentiles) where !kept.error.isNaN {
      #expect(abs(kept.error - counted.error) <= 0.2 * kept.error)
      // Independent trials all the same: about the error they have.
      #expect(kept.error > 0.3 * 0.05 && kept.error < 3 * 0.05)
    }
  }

  @Test("what a sketch takes at most, with and without replicates", arguments: [1, 16])
  func size(_ replicates: Int) {
    let most = ColumnSketch.mostBytes(replicates: replicates)
    #expect(replicates == 1 ? (27_000..<29_000).contains(most) : (155_000..<165_000).contains(most))
    // The most values that are told apart take no more than that room, and neither do those in bins.
    var counts = ValueCounts(replicates: replicates)
    for i in 0..<ValueCounts.mostExact { counts.add(1 + Double(i) / 4096, replicate: 0) }
    counts.add(1, replicate: 0)
    #expect(counts.isExact && counts.slots == 2 * ValueCounts.mostExact)
    counts.add(-1, replicate: 0)
    #expect(!counts.isExact && counts.slots == 2 * ValueCounts.mostExact)
    let pilot = (0..<2048).map { $0 % 4 == 0 ? Double($0 % 32) : Double($0).squareRoot() }
    guard case .bins(let bins) = Pilot.layout(pilot, .percentiles).counting else {
      Issue.record("not in bins")
      return
    }
    let sums = (replicates + 1) * MemoryLayout<Superaccumulator>.size
    #expect(bins.bins > 700 && 4 * replicates * (bins.bins + 1) + sums < most)
  }

  @Test("a run ends once its error is small enough")
  func stopping() {
    func run(_ bound: Double, isRelative: Bool, output: Int, threads: Int) -> RunSummary {
      let rule = RunRequest.Stopping(outputs: [output], bound: bound, isRelative: isRelative)
      return Executor.summarise(
        StreamedPlan.plan, RunSettings(trials: 30_000, seed: 5),
        RunRequest(details: StreamedPlan.details, stopping: rule),
        control: RunControl(threads: threads))
    }
    // A mean of 10 and a deviation of 2: an error of 0.02 after 10,000 trials.
    let one = run(0.002, isRelative: true, output: 0, threads: 1)
    #expect(one.precision?.isMet == true && one.trials >= 10_000 && one.trials < 20_000)
    #expect((one.precision?.error ?? 1) < 0.002)
    #expect(one.bits == StreamedPlan.run(0..<one.trials).bits)
    let many = run(0.0145, isRelative: false, output: 0, threads: 3)
    #expect(many.precision?.isMet == true && many.trials > RunPart.mostKept)
    #expect(many.bits == StreamedPlan.run(0..<many.trials).bits)
    let never = run(1e-9, isRelative: true, output: 0, threads: 2)
    #expect(never.precision?.isMet == false && never.trials == 30_000)
    let certain = run(1e-9, isRelative: true, output: 7, threads: 2)
    #expect(certain.precision?.isMet == true && certain.trials == 1024)
  }
}
