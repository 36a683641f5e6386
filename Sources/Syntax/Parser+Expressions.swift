import SourceText

/// The productions of expressions, loosest first.
extension Parser {
  /// expression = disjunction [ "given" expression ]
  mutating func parseExpression() throws(Failure) {
    if nesting < Self.maximumNesting, ahead(1).kind.endsExpression, parseAtom() { return }
    try nested { (parser) throws(Failure) in
      let (first, mark) = (parser.index, parser.pending.count)
      try parser.parseChain(.disjunction)
      if parser.take(.given) {
        try parser.parseExpression()
        parser.finish(.given, from: first, mark)
      }
    }
  }

  /// disjunction, conjunction, sum and term: operand { operator operand }, one node for the whole chain
  mutating func parseChain(_ kind: SyntaxKind) throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseOperand(of: kind)
    guard continues(kind) else { return }
    repeat {
      advance()
      try parseOperand(of: kind)
    } while continues(kind)
    finish(kind, from: first, mark)
  }

  /// `true` iff the current token joins operands in a chain of the kind.
  @inline(__always)
  private mutating func continues(_ chain: SyntaxKind) -> Bool {
    if kind == .endOfText { noteOperators(of: chain) }
    switch chain {
    case .disjunction: return word == .or
    case .conjunction: return word == .and
    case .sum: return kind == .plus || kind == .minus
    default: return kind == .star || kind == .slash || word == .per || word == .of
    }
  }

  private mutating func noteOperators(of chain: SyntaxKind) {
    switch chain {
    case .disjunction: note(words: [.or])
    case .conjunction: note(words: [.and])
    case .sum: break
    default: note(words: [.per, .of])
    }
  }

  @inline(__always)
  private mutating func parseOperand(of chain: SyntaxKind) throws(Failure) {
    switch chain {
    case .disjunction: try parseChain(.conjunction)
    case .conjunction: try parseNegation()
    case .sum: try parseChain(.term)
    default: try parseInterval()
    }
  }

  /// negation = "not" negation | comparison
  mutating func parseNegation() throws(Failure) {
    let (first, mark) = (index, pending.count)
    guard take(.not) else { return try parseComparison() }
    try nested { (parser) throws(Failure) in try parser.parseNegation() }
    finish(.negation, from: first, mark)
  }

  /// comparison = sum [ comparator sum ] [ "for" postfix ]
  mutating func parseComparison() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseChain(.sum)
    if kind.isComparison {
      advance()
      try parseChain(.sum)
      if kind.isComparison {
        let middle = pending.last.map { tree.text($0.node) } ?? ""
        let whole = tree.span(ofToken: first).union(tree.span(ofToken: index - 1))
        throw report(

          .chainedComparison(
            tree.span(ofToken: index), tree.text(ofToken: index), middle,
            tree.file.text(whole.start..<whole.end)))
      }
      finish(.comparison, from: first, mark)
    }
    if take(.for) {
      try parsePostfix()
      finish(.sustained, from: first, mark)
    }
  }

  /// A name or a number with nothing behind it that it could go on with, which all productions from here down to that of
  /// names or numbers would hand on. `false` for anything else.
  @inline(__always)
  private mutating func parseAtom() -> Bool {
    switch kind {
    case .word where !word.isReserved: take(as: .nameExpression)
    case .number where ahead(1).kind != .slash: take(as: .literal)
    default: return false
    }
    return true
  }

  /// interval = signed [ "to" ! ( STRING | HEAD ) signed [ "as" [ NUMBER "%" ] shape ] ]
  mutating func parseInterval() throws(Failure) {
    if ahead(1).kind.endsOperand, parseAtom() { return }
    let (first, mark) = (index, pending.count)
    try parseSigned()
    // A string is no end of an interval; `plot … to "file.svg"` goes on with it.
    let next = ahead(1).kind
    guard next != .string, next != .stringHead, take(.to) else { return }
    try parseSigned()
    note(words: [.as])
    if kind == .word, word == .as, ahead(1).word != .of {
      advance()
      let shapeStart = index
      note(.shape)
      if kind == .number {
        advance()
        try expect(.percent, "`%`, as in `as 80% normal`")
        note(.shape)
      }
      guard kind == .word, !word.isReserved, word != .of else {
        throw unexpected("a shape: normal, lognormal, uniform, triangular, pert or beta")
      }
      advance()
      finish(.shape, from: shapeStart, pending.count)
    }
    finish(.interval, from: first, mark)
  }

  /// signed = ( "-" | "+" ) signed | power
  mutating func parseSigned() throws(Failure) {
    let (first, mark) = (index, pending.count)
    guard kind == .minus || kind == .plus else { return try parsePower() }
    advance()
    try nested { (parser) throws(Failure) in try parser.parseSigned() }
    finish(.signed, from: first, mark)
  }

  /// power = postfix [ "^" signed ]
  mutating func parsePower() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parsePostfix()
    guard take(.caret) else { return }
    try nested { (parser) throws(Failure) in try parser.parseSigned() }
    finish(.power, from: first, mark)
  }

  /// postfix = primary { "." WORD | "(" [ arguments ] ")" | "[" expression "]" | "at" time | "in" target }
  mutating func parsePostfix() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parsePrimary()
    var links = 0
    while true {
      note(words: [.at, .in])
      switch kind {
      case .dot:
        advance()
        note(.member)
        guard kind == .word else { throw unexpected("a name after the dot") }
        take(as: .name)
        finish(.memberAccess, from: first, mark)
      case .leftParenthesis:
        try parseArguments(closing: .rightParenthesis)
        finish(.call, from: first, mark)
      case .leftBracket:
        let opener = index
        advance()
        try parseExpression()
        try expectClosing(.rightBracket, of: opener, "an operator")
        finish(.index, from: first, mark)
      case .word where word == .at:
        advance()
        try parseTime()
        finish(.atTime, from: first, mark)
      case .word where word == .in:
        advance()
        try parseTarget()
        finish(.inTarget, from: first, mark)
      default: return
      }
      links += 1
      if links > Self.maximumNesting || pending[mark].height > Self.maximumHeight {
        throw report(.nestingTooDeep(Self.maximumNesting, tree.span(ofToken: index)))
      }
    }
  }

  /// arguments = expression { "," expression } [ "," ], between brackets
  mutating func parseArguments(closing: TokenKind) throws(Failure) {
    let opener = index
    advance()
    while kind != closing {
      try parseExpression()
      guard take(.comma) else { break }
    }
    try expectClosing(closing, of: opener, "a comma and another value")
  }

  /// primary = literal | string | "?" | NAME | MONTH | DAY | "(" expression ")" | list | record | table | choose | conditional
  mutating func parsePrimary() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(.value)
    switch kind {
    case .number, .currency: try parseLiteral()
    case .string, .stringHead: try parseString()
    case .calendarMonth, .calendarDay: take(as: .calendar)
    case .leftParenthesis:
      advance()
      try parseExpression()
      try expectClosing(.rightParenthesis, of: first, "an operator")
      finish(.parenthesized, from: first, mark)
    case .leftBracket:
      try nested { (parser) throws(Failure) in
        try parser.parseArguments(closing: .rightBracket)
      }
      finish(.list, from: first, mark)
    case .leftBrace: try parseRecord()
    case .question: take(as: .hole)
    case .word: try parseWordPrimary()
    default: throw unexpected("a value")
    }
  }

  private mutating func parseWordPrimary() throws(Failure) {
    let (first, mark) = (index, pending.count)
    switch word {
    case .if:
      advance()
      try parseExpression()
      try parseConditionalRest(from: first, mark)
    case .table: try parseTableLiteral()
    case .choose: try parseChoose()
    case _ where word.isReserved: throw unexpected("a value")
    default:
      if ahead(1).kind == .number, isCode(index) { return try parseLiteral() }
      take(as: .nameExpression)
    }
  }

  /// The rest of conditional = "if" expression "then" expression "else" expression ! ( comparator | "to" | "for" | "of" ),
  /// from "then" on
  mutating func parseConditionalRest(from first: Int, _ mark: Int) throws(Failure) {
    try expect(.then, "`then` or a block `{ … }`")
    try parseExpression()
    try expect(.else, "`else`: an `if` that is a value needs both")
    try parseExpression()
    // What `else` takes ends the `if`; a second interval or comparison behind it would bind to the whole by accident.
    if kind.isComparison || (kind == .word && (word == .to || word == .for)) {
      throw unexpected("the end of the `if`; in parentheses it can go on")
    }
    finish(.conditional, from: first, mark)
  }

  /// literal = ( CURRENCY NUMBER | CODE NUMBER | NUMBER [ "%" | UNIT ] ) { per_unit } ! per_unit
  /// per_unit = ( "/" | "per" ) UNIT ! NUMBER
  mutating func parseLiteral() throws(Failure) {
    let (first, mark) = (index, pending.count)
    let hasCurrency = kind != .number
    if hasCurrency { advance() }
    try expect(.number, "an amount after the currency")
    if !hasCurrency {
      note(.unit)
      if !take(.percent), kind == .word, isUnit(index) { advance() }
    }
    note(words: [.per])
    while kind == .slash || (kind == .word && word == .per), ahead(1).kind == .word,
      isUnit(index + 1), !isCode(index + 1)
    {
      advance()
      advance()
      note(words: [.per])
    }
    if kind == .slash || (kind == .word && word == .per), ahead(1).kind == .endOfText {
      expectations?.insert(.perUnit)
    }
    finish(.literal, from: first, mark)
  }

  /// `true` iff the token is a currency's code before an amount, `USD 5M`.
  private func isCode(_ index: Int) -> Bool {
    guard index + 1 < tokens.count, tokens[index].kind == .word else { return false }
    return tokens[index + 1].kind == .number
      && UnitNames.currencyCodes.contains(tree.text(ofToken: index))
  }

  /// string = STRING | HEAD expression { MIDDLE expression } TAIL
  mutating func parseString() throws(Failure) {
    let (first, mark) = (index, pending.count)
    if take(.stringHead) {
      repeat {
        try parseExpression()
        if kind == .stringTail { break }
        if kind != .stringMiddle { throw unexpected("`}` to end what is put into the string") }
      } while take(.stringMiddle)
      try expect(.stringTail, "the string's end")
    } else {
      try expect(.string, "a string in double quotes")
    }
    finish(.string, from: first, mark)
  }

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
  private mutating func parseChoose() throws(Failure) {
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
  private mutating func parseTableLiteral() throws(Failure) {
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

  /// target = NAME | "baseline" | "%" | CURRENCY | "(" unit_factor { ( "*" | "/" | "per" ) unit_factor } ")"
  private mutating func parseTarget() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(.target)
    if take(.leftParenthesis) {
      repeat { try parseUnitFactor() } while take(.star) || take(.slash) || take(.per)
      try expectClosing(.rightParenthesis, of: first, "`/` and another unit")
      return finish(.unitExpression, from: first, mark)
    }
    switch kind {
    case .percent, .currency: advance()
    case .word where word == .baseline || !word.isReserved: advance()
    default: throw unexpected("a unit or a scenario; a compound unit wants parentheses")
    }
    finish(.unitExpression, from: first, mark)
  }

  /// unit_factor = ( NAME | CURRENCY | "%" | NUMBER ) [ "^" [ "-" ] NUMBER ]
  private mutating func parseUnitFactor() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(.unitFactor)
    switch kind {
    case .percent, .currency, .number: advance()
    case .word where !word.isReserved: advance()
    default: throw unexpected("a unit")
    }
    if take(.caret) {
      _ = take(.minus)
      try expect(.number, "an exponent")
    }
    finish(.unitFactor, from: first, mark)
  }

  /// time = "?" | "month" ( NUMBER | "(" expression ")" ) | MONTH | DAY | "end" | "failure" | NAME "." "failure"
  ///      | NUMBER UNIT "after" time | "(" expression ")" [ "." "failure" | "after" time ]
  mutating func parseTime() throws(Failure) {
    try nested { (parser) throws(Failure) in try parser.parseTimeForm() }
  }

  private mutating func parseTimeForm() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(.time)
    if kind == .number, ahead(1).kind == .endOfText { expectations?.insert(.duration) }
    switch kind {
    case .calendarMonth, .calendarDay:
      advance()
      finish(.calendarTime, from: first, mark)
    case .number where isUnit(index + 1):
      advance()
      advance()
      finish(.literal, from: first, mark)
      try expect(.after, "`after` and a time, as in `2 months after failure`")
      try parseTime()
      finish(.afterTime, from: first, mark)
    case .leftParenthesis:
      advance()
      try parseExpression()
      try expectClosing(.rightParenthesis, of: first, "an operator")
      finish(.parenthesized, from: first, mark)
      if kind == .dot, ahead(1).word == .failure {
        advance()
        advance()
        finish(.failureTime, from: first, mark)
      } else if take(.after) {
        try parseTime()
        finish(.afterTime, from: first, mark)
      } else {
        finish(.computedTime, from: first, mark)
      }
    case .question: take(as: .hole)
    case .word: try parseTimeWord()
    default: throw unexpected(Self.aTime)
    }
  }

  static let aTime = "a time: `month 3`, `2024-01`, `end`, `failure` or `2 months after failure`"

  private mutating func parseTimeWord() throws(Failure) {
    let (first, mark) = (index, pending.count)
    if !word.isReserved, ahead(1).kind == .dot, ahead(2).word == .failure {
      advance()
      finish(.name, from: first, pending.count)
      advance()
      advance()
      return finish(.failureTime, from: first, mark)
    }
    switch word {
    case .month:
      advance()
      if kind == .leftParenthesis {
        advance()
        try parseExpression()
        try expectClosing(.rightParenthesis, of: first + 1, "an operator")
      } else {
        try expect(.number, "the month's number")
      }
      finish(.monthTime, from: first, mark)
    case .end:
      advance()
      finish(.endTime, from: first, mark)
    case .failure:
      advance()
      finish(.failureTime, from: first, mark)
    default: throw unexpected(Self.aTime + "; a computed one wants parentheses")
    }
  }
}
