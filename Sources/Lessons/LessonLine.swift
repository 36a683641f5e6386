import SourceText

/// A line of a lesson's file, as the reader sees it.
enum LessonLine {
  /// `# Title` or `## Title`.
  case heading(level: Int, LessonText)
  /// `Keyword argument: text`.
  case keyword(Keyword, argument: LessonText, LessonText)
  /// A line that looks like a keyword's but is none.
  case unknownKeyword(LessonText)
  /// Three backquotes: a fence opens or closes.
  case fence(SourceSpan)
  case blank
  case text(LessonText)

  /// The words that begin a line with a meaning.
  enum Keyword: String, CaseIterable {
    case id = "Id"
    case minutes = "Minutes"
    case teaches = "Teaches"
    case skip = "Skip"
    case given = "Given"
    case task = "Task"
    case answer = "Answer"
    case check = "Check"
    case equal = "Equal"
    case mistake = "Mistake"
    case hint = "Hint"
    case why = "Why"
    case keep = "Keep"
    case closing = "Closing"

    /// Whether a block of code follows.
    var wantsCode: Bool { [.given, .answer, .equal, .mistake].contains(self) }
    /// Whether it may be followed by a word before its colon.
    var takesArgument: Bool { [.hint, .mistake].contains(self) }
    /// Whether it is about the lesson rather than a step.
    var isOfLesson: Bool { [.id, .minutes, .teaches, .skip, .closing].contains(self) }
  }

  /// Reads a line that stands at `start`.
  init(_ line: Substring.UTF8View.SubSequence, at start: Int, of source: SourceID) {
    let text = String(decoding: line, as: UTF8.self)
    func piece(_ from: Int, _ to: Int) -> LessonText {
      var (from, to) = (from, to)
      let bytes = Array(text.utf8)
      while from < to, bytes[from] == 0x20 { from += 1 }
      while to > from, bytes[to - 1] == 0x20 || bytes[to - 1] == 0x0D { to -= 1 }
      return LessonText(
        String(decoding: bytes[from..<to], as: UTF8.self),
        SourceSpan(source: source, start: start + from, end: start + to))
    }
    let count = text.utf8.count
    let whole = piece(0, count)
    if whole.text.isEmpty {
      self = .blank
    } else if text.hasPrefix("```") {
      self = .fence(whole.span)
    } else if text.hasPrefix("## ") {
      self = .heading(level: 2, piece(3, count))
    } else if text.hasPrefix("# ") {
      self = .heading(level: 1, piece(2, count))
    } else if let colon = Self.colon(of: text) {
      let head = text.utf8.prefix(colon)
      let word = String(decoding: head.prefix { $0 != 0x20 }, as: UTF8.self)
      let argument = piece(word.utf8.count, colon)
      if let keyword = Keyword(rawValue: word), argument.text.isEmpty || keyword.takesArgument {
        self = .keyword(keyword, argument: argument, piece(colon + 1, count))
      } else if Self.isMisspelt(word, argument.text) {
        self = .unknownKeyword(piece(0, colon))
      } else {
        self = .text(whole)
      }
    } else {
      self = .text(whole)
    }
  }

  /// Where the colon stands that ends a keyword and what follows it; nil where the line begins otherwise.
  private static func colon(of text: String) -> Int? {
    guard let first = text.utf8.first, (0x41...0x5A).contains(first) else { return nil }
    var isCode = false
    for (i, byte) in text.utf8.enumerated() {
      if byte == UInt8(ascii: "`") { isCode.toggle() }
      if byte == UInt8(ascii: ":"), !isCode { return i }
    }
    return nil
  }

  /// Whether a word before a colon is near a keyword, so that it is a slip rather than a sentence.
  private static func isMisspelt(_ word: String, _ argument: String) -> Bool {
    guard argument.split(separator: " ").count <= 1 else { return false }
    if Keyword(rawValue: word) != nil { return true }
    return !Spelling.suggestions(for: word, among: Keyword.allCases.map(\.rawValue)).isEmpty
      && word.allSatisfy(\.isLetter)
  }
}
