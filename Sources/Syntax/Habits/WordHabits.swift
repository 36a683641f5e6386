import SourceText

/// Words of other languages, and forgotten separators and signs.
extension Parser {
  /// A word, a number or a text that stands twice in a row.
  var doubled: Diagnostic? {
    if index > 0, kind == before().kind, text(0) == text(-1) {
      switch kind {
      case .word, .number, .string, .calendarMonth, .calendarDay, .comma, .colon:
        return doubled(at: index)
      default: return nil
      }
    }
    // `churn churn 5%`: the second was read as the value.
    guard index > 1, before().kind == .word, before(2).kind == .word, text(-1) == text(-2),
      Self.startsValue(token)
    else { return nil }
    return doubled(at: index - 1)
  }

  /// The message about a token that repeats the one before it.
  func doubled(at i: Int) -> Diagnostic {
    let (first, here) = (tree.span(ofToken: i - 1), tree.span(ofToken: i))
    var second = here
    second.start = first.end
    return Diagnostic(
      .unexpectedToken, "`\(tree.text(ofToken: i))` stands twice", at: here,
      secondary: [Label(first, "the first time")],
      corrections: [Correction("leave the second out", replacing: second, with: "")])
  }

  func wordHabit(_ what: String) -> Diagnostic? {
    if what.hasSuffix("another row"), Self.endsValue(before()), Self.startsValue(token) {
      return between(", ", "the values of a row are separated by commas")
    }
    if what == "the end of the line", [.string, .stringHead].contains(kind),
      Self.endsValue(before()), nestingOfBlocks > 0 || startOfStatement < index
    {
      return Diagnostic(
        .unexpectedToken, "expected the end of the line, found \(found)", at: place(0),
        notes: ["a text beside a number says who said it, or is a remark"],
        corrections: ["note", "source"].map { word in
          let title = word == "note" ? "write" : "or"
          var place = place(0)
          place.end = place.start
          return Correction(
            "\(title) `\(word) \(kind == .string ? text(0) : "\"…\"")`", replacing: place,
            with: word + " ")
        })
    }
    if what == "`{`", kind == .separator || kind == .endOfText {
      var place = place(0)
      (place.start, place.end) = (Int(before().end), Int(before().end))
      return Diagnostic(
        .unexpectedToken, "expected `{`, found \(found)", at: place,
        corrections: [Correction("write `{` here", replacing: place, with: " {")])
    }
    if what == "the end of the line", Self.endsValue(before()), Self.startsValue(token),
      [.table, .compare].contains(tokens[startOfStatement].word)
    {
      return between(", ", "figures are separated by commas")
    }
    if what == "the end of the line", [.number, .percent].contains(before().kind),
      [.number, .currency].contains(kind)
    {
      return between(
        " to ", "two numbers stand side by side",
        notes: ["an operator belongs between them, or `to` for an interval"])
    }
    if kind == .word, word == .if, what == "the end of the line", let found = trailingIf() {
      return found
    }
    if what == "the product's name", kind == .string { return quotedName() }
    if what == "`=` and a value", Self.startsValue(token), before(2).word == .let {
      return missingEqual()
    }
    if what == "the end of the line", kind == .word, !word.isReserved, nestingOfBlocks > 0,
      Self.endsValue(before()), Self.startsValue(ahead(1))
    {
      return .habit(
        "a clause ends before the next one begins", place(0), write: "; \(text(0))",
        title: "write `; \(text(0))`, or begin a new line", code: .unexpectedToken)
    }
    if what == "the end of the line", [.rightParenthesis, .rightBracket].contains(kind) {
      return .habit(
        "this `\(kind.spelling)` closes nothing", place(0), write: "", title: "leave it out",
        .choice, code: .unexpectedToken)
    }
    return nil
  }

  /// What belongs between the token before and the current one.
  private func between(_ sign: String, _ message: String, notes: [String] = []) -> Diagnostic {
    var gap = place(0)
    (gap.start, gap.end) = (Int(before().end), gap.start)
    let last = kind == .currency ? text(0) + text(1) : text(0)
    let first = before().kind == .percent ? text(-2) + text(-1) : text(-1)
    return Diagnostic(
      .unexpectedToken, message, at: place(0), notes: notes,
      corrections: [
        Correction("write `\(first)\(sign)\(last)`", replacing: gap, with: sign)
      ])
  }

  /// `a if c else b`.
  private func trailingIf() -> Diagnostic? {
    let start = startOfValue
    guard start < index,
      let other = (index..<tokens.count).first(where: { i in
        tokens[i].word == .else || tokens[i].kind == .separator
      }), tokens[other].word == .else
    else { return nil }
    let end = endOfValue(from: other + 1)
    guard end > other + 1 else { return nil }
    let text =
      "if \(written((index + 1)..<other)) then \(written(start..<index)) else \(written((other + 1)..<end))"
    return .habit(
      "a choice begins with its condition",
      tree.span(ofToken: start).union(tree.span(ofToken: end - 1)), write: text)
  }

  /// `product "TikTok" { … }`.
  private func quotedName() -> Diagnostic {
    let quoted = text(0)
    let name = String(quoted.dropFirst().dropLast())
    let tokens = Lexer.tokens(of: Array(name.utf8))
    let isName = tokens.count == 2 && tokens[0].kind == .word && !tokens[0].word.isReserved
    return .habit(
      "a product's name is a word; its title stands in quotes behind it", place(0),
      write: isName ? name : "(\(quoted))",
      notes: isName ? [] : ["a name of several words stands in parentheses wherever it is used"])
  }

  /// `let x 5`.
  private func missingEqual() -> Diagnostic {
    var place = place(0)
    place.end = place.start
    return Diagnostic(
      .unexpectedToken, "expected `=` and a value, found \(found)", at: self.place(0),
      corrections: [
        Correction(
          "write `let \(text(-1)) = \(text(0))`", replacing: place, with: "= ",
          kind == .number || kind == .currency ? .automatic : .choice)
      ])
  }

  // MARK: Words that begin statements elsewhere

  /// What a word at the start of a statement is in another language; nil for words of none.
  func statementHabit(_ first: Int) -> Diagnostic? {
    let word = tree.text(ofToken: first)
    let span = tree.span(ofToken: first)
    let lower = word.lowercased()
    if let known = Word.named(lower), known.beginsStatement, word != lower {
      return .habit(
        "the words of the language are written small", span, write: lower, code: .unexpectedToken)
    }
    if let own = Self.sameStatements[lower] {
      return .habit("`\(word)` is written `\(own)` here", span, write: own)
    }
    if let own = Self.likeStatements[lower] {
      return .habit("`\(word)` begins no statement", span, write: own, .choice)
    }
    if Self.printing.contains(lower) {
      var span = span
      if first + 1 < tokens.count { span.end = Int(tokens[first + 1].start) }
      return .habit(
        lower == "return"
          ? "a function's value is its last expression" : "an expression by itself is answered",
        span, write: "", title: "leave `\(word)` out")
    }
    if ["while", "do", "loop", "repeat", "until"].contains(lower) {
      return Diagnostic(
        .foreignHabit, "there is no `\(word)`", at: span,
        notes: ["a loop goes through a list; what repeats every month is simulated"],
        help: ["write `for i in range(1, 12) { … }`"])
    }
    if ["switch", "match", "case", "class", "struct", "type", "try"].contains(lower) {
      return Diagnostic(
        .foreignHabit, "there is no `\(word)`", at: span,
        help: [
          ["switch", "match", "case"].contains(lower)
            ? "choose with `if … then … else if … then … else …`"
            : "values that belong together stand in a record: `{ name: \"A\", size: 3 }`"
        ])
    }
    return nil
  }

  private static let sameStatements = [
    "var": "let", "const": "let", "val": "let", "dim": "let", "define": "let", "def": "fn",
    "function": "fn", "func": "fn", "fun": "fn", "sub": "fn", "foreach": "for", "include": "import",
    "require": "import", "assert": "expect", "elif": "else if", "elseif": "else if",
    "elsif": "else if",
  ]
  private static let likeStatements = [
    "set": "let", "my": "let", "local": "let", "int": "let", "float": "let", "double": "let",
    "number": "let", "use": "import", "ensure": "expect", "check": "expect", "select": "table",
    "run": "simulate", "horizon": "simulate", "migrate": "redirect", "move": "redirect",
    "transfer": "redirect", "send": "redirect", "shutdown": "close", "sunset": "close",
    "kill": "close", "stop": "close", "end": "close", "merge": "integrate", "measure": "observe",
  ]
  private static let printing: Set<String> = [
    "print", "echo", "puts", "show", "display", "output", "say", "return", "call",
  ]
}
