import SourceText

extension TokenKind {
  /// `true` iff the token compares.
  var isComparison: Bool {
    switch self {
    case .less, .lessEqual, .greater, .greaterEqual, .equalEqual, .notEqual: true
    default: false
    }
  }

  /// The spelling of a bracket.
  var spelling: String {
    switch self {
    case .rightParenthesis: ")"
    case .rightBracket: "]"
    case .rightBrace: "}"
    default: "\(self)"
    }
  }
}

/// The messages of the lexer and the parser, one function each.
extension Diagnostic {
  static func unexpected(_ found: String, expected: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(.unexpectedToken, "expected \(expected), found \(found)", at: span)
  }

  static func unclosedBracket(_ opener: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unclosedBracket, "this `\(opener)` is never closed", at: span, label: "opened here",
      help: ["add the closing bracket where the block or the list ends"])
  }

  static func nestingTooDeep(_ limit: Int, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .nestingTooDeep, "this nests more than \(limit) levels deep", at: span,
      help: ["name inner parts with `let` and use the names"])
  }

  static func reservedWord(_ word: String, expected: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .reservedWord, "expected \(expected), found the reserved word `\(word)`", at: span,
      notes: ["`\(word)` belongs to the language, so it can't be a name"],
      corrections: [Correction("write `\(word)_`", replacing: span, with: "\(word)_")])
  }

  static func chainedComparison(
    _ span: SourceSpan, _ sign: String, _ middle: String, _ before: String
  ) -> Diagnostic {
    let written = "and \(middle) \(sign)"
    return Diagnostic(
      .chainedComparison, "comparisons don't chain", at: span, label: "a second comparison",
      notes: ["each compares two values; `and` joins two comparisons"],
      corrections: [
        Correction("write `\(before) \(written) …`", replacing: span, with: written)
      ])
  }

  static func assignmentTarget(
    _ name: String?, _ target: SourceSpan, _ sign: SourceSpan
  ) -> Diagnostic {
    var corrections = [Correction("write `==` to compare", replacing: sign, with: "==")]
    if let name {
      corrections.insert(
        Correction(
          "write `let \(name) = …` to name a value", replacing: target, with: "let \(name)"),
        at: 0)
    }
    return Diagnostic(
      .unexpectedToken, "`=` can't follow this expression", at: sign,
      secondary: [
        Label(target, "only a product's clause can be changed, as in `Resso.churn = 3%/month`")
      ],
      corrections: corrections)
  }

  static func closesNothing(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "this `}` closes nothing", at: span,
      corrections: [Correction("leave it out", replacing: span, with: "")])
  }

  static func greaterOrEqual(_ span: SourceSpan) -> Diagnostic {
    .habit("`=>` is written `>=`", span, write: ">=")
  }

  static func equalInsteadOfComparison(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .foreignHabit, "`=` gives a name to a value; `==` compares", at: span,
      corrections: [Correction("write `==`", replacing: span, with: "==", .automatic)])
  }

  static func signAfterClause(_ sign: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .foreignHabit, "a clause's value follows its word without `\(sign)`", at: span,
      corrections: [
        Correction("leave the `\(sign)` out", replacing: span, with: "", .automatic)
      ])
  }

  /// `owner` is the declaration whose braces the word stands in, which decides what is legal there.
  static func unknownStatement(_ word: String, in owner: Word?, _ span: SourceSpan) -> Diagnostic {
    var statements = Word.allCases.filter(\.beginsStatement)
    if owner == .scenario || owner == .baseline {
      statements = [.redirect, .integrate, .close, .reallocate, .let, .for, .if]
    }
    let near = Spelling.suggestions(for: word, among: statements.map(\.text))
    return Diagnostic(
      .unexpectedToken, "`\(word)` begins no statement", at: span,
      help: near.isEmpty
        ? [
          "a clause stands within the braces of its declaration, as in `product A { users 1M }`",
          "a figure is written with a point, as in `A.users`",
        ]
        : [],
      corrections: near.map { Correction("write `\($0)`", replacing: span, with: $0) })
  }

  static func leadingOperator(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a statement can't begin with `+`", at: span,
      notes: ["the line before ended its statement"],
      help: ["to go on from the line before, end that line with the `+`, or use parentheses"])
  }

  static func arrowInsteadOfTo(_ word: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .foreignHabit, "a redirection is written with an arrow, not `\(word)`", at: span,
      corrections: [Correction("write `->`", replacing: span, with: "->", .automatic)])
  }

  static func malformed(_ kind: TokenKind, text: String, span: SourceSpan) -> Diagnostic {
    switch kind {
    case .malformedNumber: malformedNumber(text, span)
    case .unterminatedString:
      Diagnostic(
        .unterminatedString, "this string doesn't end on its line", at: span,
        notes: text.hasPrefix("}") ? ["in a string, `{` begins an expression and `}` ends it"] : [],
        help: ["close it with `\"`; a quote inside is `\\\"`, a line's end `\\n`"])
    case .invalidUTF8:
      Diagnostic(
        .invalidUTF8, "these bytes are not UTF-8 text", at: span,
        notes: ["Reroute reads text in UTF-8; this may be another encoding or no text at all"],
        help: ["save the file as UTF-8"])
    case .controlCharacter:
      Diagnostic(
        .controlCharacter, "a control character (\(codePoint(text))) can't stand in a script",
        at: span, help: ["delete it; if the file is full of them, it is no text"])
    default: unknownCharacter(text, span)
    }
  }

  private static func codePoint(_ text: String) -> String {
    let value = text.unicodeScalars.first?.value ?? 0
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func malformedNumber(_ text: String, _ span: SourceSpan) -> Diagnostic {
    var corrections: [Correction] = []
    // By scalars: `²` is a number too, and a mark that combines with a digit is one character with it.
    let scalars = text.unicodeScalars.prefix { ("0"..."9").contains($0) || $0 == "." || $0 == "_" }
    let digits = String(scalars)
    let suffixes = [
      "K": "k", "m": "M", "mn": "M", "mio": "M", "mm": "M", "million": "M", "b": "B", "bn": "B",
      "G": "B", "g": "B", "t": "T", "thousand": "k", "billion": "B", "Mio": "M", "MM": "M",
    ]
    let rest = String(text.unicodeScalars.dropFirst(scalars.count))
    if let suffix = suffixes[rest] {
      corrections.append(
        Correction(
          "write `\(digits)\(suffix)`", replacing: span, with: digits + suffix,
          // 10m may be ten metres to some, and 10t tonnes.
          rest.count > 1 || rest == "K" ? .automatic : .choice))
    } else if rest.isEmpty || rest.allSatisfy({ $0 == "_" }) {
      let mended = text.split(separator: "_").joined(separator: "_")
      if mended != text {
        corrections.append(
          Correction("write `\(mended)`", replacing: span, with: mended, .automatic))
      }
    } else if !digits.isEmpty {
      corrections.append(
        Correction(
          "write `\(digits) \(rest)`", replacing: span, with: "\(digits) \(rest)",
          UnitNames.builtIn.contains(rest) ? .automatic : .choice))
    }
    return Diagnostic(
      .malformedNumber, "`\(text)` is no number", at: span,
      notes: ["a number is 12, 12_500, 1.5 or 1e6, with k, M, B or T right behind it"],
      corrections: corrections)
  }

  private static func unknownCharacter(_ text: String, _ span: SourceSpan) -> Diagnostic {
    return Diagnostic(
      .unknownCharacter, "`\(text)` (\(codePoint(text))) is no sign of the language", at: span,
      help: ["names are letters, digits and `_`; anything else wants double quotes"])
  }
}
