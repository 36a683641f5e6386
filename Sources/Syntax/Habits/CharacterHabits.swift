import SourceText

/// Characters that are no signs of the language: what word processors, other languages and other keyboards put in.
extension Parser {
  /// The message about the malformed token at `i`, and the last token that it is about.
  func malformed(at i: Int) -> (Diagnostic, last: Int) {
    let token = tokens[i]
    guard token.kind == .unknownCharacter else {
      return (
        .malformed(token.kind, text: tree.text(ofToken: i), span: tree.span(ofToken: i)),
        endOfRun(i)
      )
    }
    return quotes(i) ?? digitGroups(i) ?? plusMinus(i) ?? character(i)
  }

  /// The last of the tokens of the same kind that follow one another without a gap.
  private func endOfRun(_ i: Int) -> Int {
    var last = i
    while tokens[last + 1].kind == tokens[i].kind, tokens[last + 1].start == tokens[last].end {
      last += 1
    }
    return last
  }

  /// A text in quotes of another kind, up to the one that closes it on the same line.
  private func quotes(_ i: Int) -> (Diagnostic, last: Int)? {
    let closers: [String: Set<String>] = [
      "'": ["'"], "‘": ["’", "'"], "’": ["’"], "“": ["”", "“"], "”": ["”"], "„": ["“", "”"],
      "«": ["»"], "»": ["«"], "`": ["`"],
    ]
    guard let closing = closers[tree.text(ofToken: i)] else { return nil }
    if i > 0, tokens[i - 1].kind == .number, tokens[i - 1].end == tokens[i].start { return nil }
    for j in (i + 1)..<tokens.count {
      if tokens[j].kind == .separator || tokens[j].kind == .endOfText { return nil }
      guard tokens[j].kind == .unknownCharacter, closing.contains(tree.text(ofToken: j)) else {
        continue
      }
      let places = [i, j].map { tree.span(ofToken: $0) }
      let inside = tree.file.text(Int(tokens[i].end)..<Int(tokens[j].start))
      let isSafe = !inside.contains { "\"\\{}".contains($0) }
      let signs = tree.text(ofToken: i) == "'" ? "single quotes" : "these quotes"
      return (
        Diagnostic(
          .unknownCharacter, "\(signs) are no signs of the language", at: places[0],
          label: "this one", secondary: [Label(places[1], "and this one")],
          notes: ["strings stand in straight double quotes"],
          corrections: [
            Correction(
              "write `\"\(inside)\"`",
              edits: places.map { Correction.Edit(span: $0, replacement: "\"") },
              isSafe ? .automatic : .choice)
          ]), j
      )
    }
    return nil
  }

  /// `10'000'000`.
  private func digitGroups(_ i: Int) -> (Diagnostic, last: Int)? {
    guard i > 0, ["'", "’"].contains(tree.text(ofToken: i)), tokens[i - 1].kind == .number else {
      return nil
    }
    var groups = [tree.text(ofToken: i - 1)]
    var last = i - 1
    while tokens[last].end == tokens[last + 1].start,
      ["'", "’"].contains(tree.text(ofToken: last + 1)), last + 2 < tokens.count,
      tokens[last + 2].kind == .number, tokens[last + 1].end == tokens[last + 2].start,
      tree.text(ofToken: last + 2).prefix(while: \.isNumber).count == 3
    {
      groups.append(tree.text(ofToken: last + 2))
      last += 2
    }
    guard groups.count > 1 else { return nil }
    return (
      .habit(
        "an apostrophe can't group digits",
        tree.span(ofToken: i - 1).union(tree.span(ofToken: last)),
        write: groups.joined(separator: "_"), code: .thousandsSeparator), last
    )
  }

  /// `5 ± 1`.
  private func plusMinus(_ i: Int) -> (Diagnostic, last: Int)? {
    guard i > 0, tree.text(ofToken: i) == "±", tokens[i - 1].kind == .number,
      tokens[i + 1].kind == .number, let middle = Int(tree.text(ofToken: i - 1)),
      let half = Int(tree.text(ofToken: i + 1)), abs(middle) < 1 << 40, half > 0, half < middle
    else { return nil }
    let text = "\(middle - half) to \(middle + half)"
    return (
      .habit(
        "an interval is written from its low end to its high end",
        tree.span(ofToken: i - 1).union(tree.span(ofToken: i + 1)), write: text, .choice,
        notes: ["it says where a quantity lies in 90% of cases"]), i + 1
    )
  }

  private func character(_ i: Int) -> (Diagnostic, last: Int) {
    let text = tree.text(ofToken: i)
    var last = i
    while "&|=".contains(text), tokens[last + 1].kind == .unknownCharacter,
      tree.text(ofToken: last + 1) == text, tokens[last + 1].start == tokens[last].end
    {
      last += 1
    }
    let span = tree.span(ofToken: i).union(tree.span(ofToken: last))
    let written = tree.file.text(span.start..<span.end)
    func found(_ replacement: String, _ isSafe: Bool = true) -> (Diagnostic, last: Int) {
      // A word keeps apart from what it stands beside.
      var text = replacement
      if replacement.allSatisfy(\.isLetter) {
        if i > 0, tokens[i - 1].end == tokens[i].start, Self.endsValue(tokens[i - 1]) {
          text = " " + text
        }
        if tokens[last + 1].start == tokens[last].end { text += " " }
      }
      return (
        .habit(
          "`\(written)` is no sign of the language", span, write: text,
          title: "write `\(replacement)`", isSafe ? .automatic : .choice, code: .unknownCharacter),
        last
      )
    }
    if ["–", "—"].contains(text), i > 0, Self.endsValue(tokens[i - 1]),
      Self.startsValue(tokens[i + 1])
    {
      return (
        Diagnostic(
          .unknownCharacter, "a dash is no sign of the language", at: span,
          corrections: [
            Correction("write ` to ` for an interval", replacing: span, with: " to "),
            Correction("or ` - ` to subtract", replacing: span, with: " - "),
          ]), last
      )
    }
    if let replacement = Self.signs[text] { return found(replacement) }
    if let scalar = text.unicodeScalars.first, (0xFF01...0xFF5E).contains(scalar.value),
      let plain = Unicode.Scalar(scalar.value - 0xFEE0)
    {
      return found(String(Character(plain)))
    }
    if text == "\\" {
      return (
        .habit(
          "a line goes on by itself behind an operator or a comma", span, write: "",
          title: "leave the `\\` out", .choice,
          notes: ["and inside parentheses and brackets everywhere"], code: .unknownCharacter), last
      )
    }
    if text == "~" || text == "≈" {
      return (
        Diagnostic(
          .unknownCharacter, "`\(text)` is no sign of the language", at: span,
          help: ["say how sure you are with an interval, as in `40k to 60k`"]), last
      )
    }
    return (.malformed(.unknownCharacter, text: text, span: span), last)
  }

  private static let signs = [
    "&": "and", "|": "or", "!": "not", "∧": "and", "∨": "or", "¬": "not", "−": "-", "–": "-",
    "—": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->",
    "⇒": "->", "⟶": "->", "，": ",", "、": ",", "。": ".", "；": ";", "：": ":", "²": "^2", "³": "^3",
    "…": " to ", "％": "%", "'": "\"", "‘": "\"", "’": "\"", "“": "\"", "”": "\"", "„": "\"",
    "«": "\"", "»": "\"",
  ]
}
