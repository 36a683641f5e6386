import SourceText
import Syntax

/// Lines that begin with a minus, and look as if they went on the line before.
extension Evaluator {
  /// Warns of an expression that begins with `-` on the line after a statement that ends in a value.
  mutating func warnSplit(_ node: NodeID) {
    let first = Int(syntax[node].firstToken)
    guard syntax.kind(node) == .expressionStatement, first >= 2,
      syntax.tokens[first].kind == .minus, syntax.tokens[first - 1].kind == .separator,
      syntax.text(ofToken: first - 1) == "\n"
    else { return }
    let (before, minus) = (syntax.tokens[first - 2], syntax.tokens[first])
    switch before.kind {
    case .word where !before.word.isReserved: break
    case .number, .percent, .rightParenthesis, .rightBracket: break
    default: return
    }
    // On the very next line, but for what a comment says.
    let between = syntax.file.bytes[Int(before.end)..<Int(minus.start)]
    guard (between.count { $0 == 0x0A }) == 1 else { return }
    guard looksContinued(first) else { return }
    let next = Int(syntax.tokens[min(first + 1, syntax.tokens.count - 1)].start)
    func span(_ start: Int, _ end: Int) -> SourceSpan {
      SourceSpan(source: syntax.source, start: start, end: end)
    }
    let whole = self.span(node)
    _ = report(
      .splitStatement(
        syntax.span(ofToken: first), before: syntax.span(ofToken: first - 2),
        joining: [
          Correction.Edit(span: span(Int(before.end), Int(before.end)), replacement: " -"),
          Correction.Edit(span: span(Int(minus.start), next), replacement: ""),
        ],
        parting: [
          Correction.Edit(span: span(whole.start, whole.start), replacement: "("),
          Correction.Edit(span: span(whole.end, whole.end), replacement: ")"),
        ]))
  }

  /// `true` iff the line before gives something a value, or the line of the token is indented deeper: expressions one below the
  /// other are questions each.
  private func looksContinued(_ first: Int) -> Bool {
    var start = first - 2
    while start > 0, ![.separator, .leftBrace].contains(syntax.tokens[start - 1].kind) {
      start -= 1
    }
    if syntax.tokens[start..<(first - 1)].contains(where: { $0.kind == .equal }) { return true }
    func indent(_ token: Token) -> Int {
      let line = syntax.file.lineRange(syntax.file.line(at: Int(token.start)))
      return Int(token.start) - line.lowerBound
    }
    return indent(syntax.tokens[first]) > indent(syntax.tokens[start])
  }
}

extension Diagnostic {
  static func splitStatement(
    _ span: SourceSpan, before: SourceSpan, joining: [Correction.Edit], parting: [Correction.Edit]
  ) -> Diagnostic {
    Diagnostic(
      .splitStatement, "this line is a statement of its own, a number with its sign",
      severity: .warning, at: span, secondary: [Label(before, "the statement before ends here")],
      notes: ["a line goes on only behind an operator, a comma or an open bracket"],
      corrections: [
        Correction("to go on from the line before, end that line with the `-`", edits: joining),
        Correction("to ask for it by itself, write it in parentheses", edits: parting),
      ])
  }
}
