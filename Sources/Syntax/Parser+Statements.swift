import SourceText

/// The productions of statements other than declarations and actions.
extension Parser {
  /// statement = setting | let | function | … | question | expression
  mutating func parseStatement() throws(Failure) {
    let (first, mark) = (index, pending.count)
    if kind == .plus { throw report(.leadingOperator(tree.span(ofToken: index))) }
    guard kind == .word else { return try parseExpressionStatement() }
    switch word {
    case .simulate: try parseSimulate()
    case .trials: try parseTrials()
    case .seed: try parseSetting(.seed)
    case .discount: try parseSetting(.discount)
    case .sampling: try parseSampling()
    case .let: try parseLet()
    case .fn: try parseFunction()
    case .if: try parseConditionalBlock()
    case .for: try parseLoop()
    case .import:
      advance()
      try expect(.string, "the file's name in double quotes")
      finish(.importStatement, from: first, mark)
    case .unit:
      advance()
      repeat { try parseUnitName() } while take(.comma)
      finish(.unitDeclaration, from: first, mark)
    case .rate:
      advance()
      try parseChain(.sum)
      try expect(.equal, "`=` and the other currency's amount, as in `rate €1 = $1.08`")
      try parseChain(.sum)
      try parseAnnotations()
      finish(.exchange, from: first, mark)
    case .correlate:
      advance()
      try parsePostfix()
      try expect(.with, "`with` and the second quantity")
      try parsePostfix()
      try expect(.by, "`by` and the rank correlation, as in `by 0.6`")
      try parseSigned()
      finish(.correlation, from: first, mark)
    case .product: try parseProduct()
    case .overlap: try parseOverlap()
    case .failure: try parseFailure()
    case .observe: try parseObserve()
    case .claim: try parseClaim()
    case .scenario: try parseScenario()
    case .baseline:
      advance()
      try parseBlock()
      finish(.baseline, from: first, mark)
    case .redirect: try parseRedirect()
    case .integrate: try parseIntegrate()
    case .close: try parseClose()
    case .reallocate: try parseReallocate()
    case .table where ahead(1).kind != .leftBrace: try parseTableQuestion()
    case .claims:
      advance()
      finish(.claimsQuestion, from: first, mark)
    case .why:
      advance()
      try parseExpression()
      while take(.comma) { try parseScenarioName() }
      finish(.whyQuestion, from: first, mark)
    case .explain: try parseExplain()
    case .compare: try parseCompare()
    case .expect: try parseExpect()
    case .detect: try parseDetect()
    case .plot: try parsePlot()
    case .drives: try parseDrives()
    case .advise: try parseAdvise()
    default: try parseExpressionStatement()
    }
  }

