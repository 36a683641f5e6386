/// What a token is. Malformed lexemes are kinds of their own, so the lexer never fails.
package enum TokenKind: UInt8, Sendable, CaseIterable {
  case word, number, calendarMonth, calendarDay, currency
  case string, stringHead, stringMiddle, stringTail
  case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
  case comma, colon, dot, arrow
  case plus, minus, star, slash, caret, percent
  case equal, less, lessEqual, greater, greaterEqual, equalEqual, notEqual
  /// A hole, to be filled in later.
  case question
  case separator, endOfText
  case malformedNumber, unterminatedString, unknownCharacter, controlCharacter, invalidUTF8

  /// `true` iff the lexeme is not of the language.
  package var isMalformed: Bool { rawValue >= TokenKind.malformedNumber.rawValue }

  /// `true` iff no expression goes on behind a name or a number with the token.
  var endsExpression: Bool {
    switch self {
    case .separator, .comma, .rightParenthesis, .rightBracket, .rightBrace, .stringMiddle,
      .stringTail:
      true
    default: false
    }
  }

  /// `true` iff no operand of a term goes on behind a name with the token; a number may go on with a slash.
  var endsOperand: Bool {
    switch self {
    case .plus, .minus, .star, .slash, .less, .lessEqual, .greater, .greaterEqual, .equalEqual,
      .notEqual:
      true
    default: endsExpression
    }
  }
}

/// A lexeme: its kind, its bytes, and for words of the grammar which word it is.
package struct Token: Hashable, Sendable {
  /// What it is.
  package var kind: TokenKind
  /// Which word of the grammar, ``Word/other`` if none.
  package var word: Word
  /// The first byte.
  package var start: UInt32
  /// One past the last byte.
  package var end: UInt32

  /// The bytes as a range.
  package var range: Range<Int> { Int(start)..<Int(end) }
}

/// The words the grammar names. Reserved words can't be names; the others are words of their place.
package enum Word: UInt8, Sendable, CaseIterable {
  case other
  // Reserved.
  case simulate, trials, seed, discount, sampling, `let`, fn, `if`, then, `else`, `for`, `import`
  case unit, rate, correlate, product, overlap, failure, redirect, integrate, close, reallocate
  case scenario, baseline, observe, claim, claims, explain, table, plot, why, drives, compare
  case expect, advise, detect, choose, to, `as`, at, `in`, given, sure, and, or, not
  // Words of their place.
  case of, per, from, until, by, with, into, on, after, extends, `where`, source, note
  case features, goal, when, because, over, decline, instant, linear, logistic, exponential
  case month, end, error, between, maximise, split, limit

  /// The word's spelling.
  package var text: String { Self.spellings[Int(rawValue)] }

  /// The cases' names, in order. Asking the runtime for them takes longer than a short script.
  private static let spellings = [
    "other", "simulate", "trials", "seed", "discount", "sampling", "let", "fn", "if", "then",
    "else", "for", "import", "unit", "rate", "correlate", "product", "overlap", "failure",
    "redirect", "integrate", "close", "reallocate", "scenario", "baseline", "observe", "claim",
    "claims", "explain", "table", "plot", "why", "drives", "compare", "expect", "advise",
    "detect", "choose", "to", "as", "at", "in", "given", "sure", "and", "or", "not", "of", "per",
    "from", "until", "by", "with", "into", "on", "after", "extends", "where", "source", "note",
    "features", "goal", "when", "because", "over", "decline", "instant", "linear", "logistic",
    "exponential", "month", "end", "error", "between", "maximise", "split", "limit",
  ]

  /// `true` iff the word can't be a name.
  package var isReserved: Bool { self != .other && rawValue < Word.of.rawValue }

  /// `true` iff a line's end after the word is none.
  var continuesLine: Bool {
    switch self {
    case .to, .and, .or, .not, .given, .in, .at, .per, .of, .then, .else: true
    default: false
    }
  }

  /// `true` iff a statement may begin with the word.
  package var beginsStatement: Bool {
    switch self {
    case .then, .else, .choose, .to, .as, .at, .in, .given, .sure, .and, .or, .not: false
    default: isReserved
    }
  }

  /// `true` iff the word declares something, so that at a line's start it can't go on with what stands in brackets.
  var endsBrackets: Bool {
    switch self {
    case .simulate, .trials, .seed, .discount, .sampling, .let, .fn, .import, .unit, .rate,
      .correlate, .product, .overlap, .redirect, .integrate, .close, .reallocate, .scenario,
      .observe, .claim,
      .compare, .expect:
      true
    default: false
    }
  }

  /// `true` iff the word may stand behind a number without being its unit, so that no unit can bear it.
  var mayFollowNumber: Bool {
    switch self {
    case .of, .per, .from, .until, .by, .with, .into, .on, .after, .source, .note, .instant,
      .linear, .logistic, .exponential, .between:
      true
    default: false
    }
  }

  /// The word of a spelling.
  static func named(_ spelling: String) -> Word? {
    PackedWord(spelling).flatMap { packed.value(of: $0) }.flatMap { Word(rawValue: $0) }
  }

  /// The words by packed spelling; the byte is the raw value.
  static let packed: WordTable = {
    var table = WordTable()
    for word in Word.allCases where word != .other {
      if let key = PackedWord(word.text) { table.set(key, to: word.rawValue) }
    }
    return table
  }()
}

/// The words that name units: built in, or declared by `unit`.
package struct UnitNames: Sendable {
  /// Names short enough to be packed.
  private var table = WordTable()
  private var long: [String] = []
  /// The declared names in the order of their declaration, each with its singular.
  package private(set) var declared: [String] = []

  /// The unit names every text knows.
  package static let builtIn: UnitNames = {
    var units = UnitNames()
    for name in builtInNames { units.insert(name) }
    return units
  }()

  /// Codes of currencies that may stand before a number, `USD 5M`.
  package static let currencyCodes = Set(codes)

  private static let builtInNames =
    [
      "users", "user", "month", "months", "week", "weeks", "day", "days", "year", "years", "points",
      "point",
    ] + codes

  private static let codes = [
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "BRL", "IDR", "KRW", "CHF", "CAD", "AUD", "SEK",
    "NOK",
    "DKK", "PLN", "CZK", "MXN", "SGD", "HKD", "NZD", "ZAR", "TRY", "THB", "VND", "PHP",
  ]

  private init() {}

  private mutating func insert(_ name: String) {
    if let packed = PackedWord(name) { table.set(packed, to: 1) } else { long.append(name) }
  }

  /// `true` iff `text` names a unit.
  package func contains(_ text: String) -> Bool {
    PackedWord(text).map { contains($0) } ?? long.contains(text)
  }

  /// `true` iff a word names a unit.
  func contains(_ word: PackedWord) -> Bool { table.value(of: word) != nil }

  /// All names.
  package var all: Set<String> { Set(Self.builtInNames + declared) }

  /// Adds the unit `name` and its singular without a final s, but for words that may follow a number otherwise.
  package mutating func declare(_ name: String) {
    var forms = [name]
    if name.count > 1, name.hasSuffix("s") { forms.append(String(name.dropLast())) }
    for form in forms where Word.named(form)?.mayFollowNumber != true && !contains(form) {
      insert(form)
      declared.append(form)
    }
  }
}
