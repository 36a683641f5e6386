import Quantities

extension RunPart {
  /// Writes the part. The form belongs to the version of the file it stands in.
  package func write(to writer: inout ByteWriter) {
    for number in [firstTrial, trials, replicates, details.count] { writer.add(number) }
    for detail in details { writer.add(Int(detail.rawValue)) }
    writer.add(findings.count)
    for finding in findings {
      for number in [finding.scenario, finding.site, finding.trials, finding.firstMonth] {
        writer.add(number)
      }
    }
    writer.add(chunks.count)
    for chunk in chunks {
      writer.add(chunk.first)
      writer.add(chunk.count)
      for column in details.indices {
        chunk.column(column) { for value in $0 { writer.add(value) } }
      }
    }
    writer.add(sketches == nil ? 0 : 1)
    for sketch in sketches ?? [] { sketch.write(to: &writer) }
  }

  /// Reads a part, and looks whether it is one: its pieces are where they must be, its counts add up.
  package init(from reader: inout ByteReader) throws(DamagedBytes) {
    let first = try reader.count()
    let trials = try reader.count()
    let replicates = try reader.count(upTo: 64)
    guard replicates > 0 else { throw DamagedBytes() }
    var details: [SummaryDetail] = []
    for _ in 0..<(try reader.countOfRest()) {
      guard let detail = SummaryDetail(rawValue: UInt8(try reader.count(upTo: 255))) else {
        throw DamagedBytes()
      }
      details.append(detail)
    }
    var findings: [CheckResult] = []
    for _ in 0..<(try reader.countOfRest()) {
      findings.append(
        CheckResult(
          scenario: try reader.count(), site: try reader.count(),
          trials: try reader.count(upTo: trials), firstMonth: try reader.count()))
    }
    var chunks: [TrialChunk] = []
    for _ in 0..<(try reader.countOfRest()) {
      let start = try reader.count()
      let count = try reader.count(upTo: trials)
      let (values, overflows) = count.multipliedReportingOverflow(by: details.count)
      let isInside = start >= (chunks.last?.end ?? first) && start + count <= first + trials
      let isOfOneBlock = start / blockSize == (start + count - 1) / blockSize
      guard !overflows, count > 0, isInside, isOfOneBlock else { throw DamagedBytes() }
      chunks.append(
        TrialChunk(first: start, count: count, values: try reader.doubles(values)))
    }
    var sketches: [ColumnSketch]?
    let kept = chunks.reduce(0) { $0 + $1.count }
    if try reader.count(upTo: 1) == 1 {
      var read: [ColumnSketch] = []
      for detail in details {
        let sketch = try ColumnSketch(from: &reader, replicates: replicates)
        let isOfDetail =
          switch sketch.layout.counting {
          case .total: detail == .total
          case .none: detail == .mean
          case .values, .bins: detail == .percentiles
          }
        guard isOfDetail,
          sketch.trials == trials - kept
        else { throw DamagedBytes() }
        read.append(sketch)
      }
      sketches = read
      // What is not counted is less than a block at either end.
      guard chunks.count <= 2, chunks.allSatisfy({ $0.count < blockSize }) else {
        throw DamagedBytes()
      }
    } else {
      guard kept == trials, first + trials <= Self.mostKept else { throw DamagedBytes() }
    }
    self.init(
      firstTrial: first, trials: trials, replicates: replicates, details: details,
      findings: findings, chunks: chunks, sketches: sketches)
  }
}

extension Superaccumulator {
  fileprivate func write(to writer: inout ByteWriter) {
    let (limbs, special) = state
    writer.add(limbs.count)
    for (place, value) in limbs {
      writer.add(place)
      // The sign in the last bit.
      writer.add(value.magnitude << 1 | (value < 0 ? 1 : 0))
    }
    for number in special { writer.add(number) }
  }

