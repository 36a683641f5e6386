import SourceText

/// Lists of statements and clauses.
extension Parser {
  /// program = [ separators ] [ statement { separators statement } [ separators ] ]
  mutating func parseProgram() {
    let mark = pending.count
    parseItems(until: .endOfText) { (parser) throws(Failure) in try parser.parseStatement() }
    finish(.program, from: 0, mark)
    // The end of the text belongs to the program, so that the trivia before it is kept.
    tree.nodes[tree.nodes.count - 1].endToken = Int32(tokens.count)
    tree.root = NodeID(rawValue: Int32(tree.nodes.count - 1))
  }

  /// Items between separators up to `closer`; a mistake in one is reported and the next is read.
  ///
  /// `clausesOf` is the opening brace of clauses: a line that declares something can't be one of them, so the brace was never
  /// closed.
  mutating func parseItems(
    until closer: TokenKind, clausesOf opener: Int? = nil,
    _ item: (inout Parser) throws(Failure) -> Void
  ) {
    while true {
      while take(.separator) {}
      if kind == .endOfText,
        index == 0 || [.separator, .leftBrace].contains(tokens[index - 1].kind)
      {
        note(.item)
      }
      if kind == closer || kind == .endOfText { return }
      let first = index
      let mark = pending.count
      if let opener, declaresOnNewLine {
        var diagnostic = Diagnostic.unclosedBracket(
          tree.text(ofToken: opener), tree.span(ofToken: opener))
        diagnostic.secondary = [Label(tree.span(ofToken: index), "another declaration begins here")]
        _ = report(diagnostic)
        resumption = index
        return
      }
      do throws(Failure) {
        if kind == .rightBrace { throw report(.closesNothing(tree.span(ofToken: index))) }
        try item(&self)
        if kind != .separator, kind != closer, kind != .endOfText {
          throw unknownStatement(from: first, mark) ?? unexpected("the end of the line")
        }
      } catch {
        recover(from: first, mark)
        if index == first { advance() }
      }
    }
  }

  /// "{" [ separators ] [ item { separators item } [ separators ] ] "}", without a node of its own.
  ///
  /// `endsAtDeclarations` says that no item begins as a declaration does, so that a line that does is none of them.
  mutating func parseBraces(
    _ alternatives: String, endsAtDeclarations: Bool = false,
    _ item: (inout Parser) throws(Failure) -> Void
  ) throws(Failure) {
    let opener = index
    try expect(.leftBrace, "`{`")
    try nested { (parser) throws(Failure) in
      parser.nestingOfBlocks += 1
      parser.parseItems(until: .rightBrace, clausesOf: endsAtDeclarations ? opener : nil, item)
      parser.nestingOfBlocks -= 1
      if parser.resumption == parser.index { throw Failure() }
      try parser.expectClosing(.rightBrace, of: opener, alternatives)
    }
  }

  /// `true` iff a line begins here with the word of a declaration, which no clause begins with, and what follows is one.
  private var declaresOnNewLine: Bool {
    guard kind == .word, word.endsBrackets, index > 0, tokens[index - 1].kind == .separator,
      tree.text(ofToken: index - 1) != ";"
    else { return false }
    // `overlap 10%` is a clause of a redirection.
    if word == .overlap { return ahead(1).kind == .word && ahead(2).kind == .comma }
    return [.word, .leftParenthesis].contains(ahead(1).kind)
      || [.simulate, .trials, .seed, .import].contains(word)
  }

  /// block = "{" [ separators ] [ statement { separators statement } [ separators ] ] "}"
  mutating func parseBlock() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseBraces("another statement") { (parser) throws(Failure) in try parser.parseStatement() }
    finish(.block, from: first, mark)
  }
}