  /// explain = "explain" expression
  mutating func parseExplain() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    finish(.explainQuestion, from: first, mark)
  }

  private mutating func parseExpressionStatement() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseExpression()
    if kind == .equal { return try parseAssignment(from: first, mark) }
    finish(.expressionStatement, from: first, mark)
  }

  /// assignment = reference "." WORD "=" schedule annotations
  private mutating func parseAssignment(from first: Int, _ mark: Int) throws(Failure) {
    let target = pending[pending.count - 1].node
    if ahead(1).kind == .greater, tokens[index].end == ahead(1).start {
      throw report(.greaterOrEqual(tree.span(ofToken: index).union(tree.span(ofToken: index + 1))))
    }
    guard tree.kind(target) == .memberAccess, let base = tree.child(0, of: target),
      [.nameExpression, .parenthesized].contains(tree.kind(base))
    else {
      let name = tree.kind(target) == .nameExpression ? tree.text(target) : nil
      throw report(.assignmentTarget(name, tree.span(target), tree.span(ofToken: index)))
    }
    advance()
    try parseSchedule()
    try parseAnnotations()
    finish(.assignment, from: first, mark)
  }

  /// setting = "simulate" expression [ "from" ( MONTH | "(" expression ")" ) ] | …
  private mutating func parseSimulate() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    if take(.from) {
      let start = index
      if take(.calendarMonth) {
        finish(.calendar, from: start, pending.count)
      } else if kind == .leftParenthesis {
        try parsePrimary()
      } else {
        throw unexpected("the first month, as in `from 2023-07`")
      }
    }
    finish(.simulate, from: first, mark)
  }

  private mutating func parseSetting(_ kind: SyntaxKind) throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    finish(kind, from: first, mark)
  }

  /// "trials" expression [ "until" "error" [ "of" sum ] "<" sum ]
  private mutating func parseTrials() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    let (start, inner) = (index, pending.count)
    if take(.until) {
      try expect(.error, "`error` and a bound, as in `until error < 1%`")
      if take(.of) { try parseChain(.sum) }
      try expect(.less, "`<` and the error to stay below, as in `until error < 1%`")
      try parseChain(.sum)
      finish(.errorBound, from: start, inner)
    }
    finish(.trials, from: first, mark)
  }

  /// "sampling" NAME [ NAME ]
  private mutating func parseSampling() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    note(.sampling)
    try parseName("how to sample: `random`, `sobol` or `latin hypercube`")
    if tree.text(ofToken: index - 1) == "latin" { note(.hypercube) }
    if kind == .word, !word.isReserved { try parseName("the method's second word") }
    finish(.sampling, from: first, mark)
  }

  /// let = "let" NAME "=" expression annotations
  private mutating func parseLet() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseName("a name")
    try expect(.equal, "`=` and a value")
    try parseExpression()
    try parseAnnotations()
    finish(.letBinding, from: first, mark)
  }

  /// function = "fn" NAME "(" [ NAME { "," NAME } ] ")" ( "=" expression | block )
  private mutating func parseFunction() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseName("the function's name")
    let opener = index
    try expect(.leftParenthesis, "`(` and the parameters")
    if kind != .rightParenthesis {
      repeat { try parseName("a parameter's name") } while take(.comma)
    }
    try expectClosing(.rightParenthesis, of: opener, "a comma and another parameter")
    if take(.equal) {
      try parseExpression()
    } else if kind == .leftBrace {
      try parseBlock()
    } else {
      throw unexpected("`=` and an expression, or a block `{ … }`")
    }
    finish(.function, from: first, mark)
  }

  /// conditional_block = "if" expression block { "else" "if" expression block } [ "else" block ]
  private mutating func parseConditionalBlock() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    if kind != .leftBrace {
      if kind == .equal {
        if let habit = habit("a comparison") { throw report(habit) }
        throw report(.equalInsteadOfComparison(tree.span(ofToken: index)))
      }
      try parseConditionalRest(from: first, mark)
      return finish(.expressionStatement, from: first, mark)
    }
    try parseBlock()
    while take(.else) {
      if take(.if) {
        try parseExpression()
        try parseBlock()
      } else {
        try parseBlock()
        break
      }
    }
    finish(.conditionalBlock, from: first, mark)
  }

  /// loop = "for" NAME "in" expression block
  private mutating func parseLoop() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseName("a name for the element")
    try expect(.in, "`in` and a list")
    try parseExpression()
    try parseBlock()
    finish(.loop, from: first, mark)
  }

  /// Reports that the name a statement began with is no statement's word, if a name is all that was read of it.
  mutating func unknownStatement(from first: Int, _ mark: Int) -> Failure? {
    guard pending.count == mark + 1, index == first + 1 else { return nil }
    switch kind {
    case .word, .number, .currency, .string, .stringHead, .calendarMonth, .calendarDay, .leftBrace:
      break
    default: return nil
    }
    guard tokens[first].kind == .word, tree.kind(pending[mark].node) == .expressionStatement else {
      return nil
    }
    if index < tokens.count, kind == .word, tree.text(ofToken: index) == tree.text(ofToken: first) {
      return report(doubled(at: index))
    }
    return report(
      statementHabit(first)
        ?? .unknownStatement(
          tree.text(ofToken: first), in: enclosingWord, tree.span(ofToken: first)))
  }

  // MARK: Questions

  private mutating func parseTableQuestion() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    repeat { try parseExpression() } while take(.comma)
    finish(.tableQuestion, from: first, mark)
  }

  /// compare = "compare" scenario_name { "," scenario_name } "on" figures
  mutating func parseCompare() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    repeat { try parseScenarioName() } while take(.comma)
    try expect(.on, "`on` and what to compare, as in `on portfolio.margin`")
    repeat { try parseExpression() } while take(.comma)
    finish(.compareQuestion, from: first, mark)
  }

  /// "drives" expression [ "between" scenario_name { "," scenario_name } ]
  mutating func parseDrives() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    if take(.between) {
      repeat { try parseScenarioName() } while take(.comma)
    }
    finish(.drivesQuestion, from: first, mark)
  }

  mutating func parseScenarioName() throws(Failure) {
    let first = index
    note(.scenario)
    guard kind == .word, word == .baseline || !word.isReserved else {
      throw reservedWord("a scenario's name")
    }
    advance()
    finish(.scenarioName, from: first, pending.count)
  }

  /// "expect" [ NUMBER "%" "sure" ] expression
  private mutating func parseExpect() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    parseCertainty()
    try parseExpression()
    finish(.expectQuestion, from: first, mark)
  }

  /// [ NUMBER "%" "sure" ]
  mutating func parseCertainty() {
    if kind == .number, ahead(1).kind == .percent, ahead(2).kind == .endOfText {
      expectations?.insert(.word(.sure))
    }
    guard kind == .number, ahead(1).kind == .percent, ahead(2).word == .sure else { return }
    let start = index
    advance()
    advance()
    advance()
    finish(.certainty, from: start, pending.count)
  }

  /// "detect" expression [ "{" … detect_clause … "}" ]
  private mutating func parseDetect() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    if kind == .leftBrace {
      try parseBraces("another option") { (parser) throws(Failure) in
        try parser.parsePlainClause(annotated: false)
      }
    }
    finish(.detectQuestion, from: first, mark)
  }

  // MARK: Names

  mutating func parseName(_ what: String) throws(Failure) {
    guard kind == .word, !word.isReserved else { throw reservedWord(what) }
    take(as: .name)
  }

  /// unit_name = NAME without the words that may follow a number
  private mutating func parseUnitName() throws(Failure) {
    if kind == .word, word.mayFollowNumber {
      throw unexpected("a unit's name that is no word of the language")
    }
    try parseName("the unit's name")
  }

  /// Reports that `what` was expected, and if a reserved word stands there, that it can't be a name.
  mutating func reservedWord(_ what: String) -> Failure {
    guard kind == .word, word.isReserved else { return unexpected(what) }
    if let doubled { return report(doubled) }
    return report(.reservedWord(word.text, expected: what, tree.span(ofToken: index)))
  }
}
