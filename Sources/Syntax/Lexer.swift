import SourceText
import SystemMemory

/// Cuts a text into tokens. Total: every byte is in exactly one token or between two, and no text is refused.
///
/// What stands between two tokens (blanks, comments, line ends that separate nothing) is trivia and belongs to the token
/// after it. The layout rule of `Grammar/reroute.ebnf` is applied here, so the parser sees a SEPARATOR or nothing.
package struct Lexer {
  /// The token before the next one.
  private var last: Token?
  /// Whether a line's end after the last token separates nothing, where that token is a word such as `to`.
  private var joins = false
  /// The open brackets; a string's interpolation is open as `"`.
  private var brackets: [UInt8] = []
  /// Where the look ahead over blanks, comments and line ends got to last, and what it said.
  private var lookAhead = (end: -1, continues: false)
  private let words = Word.packed
  /// All bytes of strings and comments together, by bits; what stands elsewhere is looked at as it is read.
  private var seen: UInt8 = 0
  private var foreignComments: [Range<Int>] = []

  /// What a text is made of.
  struct Result {
    /// The tokens, the last one ``TokenKind/endOfText``.
    var tokens: [Token] = []
    /// `true` iff one of them is malformed.
    var hasMalformed = false
    /// `true` iff one of them is the word `unit`.
    var hasUnits = false
    /// `true` iff strings or comments hold anything but ASCII, which need not be UTF-8.
    var hasUnread = false
    /// Comments as other languages write them, `// …` and `/* … */`: read as comments, so that they cost one message each.
    var foreignComments: [Range<Int>] = []
  }

  /// The tokens of `bytes`, the last one ``TokenKind/endOfText``.
  package static func tokens(of bytes: [UInt8]) -> [Token] { result(of: bytes).tokens }

  /// The tokens of `bytes`, and what is known of all of them.
  static func result(of bytes: [UInt8]) -> Result {
    var lexer = Lexer()
    return lexer.run(bytes.span)
  }

  private mutating func run(_ text: Span<UInt8>) -> Result {
    precondition(text.count <= UInt32.max, "a text of more than 4 GB")
    // Behind a byte order mark.
    var position = text.count > 2 && text.scalar(at: 0)?.scalar == "\u{FEFF}" ? 3 : 0
    if text.at(position) == UInt8(ascii: "#"), text.at(position + 1) == UInt8(ascii: "!") {
      position = endOfLine(text, from: position)
    }
    var result = Result()
    var tokens: [Token] = []
    tokens.makeRoom(text.count / 3 + 1)
    while last?.kind != .endOfText {
      // As many as there is room for, so that not each asks whether the table is shared and has room.
      tokens.append(addingCapacity: max(tokens.capacity - tokens.count, 16)) { room in
        while !room.isFull, last?.kind != .endOfText {
          let token = next(text, from: position)
          if token.kind.isMalformed { result.hasMalformed = true }
          if token.word == .unit { result.hasUnits = true }
          room.append(token)
          (last, position) = (token, Int(token.end))
        }
      }
    }
    result.tokens = tokens
    (result.hasUnread, result.foreignComments) = (seen >= 0x80, foreignComments)
    return result
  }

  // MARK: One token

  /// The next token, past the trivia at `start`.
  @inline(__always)
  private mutating func next(_ text: Span<UInt8>, from start: Int) -> Token {
    var i = start
    while i < text.count {
      let byte = text[i]
      switch byte {
      case 0x20, 0x09, 0x0D: i += 1
      case 0x0A:
        i += 1
        if separates(text, lineEndBefore: i) { return Token(.separator, from: i - 1, to: i) }
      case UInt8(ascii: "#"): i = endOfLine(text, from: i)
      case UInt8(ascii: "\""): return string(text, from: i, opening: true)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): return text.number(from: i)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        return word(text, from: i)
      case 0x80...:
        if let token = unicode(text, from: i) { return token }
        // A blank.
        i += text.scalar(at: i)?.length ?? 1
      case UInt8(ascii: "/"):
        let second = text.at(i + 1)
        guard second == UInt8(ascii: "/") || second == UInt8(ascii: "*") else {
          return Token(.slash, from: i, to: i + 1)
        }
        i = endOfForeignComment(text, second, from: i)
      default: return sign(byte, text, from: i)
      }
    }
    return Token(.endOfText, from: i, to: i)
  }

  private mutating func sign(_ byte: UInt8, _ text: Span<UInt8>, from start: Int) -> Token {
    let kind: TokenKind
    switch byte {
    case UInt8(ascii: "("): kind = open(byte, .leftParenthesis)
    case UInt8(ascii: "["): kind = open(byte, .leftBracket)
    case UInt8(ascii: "{"): kind = open(byte, .leftBrace)
    case UInt8(ascii: ")"): kind = close(UInt8(ascii: "("), .rightParenthesis)
    case UInt8(ascii: "]"): kind = close(UInt8(ascii: "["), .rightBracket)
    case UInt8(ascii: "}"):
      if brackets.last == UInt8(ascii: "\"") {
        brackets.removeLast()
        return string(text, from: start, opening: false)
      }
      kind = close(UInt8(ascii: "{"), .rightBrace)
    default: kind = Self.kind(ofSign: byte, before: text.at(start + 1))
    }
    return Token(kind, from: start, to: start + (kind.isTwoBytes ? 2 : 1))
  }

  /// What a sign is that is no bracket.
  @inline(__always)
  private static func kind(ofSign byte: UInt8, before next: UInt8) -> TokenKind {
    let isEqual = next == UInt8(ascii: "=")
    return switch byte {
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: ";"): .separator
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): next == UInt8(ascii: ">") ? .arrow : .minus
    case UInt8(ascii: "*"): .star
    case UInt8(ascii: "?"): .question
    case UInt8(ascii: "^"): .caret
    case UInt8(ascii: "%"): .percent
    case UInt8(ascii: "$"): .currency
    case UInt8(ascii: "="): isEqual ? .equalEqual : .equal
    case UInt8(ascii: "<"): isEqual ? .lessEqual : .less
    case UInt8(ascii: ">"): isEqual ? .greaterEqual : .greater
    case UInt8(ascii: "!") where isEqual: .notEqual
    case 0..<0x20, 0x7F: .controlCharacter
    default: .unknownCharacter
    }
  }

  private mutating func open(_ opener: UInt8, _ kind: TokenKind) -> TokenKind {
    brackets.append(opener)
    return kind
  }

  private mutating func close(_ opener: UInt8, _ kind: TokenKind) -> TokenKind {
    if brackets.last == opener {
      brackets.removeLast()
    } else if opener == UInt8(ascii: "{") {
      // A brace ends what was left open within it, so that a lost `)` doesn't join the lines of the rest of the text.
      let inner = brackets.lastIndex { $0 == opener || $0 == UInt8(ascii: "\"") }
      if let inner, brackets[inner] == opener { brackets.removeSubrange(inner...) }
    }
    return kind
  }

  // MARK: Comments

  private mutating func endOfLine(_ text: Span<UInt8>, from start: Int) -> Int {
    var i = start
    var all: UInt8 = 0
    while i < text.count, text[i] != 0x0A {
      all |= text[i]
      i += 1
    }
    seen |= all
    return i
  }

  /// The end of `// …` at the line's end, or of `/* … */`; one that never ends takes its line.
  private mutating func endOfForeignComment(
    _ text: Span<UInt8>, _ second: UInt8, from start: Int
  ) -> Int {
    var end = start + 2
    if second == UInt8(ascii: "*") {
      while end + 1 < text.count, text[end] != second || text[end + 1] != UInt8(ascii: "/") {
        end += 1
      }
    }
    if second == UInt8(ascii: "*"), end + 1 < text.count {
      end += 2
      for i in start..<end { seen |= text[i] }
    } else {
      end = endOfLine(text, from: start)
    }
    foreignComments.append(start..<end)
    return end
  }

  // MARK: Strings

  /// A string, or one of its pieces between interpolations, from its `"` or `}` on.
  private mutating func string(_ text: Span<UInt8>, from start: Int, opening: Bool) -> Token {
    var i = start + 1
    while i < text.count {
      let byte = text[i]
      seen |= byte
      switch byte {
      case UInt8(ascii: "\""):
        return Token(opening ? .string : .stringTail, from: start, to: i + 1)
      case UInt8(ascii: "{"):
        brackets.append(UInt8(ascii: "\""))
        return Token(opening ? .stringHead : .stringMiddle, from: start, to: i + 1)
      case UInt8(ascii: "\\") where i + 1 < text.count && text[i + 1] != 0x0A:
        if text[i + 1] == UInt8(ascii: "u"), text.at(i + 2) == UInt8(ascii: "{") {
          i += 3
        } else {
          seen |= text[i + 1]
          i += 2
        }
      case 0x0A: return Token(.unterminatedString, from: start, to: i)
      default: i += 1
      }
    }
    return Token(.unterminatedString, from: start, to: i)
  }

  // MARK: Layout

  /// `true` iff the line's end before `next` separates what stands around it.
  private mutating func separates(_ text: Span<UInt8>, lineEndBefore next: Int) -> Bool {
    if let bracket = brackets.last, bracket != UInt8(ascii: "{") { return false }
    return !lineContinues && !nextWordContinues(text, from: next)
  }

  /// `true` iff a line's end after the last token separates nothing.
  @inline(__always)
  private var lineContinues: Bool {
    guard let last else { return true }
    // What no such word is doesn't depend on what stands before it.
    return last.word.continuesLine ? joins : Self.continuesLine(last, after: nil, false)
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
  private mutating func nextWordContinues(_ text: Span<UInt8>, from start: Int) -> Bool {
    // Between the same two tokens it is the same, so that a block of comments is looked through once.
    if start <= lookAhead.end { return lookAhead.continues }
    var i = start
    while i < text.count {
      switch text[i] {
      case 0x20, 0x09, 0x0D, 0x0A:
        i += 1
        continue
      case UInt8(ascii: "#"):
        while i < text.count, text[i] != 0x0A { i += 1 }
        continue
      case UInt8(ascii: "e"): lookAhead.continues = spells("else", text, at: i)
      case UInt8(ascii: "t"): lookAhead.continues = spells("then", text, at: i)
      default: lookAhead.continues = false
      }
      lookAhead.end = i
      return lookAhead.continues
    }
    lookAhead = (i, false)
    return false
  }

  private func spells(_ word: StaticString, _ text: Span<UInt8>, at index: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard index + length <= text.count else { return false }
    for i in 0..<length where text[index + i] != word.utf8Start[i] { return false }
    return !text.at(index + length).isOfWord
  }

  // MARK: Words

  private mutating func word(_ text: Span<UInt8>, from start: Int) -> Token {
    // The words of the grammar have lower-case letters only.
    var letters = PackedWord()
    var i = start
    // Eight bytes at once: byte by byte, letters took 1.6 % more of the instructions of the check of a large script.
    if let eight = text.eightBytes(at: start) { i += letters.appendLetters(of: eight) }
    while i < text.count, text[i] &- UInt8(ascii: "a") < 26 {
      letters.append(text[i])
      i += 1
    }
    let end = text.endOfWord(from: i)
    guard end == i, end - start <= PackedWord.capacity, let found = words.value(of: letters),
      let word = Word(rawValue: found)
    else { return Token(.word, from: start, to: end) }
    if word.endsBrackets, endsBrackets(text, before: start) {
      return Token(.separator, from: start, to: start)
    }
    let token = Token(.word, word, from: start, to: end)
    if word.continuesLine { joins = Self.continuesLine(token, after: last, lineContinues) }
    return token
  }

  /// A line that begins with a declaration ends the `(` and `[` left open before it: one forgotten bracket must not swallow
  /// the rest of the text. `true` iff there were any.
  private mutating func endsBrackets(_ text: Span<UInt8>, before start: Int) -> Bool {
    guard let bracket = brackets.last, bracket != UInt8(ascii: "{"),
      bracket != UInt8(ascii: "\""), let last,
      (Int(last.end)..<start).contains(where: { text[$0] == 0x0A })
    else { return false }
    while let bracket = brackets.last, bracket == UInt8(ascii: "(") || bracket == UInt8(ascii: "[")
    {
      brackets.removeLast()
    }
    return true
  }

  /// What begins with a byte that is not ASCII; nil for a blank.
  private mutating func unicode(_ text: Span<UInt8>, from start: Int) -> Token? {
    guard let (scalar, length) = text.scalar(at: start) else {
      var end = start + 1
      while end < text.count, text[end] >= 0x80, text.scalar(at: end) == nil { end += 1 }
      return Token(.invalidUTF8, from: start, to: end)
    }
    switch scalar {
    case "€", "£", "¥": return Token(.currency, from: start, to: start + length)
    case "\u{A0}", "\u{FEFF}", "\u{2003}", "\u{2009}", "\u{202F}", "\u{3000}": return nil
    case _ where scalar.properties.isXIDStart: return word(text, from: start)
    default: return Token(.unknownCharacter, from: start, to: start + length)
    }
  }

  /// The first bytes of `bytes` that are not UTF-8, wherever they stand.
  static func invalidBytes(in bytes: [UInt8]) -> Range<Int>? {
    let text = bytes.span
    var i = 0
    while i < text.count {
      if text[i] < 0x80 {
        i += 1
      } else if let (_, length) = text.scalar(at: i) {
        i += length
      } else {
        return i..<(i + 1)
      }
    }
    return nil
  }
}

extension Array {
  /// Makes room for `count` elements more, all of which are about to be added: in large pages, if they are many.
  mutating func makeRoom(_ count: Int) {
    guard count >= LargePages.least / MemoryLayout<Element>.stride else {
      return reserveCapacity(self.count + count)
    }
    append(addingCapacity: count) { room in
      room.withUnsafeMutableBufferPointer { memory, _ in
        LargePages.advise(UnsafeMutableRawBufferPointer(memory))
      }
    }
  }
}

extension Token {
  /// The token of the bytes `start..<end`.
  @inline(__always)
  init(_ kind: TokenKind, _ word: Word = .other, from start: Int, to end: Int) {
    // The lexer refuses texts whose places don't fit; to ask again for each took 1.4 % of the check of a large script.
    self.init(
      kind: kind, word: word, start: UInt32(truncatingIfNeeded: start),
      end: UInt32(truncatingIfNeeded: end))
  }
}

extension TokenKind {
  fileprivate var isTwoBytes: Bool {
    switch self {
    case .arrow, .lessEqual, .greaterEqual, .equalEqual, .notEqual: true
    default: false
    }
  }
}
