import SourceText
import Syntax

extension DeepStack {
  /// The stack that the deepest text takes, read or laid out, in a build for debugging.
  static let bytesForSyntax = 16 << 20

  /// Reads a text on a stack that fits the parser's own limit of nesting.
  static func parse(
    _ file: SourceFile, source: SourceID, units: UnitNames = .builtIn
  ) -> ParseResult {
    run(bytes: bytesForSyntax) { Parser.parse(file, source: source, units: units) }
  }
}
