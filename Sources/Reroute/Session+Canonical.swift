import SourceText
import Syntax

extension Session {
  /// A text in the one canonical layout, without line end; nil for a text with syntax errors, or without a statement. Earlier
  /// answers that it names by `_` are named by their number.
  public func canonical(_ text: String) -> String? {
    var bytes = Array(text.utf8)
    if namesResults, !results.isEmpty { bytes = resolvingResults(bytes).bytes }
    let file = SourceFile(name: "prompt", bytes: bytes)
    let parsed = DeepStack.parse(file, source: SourceID(rawValue: 0), units: units)
    guard !parsed.diagnostics.hasErrors, !parsed.tree.children(of: parsed.tree.root).isEmpty else {
      return nil
    }
    var formatted = DeepStack.run(bytes: DeepStack.bytesForSyntax) { Formatter.format(parsed.tree) }
    while formatted.hasSuffix("\n") { formatted.removeLast() }
    return formatted
  }

  /// What to insert where Enter is pressed at the UTF-8 offset `offset` of a text that goes on: a line's end and the indentation
  /// of the innermost open bracket. Nil where the text is whole, or is ended by an empty line although it isn't.
  public func continuation(of text: String, at offset: Int) -> String? {
    guard !text.allSatisfy(\.isWhitespace) else { return nil }
    let last = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    let isGivenUp = text.contains("\n") && last.allSatisfy(\.isWhitespace)
    if isGivenUp && offset == text.utf8.count || !isIncomplete(text) { return nil }
    var depth = 0
    for token in Lexer.tokens(of: Array(text.utf8.prefix(offset))) {
      switch token.kind {
      case .leftBrace, .leftBracket, .leftParenthesis: depth += 1
      case .rightBrace, .rightBracket, .rightParenthesis: depth = max(0, depth - 1)
      default: break
      }
    }
    return "\n" + String(repeating: "  ", count: min(depth, 20))
  }
}

extension Reroute {
  /// A text of the language with ANSI colours by what its words are: words of the grammar, numbers with their units, texts and
  /// comments. Without the escape sequences it is `text`.
  public static func coloured(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let tokens = Lexer.tokens(of: bytes)
    var out = ""
    var end = 0
    for (i, token) in tokens.enumerated() where token.kind != .endOfText {
      out += trivia(bytes[end..<token.range.lowerBound])
      let spelling = String(decoding: bytes[token.range], as: UTF8.self)
      out += style(of: i, tokens, bytes).map { "\u{1B}[\($0)m\(spelling)\u{1B}[0m" } ?? spelling
      end = token.range.upperBound
    }
    return out + trivia(bytes[end...])
  }

  /// What stands between tokens: blanks, and comments dimmed.
  private static func trivia(_ bytes: ArraySlice<UInt8>) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("#") else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let start = line.firstIndex(of: "#") else { return String(line) }
      return line[..<start] + "\u{1B}[2m" + line[start...] + "\u{1B}[0m"
    }.joined(separator: "\n")
  }

  private static func style(of i: Int, _ tokens: [Token], _ bytes: [UInt8]) -> String? {
    let token = tokens[i]
    switch token.kind {
    case .string, .stringHead, .stringMiddle, .stringTail: return "32"
    case .number, .calendarMonth, .calendarDay, .currency, .percent: return "36"
    case .word:
      let before = i > 0 ? tokens[i - 1] : nil
      if before?.kind == .dot { return nil }
      if token.word.isReserved { return "1;34" }
      let spelling = String(decoding: bytes[token.range], as: UTF8.self)
      if before?.kind == .number || before?.kind == .percent || before?.kind == .slash,
        UnitNames.builtIn.contains(spelling)
      {
        return "36"
      }
      // A clause begins an item in braces and is followed by what it says.
      let begins = before.map { [.separator, .leftBrace].contains($0.kind) } ?? false
      let isInBraces =
        begins
        && tokens[..<i].count { $0.kind == .leftBrace }
          > tokens[..<i].count { $0.kind == .rightBrace }
      let next = tokens.indices.contains(i + 1) ? tokens[i + 1].kind : .endOfText
      let says = ![.dot, .equal, .colon, .comma, .leftParenthesis, .separator, .endOfText].contains(
        next)
      return isInBraces && says ? "34" : nil
    default: return nil
    }
  }
}
