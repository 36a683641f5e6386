/// Cuts a text into tokens. Total: every byte is in exactly one token or between two, and no text is refused.
///
/// What stands between two tokens (blanks, comments, line ends that separate nothing) is trivia and belongs to the token
/// after it. The layout rule of `Grammar/reroute.ebnf` is applied here, so the parser sees a SEPARATOR or nothing.
package struct Lexer {
  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [Token] = []
  /// `true` iff a line's end after the last token separates nothing.
  private var lineContinues = true
  /// The open brackets; a string's interpolation is open as `"`.
  private var brackets: [UInt8] = []

  /// The tokens of `bytes`, the last one ``TokenKind/endOfText``.
  package static func tokens(of bytes: [UInt8]) -> [Token] {
    var lexer = Lexer(bytes: bytes)
    lexer.run()
    return lexer.tokens
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 4 + 1)
  }

  private mutating func run() {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if at(position) == UInt8(ascii: "#"), at(position + 1) == UInt8(ascii: "!") { skipLine() }
    while position < bytes.count { lexeme() }
    emit(.endOfText, from: bytes.count)
  }

  private func at(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private mutating func emit(_ kind: TokenKind, _ word: Word = .other, from start: Int) {
    let token = Token(kind: kind, word: word, start: UInt32(start), end: UInt32(position))
    lineContinues = Self.continuesLine(token, after: tokens.last, lineContinues)
    tokens.append(token)
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0A { position += 1 }
  }

  // MARK: One lexeme

  private mutating func lexeme() {
    let start = position
    let byte = bytes[position]
    switch byte {
    case 0x20, 0x09, 0x0D: position += 1
    case 0x0A: lineEnd()
    case UInt8(ascii: "#"): skipLine()
    case UInt8(ascii: "\""): string(from: start, opening: true)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      word()
    case 0x80...: unicode()
    case UInt8(ascii: "$"): single(.currency)
    case UInt8(ascii: ";"): single(.separator)
    default: sign(byte)
    }
  }

  private mutating func single(_ kind: TokenKind, length: Int = 1) {
    let start = position
    position += length
    emit(kind, from: start)
  }

  private mutating func sign(_ byte: UInt8) {
    let next = at(position + 1)
    let isEqual = next == UInt8(ascii: "=")
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      brackets.append(byte)
      single(
        byte == UInt8(ascii: "(")
          ? .leftParenthesis : byte == UInt8(ascii: "[") ? .leftBracket : .leftBrace)
    case UInt8(ascii: ")"): close(UInt8(ascii: "("), .rightParenthesis)
    case UInt8(ascii: "]"): close(UInt8(ascii: "["), .rightBracket)
    case UInt8(ascii: "}"):
      if brackets.last == UInt8(ascii: "\"") {
        brackets.removeLast()
        string(from: position, opening: false)
      } else {
        close(UInt8(ascii: "{"), .rightBrace)
      }
    case UInt8(ascii: ","): single(.comma)
    case UInt8(ascii: ":"): single(.colon)
    case UInt8(ascii: "."): single(.dot)
    case UInt8(ascii: "+"): single(.plus)
    case UInt8(ascii: "-"):
      if next == UInt8(ascii: ">") { single(.arrow, length: 2) } else { single(.minus) }
    case UInt8(ascii: "*"): single(.star)
    case UInt8(ascii: "/"): single(.slash)
    case UInt8(ascii: "^"): single(.caret)
    case UInt8(ascii: "%"): single(.percent)
    case UInt8(ascii: "="):
      if isEqual { single(.equalEqual, length: 2) } else { single(.equal) }
    case UInt8(ascii: "<"): if isEqual { single(.lessEqual, length: 2) } else { single(.less) }
    case UInt8(ascii: ">"):
      if isEqual { single(.greaterEqual, length: 2) } else { single(.greater) }
    case UInt8(ascii: "!") where isEqual: single(.notEqual, length: 2)
    case 0..<0x20, 0x7F: single(.controlCharacter)
    default: single(.unknownCharacter)
    }
  }

  private mutating func close(_ opener: UInt8, _ kind: TokenKind) {
    // A brace ends what was left open within it, so that a lost `)` doesn't join the lines of the rest of the text.
    if opener == UInt8(ascii: "{") {
      let inner = brackets.lastIndex { $0 == opener || $0 == UInt8(ascii: "\"") }
      if let inner, brackets[inner] == opener { brackets.removeSubrange((inner + 1)...) }
    }
    if brackets.last == opener { brackets.removeLast() }
    single(kind)
  }

  // MARK: Layout

  private mutating func lineEnd() {
    let start = position
    position += 1
    if let bracket = brackets.last, bracket != UInt8(ascii: "{") { return }
    guard !tokens.isEmpty, !lineContinues, !nextWordContinues() else { return }
    emit(.separator, from: start)
  }

  /// `true` iff a line's end after `token` separates nothing; `before` stands before it, and `beforeContinues` says the same
  /// of that. A word such as `to` joins only what stands before it with what follows, so `.to` and `from, to` end a line.
  static func continuesLine(
    _ token: Token, after before: Token?, _ beforeContinues: Bool
  ) -> Bool {
    switch token.kind {
    case .comma, .colon, .arrow, .plus, .minus, .star, .slash, .caret, .equal, .less, .lessEqual,
      .greater, .greaterEqual, .equalEqual, .notEqual:
      true
    case .word where token.word == .not: before?.kind != .dot
    case .word where token.word.continuesLine:
      switch before?.kind {
      case nil, .dot, .separator, .leftBrace, .leftParenthesis, .leftBracket, .stringHead,
        .stringMiddle:
        false
      default: !beforeContinues
      }
    default: false
    }
  }

  /// `true` iff the next word, past blanks, comments and line ends, is `else` or `then`.
  private func nextWordContinues() -> Bool {
    var i = position
    while i < bytes.count {
      switch bytes[i] {
      case 0x20, 0x09, 0x0D, 0x0A: i += 1
      case UInt8(ascii: "#"): while i < bytes.count, bytes[i] != 0x0A { i += 1 }
      case UInt8(ascii: "e"): return spells("else", at: i)
      case UInt8(ascii: "t"): return spells("then", at: i)
      default: return false
      }
    }
    return false
  }

  private func spells(_ word: StaticString, at index: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard index + length <= bytes.count else { return false }
    for i in 0..<length where bytes[index + i] != word.utf8Start[i] { return false }
    return !isWordByte(at(index + length))
  }

  // MARK: Words

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private mutating func word() {
    let start = position
    consumeWord()
    var word = Word.other
    if position - start <= Word.longest {
      let text = String(decoding: bytes[start..<position], as: UTF8.self)
      word = Word.bySpelling[text] ?? .other
    }
    if word.endsBrackets { endBrackets(before: start) }
    emit(.word, word, from: start)
  }

  /// A line that begins with a declaration ends the `(` and `[` left open before it: one forgotten bracket must not swallow
  /// the rest of the text.
  private mutating func endBrackets(before start: Int) {
    guard let bracket = brackets.last,
      bracket == UInt8(ascii: "(") || bracket == UInt8(ascii: "["), let last = tokens.last,
      bytes[Int(last.end)..<start].contains(0x0A)
    else { return }
    while let bracket = brackets.last, bracket == UInt8(ascii: "(") || bracket == UInt8(ascii: "[")
    {
      brackets.removeLast()
    }
    let end = position
    position = start
    emit(.separator, from: start)
    position = end
  }

  /// Moves past letters, digits, `_` and the marks that may follow a letter.
  private mutating func consumeWord() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        guard isWordByte(byte) else { return }
        position += 1
      } else {
        guard let (scalar, length) = scalar(at: position), isWordScalar(scalar) else { return }
        position += length
      }
    }
  }

  private func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isXIDContinue
  }

  private mutating func unicode() {
    let start = position
    guard let (scalar, length) = scalar(at: position) else {
      position += 1
      while position < bytes.count, bytes[position] >= 0x80, self.scalar(at: position) == nil {
        position += 1
      }
      return emit(.invalidUTF8, from: start)
    }
    switch scalar {
    case "€", "£", "¥": single(.currency, length: length)
    case "\u{A0}", "\u{FEFF}", "\u{2003}", "\u{2009}", "\u{202F}", "\u{3000}": position += length
    case _ where scalar.properties.isXIDStart: word()
    default:
      position += length
      emit(.unknownCharacter, from: start)
    }
  }

  /// The Unicode scalar at `index` and its length, nil where the bytes are not valid UTF-8.
  private func scalar(at index: Int) -> (Unicode.Scalar, Int)? {
    let first = at(index)
    let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 0, first < 0xF5, index + length <= bytes.count else { return nil }
    if length == 1 { return (Unicode.Scalar(first), 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for i in 1..<length {
      let byte = bytes[index + i]
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let smallest: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
    guard value >= smallest[length], let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }

  /// The first bytes of `bytes` that are not UTF-8, wherever they stand.
  static func invalidBytes(in bytes: [UInt8]) -> Range<Int>? {
    let lexer = Lexer(bytes: bytes)
    var i = 0
    while i < bytes.count {
      if bytes[i] < 0x80 {
        i += 1
      } else if let (_, length) = lexer.scalar(at: i) {
        i += length
      } else {
        return i..<(i + 1)
      }
    }
    return nil
  }

  // MARK: Numbers

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// The count of digits from `index` on.
  private func digits(at index: Int) -> Int {
    var i = index
    while isDigit(at(i)) { i += 1 }
    return i - index
  }

  private mutating func number() {
    let start = position
    if let length = calendarLength() {
      position += length
      if !isWordByte(at(position)) {
        return emit(length == 7 ? .calendarMonth : .calendarDay, from: start)
      }
      consumeWord()
      return emit(.malformedNumber, from: start)
    }
    var valid = digitsWithUnderscores()
    if at(position) == UInt8(ascii: "."), isDigit(at(position + 1)) {
      position += 1
      valid = digitsWithUnderscores() && valid
    }
    let exponent = at(position) | 0x20
    if exponent == UInt8(ascii: "e") {
      var i = position + 1
      if at(i) == UInt8(ascii: "+") || at(i) == UInt8(ascii: "-") { i += 1 }
      let count = digits(at: i)
      if count > 0 { position = i + count }
    }
    switch at(position) {
    case UInt8(ascii: "k"), UInt8(ascii: "M"), UInt8(ascii: "B"), UInt8(ascii: "T"): position += 1
    default: break
    }
    if isWordByte(at(position)) {
      let before = position
      consumeWord()
      if position > before { valid = false }
    }
    emit(valid ? .number : .malformedNumber, from: start)
  }

  /// Moves past digits with single `_` between them; `false` where a `_` is elsewhere.
  private mutating func digitsWithUnderscores() -> Bool {
    var valid = true
    var lastWasDigit = false
    while isDigit(at(position)) || at(position) == UInt8(ascii: "_") {
      let digit = isDigit(at(position))
      if !digit, !lastWasDigit { valid = false }
      lastWasDigit = digit
      position += 1
    }
    return valid && lastWasDigit
  }

  /// 7 for `2023-07`, 10 for `2023-07-15`, nil for anything else.
  private func calendarLength() -> Int? {
    guard digits(at: position) == 4, at(position + 4) == UInt8(ascii: "-") else { return nil }
    guard digits(at: position + 5) == 2 else { return nil }
    if at(position + 7) == UInt8(ascii: "-"), digits(at: position + 8) == 2 { return 10 }
    return 7
  }

  // MARK: Strings

  /// A string, or one of its pieces between interpolations, from its `"` or `}` at `position`.
  private mutating func string(from start: Int, opening: Bool) {
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return emit(opening ? .string : .stringTail, from: start)
      case UInt8(ascii: "{"):
        position += 1
        brackets.append(UInt8(ascii: "\""))
        return emit(opening ? .stringHead : .stringMiddle, from: start)
      case UInt8(ascii: "\\") where position + 1 < bytes.count && bytes[position + 1] != 0x0A:
        if at(position + 1) == UInt8(ascii: "u"), at(position + 2) == UInt8(ascii: "{") {
          position += 3
        } else {
          position += 2
        }
      case 0x0A:
        return emit(.unterminatedString, from: start)
      default: position += 1
      }
    }
    emit(.unterminatedString, from: start)
  }
}
