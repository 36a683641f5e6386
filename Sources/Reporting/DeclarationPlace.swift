/// Where a declaration stands and how it begins, for people and other programs.
package struct DeclarationPlace: Hashable, Sendable {
  /// The name of the text.
  package var file: String
  /// The line, from 1.
  package var line: Int
  /// The first line of the declaration, as it was written.
  package var text: String
  /// Creates a place.
  package init(file: String, line: Int, text: String) {
    (self.file, self.line, self.text) = (file, line, text)
  }
}