  fileprivate init(from reader: inout ByteReader) throws(DamagedBytes) {
    var limbs: [(place: Int, value: Int64)] = []
    for _ in 0..<(try reader.count(upTo: Self.limbCount)) {
      let place = try reader.count(upTo: Self.limbCount)
      let word = try reader.number()
      let magnitude = Int64(word >> 1)
      limbs.append((place, word & 1 == 1 ? -magnitude : magnitude))
    }
    let special = [try reader.count(), try reader.count(), try reader.count()]
    guard let read = Superaccumulator(limbs: limbs, special: special) else { throw DamagedBytes() }
    self = read
  }
}

extension ColumnSketch {
  /// The trials counted, those included in which the value is not defined.
  fileprivate var trials: Int { defined.reduce(0, +) + undefined.reduce(0, +) }

  fileprivate func write(to writer: inout ByteWriter) {
    writer.add(layout.centre)
    switch layout.counting {
    case .total: writer.add(3)
    case .none: writer.add(0)
    case .values: writer.add(1)
    case .bins(let bins):
      writer.add(2)
      writer.add(bins.bounds.count)
      for bound in bins.bounds { writer.add(bound) }
      for count in bins.divisions { writer.add(count) }
    }
    for replicate in 0..<replicates {
      writer.add(defined[replicate])
      writer.add(undefined[replicate])
      differences[replicate].write(to: &writer)
    }
    squares.write(to: &writer)
    writer.add(minimum)
    writer.add(maximum)
    for count in counts { writer.add(UInt64(count)) }
    guard let values else { return }
    let entries = values.entries
    writer.add(values.isExact ? 1 : 0)
    writer.add(entries.count)
    for entry in entries {
      writer.addFixed(entry.key)
      for count in entry.counts { writer.add(count) }
    }
  }

  fileprivate init(from reader: inout ByteReader, replicates: Int) throws(DamagedBytes) {
    var layout = ColumnLayout(centre: try reader.double(), counting: .none)
    guard layout.centre.isFinite else { throw DamagedBytes() }
    var binCount = 0
    switch try reader.count(upTo: 3) {
    case 1: layout.counting = .values
    case 2:
      let bounds = try reader.doubles(try reader.count(upTo: PiecewiseBins.mostPieces))
      var divisions: [Int] = []
      for _ in bounds.dropFirst() {
        divisions.append(try reader.count(upTo: PiecewiseBins.mostBins))
      }
      guard let bins = PiecewiseBins(bounds: bounds, divisions: divisions) else {
        throw DamagedBytes()
      }
      layout.counting = .bins(bins)
      binCount = bins.bins + 1
    case 3: layout.counting = .total
    default: break
    }
    var defined: [Int] = []
    var undefined: [Int] = []
    var differences: [Superaccumulator] = []
    for _ in 0..<replicates {
      defined.append(try reader.count())
      undefined.append(try reader.count())
      differences.append(try Superaccumulator(from: &reader))
    }
    let squares = try Superaccumulator(from: &reader)
    let extremes = (try reader.double(), try reader.double())
    guard binCount * replicates <= reader.left else { throw DamagedBytes() }
    var counts: [UInt32] = []
    for _ in 0..<binCount * replicates {
      counts.append(UInt32(try reader.count(upTo: Int(UInt32.max))))
    }
    var values: ValueCounts?
    if layout.counting == .values {
      let isExact = try reader.count(upTo: 1) == 1
      var entries: [ValueCounts.Entry] = []
      for _ in 0..<(try reader.countOfRest()) {
        var entry = ValueCounts.Entry(key: try reader.fixed(), counts: [])
        for _ in 0..<replicates { entry.counts.append(try reader.count()) }
        entries.append(entry)
      }
      values = ValueCounts(isExact: isExact, replicates: replicates, entries: entries)
      guard values != nil else { throw DamagedBytes() }
    }
    guard
      let read = ColumnSketch(
        layout: layout, defined: defined, undefined: undefined, differences: differences,
        squares: squares, extremes: extremes, counts: counts, values: values)
    else { throw DamagedBytes() }
    self = read
  }
}
