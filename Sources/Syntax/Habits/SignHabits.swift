import SourceText

/// Signs of other languages.
extension Parser {
  func signHabit(_ what: String) -> Diagnostic? {
    switch kind {
    case .equal: equalHabit(what)
    case .equalEqual where what.hasPrefix("`=`"):
      .habit("`=` gives a name to a value; `==` compares", place(0), write: "=")
    case .colon: colonHabit(what)
    case .star where before().kind == .star && touches():
      .habit("a power is written with `^`", place(-1), write: "^")
    case .greater where before().kind == .less && touches():
      .habit("`<>` is written `!=`", place(-1), write: "!=")
    case .greater where before().kind == .equal && touches():
      .habit("`=>` is written `>=`", place(-1), write: ">=")
    case .arrow where Self.endsValue(before()) && Self.startsValue(ahead(1)):
      .habit(
        "an interval is written with `to`; an arrow redirects", place(0), write: "to",
        title: "write `\(written(startOfInterval..<index)) to \(text(1))`")
    case .dot where before().kind == .dot && touches(): dots()
    case .comma where isBetweenClauses(what):
      .habit(
        "clauses are separated by `;` or stand on lines of their own", place(0), write: ";")
    case .question where Self.endsValue(before()): ternary()
    case .separator where text(0) == ";": semicolonInCall()
    default: step()
    }
  }

  /// `=SUM(…)` at the start of a statement.
  var formula: Diagnostic {
    Diagnostic(
      .foreignHabit, "a statement doesn't begin with `=`", at: tree.span(ofToken: index),
      notes: ["that is a spreadsheet's formula; here an expression stands by itself"],
      corrections: [
        Correction(
          "leave the `=` out", replacing: tree.span(ofToken: index), with: "", .automatic)
      ])
  }

  private func equalHabit(_ what: String) -> Diagnostic? {
    switch before().kind {
    case .separator: return formula
    case .equalEqual where touches():
      return .habit("`===` is written `==`", place(-1), write: "==")
    case .notEqual where touches():
      return .habit("`!==` is written `!=`", place(-1), write: "!=")
    case .plus, .minus, .star, .slash: return touches() ? compound() : nil
    case .less, .greater: return nil
    default: break
    }
    if ahead(1).kind == .greater, touches(1), what.hasPrefix("`->`") {
      return .habit("a redirection is written with `->`", place(0, 1), write: "->")
    }
    if ahead(1).kind == .less, touches(1) {
      return .habit("`=<` is written `<=`", place(0, 1), write: "<=")
    }
    if ahead(1).kind == .greater, touches(1) {
      return .habit("`=>` is written `>=`", place(0, 1), write: ">=")
    }
    if ahead(1).kind == .leftBrace {
      return Diagnostic(
        .foreignHabit, "a declaration's braces follow its name without `=`", at: place(0),
        corrections: [Correction("leave the `=` out", replacing: place(0), with: "", .automatic)])
    }
    return nil
  }

  /// `x += 1`.
  private func compound() -> Diagnostic? {
    guard index >= 2, before(2).kind == .word, startOfStatement == index - 2 else { return nil }
    let (name, sign) = (text(-2), text(-1))
    return changed(
      name, place(-2), "let \(name)_ = \(name) \(sign)", of: place(-1), isWhole: false)
  }

  /// `x++`.
  private func step() -> Diagnostic? {
    guard index >= 3, before().kind == before(2).kind, [.plus, .minus].contains(before().kind),
      touches(-1), before(3).kind == .word, touches(-2)
    else { return nil }
    let (name, sign) = (text(-3), text(-1))
    return changed(
      name, place(-3, -1), "let \(name)_ = \(name) \(sign) 1", of: place(-2, -1),
      isWhole: true)
  }

  private func changed(
    _ name: String, _ span: SourceSpan, _ replacement: String, of sign: SourceSpan, isWhole: Bool
  ) -> Diagnostic {
    Diagnostic(
      .foreignHabit, "a name keeps its value, so there is nothing to add to", at: sign,
      notes: ["what changes from month to month is a product's metric"],
      corrections: [
        Correction(
          "give the new value a name of its own: `\(replacement)\(isWhole ? "" : " …")`",
          replacing: span,
          with: replacement)
      ])
  }

  private func colonHabit(_ what: String) -> Diagnostic? {
    if what.hasPrefix("`=`") {
      if ahead(1).kind == .equal, touches(1) {
        return .habit("`:=` is written `=`", place(0, 1), write: "=")
      }
      return .habit("a name is given its value with `=`", place(0), write: "=")
    }
    if ahead(1).kind == .leftBrace {
      return Diagnostic(
        .foreignHabit, "a declaration's braces follow its name without `:`", at: place(0),
        corrections: [Correction("leave the `:` out", replacing: place(0), with: "", .automatic)])
    }
    if let cells = cellRange() { return cells }
    // A colon goes on with the next line, so the line's end is none to the lexer.
    let rest = tree.file.bytes[Int(token.end)..<Int(ahead(1).start)]
    if rest.contains(0x0A) || ahead(1).kind == .endOfText {
      return Diagnostic(
        .foreignHabit, "a block stands in braces, not behind a colon", at: place(0),
        help: ["write `{` here and `}` where the block ends"])
    }
    return nil
  }

