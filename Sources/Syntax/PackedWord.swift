/// A word of at most 12 bytes, packed into two integers: what makes finding it in a table cheaper than as a string.
struct PackedWord: Equatable {
  /// The last eight bytes; the last one is the lowest.
  private(set) var tail: UInt64 = 0
  /// The bytes before them.
  private(set) var head: UInt32 = 0

  /// The most bytes that can be packed.
  static let capacity = 12

  /// Creates the empty word.
  init() {}

  /// Creates the word of some bytes; nil if they are too many, or one is 0.
  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= Self.capacity else { return nil }
    for byte in bytes {
      guard byte != 0 else { return nil }
      append(byte)
    }
  }

  /// Creates the word of a text; nil if it is too long, or a character is 0.
  init?(_ text: String) {
    var text = text
    guard let word = text.withUTF8({ PackedWord($0) }) else { return nil }
    self = word
  }

  /// Adds to the empty word the lower-case letters that eight bytes, the first one lowest, begin with; their count.
  @inline(__always)
  mutating func appendLetters(of bytes: UInt64) -> Int {
    let high: UInt64 = 0x8080_8080_8080_8080
    // The highest bit of each byte tells whether it is at least an a, and whether it is beyond a z.
    let isFromA = (bytes & ~high) &+ 0x1F1F_1F1F_1F1F_1F1F
    let isBeyondZ = (bytes & ~high) &+ 0x0505_0505_0505_0505
    // What is no letter. Where all are, there is no bit to find, and the place of the first one is the width.
    let others = ~(isFromA & ~isBeyondZ & ~bytes) & high
    let count = others.trailingZeroBitCount / 8
    tail = bytes.byteSwapped >> UInt64(64 - count * 8)
    return count
  }

  /// Adds a byte, not 0. Beyond the capacity the first bytes are lost.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    head = head << 8 | UInt32(truncatingIfNeeded: tail >> 56)
    tail = tail << 8 | UInt64(byte)
  }

  /// A number that spreads words over a table.
  @inline(__always)
  fileprivate var spread: Int {
    Int(truncatingIfNeeded: ((tail ^ UInt64(head) << 32) &* 0x9E37_79B9_7F4A_7C15) >> 40)
  }
}

/// A table of packed words and a byte for each.
struct WordTable {
  private struct Slot {
    var word = PackedWord()
    var value: UInt8 = 0
  }
  private var slots = [Slot](repeating: Slot(), count: 256)
  private var count = 0

  /// The byte of a word, nil for one that isn't there.
  @inline(__always)
  func value(of word: PackedWord) -> UInt8? {
    var i = word.spread & (slots.count - 1)
    while true {
      let slot = slots[i]
      if slot.word == word { return word == PackedWord() ? nil : slot.value }
      if slot.word == PackedWord() { return nil }
      i = (i + 1) & (slots.count - 1)
    }
  }

  /// Sets the byte of a word that isn't empty.
  mutating func set(_ word: PackedWord, to value: UInt8) {
    if count * 2 >= slots.count { grow() }
    var i = word.spread & (slots.count - 1)
    while slots[i].word != PackedWord(), slots[i].word != word { i = (i + 1) & (slots.count - 1) }
    if slots[i].word != word { count += 1 }
    slots[i] = Slot(word: word, value: value)
  }

  private mutating func grow() {
    let old = slots.filter { $0.word != PackedWord() }
    slots = [Slot](repeating: Slot(), count: slots.count * 2)
    count = 0
    for slot in old { set(slot.word, to: slot.value) }
  }
}
