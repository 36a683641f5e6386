import SourceText

/// Records, tables and what is chosen: lists of named or weighted values.
extension Parser {
  /// record = "{" [ separators ] [ field { list_separator field } [ list_separator ] ] "}"
  mutating func parseRecord() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseListed("another field") { (parser) throws(Failure) in
      let (first, mark) = (parser.index, parser.pending.count)
      guard parser.kind == .word || parser.kind == .string else {
        throw parser.unexpected("a field, as in `name: value`")
      }
      parser.advance()
      parser.finish(.name, from: first, mark)
      try parser.expect(.colon, "`:` and the field's value")
      try parser.parseExpression()
      parser.finish(.field, from: first, mark)
    }
    finish(.record, from: first, mark)
  }

  /// "{" [ separators ] [ item { list_separator item } [ list_separator ] ] "}"
  mutating func parseListed(
    _ alternatives: String, _ item: (inout Parser) throws(Failure) -> Void
  ) throws(Failure) {
    let opener = index
    try expect(.leftBrace, "`{`")
    try nested { (parser) throws(Failure) in
      while parser.take(.separator) {}
      parser.note(.listItem)
      while parser.kind != .rightBrace, parser.kind != .endOfText {
        try item(&parser)
        guard parser.kind == .comma || parser.kind == .separator else { break }
        if !parser.take(.comma) { parser.advance() }
        while parser.take(.separator) {}
        parser.note(.listItem)
      }
      try parser.expectClosing(.rightBrace, of: opener, alternatives)
    }
  }

  /// choose = "choose" "{" [ separators ] choice { list_separator choice } [ list_separator ] "}"
  mutating func parseChoose() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseListed("another choice") { (parser) throws(Failure) in
      let (first, mark) = (parser.index, parser.pending.count)
      try parser.parseExpression()
      try parser.expect(.colon, "`:` and the value, as in `70%: 5 users`")
      try parser.parseExpression()
      parser.finish(.choice, from: first, mark)
    }
    if pending.count == mark {
      index -= 1
      throw unexpected("a choice, as in `70%: 5 users`")
    }
    finish(.choose, from: first, mark)
  }

  /// table = "table" "{" [ separators ] heading { separators row } [ separators ] "}"
  mutating func parseTableLiteral() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    let opener = index
    try expect(.leftBrace, "`{` and the table's rows")
    try nested { (parser) throws(Failure) in
      while parser.take(.separator) {}
      if parser.kind == .endOfText {
        return try parser.expectClosing(.rightBrace, of: opener, "a column's name")
      }
      let heading = parser.index
      let headingMark = parser.pending.count
      repeat {
        guard parser.kind == .word else { throw parser.unexpected("a column's name") }
        parser.take(as: .name)
      } while parser.take(.comma)
      parser.finish(.heading, from: heading, headingMark)
      while true {
        let separated = parser.kind == .separator
        while parser.take(.separator) {}
        guard separated, parser.kind != .rightBrace, parser.kind != .endOfText else { break }
        let (row, rowMark) = (parser.index, parser.pending.count)
        repeat { try parser.parseExpression() } while parser.take(.comma)
        parser.finish(.row, from: row, rowMark)
      }
      try parser.expectClosing(.rightBrace, of: opener, "a new line and another row")
    }
    finish(.tableLiteral, from: first, mark)
  }
}
