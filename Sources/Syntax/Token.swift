/// What a token is. Malformed lexemes are kinds of their own, so the lexer never fails.
package enum TokenKind: UInt8, Sendable, CaseIterable {
  case word, number, calendarMonth, calendarDay, currency
  case string, stringHead, stringMiddle, stringTail
  case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
  case comma, colon, dot, arrow
  case plus, minus, star, slash, caret, percent
  case equal, less, lessEqual, greater, greaterEqual, equalEqual, notEqual
  case separator, endOfText
  case malformedNumber, unterminatedString, unknownCharacter, controlCharacter, invalidUTF8

  /// `true` iff the lexeme is not of the language.
  package var isMalformed: Bool { rawValue >= TokenKind.malformedNumber.rawValue }
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
  case month, end, error

  /// The word's spelling.
  package var text: String { "\(self)" }

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
    case .explain, .plot, .drives, .advise: false
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
      .linear, .logistic, .exponential:
      true
    default: false
    }
  }

  /// The words by spelling.
  static let bySpelling: [String: Word] = {
    var table: [String: Word] = [:]
    for word in Word.allCases where word != .other { table[word.text] = word }
    return table
  }()

  /// The longest spelling, in bytes.
  static let longest = 12
}

/// The words that name units: built in, or declared by `unit`.
package struct UnitNames: Hashable, Sendable {
  private var names: Set<String>

  /// The unit names every text knows.
  package static let builtIn = UnitNames(
    names: Set([
      "users", "user", "month", "months", "week", "weeks", "day", "days", "year", "years", "points",
      "point",
    ]).union(currencyCodes))

  /// Codes of currencies that may stand before a number, `USD 5M`.
  package static let currencyCodes: Set<String> = [
    "USD", "EUR", "GBP", "JPY", "CNY", "INR", "BRL", "IDR", "KRW", "CHF", "CAD", "AUD", "SEK",
    "NOK",
    "DKK", "PLN", "CZK", "MXN", "SGD", "HKD", "NZD", "ZAR", "TRY", "THB", "VND", "PHP",
  ]

  private init(names: Set<String>) { self.names = names }

  /// `true` iff `text` names a unit.
  package func contains(_ text: String) -> Bool { names.contains(text) }

  /// All names.
  package var all: Set<String> { names }

  /// Adds the unit `name` and its singular without a final s, but for words that may follow a number otherwise.
  package mutating func declare(_ name: String) {
    var forms = [name]
    if name.count > 1, name.hasSuffix("s") { forms.append(String(name.dropLast())) }
    names.formUnion(forms.filter { Word.bySpelling[$0]?.mayFollowNumber != true })
  }
}