  /// `A1:B2`, where the colon is the current token.
  private func cellRange() -> Diagnostic? {
    guard let first = Cell(text(-1)), let last = Cell(text(1)) else { return nil }
    let cells = first.upTo(last)
    let list = "[\(cells.joined(separator: ", "))]"
    return Diagnostic(
      .foreignHabit, "`\(text(-1)):\(text(1))` is a range of a spreadsheet's cells",
      at: place(-1, 1),
      notes: ["there are no cells here: a value has a name, and several stand in a list"],
      help: [
        "read a file's column with `column(csv(\"file.csv\"), \"heading\")`, or name the values"
      ],
      corrections: cells.isEmpty
        ? []
        : [
          Correction(
            "write `\(list)`, once these have values", replacing: place(-1, 1), with: list,
            .template)
        ])
  }

  /// `5..10`, `5...10`.
  private func dots() -> Diagnostic? {
    var first = -1
    while before(-first + 1).kind == .dot { first -= 1 }
    var last = 0
    while ahead(last + 1).kind == .dot { last += 1 }
    guard Self.endsValue(before(-first + 1)) else { return nil }
    return .habit(
      "an interval is written with `to`", place(first, last), write: " to ", title: "write `to`")
  }

  private func isBetweenClauses(_ what: String) -> Bool {
    what == "the end of the line" && nestingOfBlocks > 0 && ahead(1).kind == .word
  }

  /// The first token of what stands before an arrow that means `to`.
  private var startOfInterval: Int {
    var i = index - 1
    while i > 0, [.number, .percent, .currency].contains(tokens[i - 1].kind) { i -= 1 }
    return i
  }

  /// `c ? a : b`.
  private func ternary() -> Diagnostic? {
    let start = startOfValue
    var colon = index + 1
    var depth = 0
    while colon < tokens.count, tokens[colon].kind != .separator {
      switch tokens[colon].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace: depth -= 1
      case .colon where depth == 0:
        let end = endOfValue(from: colon + 1)
        guard end > colon + 1, start < index, depth == 0 else { return nil }
        let text =
          "if \(written(start..<index)) then \(written((index + 1)..<colon)) else \(written((colon + 1)..<end))"
        return .habit(
          "a choice is written `if … then … else …`",
          tree.span(ofToken: start).union(tree.span(ofToken: end - 1)), write: text)
      default: break
      }
      if depth < 0 { return nil }
      colon += 1
    }
    return nil
  }

  /// `f(a; b)`, and `IF(a; b; c)`.
  private func semicolonInCall() -> Diagnostic? {
    guard let opener = openParenthesis else { return nil }
    var (signs, depth, i) = ([Int](), 0, opener + 1)
    while i < tokens.count - 1 {
      switch tokens[i].kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace: depth -= 1
      case .separator where depth == 0 && tree.text(ofToken: i) == ";": signs.append(i)
      default: break
      }
      if depth < 0 { break }
      i += 1
    }
    guard tokens[i].kind == .rightParenthesis, signs.contains(index) else { return nil }
    let name = opener > 0 && tokens[opener - 1].kind == .word ? opener - 1 : nil
    if let name, tree.text(ofToken: name).lowercased() == "if", signs.count == 2 {
      let parts = [
        written((opener + 1)..<signs[0]), written((signs[0] + 1)..<signs[1]),
        written((signs[1] + 1)..<i),
      ]
      return .habit(
        "a choice is written `if … then … else …`",
        tree.span(ofToken: name).union(tree.span(ofToken: i)),
        write: "(if \(parts[0]) then \(parts[1]) else \(parts[2]))")
    }
    return Diagnostic(
      .foreignHabit, "arguments are separated by commas", at: tree.span(ofToken: index),
      corrections: [
        Correction(
          signs.count == 1 ? "write `,`" : "write `,` for each `;`",
          edits: signs.map {
            Correction.Edit(span: tree.span(ofToken: $0), replacement: ",")
          }, .automatic)
      ])
  }
}

/// A cell of a spreadsheet: `B12`, `$B$12`.
package struct Cell {
  private let column, row: Int

  /// Reads a cell's name; nil for any other word.
  package init?(_ name: String) {
    let letters = name.prefix { $0.isASCII && $0.isLetter && $0.isUppercase }
    let digits = name.dropFirst(letters.count)
    guard (1...3).contains(letters.count), (1...7).contains(digits.count),
      let row = Int(digits), digits.first != "0"
    else { return nil }
    self.row = row
    column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 }
  }

  /// The names of the cells from this one to another; none if they are many.
  func upTo(_ last: Cell) -> [String] {
    let (columns, rows) = (last.column - column + 1, last.row - row + 1)
    guard columns > 0, rows > 0, columns <= 12, rows <= 12, columns * rows <= 12 else { return [] }
    var names: [String] = []
    for r in row...last.row {
      for c in column...last.column {
        var (letters, rest) = ("", c)
        while rest > 0 {
          letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
          rest = (rest - 1) / 26
        }
        names.append("\(letters)\(r)")
      }
    }
    return names
  }
}
