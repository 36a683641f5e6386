/// The name of an answer that a session gave: `_` and its number, from 1.
package struct ResultName: Hashable, Sendable {
  /// The number.
  package let number: Int

  /// Reads a name; nil for any other.
  package init?(_ name: String) {
    guard name.utf8.first == UInt8(ascii: "_"), let number = Int(name.dropFirst()), number > 0,
      name == "_\(number)"
    else { return nil }
    self.number = number
  }

  /// Creates the name of the answer with a number.
  package init(number: Int) { self.number = number }

  /// The name as it is written.
  package var text: String { "_\(number)" }
}
