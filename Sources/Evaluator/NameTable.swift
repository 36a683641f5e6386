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
  /// Names that are not of ASCII alone: the same name may be written with different bytes. And how those that something bears
  /// were written where it was given.
  private var others: [String: NameID] = [:]
  private var spellings: [NameID: String] = [:]

  /// The number of the name that stands at some bytes of a text.
  mutating func id(of place: SourceSpan, in file: SourceFile) -> NameID {
    file.bytes.withUnsafeBufferPointer {
      id(of: UnsafeBufferPointer(rebasing: $0[place.start..<place.end]))
    }
  }

  /// The number of a name if it was met before.
  func known(_ name: String) -> NameID? {
    var name = Self.canonical(name)
    return name.withUTF8 { bytes in
      Self.isASCII(bytes)
        ? position(bytes, PositionTable.hash(of: bytes)).map { NameID(rawValue: Int32($0)) }
        : others[String(decoding: bytes, as: UTF8.self)]
    }
  }

  /// A name's text.
  func text(_ id: NameID) -> String {
    if let spelling = spellings[id] { return spelling }
    let position = Int(id.rawValue)
    let start = position == 0 ? 0 : ends[position - 1]
    return String(decoding: bytes[start..<ends[position]], as: UTF8.self)
  }

  /// Notes how a name is written where something is given it.
  mutating func spell(_ id: NameID, _ spelling: String) {
    if !spelling.utf8.allSatisfy({ $0 < 0x80 }) { spellings[id] = spelling }
  }

  private mutating func id(of name: UnsafeBufferPointer<UInt8>) -> NameID {
    guard Self.isASCII(name) else {
      var text = Self.canonical(String(decoding: name, as: UTF8.self))
      if let known = others[text] { return known }
      return text.withUTF8 { bytes in
        if Self.isASCII(bytes) { return id(of: bytes) }
        let id = add(bytes)
        others[String(decoding: bytes, as: UTF8.self)] = id
        return id
      }
    }
    let hash = PositionTable.hash(of: name)
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

  private static func isASCII(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    var all = UInt8(0)
    for byte in name { all |= byte }
    return all < 0x80
  }

  /// A name in which no letter is equal to one of ASCII and written otherwise: of all letters the Kelvin sign alone is.
  private static func canonical(_ name: String) -> String {
    guard name.unicodeScalars.contains("\u{212A}") else { return name }
    var letters = String.UnicodeScalarView()
    for letter in name.unicodeScalars { letters.append(letter == "\u{212A}" ? "K" : letter) }
    return String(letters)
  }
}
