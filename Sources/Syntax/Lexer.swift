/// Cuts a text into tokens. Total: every byte is in exactly one token or between two, and no text is refused.
///
/// What stands between two tokens (blanks, comments, line ends that separate nothing) is trivia and belongs to the token
/// after it. The layout rule of `Grammar/reroute.ebnf` is applied here, so the parser sees a SEPARATOR or nothing.
package struct Lexer {
  let bytes: [UInt8]
  var position = 0
  private var tokens: [Token] = []
  /// Whether a line's end after so many tokens separates nothing, as it was found last.
  private var continued = (tokens: 0, value: true)
  /// The open brackets; a string's interpolation is open as `"`.
  var brackets: [UInt8] = []
  /// Where the look ahead over blanks, comments and line ends got to last, and what it said.
  private var lookAhead = (end: -1, continues: false)
  private let words = Word.packed
  /// All bytes of strings and comments together, by bits; what stands elsewhere is looked at as it is read.
  var seen: UInt8 = 0
  private var hasMalformed = false
  private var hasUnits = false
  private var foreignComments: [Range<Int>] = []

  /// What a text is made of.
  struct Result {
    /// The tokens, the last one ``TokenKind/endOfText``.
    var tokens: [Token]
    /// `true` iff one of them is malformed.
    var hasMalformed: Bool
    /// `true` iff one of them is the word `unit`.
    var hasUnits: Bool
    /// `true` iff strings or comments hold anything but ASCII, which need not be UTF-8.
    var hasUnread: Bool
    /// Comments as other languages write them, `// …` and `/* … */`: read as comments, so that they cost one message each.
    var foreignComments: [Range<Int>]
  }

  /// The tokens of `bytes`, the last one ``TokenKind/endOfText``.
  package static func tokens(of bytes: [UInt8]) -> [Token] { result(of: bytes).tokens }

  /// The tokens of `bytes`, and what is known of all of them.
  static func result(of bytes: [UInt8]) -> Result {
    var lexer = Lexer(bytes: bytes)
    lexer.run()
    return Result(
      tokens: lexer.tokens, hasMalformed: lexer.hasMalformed, hasUnits: lexer.hasUnits,
      hasUnread: lexer.seen >= 0x80, foreignComments: lexer.foreignComments)
  }

  private init(reading bytes: [UInt8]) { self.bytes = bytes }

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

  @inline(__always)
  func at(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  @inline(__always)
  mutating func emit(_ kind: TokenKind, _ word: Word = .other, from start: Int) {
    tokens.append(Token(kind: kind, word: word, start: UInt32(start), end: UInt32(position)))
    if kind.isMalformed { hasMalformed = true }
  }

  private mutating func skipLine() {
    var i = position
    var all: UInt8 = 0
    while i < bytes.count, bytes[i] != 0x0A {
      all |= bytes[i]
      i += 1
    }
    (position, seen) = (i, seen | all)
  }

  // MARK: One lexeme

  private mutating func lexeme() {
    let start = position
    let byte = bytes[position]
    switch byte {
    case 0x20, 0x09, 0x0D:
      position += 1
      while position < bytes.count, bytes[position] == 0x20 { position += 1 }
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
    case UInt8(ascii: "/"):
      if next == UInt8(ascii: "/") || next == UInt8(ascii: "*") { return foreignComment(next) }
      single(.slash)
    case UInt8(ascii: "?"): single(.question)
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

  /// Moves past `// …` to the line's end, or past `/* … */`; one that never ends takes its line.
  private mutating func foreignComment(_ second: UInt8) {
    let start = position
    defer { foreignComments.append(start..<position) }
    guard second == UInt8(ascii: "*") else { return skipLine() }
    var i = start + 2
    while i + 1 < bytes.count, bytes[i] != second || bytes[i + 1] != UInt8(ascii: "/") { i += 1 }
    guard i + 1 < bytes.count else { return skipLine() }
    position = i + 2
    for byte in bytes[start..<position] { seen |= byte }
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
    guard !tokens.isEmpty, !lineContinues(), !nextWordContinues() else { return }
    emit(.separator, from: start)
  }

  /// `true` iff a line's end after the last token separates nothing.
  private mutating func lineContinues() -> Bool {
    // Words such as `to` in a row each turn it round; anything else doesn't depend on what stands before.
    var i = tokens.count - 1
    var isTurned = false
    while i >= continued.tokens, i > 0, tokens[i].word.continuesLine,
      Self.continuesLine(tokens[i], after: tokens[i - 1], true)
        != Self.continuesLine(tokens[i], after: tokens[i - 1], false)
    {
      isTurned.toggle()
      i -= 1
    }
    let isKnown = i < continued.tokens
    let value =
      isKnown
      ? continued.value
      : Self.continuesLine(tokens[i], after: i > 0 ? tokens[i - 1] : nil, true)
    continued = (tokens.count, value != isTurned)
    return continued.value
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
  private mutating func nextWordContinues() -> Bool {
    // Between the same two tokens it is the same, so that a block of comments is looked through once.
    if position <= lookAhead.end { return lookAhead.continues }
    var i = position
    while i < bytes.count {
      switch bytes[i] {
      case 0x20, 0x09, 0x0D, 0x0A:
        i += 1
        continue
      case UInt8(ascii: "#"):
        while i < bytes.count, bytes[i] != 0x0A { i += 1 }
        continue
      case UInt8(ascii: "e"): lookAhead.continues = spells("else", at: i)
      case UInt8(ascii: "t"): lookAhead.continues = spells("then", at: i)
      default: lookAhead.continues = false
      }
      lookAhead.end = i
      return lookAhead.continues
    }
    lookAhead = (i, false)
    return false
  }

  private func spells(_ word: StaticString, at index: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard index + length <= bytes.count else { return false }
    for i in 0..<length where bytes[index + i] != word.utf8Start[i] { return false }
    return !isWordByte(at(index + length))
  }

  // MARK: Words

  @inline(__always)
  func isWordByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
      || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private mutating func word() {
    let start = position
    var packed = PackedWord()
    var i = start
    while i < bytes.count {
      let byte = bytes[i]
      guard isWordByte(byte), byte < 0x80 else { break }
      packed.append(byte)
      i += 1
    }
    position = i
    if i < bytes.count, bytes[i] >= 0x80 { consumeWord() }
    // The words of the grammar are ASCII: one with another scalar ends behind what was packed.
    guard position == i, i - start <= PackedWord.capacity,
      let found = words.value(of: packed), let word = Word(rawValue: found)
    else { return emit(.word, from: start) }
    if word == .unit { hasUnits = true }
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
  mutating func consumeWord() {
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
    let lexer = Lexer(reading: bytes)
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
}
