import SourceText
import Syntax

/// What may stand in place of a hole.
extension Completer {
  /// The names that fit the `?` at the UTF-8 offset `offset`, and an example; nil where none stands there.
  static func fits(_ text: String, _ offset: Int, _ session: Session) -> [Candidate]? {
    var bytes = Array(text.utf8)
    let tokens = Lexer.tokens(of: bytes)
    guard let hole = tokens.first(where: { Int($0.start) == offset }), hole.kind == .question else {
      return nil
    }
    // What is still open is closed, so that a line under way can be read.
    bytes += Array(closers(of: tokens).utf8)
    let outcome = session.check(bytes: bytes, name: "completion")
    guard let found = outcome.holes.first(where: { $0.span.utf8.lowerBound == offset }) else {
      return nil
    }
    let wanted = found.wanted.first ?? ""
    let names = found.fits.map { fit in
      // A function is called.
      let name = fit.prefix { $0 != "(" }
      return Candidate(
        text: name.count < fit.count ? name + "(" : fit, display: fit, summary: wanted)
    }
    let example = found.example.map { [Candidate(text: $0, display: $0, summary: wanted)] } ?? []
    return names + example
  }

  /// The brackets that close what is open at the end of some tokens.
  private static func closers(of tokens: [Token]) -> String {
    var open: [String] = []
    for token in tokens {
      switch token.kind {
      case .leftParenthesis: open.append(")")
      case .leftBracket: open.append("]")
      case .leftBrace: open.append("}")
      case .stringHead: open.append("}\"")
      case .rightParenthesis, .rightBracket, .rightBrace, .stringTail: _ = open.popLast()
      default: break
      }
    }
    return open.reversed().joined()
  }
}
