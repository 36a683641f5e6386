import SourceText

/// The productions of `advise`.
extension Parser {
  /// "advise" expression "{" [ separators ] [ advise_clause { separators advise_clause } [ separators ] ] "}"
  mutating func parseAdvise() throws(Failure) {
    let (first, mark) = (index, pending.count)
    advance()
    try parseExpression()
    guard kind == .leftBrace else {
      throw unexpected("`{` and what to choose, as in `{ maximise mean; split A -> B, C }`")
    }
    // Its choices begin with words that declare something elsewhere.
    try parseBraces("another choice") { (parser) throws(Failure) in
      try parser.parseAdviseClause()
    }
    finish(.adviseQuestion, from: first, mark)
  }

  private mutating func parseAdviseClause() throws(Failure) {
    let (first, mark) = (index, pending.count)
    switch kind == .word ? word : .other {
    case .maximise:
      advance()
      note(.statistic)
      try parseName("what to maximise: `mean`, `percentile 5%` or `cvar 5%`")
      if kind != .separator, kind != .rightBrace, kind != .endOfText { try parseSigned() }
      finish(.maximiseClause, from: first, mark)
    case .split:
      advance()
      try parseReference("the product whose users are split")
      try expect(.arrow, "`->` and the products they are split among")
      repeat { try parseSplitTarget() } while take(.comma)
      note(words: [.by])
      if take(.by) { try parseSigned() }
      finish(.splitClause, from: first, mark)
    case .integrate:
      advance()
      try parseReference("the feature", .feature)
      try expect(.from, "`from` and the product that has the feature")
      try parseReference("the product that has the feature")
      try expect(.into, "`into` and the product that takes it")
      try parseReference("the product that takes it")
      finish(.integrateClause, from: first, mark)
    case .close:
      advance()
      try parseReference("the product that closes")
      try expect(.from, "`from` and the first month to choose, as in `from month 3 to month 12`")
      try parseTime()
      try expect(.to, "`to` and the last month to choose, as in `from month 3 to month 12`")
      try parseTime()
      finish(.closeClause, from: first, mark)
    case .limit:
      advance()
      parseCertainty()
      try parseExpression()
      finish(.limitClause, from: first, mark)
    default: throw unknownAdviseClause()
    }
  }

  /// split_target = reference [ "from" signed "to" signed ]
  private mutating func parseSplitTarget() throws(Failure) {
    let (first, mark) = (index, pending.count)
    try parseReference("a product that takes a part of them")
    note(words: [.from])
    if take(.from) {
      try parseSigned()
      try expect(.to, "`to` and the largest share, as in `from 10% to 60%`")
      try parseSigned()
    }
    finish(.splitTarget, from: first, mark)
  }

  private mutating func unknownAdviseClause() -> Failure {
    let span = tree.span(ofToken: index)
    switch kind == .word ? tree.text(ofToken: index) : "" {
    case "maximize": return report(.spelling("maximize", "maximise", span))
    case "minimise", "minimize": return report(.minimise(tree.text(ofToken: index), span))
    default: return unexpected("`maximise`, `split`, `integrate`, `close` or `limit`")
    }
  }
}

extension Diagnostic {
  fileprivate static func spelling(_ word: String, _ right: String, _ span: SourceSpan)
    -> Diagnostic
  {
    Diagnostic(
      .foreignHabit, "the language spells `\(word)` as `\(right)`", at: span,
      corrections: [Correction("write `\(right)`", replacing: span, with: right)])
  }

  fileprivate static func minimise(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .foreignHabit, "`advise` has no `\(word)`: it only maximises", at: span,
      help: [
        "to keep a figure low, maximise its negative: `advise -total(A.cost) { maximise mean … }`"
      ])
  }
}
