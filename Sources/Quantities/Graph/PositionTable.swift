/// Where things stand in a list, found by what they are: a table with open addressing over the positions of a list that is its
/// owner's. The owner hashes and compares.
///
/// Dictionaries cost a model of twelve products more than their work: the runtime makes up each distinct type of them on its
/// first use, at some 10 µs each.
package struct PositionTable: Sendable {
  /// The upper halves of the hashes, and positions counted from 1; 0 for nothing. Their count is a power of two.
  @usableFromInline var slots: [UInt64]
  @usableFromInline var count = 0

  /// Creates a table with room for `capacity` positions before it grows, a power of two.
  @inlinable package init(capacity: Int = 16) {
    slots = [UInt64](repeating: 0, count: 2 * capacity)
  }

  /// Mixes two words into a hash of which every bit may be used.
  @inlinable package static func hash(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let mixed = (a &* 0x9E37_79B9_7F4A_7C15) ^ (b &* 0xD6E8_FEB8_6659_FD93)
    let folded = (mixed ^ mixed >> 29) &* 0x94D0_49BB_1331_11EB
    return folded ^ folded >> 32
  }

  /// Mixes bytes into such a hash. Of a buffer alone: for any sequence, each byte was asked for by way of its type.
  @inlinable package static func hash(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var mixed: UInt64 = 0
    for byte in bytes { mixed = (mixed ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 }
    return hash(mixed, 0)
  }

  /// The position of what has the `hash` and satisfies `isWanted`; nil where there is nothing like it.
  @inlinable package func position(_ hash: UInt64, where isWanted: (Int) -> Bool) -> Int? {
    let mask = slots.count - 1
    let mark = hash & 0xFFFF_FFFF_0000_0000
    var slot = Int(truncatingIfNeeded: mark >> 32) & mask
    while slots[slot] != 0 {
      if slots[slot] & 0xFFFF_FFFF_0000_0000 == mark {
        let position = Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) - 1
        if isWanted(position) { return position }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Makes room for so many positions at once.
  @inlinable package mutating func reserveCapacity(_ capacity: Int) {
    var size = slots.count
    while size < 2 * capacity { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  @usableFromInline mutating func grow(to size: Int) {
    let known = slots
    slots = [UInt64](repeating: 0, count: size)
    for entry in known where entry != 0 { place(entry) }
  }

  /// Adds a position that isn't there yet, by the hash of what stands there.
  @inlinable package mutating func add(_ position: Int, _ hash: UInt64) {
    if 2 * (count + 1) > slots.count { grow(to: 2 * slots.count) }
    place(hash & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: position + 1) & 0xFFFF_FFFF)
    count += 1
  }

  /// Puts an entry into the first free slot from that of its hash on; an entry holds all of it that slots go by.
  @usableFromInline mutating func place(_ entry: UInt64) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: entry >> 32) & mask
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = entry
  }
}
