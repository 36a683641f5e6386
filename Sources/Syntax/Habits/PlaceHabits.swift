import SourceText

/// Words that belong elsewhere, and what is missing around them.
extension Parser {
  func placeHabit(_ what: String) -> Diagnostic? {
    if let braces = missingBraces(what) { return braces }
    guard kind == .word || Self.startsValue(token) else { return nil }
    let statement = tokens[startOfStatement].word
    if what.hasPrefix("a time"), kind == .word { return timeAfterWord() }
    if what.hasPrefix("`on`"), word == .and {
      var span = place(0)
      span.start = Int(before().end)
      return Diagnostic(
        .unexpectedToken, "scenarios are separated by commas", at: place(0),
        corrections: [
          Correction("write `\(text(-1)), \(text(1))`", replacing: span, with: ",")
        ])
    }
    if what == "a comma and the other product", kind == .word {
      return inserted(", ", "the two products are separated by a comma", "\(text(-1)), \(text(0))")
    }
    if what.hasPrefix("`->`"), kind == .word, word == .other {
      return inserted(
        "-> ", "an arrow leads from the one product to the other", "\(text(-1)) -> \(text(0))")
    }
    if what.hasPrefix("`when`"), Self.startsValue(token), ahead(1).kind.isComparison {
      return inserted("when ", "a criterion begins with `when`", "when \(written(index..<ownEnd))")
    }
    guard what == "the end of the line" else { return nil }
    if statement == .expect, before().kind == .percent, index == startOfStatement + 3 {
      return inserted(
        "sure ", "how sure it has to be ends with the word `sure`", "\(text(-2))% sure")
    }
    if statement == .plot, word == .as || word == .into {
      return Diagnostic(
        .unexpectedToken, "a picture is written to a file with `to`", at: place(0),
        help: ["write `to \"picture.svg\"`; the name's end says which kind"])
    }
    if index == startOfStatement + 3, before(2).kind == .dot, before(3).kind == .word,
      kind == .number || kind == .currency
    {
      return inserted(
        "= ", "a clause is changed with `=`", "\(text(-3)).\(text(-1)) = \(written(index..<ownEnd))"
      )
    }
    if text(-1) == "between", kind == .number { return between }
    if ["by", "on", "during", "for"].contains(text(0)),
      ahead(1).word == .month || ahead(1).kind == .calendarMonth || ahead(1).word == .end
    {
      return .habit(
        "a month is asked for with `at`", place(0), write: "at",
        title: "write `at \(written((index + 1)..<ownEnd))`", .choice, code: .unexpectedToken)
    }
    return nil
  }

  /// A mistake that a few characters before the current token mend.
  private func inserted(_ characters: String, _ message: String, _ title: String) -> Diagnostic {
    var gap = place(0)
    gap.end = gap.start
    // A comma touches what it follows.
    if characters.hasPrefix(",") { gap.start = Int(before().end) }
    return Diagnostic(
      .unexpectedToken, message, at: place(0),
      corrections: [Correction("write `\(title)`", replacing: gap, with: characters)])
  }

  /// The token at which the value that begins with the current one ends.
  private var ownEnd: Int { max(index + 1, endOfValue(from: index)) }

  /// `close A at month 3`, `close A after 3 months`.
  private func timeAfterWord() -> Diagnostic? {
    if [.at, .in, .on, .from].contains(word) {
      var span = place(0)
      span.end = Int(ahead(1).start)
      return .habit(
        "the time stands here without `\(text(0))`", span, write: "",
        title: "leave `\(text(0))` out", .choice, code: .unexpectedToken)
    }
    guard word == .after, ahead(1).kind == .number, ahead(2).kind == .word,
      ["month", "months"].contains(text(2)), let count = Int(text(1)), count < 1000
    else { return nil }
    return Diagnostic(
      .unexpectedToken, "\(text(1)) \(text(2)) after what?", at: place(0, 2),
      corrections: [
        Correction(
          "write `\(text(1)) \(text(2)) after failure`", replacing: place(0, 2),
          with: "\(text(1)) \(text(2)) after failure"),
        Correction(
          "or, \(text(1)) \(text(2)) after the start, `month \(count + 1)`",
          replacing: place(0, 2), with: "month \(count + 1)"),
      ])
  }

