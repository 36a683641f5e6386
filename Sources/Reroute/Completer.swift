import Evaluator
import Portfolio
import Quantities
import SourceText
import Syntax

/// What may stand at a place of a text, for a prompt or an editor. The grammar's own parser says which kinds of words are
/// legal there; the session and the text before the place say which names there are.
public enum Completer {
  /// A way to go on.
  public struct Candidate: Sendable, Hashable {
    /// The text to insert in place of what was typed.
    public let text: String
    /// The text to list, such as a function's signature.
    public let display: String
    /// What it means, in one line; may be empty.
    public let summary: String
  }

  /// The ways to go on, and where the typed part that they replace begins, as a UTF-8 offset.
  public struct Completion: Sendable, Hashable {
    /// Where the typed part begins; it ends at the place.
    public let replaceFrom: Int
    /// The ways to go on, in the order to list them.
    public let candidates: [Candidate]
  }

  /// What may stand at the UTF-8 offset `offset` of `text`, which continues the texts of `session`.
  public static func complete(_ text: String, _ offset: Int, _ session: Session) -> Completion {
    let bytes = Array(text.utf8.prefix(max(0, offset)))
    let start = startOfWord(bytes)
    let nothing = Completion(replaceFrom: start, candidates: [])
    if bytes.last == UInt8(ascii: "?"), let fits = fits(text, bytes.count - 1, session) {
      return Completion(replaceFrom: bytes.count - 1, candidates: fits)
    }
    let typed = String(decoding: bytes[start...], as: UTF8.self)
    let before = Array(bytes[..<start])
    let (expected, tree) = Parser.expectations(atEndOf: before, units: session.units)
    guard !isGlued(tree, typed: typed, before.count) else { return nothing }
    let place = CompletionPlace(tree: tree, session: session, isTyping: !typed.isEmpty)
    var seen: Set<String> = []
    let legal = place.candidates(expected).filter { seen.insert($0.text).inserted }
    return Completion(replaceFrom: start, candidates: matching(typed, legal))
  }

  /// The candidates that begin as what was typed; if none do, those that do but for capitals; if none do either, those that it may
  /// be a misspelling of.
  private static func matching(_ typed: String, _ legal: [Candidate]) -> [Candidate] {
    let exact = legal.filter { $0.text.hasPrefix(typed) }
    if !exact.isEmpty || typed.isEmpty { return exact }
    let lower = typed.lowercased()
    let alike = legal.filter { $0.text.lowercased().hasPrefix(lower) }
    if !alike.isEmpty || typed.count < 4 { return alike }
    func name(_ candidate: Candidate) -> String {
      candidate.text.hasSuffix("(") ? String(candidate.text.dropLast()) : candidate.text
    }
    let near = Spelling.suggestions(for: typed, among: legal.map(name))
    return near.compactMap { text in legal.first { name($0) == text } }
  }

  /// Where the word or the calendar month that ends with the text begins; the text's end if there is none.
  private static func startOfWord(_ bytes: [UInt8]) -> Int {
    let tokens = Lexer.tokens(of: bytes)
    guard tokens.count > 1 else { return bytes.count }
    let last = tokens[tokens.count - 2]
    guard Int(last.end) == bytes.count else { return bytes.count }
    switch last.kind {
    case .word: return Int(last.start)
    // A month under way: `2023-0` is a number, a minus and a number to the lexer.
    case .calendarMonth, .number, .minus, .malformedNumber:
      let start = bytes.lastIndex { !(0x30...0x39).contains($0) && $0 != 0x2D }.map { $0 + 1 } ?? 0
      return bytes.count - start >= 4 && bytes[start] != 0x2D ? start : bytes.count
    default: return bytes.count
    }
  }

  /// `true` iff the place is inside a comment or a string, or touches what a word would be glued to.
  private static func isGlued(_ tree: SyntaxTree, typed: String, _ end: Int) -> Bool {
    let bytes = tree.file.bytes
    let tokens = tree.tokens
    let last = tokens.count > 1 ? tokens[tokens.count - 2] : nil
    // A comment is what stands between the last token and the end.
    if bytes[Int(last?.end ?? 0)...].contains(UInt8(ascii: "#")) { return true }
    guard let last, Int(last.end) == end else { return false }
    switch last.kind {
    case .word, .number, .calendarMonth, .calendarDay, .string, .stringTail, .malformedNumber,
      .unterminatedString, .unknownCharacter, .controlCharacter, .invalidUTF8:
      return true
    case .stringHead, .stringMiddle: return false
    default: return false
    }
  }
}
