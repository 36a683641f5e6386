import SourceText

/// The productions of declarations and actions.
extension Parser {
  /// reference = NAME | "(" expression ")"
  mutating func parseReference(_ what: String, _ expectation: Expectation? = .product)
    throws(Failure)
  {
    let (first, mark) = (index, pending.count)
    if let expectation { note(expectation) }
    if kind == .leftParenthesis {
      advance()
      try parseExpression()
      try expectClosing(.rightParenthesis, of: first, "an operator")
    } else {
      guard kind == .word, !word.isReserved else { throw reservedWord(what) }
      advance()
    }
    finish(.reference, from: first, mark)
  }

  /// title = string, if there is one
  private mutating func parseTitle() throws(Failure) {
    guard kind == .string || kind == .stringHead else { return }
    let (first, mark) = (index, pending.count)
    try parseString()
    finish(.title, from: first, mark)
  }

  /// annotations = { "source" string | "as" "of" ( MONTH | DAY ) | "note" string }
  mutating func parseAnnotations() throws(Failure) {
    while try parseAnnotation() {}
  }

  private mutating func parseAnnotation() throws(Failure) -> Bool {
    let (first, mark) = (index, pending.count)
    note(words: [.source, .as, .note])
    guard kind == .word else { return false }
    if word == .as, ahead(1).kind == .endOfText { expectations?.insert(.word(.of)) }
    switch word {
    case .source, .note:
      let isSource = word == .source
      advance()
      guard kind == .string || kind == .stringHead else {
        throw unexpected("a text in double quotes")
      }
      try parseString()
      finish(isSource ? .sourceNote : .noteNote, from: first, mark)
    case .as where ahead(1).word == .of:
      advance()
      advance()
      guard kind == .calendarMonth || kind == .calendarDay else {
        throw unexpected("a month, as in `as of 2023-07`")
      }
      advance()
      finish(.asOfNote, from: first, mark)
    default: return false
    }
    return true
  }

  /// `true` iff an annotation starts here as a clause of its own: `source "…"`, not a clause called source.
  private var startsAnnotation: Bool {
    switch word {
    case .source, .note: ahead(1).kind == .string || ahead(1).kind == .stringHead
    case .as: true
    default: false
    }
  }

