import SourceText

/// Writes a text in the one canonical layout: what `reroute format` does.
///
/// Only blanks, line ends and `;` change; tokens and comments stay as they are and in their order. The result formats to
/// itself, and gives the same tree.
package enum Formatter {
  /// The canonical text of `tree`, which must come from a text without syntax errors.
  package static func format(_ tree: SyntaxTree) -> String {
    var builder = FormattedLineBuilder(tree)
    return FormattedLine.aligned(builder.build())
  }
}

/// Puts the tokens and comments of a tree on lines.
struct FormattedLineBuilder {
  /// An open bracket, or the text itself.
  private struct Scope {
    /// Where lines within begin.
    var content: Int
    /// Where the closing bracket stands when it begins a line.
    var close: Int
    /// `true` iff items within begin at `content` and are continued deeper.
    var hasItems: Bool
    /// The opening token, -1 for the text.
    var opener: Int
  }

  private let tree: SyntaxTree
  private let layout: FormatLayout
  private var lines: [FormattedLine] = []
  private var line = FormattedLine(indent: 0)
  private var scopes = [Scope(content: 0, close: 0, hasItems: true, opener: -1)]
  /// The last token that was put, -1 at first.
  private var last = -1
  /// `true` iff the next token begins a column.
  private var beginsColumn = false

  init(_ tree: SyntaxTree) { (self.tree, layout) = (tree, FormatLayout(tree)) }

  mutating func build() -> [FormattedLine] {
    for i in tree.tokens.indices where tree.tokens[i].kind != .separator { put(i) }
    finishLine()
    return lines
  }

  private mutating func put(_ i: Int) {
    let kind = tree.tokens[i].kind
    let trivia = Trivia(tree, between: last, and: i)
    let outer = scopes[scopes.count - 1]
    let isCloser = layout.closes(i)
    if isCloser, scopes.count > 1 { scopes.removeLast() }
    let isItem = beginsItem(i, trivia, outer)
    if breaksLine(i, trivia) {
      let continued = outer.hasItems && !isItem ? outer.content + 2 : outer.content
      let indent =
        isCloser ? outer.close : kind == .endOfText ? 0 : isItem ? outer.content : continued
      breakLine(before: i, trivia, indent: indent, comments: isCloser ? outer.content : indent)
    }
    if kind == .endOfText { return }
    if isItem { markColumns(i, outer) }
    append(i)
    open(i)
    last = i
  }

  // MARK: Line breaks

  /// `true` iff the token begins a statement, a clause or an item of a list in braces.
  private func beginsItem(_ i: Int, _ trivia: Trivia, _ scope: Scope) -> Bool {
    if last < 0 || trivia.hasSeparator || layout.resumesItem(i) { return true }
    guard scope.hasItems, scope.opener >= 0 else { return false }
    if last == scope.opener { return true }
    return tree.tokens[last].kind == .comma && layout.owner[last] == layout.owner[scope.opener]
  }

  private func breaksLine(_ i: Int, _ trivia: Trivia) -> Bool {
    if !trivia.comments.isEmpty { return true }
    if last < 0 || tree.tokens[i].kind == .endOfText || layout.endsEmptyBraces(i) { return false }
    if layout.isSpread(last) || layout.closesSpread(i) || trivia.hasSeparator { return true }
    // `} else if x {` stays on one line.
    return trivia.lineEnds > 0 && !layout.resumesItem(i)
  }

  private mutating func breakLine(before i: Int, _ trivia: Trivia, indent: Int, comments: Int) {
    var rest = trivia.comments[...]
    let isFirst = last < 0
    if !isFirst {
      if trivia.hasSeparator, needsSemicolon(before: i) { line.append(";") }
      if let first = rest.first, first.lineEndsBefore == 0 {
        line.comment = first.text
        rest.removeFirst()
      }
      finishLine()
    }
    let isAfterOpener = isFirst || layout.opens(last)
    var keepsBlank = !isAfterOpener
    for comment in rest {
      line = FormattedLine(indent: comments)
      line.isAfterBlank = keepsBlank && comment.lineEndsBefore > 1
      line.append(comment.text)
      finishLine()
      keepsBlank = true
    }
    line = FormattedLine(indent: indent)
    let isLast = layout.closes(i) || tree.tokens[i].kind == .endOfText
    line.isAfterBlank = keepsBlank && !isLast && trivia.lineEnds > 1
  }

  /// `true` iff a line's end here would separate nothing, so that a `;` has to.
  private func needsSemicolon(before i: Int) -> Bool {
    let next = tree.tokens[i]
    if next.kind == .endOfText || next.kind == .rightBrace { return false }
    return layout.continuesLine[last] || next.word == .then || next.word == .else
  }

  private mutating func finishLine() {
    if line.rowEnd != nil, line.rowEnd != last { line.alignment = .none }
    if !line.isEmpty { lines.append(line) }
    line = FormattedLine(indent: 0)
  }

  // MARK: Tokens

  private mutating func append(_ i: Int) {
    if beginsColumn, !line.isEmpty {
      line.columns.append("")
    } else if !line.isEmpty, !layout.isTight(last, i) {
      line.append(" ")
    }
    beginsColumn = false
    line.append(tree.text(ofToken: i))
    switch line.alignment {
    case .none: break
    case .clause: beginsColumn = line.columns.count == 1
    case .row: beginsColumn = layout.isCellEnd[i]
    }
  }

  /// Says in which column the line goes on, if the item that begins with the token is a clause or a table's row.
  private mutating func markColumns(_ i: Int, _ scope: Scope) {
    guard line.isEmpty, scope.opener >= 0 else { return }
    if layout.isClauseWord[i], layout.isBlock[scope.opener] {
      line.alignment = .clause
    } else if let end = layout.rowEnd[i] {
      line.alignment = .row(table: layout.owner[scope.opener])
      line.rowEnd = end
    }
  }

  private mutating func open(_ i: Int) {
    let scope = scopes[scopes.count - 1]
    switch tree.tokens[i].kind {
    case .leftBrace:
      let base = layout.isBlock[i] ? scope.content : line.indent
      scopes.append(Scope(content: base + 2, close: base, hasItems: true, opener: i))
    case .leftParenthesis, .leftBracket, .stringHead, .stringMiddle:
      let base = line.indent
      scopes.append(Scope(content: base + 2, close: base, hasItems: false, opener: i))
    default: break
    }
  }
}

/// What stands between two tokens that are no separators.
struct Trivia {
  /// A comment without blanks behind it, and the count of line ends since the token or comment before it.
  struct Comment {
    var text: String
    var lineEndsBefore: Int
  }

  private(set) var comments: [Comment] = []
  /// The count of line ends since the last comment, or since the token before.
  private(set) var lineEnds = 0
  /// `true` iff there is a separator.
  let hasSeparator: Bool

  init(_ tree: SyntaxTree, between left: Int, and right: Int) {
    hasSeparator = right - left > 1
    let bytes = tree.file.bytes
    var i = left < 0 ? 0 : Int(tree.tokens[left].end)
    let end = Int(tree.tokens[right].start)
    while i < end {
      switch bytes[i] {
      case 0x0A: lineEnds += 1
      case UInt8(ascii: "#"):
        var stop = i
        while stop < end, bytes[stop] != 0x0A { stop += 1 }
        let next = stop
        while [0x20, 0x09, 0x0D].contains(bytes[stop - 1]) { stop -= 1 }
        comments.append(Comment(text: tree.file.text(i..<stop), lineEndsBefore: lineEnds))
        lineEnds = 0
        i = next
        continue
      default: break
      }
      i += 1
    }
  }
}
