import Reroute
import SourceText
import Syntax

/// Texts of the language without what means nothing: spaces, comments, the order of clauses, the spelling of numbers.
enum NormalForm {
  /// The normal form of a text: its statements, each as its pieces.
  static func statements(of text: String) -> [[String]] {
    var found: [[String]] = []
    var pieces: [String] = []
    // The clauses of the block under way, each as its pieces; sorted when the block ends.
    var clauses: [[String]] = []
    var depth = 0
    func closed(_ all: [[String]]) -> [String] {
      all.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }.sorted()
    }
    for (kind, piece) in tokens(of: text) {
      switch kind {
      case .leftBrace where depth == 0:
        depth = 1
        clauses = [[]]
      case .rightBrace where depth == 1:
        depth = 0
        pieces += ["{"] + closed(clauses) + ["}"]
      case .separator where depth == 0:
        if !pieces.isEmpty { found.append(pieces) }
        pieces = []
      case .separator where depth == 1: clauses.append([])
      default:
        if kind == .leftBrace { depth += 1 }
        if kind == .rightBrace { depth = max(1, depth - 1) }
        if depth == 0 { pieces.append(piece) } else { clauses[clauses.count - 1].append(piece) }
      }
    }
    if depth > 0 { pieces += ["{"] + closed(clauses) }
    return pieces.isEmpty ? found : found + [pieces]
  }

  /// The tokens of a text, numbers by their value.
  static func pieces(of text: String) -> [String] { tokens(of: text).map(\.piece) }

  private static func tokens(of text: String) -> [(kind: TokenKind, piece: String)] {
    let bytes = Array(text.utf8)
    return Lexer.tokens(of: bytes).compactMap { token in
      guard token.kind != .endOfText else { return nil }
      let piece = String(decoding: bytes[token.range], as: UTF8.self)
      switch token.kind {
      case .number: return (.number, Reroute.wholeNumber(piece).map { "\($0)" } ?? piece)
      case .separator: return (.separator, ";")
      // `per` reads as `/`.
      case .word where piece == "per": return (.slash, "/")
      default: return (token.kind, piece)
      }
    }
  }

  /// The text with its numbers and strings left open: the shape of an answer.
  static func skeleton(of text: String) -> String {
    let bytes = Array(text.utf8)
    var out = ""
    var end = 0
    for token in Lexer.tokens(of: bytes) {
      out += String(decoding: bytes[end..<Int(token.start)], as: UTF8.self)
      end = Int(token.end)
      switch token.kind {
      case .number, .string: out += "…"
      case .endOfText: break
      default: out += String(decoding: bytes[token.range], as: UTF8.self)
      }
    }
    return out
  }
}