  /// `between 5 and 10 users`.
  private var between: Diagnostic? {
    guard let and = (index..<ownEnd).first(where: { tokens[$0].word == .and }) else { return nil }
    let end = endOfValue(from: and)
    guard end > and + 1 else { return nil }
    var gone = place(-1)
    gone.end = Int(token.start)
    let text = "\(written(index..<and)) to \(written((and + 1)..<end))"
    return Diagnostic(
      .foreignHabit, "an interval is written with `to`", at: place(-1),
      corrections: [
        Correction(
          "write `\(text)`",
          edits: [
            Correction.Edit(span: gone, replacement: ""),
            Correction.Edit(span: tree.span(ofToken: and), replacement: "to"),
          ], .automatic)
      ])
  }

  // MARK: Braces

  /// `product A users 1M; churn 5%/month`, `failure A when users < 1M`.
  private func missingBraces(_ what: String) -> Diagnostic? {
    guard let end = endOfUnbraced(what) else { return nil }
    var (opening, closing) = (place(0), place(0))
    opening.end = opening.start
    (closing.start, closing.end) = (Int(tokens[end - 1].end), Int(tokens[end - 1].end))
    return Diagnostic(
      .unexpectedToken, "the clauses of a declaration stand in braces", at: place(0),
      corrections: [
        Correction(
          "write `{ \(written(index..<end)) }`",
          edits: [
            Correction.Edit(span: opening, replacement: "{ "),
            Correction.Edit(span: closing, replacement: " }"),
          ], .choice)
      ])
  }

  /// The token at which a line ends that begins here with a clause, where braces are missing around it; nil elsewhere.
  private func endOfUnbraced(_ what: String) -> Int? {
    guard kind == .word, nestingOfBlocks == 0 else { return nil }
    let declares = tokens[startOfStatement].word
    let isHeaded: Bool
    switch what {
    case "`{`": isHeaded = Self.startsValue(ahead(1))
    case "the end of the line" where declares == .product:
      isHeaded = index > startOfStatement + 1 && Self.startsValue(ahead(1))
    case "the end of the line":
      isHeaded =
        [.redirect, .integrate, .reallocate].contains(declares)
        && (word == .from || word == .until || Self.startsValue(ahead(1)))
    default: isHeaded = false
    }
    guard isHeaded else { return nil }
    var i = index
    while i < tokens.count - 1 {
      switch tokens[i].kind {
      case .leftBrace, .rightBrace: return nil
      case .separator where tree.text(ofToken: i) != ";": return i > index ? i : nil
      default: break
      }
      i += 1
    }
    return i > index ? i : nil
  }

  /// Notes where to go on after a block whose braces are missing.
  mutating func lookForBlock(_ what: String) {
    if let end = endOfUnbraced(what) { resumption = end }
    lacksBrace = what == "`{`" && kind == .separator && nestingOfBlocks == 0
  }

  // MARK: Words that come near

  /// A word beside one that may stand here.
  func nearWord(_ what: String) -> Diagnostic? {
    guard kind == .word else { return nil }
    let legal = what.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }.filter { Word.named($0) != nil }
    let written = text(0).lowercased()
    let alike = Self.alike[written, default: []].filter(legal.contains)
    let near = alike.isEmpty ? Spelling.suggestions(for: written, among: legal) : alike
    guard !near.isEmpty else { return nil }
    return Diagnostic(
      .unexpectedToken, "expected \(what), found \(found)", at: place(0),
      corrections: near.map { Correction("write `\($0)`", replacing: place(0), with: $0) })
  }

  private static let alike = [
    "if": ["when"], "reason": ["because"], "why": ["because"],
    "on": ["at"], "till": ["to"], "until": ["to"], "to": ["into"], "in": ["into"],
    "for": ["on"], "by": ["on"], "and": ["with"], "start": ["from"], "starting": ["from"],
  ]
}
