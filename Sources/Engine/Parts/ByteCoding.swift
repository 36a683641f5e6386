/// Writes numbers and bytes one after another.
package struct ByteWriter {
  /// What was written.
  package private(set) var bytes: [UInt8] = []

  /// Nothing yet.
  package init() {}

  /// A whole number in as few groups of seven bits as it takes, least significant first (LEB128).
  package mutating func add(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A count, from 0.
  package mutating func add(_ count: Int) { add(UInt64(count)) }

  /// A number's eight bytes, least significant first.
  package mutating func add(_ number: Double) { addFixed(number.bitPattern) }

  /// Eight bytes, least significant first.
  package mutating func addFixed(_ word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
    }
  }

  /// Bytes, with their count before them.
  package mutating func add(_ other: [UInt8]) {
    add(other.count)
    bytes += other
  }

  /// Bytes as they are.
  package mutating func addPlain(_ other: [UInt8]) { bytes += other }
}

/// Bytes that can't be what they should be.
package struct DamagedBytes: Error, Hashable {
  /// Creates the error.
  package init() {}
}

/// Reads what a ``ByteWriter`` wrote, and never beyond the end: whatever the bytes are, it gives numbers or throws.
package struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Reads these bytes from the first on.
  package init(_ bytes: ArraySlice<UInt8>) { (self.bytes, position) = (bytes, bytes.startIndex) }

  /// How many bytes are left.
  package var left: Int { bytes.endIndex - position }

  private mutating func byte() throws(DamagedBytes) -> UInt8 {
    guard position < bytes.endIndex else { throw DamagedBytes() }
    position += 1
    return bytes[position - 1]
  }

  /// A whole number.
  package mutating func number() throws(DamagedBytes) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      let group = try byte()
      guard shift < 63 || group < 2 else { throw DamagedBytes() }
      number |= UInt64(group & 0x7F) << shift
      if group & 0x80 == 0 { return number }
    }
    throw DamagedBytes()
  }

  /// A count up to `most`.
  package mutating func count(upTo most: Int = 1 << 32) throws(DamagedBytes) -> Int {
    let number = try number()
    guard number <= UInt64(max(0, most)) else { throw DamagedBytes() }
    return Int(number)
  }

  /// A count of things that take at least a byte each, so that there can't be more than bytes are left.
  package mutating func countOfRest() throws(DamagedBytes) -> Int { try count(upTo: left) }

  /// A number of eight bytes.
  package mutating func double() throws(DamagedBytes) -> Double {
    Double(bitPattern: try fixed())
  }

  /// Eight bytes, least significant first.
  package mutating func fixed() throws(DamagedBytes) -> UInt64 {
    guard left >= 8 else { throw DamagedBytes() }
    var word: UInt64 = 0
    for i in 0..<8 { word |= UInt64(bytes[position + i]) << UInt64(8 * i) }
    position += 8
    return word
  }

  /// Numbers of eight bytes each.
  package mutating func doubles(_ count: Int) throws(DamagedBytes) -> [Double] {
    guard count >= 0, count <= left / 8 else { throw DamagedBytes() }
    var numbers: [Double] = []
    numbers.reserveCapacity(count)
    for _ in 0..<count { numbers.append(try double()) }
    return numbers
  }

  /// Bytes with their count before them.
  package mutating func block() throws(DamagedBytes) -> [UInt8] {
    let count = try countOfRest()
    position += count
    return Array(bytes[position - count..<position])
  }
}

extension [UInt8] {
  /// The 64-bit FNV-1a hash, which tells bytes that were changed or cut off.
  package var checksum: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in self { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}
