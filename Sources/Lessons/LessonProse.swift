import Metrics
import Reroute

/// Prose with expressions in braces, each replaced by what it is in a session.
struct LessonProse {
  /// The session that expressions are evaluated in.
  let session: Session

  /// The text with its expressions filled in; what has no value stays as it is written.
  func filled(_ text: String) -> String {
    let pieces = Self.pieces(text)
    let expressions = pieces.filter(\.isExpression).map(\.text)
    guard !expressions.isEmpty else { return text }
    let ran = Ran("0", on: session)
    let values = ran.measure(expressions)
    return pieces.map { piece in
      guard piece.isExpression else { return piece.text }
      return switch values[piece.text] {
      case .figure: Self.short(values[piece.text]?.text ?? "")
      case .truth(let truth): "\(truth)"
      default: "{\(piece.text)}"
      }
    }.joined()
  }

  /// The expressions of a text.
  static func expressions(in text: String) -> [String] {
    pieces(text).filter(\.isExpression).map(\.text)
  }

  /// A figure without its interval: in a sentence the number is enough.
  private static func short(_ text: String) -> String {
    text.split(separator: "(", maxSplits: 1).first.map { part in
      var part = part
      while part.last == " " { part.removeLast() }
      return text.contains(" (90%") ? String(part) : text
    } ?? text
  }

  /// The text divided at its braces; what stands in backquotes has none.
  private static func pieces(_ text: String) -> [(text: String, isExpression: Bool)] {
    var found: [(text: String, isExpression: Bool)] = []
    var plain = ""
    var expression: String?
    var isCode = false
    for character in text {
      if character == "`", expression == nil { isCode.toggle() }
      if !isCode, character == "{", expression == nil {
        found.append((plain, false))
        (plain, expression) = ("", "")
      } else if character == "}", let whole = expression {
        found.append((whole, true))
        expression = nil
      } else if expression != nil {
        expression?.append(character)
      } else {
        plain.append(character)
      }
    }
    return found + [(expression.map { plain + "{" + $0 } ?? plain, false)]
  }
}
