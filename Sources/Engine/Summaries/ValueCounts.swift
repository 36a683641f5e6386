/// How often each value occurs: of a column with few distinct values exactly, of any other in bins of 10 bits of the mantissa,
/// a thousandth of the value wide.
///
/// Which of the two hangs only on how many distinct values there are in all, so not on how the trials were divided.
package struct ValueCounts: Sendable {
  /// The most distinct values that are told apart.
  package static let mostExact = 1024
  /// The bits of a number that do not count where there are more.
  private static let blurred: UInt64 = 1 << 42 - 1

  /// Whether each value is counted by itself.
  package private(set) var isExact = true
  /// The replicates, counted apart.
  let replicates: Int
  /// By slot: the bits of the value; meaningless in an empty slot.
  private var keys: [UInt64] = []
  /// By slot and replicate; all 0 in an empty slot.
  private var counts: [UInt32] = []
  private var isTaken: [Bool] = []
  /// The distinct keys.
  package private(set) var distinct = 0

  /// How many keys there is room for, twice as many as there may be.
  var slots: Int { keys.count }

  /// The bytes that the counts of ``mostExact`` values take.
  static func mostBytes(replicates: Int) -> Int {
    2 * mostExact * (MemoryLayout<UInt64>.size + MemoryLayout<Bool>.size + replicates * 4)
  }

  /// Counts nothing yet.
  init(replicates: Int) {
    self.replicates = replicates
    allocate(64)
  }

  private mutating func allocate(_ slots: Int) {
    keys = [UInt64](repeating: 0, count: slots)
    counts = [UInt32](repeating: 0, count: slots * replicates)
    isTaken = [Bool](repeating: false, count: slots)
    distinct = 0
  }

  /// Adds `count` occurrences of a value that is not NaN.
  mutating func add(_ value: Double, count: Int = 1, replicate: Int) {
    let bits = (value + 0).bitPattern
    add(key: isExact ? bits : bits & ~Self.blurred, count: count, replicate: replicate)
    if isExact, distinct > Self.mostExact { blur() }
  }

  private mutating func add(key: UInt64, count: Int, replicate: Int) {
    var slot = slot(of: key)
    if !isTaken[slot] {
      if 2 * (distinct + 1) > slots {
        grow()
        slot = self.slot(of: key)
      }
      isTaken[slot] = true
      keys[slot] = key
      distinct += 1
    }
    counts[slot * replicates + replicate] &+= UInt32(truncatingIfNeeded: count)
  }

  /// The slot that has a key, or the empty one that is to have it.
  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: key &* 0x9E37_79B9_7F4A_7C15 >> 32) & (slots - 1)
    while isTaken[slot], keys[slot] != key { slot = (slot + 1) & (slots - 1) }
    return slot
  }

  private mutating func grow() {
    let old = self
    allocate(2 * slots)
    for entry in old.entries { add(entry) }
  }

  /// Gives up telling values apart.
  private mutating func blur() {
    guard isExact else { return }
    let old = entries
    isExact = false
    allocate(2 * Self.mostExact)
    for entry in old { add(Entry(key: entry.key & ~Self.blurred, counts: entry.counts)) }
  }

  private mutating func add(_ entry: Entry) {
    for (replicate, count) in entry.counts.enumerated() where count > 0 {
      add(key: entry.key, count: count, replicate: replicate)
    }
  }

  /// Adds what another counted.
  mutating func add(_ other: ValueCounts) {
    if !other.isExact { blur() }
    for entry in other.entries {
      let key = isExact ? entry.key : entry.key & ~Self.blurred
      add(Entry(key: key, counts: entry.counts))
      if isExact, distinct > Self.mostExact { blur() }
    }
  }

  /// A value, or a bin of values, and how often it occurs by replicate.
  struct Entry: Hashable, Sendable {
    var key: UInt64
    var counts: [Int]
    var total: Int { counts.reduce(0, +) }
  }

  /// What was counted, in ascending order.
  var entries: [Entry] {
    var found: [Entry] = []
    for slot in keys.indices where isTaken[slot] {
      let start = slot * replicates
      found.append(
        Entry(key: keys[slot], counts: counts[start..<start + replicates].map { Int($0) }))
    }
    return found.sorted { Double(bitPattern: $0.key) < Double(bitPattern: $1.key) }
  }

  /// The least and the greatest value of an entry's bin.
  func range(of entry: Entry) -> (least: Double, greatest: Double) {
    let near = Double(bitPattern: entry.key)
    if isExact || near.isInfinite { return (near, near) }
    let far = Double(bitPattern: entry.key | Self.blurred)
    return near.sign == .minus ? (far, near) : (near, far)
  }

  /// The counts that were stored; nil where they can't be such.
  init?(isExact: Bool, replicates: Int, entries: [Entry]) {
    self.init(replicates: replicates)
    guard !isExact || entries.count <= Self.mostExact else { return nil }
    self.isExact = isExact
    for entry in entries {
      let value = Double(bitPattern: entry.key)
      guard entry.counts.count == replicates, !value.isNaN, value.sign == .plus || value != 0,
        entry.counts.allSatisfy({ $0 >= 0 && $0 <= UInt32.max }),
        isExact || entry.key & Self.blurred == 0
      else { return nil }
      add(entry)
    }
    guard distinct == entries.count else { return nil }
  }
}
