import SourceText

/// Going on after a mistake.
extension Parser {
  /// Skips to the next separator, or the `}` that closes the enclosing block, and marks what was skipped.
  mutating func recover(from first: Int, _ mark: Int) {
    pending.removeSubrange(mark...)
    if kind == .endOfText { return finish(.skipped, from: first, mark) }
    if lacksBrace, let end = endOfUnopenedBlock {
      (lacksBrace, index) = (false, end)
      return finish(.skipped, from: first, mark)
    }
    lacksBrace = false
    if let resumption, resumption > first {
      index = resumption
      return finish(.skipped, from: first, mark)
    }
    // Start over from the statement's first token, so that brackets are counted once.
    index = first
    var open: [TokenKind] = []
    while kind != .endOfText {
      switch kind {
      case .leftBrace, .leftParenthesis, .leftBracket: open.append(kind)
      case .rightParenthesis: if open.last == .leftParenthesis { open.removeLast() }
      case .rightBracket: if open.last == .leftBracket { open.removeLast() }
      case .rightBrace:
        // A brace ends what was left open within it; without an opener here it is the enclosing block's.
        while let last = open.last, last != .leftBrace { open.removeLast() }
        if open.popLast() == nil, nestingOfBlocks > 0 {
          return finish(.skipped, from: first, mark)
        }
      case .separator:
        // `f(a; b)` was told of where it stands.
        if let last = open.last, last != .leftBrace, closesOnLine(index, of: last) { break }
        // A separator stands only where no `(` or `[` is open: those before it were never closed.
        while let last = open.last, last != .leftBrace { open.removeLast() }
        if open.isEmpty { return finish(.skipped, from: first, mark) }
      default: break
      }
      advance()
    }
    finish(.skipped, from: first, mark)
  }

  /// `true` iff the `;` at an index stands inside brackets that are closed on its line.
  private func closesOnLine(_ index: Int, of opener: TokenKind) -> Bool {
    guard tree.text(ofToken: index) == ";" else { return false }
    let closer: TokenKind = opener == .leftParenthesis ? .rightParenthesis : .rightBracket
    var depth = 0
    for token in tokens[(index + 1)...] {
      switch token.kind {
      case opener: depth += 1
      case closer:
        if depth == 0 { return true }
        depth -= 1
      case .leftBrace, .rightBrace: return false
      case .separator where tree.file.bytes[Int(token.start)] == 0x0A: return false
      default: break
      }
    }
    return false
  }

  /// The token behind the `}` of a block whose `{` is missing; nil where there is none before the next declaration.
  private var endOfUnopenedBlock: Int? {
    var (i, depth) = (index, 0)
    while i < tokens.count - 1 {
      switch tokens[i].kind {
      case .leftBrace: depth += 1
      case .rightBrace:
        if depth == 0 { return i + 1 }
        depth -= 1
      case .word where tokens[i].word.endsBrackets && depth == 0 && i > 0:
        if tokens[i - 1].kind == .separator, tokens[i + 1].kind == .word { return nil }
      default: break
      }
      i += 1
    }
    return nil
  }
}
