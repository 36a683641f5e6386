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
}