  /// schedule = expression { "until" time "then" expression }
  mutating func parseSchedule() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseExpression()
    note(words: [.until])
    guard kind == .word, word == .until else { return }
    while take(.until) {
      try parseTime()
      try expect(.then, "`then` and what holds afterwards")
      try parseExpression()
    }
    finish(.schedule, from: first, mark)
  }

  /// NAME expression annotations, or one annotation
  mutating func parsePlainClause(annotated: Bool = true, scheduled: Bool = false) throws(Failure) {
    let (first, mark) = (index, pending.count)
    if annotated, kind == .word, word == .source || word == .note || word == .as {
      guard try parseAnnotation() else { throw unexpected("a clause") }
      return try parseAnnotations()
    }
    try parseName("a clause")
    if kind == .equal || kind == .colon {
      throw report(.signAfterClause(tree.text(ofToken: index), tree.span(ofToken: index)))
    }
    if scheduled { try parseSchedule() } else { try parseExpression() }
    if annotated { try parseAnnotations() }
    finish(.clause, from: first, mark)
  }

  /// "{" clauses "}", if there
  private mutating func parseClauses(
    required: Bool = false, _ clause: (inout Parser) throws(Failure) -> Void
  ) throws(Failure) {
    if !required, kind != .leftBrace { return }
    try parseBraces("another clause", endsAtDeclarations: true, clause)
  }

  /// product = "product" reference [ title ] annotations [ "{" … "}" ]
  mutating func parseProduct() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseReference("the product's name", nil)
    try parseTitle()
    try parseAnnotations()
    try parseClauses { (parser) throws(Failure) in try parser.parseProductClause() }
    finish(.product, from: first, mark)
  }

  private mutating func parseProductClause() throws(Failure) {
    let (first, mark) = (index, pending.count)
    switch kind == .word ? word : .other {
    case .features:
      advance()
      repeat { try parseReference("a feature's name", nil) } while take(.comma)
      finish(.featuresClause, from: first, mark)
    case .goal:
      advance()
      try parseExpression()
      try expect(.by, "`by` and a time, as in `goal 5M users by 2023-12`")
      try parseTime()
      try parseAnnotations()
      finish(.goalClause, from: first, mark)
    default: try parsePlainClause(scheduled: true)
    }
  }

  /// overlap = "overlap" reference "," reference interval "of" reference annotations
  mutating func parseOverlap() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseReference("a product")
    try expect(.comma, "a comma and the other product")
    try parseReference("the other product")
    try parseInterval()
    try expect(.of, "`of` and the product whose users it is a share of")
    try parseReference("one of the two products")
    try parseAnnotations()
    finish(.overlap, from: first, mark)
  }

  /// failure = "failure" reference [ title ] annotations "{" … "}"
  mutating func parseFailure() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseReference("the product that fails")
    try parseTitle()
    try parseAnnotations()
    try parseClauses(required: true) { (parser) throws(Failure) in try parser.parseFailureClause() }
    finish(.failure, from: first, mark)
  }

  private mutating func parseFailureClause() throws(Failure) {
    let (first, mark) = (index, pending.count)
    switch kind == .word ? word : .other {
    case .when:
      advance()
      try parseExpression()
      try parseAnnotations()
      finish(.whenClause, from: first, mark)
    case .at:
      advance()
      try parseTime()
      try parseAnnotations()
      finish(.atClause, from: first, mark)
    case .because: try parseBecause()
    case _ where kind == .word && startsAnnotation: try parsePlainClause()
    default: throw unexpected("`when`, `at`, `because`, `source` or `note`")
    }
  }

  /// because = "because" reason { "," reason }
  private mutating func parseBecause() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    repeat {
      if kind == .string || kind == .stringHead {
        try parseString()
      } else {
        try parseName("a reason: a word or a text in double quotes")
      }
    } while take(.comma)
    finish(.becauseClause, from: first, mark)
  }

  /// redirect = "redirect" reference "->" reference annotations [ "{" … "}" ]
  mutating func parseRedirect() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseReference("the product whose users are redirected")
    if kind == .word, word == .to || word == .into {
      throw report(.arrowInsteadOfTo(tree.text(ofToken: index), tree.span(ofToken: index)))
    }
    try expect(.arrow, "`->` and the product they are sent to")
    try parseReference("the product they are sent to")
    try parseAnnotations()
    try parseClauses { (parser) throws(Failure) in
      let (first, mark) = (parser.index, parser.pending.count)
      if parser.take(.decline) {
        parser.note(.decline)
        try parser.parseName("`stays` or `leaves`")
        parser.finish(.declineClause, from: first, mark)
      } else if parser.kind == .word, parser.word == .overlap {
        // A statement's word that is a clause's here.
        parser.advance()
        parser.finish(.name, from: first, parser.pending.count)
        try parser.parseExpression()
        try parser.parseAnnotations()
        parser.finish(.clause, from: first, mark)
      } else {
        try parser.parseActionClause()
      }
    }
    finish(.redirect, from: first, mark)
  }

  /// timing | annotation | NAME expression annotations
  private mutating func parseActionClause() throws(Failure) {
    let (first, mark) = (index, pending.count)
    switch kind == .word ? word : .other {
    case .from, .until:
      advance()
      try parseTime()
      try parseAnnotations()
      finish(.timingClause, from: first, mark)
    case .over:
      advance()
      note(words: [.instant])
      if kind == .word, word == .instant {
        let start = index
        advance()
        finish(.ramp, from: start, pending.count)
      } else {
        try parseExpression()
        try parseRamp()
      }
      try parseAnnotations()
      finish(.overClause, from: first, mark)
    default: try parsePlainClause()
    }
  }

  /// ramp = ( "instant" | "linear" | "logistic" | "exponential" ) [ signed ]
  private mutating func parseRamp() throws(Failure) {
    let (first, mark) = (index, pending.count)
    note(words: [.instant, .linear, .logistic, .exponential])
    guard kind == .word, [.instant, .linear, .logistic, .exponential].contains(word) else { return }
    advance()
    let startsAnnotation = kind == .word && startsAnnotation
    if kind != .separator, kind != .rightBrace, kind != .endOfText, !startsAnnotation {
      try parseSigned()
    }
    finish(.ramp, from: first, mark)
  }

  /// integrate = "integrate" reference "from" reference "into" reference annotations [ "{" … "}" ]
  mutating func parseIntegrate() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseReference("the feature", .feature)
    try expect(.from, "`from` and the product that has the feature")
    try parseReference("the product that has the feature")
    try expect(.into, "`into` and the product that takes it")
    try parseReference("the product that takes it")
    try parseAnnotations()
    try parseClauses { (parser) throws(Failure) in try parser.parseActionClause() }
    finish(.integrate, from: first, mark)
  }

  /// close = "close" reference time annotations
  mutating func parseClose() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseReference("the product that closes")
    try parseTime()
    try parseAnnotations()
    finish(.close, from: first, mark)
  }

  /// reallocate = "reallocate" interval "of" reference "." WORD "into" reference "." WORD annotations [ "{" … "}" ]
  mutating func parseReallocate() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseInterval()
    try expect(.of, "`of` and the cost it comes from, as in `60% of Resso.cost`")
    try parseMember("the product whose cost is reallocated")
    try expect(.into, "`into` and what the money goes to, as in `into TikTok.acquisition`")
    try parseMember("the product that gets the money")
    try parseAnnotations()
    try parseClauses { (parser) throws(Failure) in try parser.parseActionClause() }
    finish(.reallocate, from: first, mark)
  }

  /// reference "." WORD
  private mutating func parseMember(_ what: String) throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseReference(what)
    try expect(.dot, "`.` and the product's metric")
    let name = index
    note(.member)
    guard kind == .word else { throw unexpected("a metric, as in `.users`") }
    advance()
    finish(.name, from: name, pending.count)
    finish(.member, from: first, mark)
  }

  /// scenario = "scenario" NAME [ title ] [ "extends" scenario_name ] block
  mutating func parseScenario() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseName("the scenario's name")
    try parseTitle()
    if take(.extends) { try parseScenarioName() }
    try parseBlock()
    finish(.scenario, from: first, mark)
  }

  /// observe = "observe" reference "." WORD annotations ( observations | "from" string [ "{" … "}" ] )
  mutating func parseObserve() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseMember("the product that was measured")
    try parseAnnotations()
    if take(.from) {
      try parseString()
      try parseClauses { (parser) throws(Failure) in
        let (first, mark) = (parser.index, parser.pending.count)
        guard parser.take(.where) else { return try parser.parsePlainClause() }
        try parser.parseString()
        try parser.expect(.equalEqual, "`==` and a value, as in `where \"Entity\" == \"Orkut\"`")
        try parser.parseExpression()
        parser.finish(.whereClause, from: first, mark)
      }
    } else {
      try parseListed("another observation") { (parser) throws(Failure) in
        let (first, mark) = (parser.index, parser.pending.count)
        if parser.kind == .word, parser.startsAnnotation {
          _ = try parser.parseAnnotation()
          return try parser.parseAnnotations()
        }
        try parser.parseTime()
        try parser.expect(.colon, "`:` and what was measured")
        try parser.parseExpression()
        try parser.parseAnnotations()
        parser.finish(.observation, from: first, mark)
      }
    }
    finish(.observe, from: first, mark)
  }

  /// claim = "claim" reference [ title ] annotations "{" … "}"
  mutating func parseClaim() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseReference("what the claim is about")
    try parseTitle()
    try parseAnnotations()
    try parseClauses(required: true) { (parser) throws(Failure) in
      if parser.kind == .word, parser.word == .because { return try parser.parseBecause() }
      try parser.parsePlainClause()
    }
    finish(.claim, from: first, mark)
  }
}
