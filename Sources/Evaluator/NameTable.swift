import Quantities
import SourceText

/// A name's number in a ``NameTable``: what scopes go by.
struct NameID: Hashable {
  /// The position in the order in which names were met.
  let rawValue: Int32
}

/// The names that a script mentions, numbered as they are met. To make a text of each mention and to hash it for each scope it
/// is looked up in took a fifth of the evaluation of a plan of 12 products.
struct NameTable {
  /// The bytes of all names, one after another, and where each ends.
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var places = PositionTable(capacity: 128)
  /// Names that are not of ASCII alone: the same name may be written with different bytes.
  private var others: [String: NameID] = [:]

  /// How many names there are.
  var count: Int { ends.count }

  /// The number of a name, a new one if it wasn't met before.
  mutating func id(of name: String) -> NameID {
    var name = name
    return name.withUTF8 { id(of: $0) }
  }

  /// The number of the name that stands at some bytes of a text.
  mutating func id(of place: SourceSpan, in file: SourceFile) -> NameID {
    file.bytes.withUnsafeBufferPointer {
      id(of: UnsafeBufferPointer(rebasing: $0[place.start..<place.end]))
    }
  }

  /// The number of a name if it was met before.
  func known(_ name: String) -> NameID? {
    var name = name
    return name.withUTF8 { name in
      guard let hash = Self.hash(name) else { return others[String(decoding: name, as: UTF8.self)] }
      return position(name, hash).map { NameID(rawValue: Int32($0)) }
    }
  }

  /// A name's text.
  func text(_ id: NameID) -> String {
    let position = Int(id.rawValue)
    let start = position == 0 ? 0 : ends[position - 1]
    return String(decoding: bytes[start..<ends[position]], as: UTF8.self)
  }

  private mutating func id(of name: UnsafeBufferPointer<UInt8>) -> NameID {
    guard let hash = Self.hash(name) else {
      let text = String(decoding: name, as: UTF8.self)
      if let known = others[text] { return known }
      let id = add(name)
      others[text] = id
      return id
    }
    if let known = position(name, hash) { return NameID(rawValue: Int32(known)) }
    places.add(ends.count, hash)
    return add(name)
  }

  private mutating func add(_ name: UnsafeBufferPointer<UInt8>) -> NameID {
    bytes.append(contentsOf: name)
    ends.append(bytes.count)
    return NameID(rawValue: Int32(ends.count - 1))
  }

  private func position(_ name: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      places.position(hash) { position in
        let start = position == 0 ? 0 : ends[position - 1]
        guard ends[position] - start == name.count else { return false }
        for i in 0..<name.count where bytes[start + i] != name[i] { return false }
        return true
      }
    }
  }

  /// A hash of a name of ASCII; nil for any other.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64? {
    var (hash, all) = (UInt64(name.count), UInt8(0))
    for byte in name {
      all |= byte
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return all < 0x80 ? PositionTable.hash(hash, 0) : nil
  }
}
