import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// Texts, with what stands in them.
extension Evaluator {
  /// The text of a string, with what is put into it.
  mutating func stringText(_ node: NodeID) throws(Failure) -> String {
    var out = ""
    var children = syntax.children(of: node)
    for i in Int(syntax[node].firstToken)..<Int(syntax[node].endToken) {
      let token = syntax.tokens[i]
      switch token.kind {
      case .string, .stringHead, .stringMiddle, .stringTail:
        // Pieces of interpolated expressions are tokens of their nodes, not of this one.
        let isInside = syntax.children(of: node).contains {
          Int(syntax[$0].firstToken) <= i && i < Int(syntax[$0].endToken)
        }
        if isInside { continue }
        let piece = String(syntax.file.text(token.range).dropFirst().dropLast())
        if let escape = Self.invalidEscape(in: piece) {
          throw report(
            .range(
              "an escape", escape, "a character's number, as in `\\u{1F600}`",
              syntax.span(ofToken: i)))
        }
        out += unescaped(piece)
        if token.kind == .stringHead || token.kind == .stringMiddle,
          let expression = children.popFirst()
        {
          let value = try evaluate(expression)
          if case .hole(let hole) = value {
            throw missing(hole, Hole.Use(wanted: "what is put into the text"))
          }
          try refuseUncertainText(value, at: expression)
          out += DatumText.text(datum(value, text: ""), graph: model.graph)
          try checkLength(out.utf8.count, at: expression)
        }
      default: continue
      }
    }
    return out
  }

  /// An error for what is known only once it is simulated: texts are put together before.
  private mutating func refuseUncertainText(_ value: Value, at node: NodeID) throws(Failure) {
    let expression: ExpressionID
    switch value {
    case .quantity(let quantity): expression = quantity.expression
    case .truth(let condition): expression = condition
    default: return
    }
    if isOpen(expression) { throw giveUp() }
    guard model.graph.constant(expression) == nil, model.graph.draw(expression) == nil else {
      return
    }
    throw report(
      .uncertain(
        "a text is put together before anything is simulated, and `\(text(node))` is not known then",
        span(node)))
  }

  /// The first `\\u{…}` of a string that is no character.
  private static func invalidEscape(in text: String) -> String? {
    var rest = Substring(text)
    while let slash = rest.firstIndex(of: "\\") {
      rest = rest[slash...].dropFirst()
      guard rest.first == "u", rest.dropFirst().first == "{" else {
        rest = rest.dropFirst()
        continue
      }
      let digits = rest.dropFirst(2).prefix { $0 != "}" }
      guard let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil else {
        return "\\u{\(digits)}"
      }
    }
    return nil
  }

  func unescaped(_ text: String) -> String {
    guard text.contains("\\") else { return text }
    var out = ""
    var rest = Substring(text)
    while let c = rest.popFirst() {
      guard c == "\\", let next = rest.popFirst() else {
        out.append(c)
        continue
      }
      switch next {
      case "n": out.append("\n")
      case "t": out.append("\t")
      case "u" where rest.first == "{":
        let digits = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(digits.count + 2)
        if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
          out.unicodeScalars.append(scalar)
        }
      default: out.append(next)
      }
    }
    return out
  }
}
