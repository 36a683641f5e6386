import SourceText

/// What people write by habit from spreadsheets, documents and other languages, recognised where the parser expected something
/// else. Each is told with the correction made of the user's own text.
extension Parser {
  /// The habit behind the current token, where `what` was expected; nil if none is known.
  func habit(_ what: String) -> Diagnostic? {
    guard index > 0 else { return kind == .equal ? formula : nil }
    return doubled ?? numberHabit(what) ?? signHabit(what) ?? timeHabit(what) ?? placeHabit(what)
      ?? wordHabit(what) ?? nearWord(what)
  }

  // MARK: Looking round

  /// The token so many places before the current one.
  func before(_ count: Int = 1) -> Token { tokens[max(0, index - count)] }

  /// The text of the token so many places from the current one.
  func text(_ offset: Int) -> String {
    tree.text(ofToken: min(max(0, index + offset), tokens.count - 1))
  }

  /// The place of the tokens from `first` to `last`, counted from the current one.
  func place(_ first: Int, _ last: Int = 0) -> SourceSpan {
    tree.span(ofToken: index + first).union(tree.span(ofToken: index + last))
  }

  /// `true` iff nothing stands between the token at `offset` and the one before it.
  func touches(_ offset: Int = 0) -> Bool {
    let i = index + offset
    return i > 0 && i < tokens.count && tokens[i - 1].end == tokens[i].start
  }

  /// `true` iff a value may begin with the token.
  static func startsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .currency, .string, .stringHead, .leftParenthesis, .leftBracket, .calendarMonth,
      .calendarDay, .question:
      true
    case .word: !token.word.isReserved || [.if, .choose, .table].contains(token.word)
    default: false
    }
  }

  /// `true` iff a value may end with the token.
  static func endsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .number, .percent, .string, .stringTail, .rightParenthesis, .rightBracket, .rightBrace,
      .calendarMonth, .calendarDay, .question:
      true
    case .word: !token.word.isReserved
    default: false
    }
  }

  /// The statement's first token.
  var startOfStatement: Int {
    var i = index
    while i > 0, ![.separator, .leftBrace].contains(tokens[i - 1].kind) { i -= 1 }
    return i
  }

  /// The first token of the value that ends before the current one: behind the sign, the bracket or the word that it follows.
  var startOfValue: Int {
    var (i, depth) = (index, 0)
    while i > 0 {
      let token = tokens[i - 1]
      switch token.kind {
      case .rightParenthesis, .rightBracket: depth += 1
      case .leftParenthesis, .leftBracket:
        if depth == 0 { return i }
        depth -= 1
      case .separator, .leftBrace, .equal, .comma, .colon: if depth == 0 { return i }
      default: break
      }
      i -= 1
    }
    return i
  }

  /// The token at which the line or the brackets that the current one is in end.
  func endOfValue(from first: Int) -> Int {
    var (i, depth) = (first, 0)
    while i < tokens.count - 1 {
      switch tokens[i].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace:
        if depth == 0 { return i }
        depth -= 1
      case .separator, .comma: if depth == 0 { return i }
      default: break
      }
      i += 1
    }
    return i
  }

  /// The innermost `(` that is open before the current token; nil outside of any.
  var openParenthesis: Int? {
    var depth = 0
    for i in (0..<index).reversed() {
      switch tokens[i].kind {
      case .rightParenthesis: depth += 1
      case .leftParenthesis:
        if depth == 0 { return i }
        depth -= 1
      default: break
      }
    }
    return nil
  }

  /// The word that began the statement whose braces the current token is in; nil outside of braces.
  var enclosingWord: Word? {
    var depth = 0
    for i in (0..<index).reversed() {
      switch tokens[i].kind {
      case .rightBrace: depth += 1
      case .leftBrace:
        if depth > 0 {
          depth -= 1
          continue
        }
        var first = i
        while first > 0, ![.separator, .leftBrace, .rightBrace].contains(tokens[first - 1].kind) {
          first -= 1
        }
        return tokens[first].word
      default: break
      }
    }
    return nil
  }

  /// The written text of a run of tokens.
  func written(_ range: Range<Int>) -> String {
    guard let last = range.last else { return "" }
    return tree.file.text(Int(tokens[range.lowerBound].start)..<Int(tokens[last].end))
  }
}

extension Diagnostic {
  /// A spelling of another language: what is written instead, made of the user's own text.
  static func habit(
    _ message: String, _ span: SourceSpan, write replacement: String,
    title: String? = nil, _ applicability: Correction.Applicability = .automatic,
    notes: [String] = [], help: [String] = [], code: DiagnosticCode = .foreignHabit
  ) -> Diagnostic {
    Diagnostic(
      code, message, at: span, notes: notes, help: help,
      corrections: [
        Correction(
          title ?? "write `\(replacement)`", replacing: span, with: replacement, applicability)
      ])
  }
}
