import SourceText

/// What the formatter has to know of each token, found once for a tree.
struct FormatLayout {
  /// The innermost node that has the token and none of whose children has it.
  private(set) var owner: [NodeID]
  /// `true` iff the token is the word a clause begins with.
  private(set) var isClauseWord: [Bool]
  /// For the first token of a table's heading or row, its last one.
  private(set) var rowEnd: [Int: Int] = [:]
  /// `true` iff the token is a comma between two cells of a table.
  private(set) var isCellEnd: [Bool]
  /// `true` iff the token is the `{` of statements or clauses, not of a list.
  private(set) var isBlock: [Bool]
  /// `true` iff a line's end after the token separates nothing.
  private(set) var continuesLine: [Bool]
  /// `true` iff the token is a `{` whose inside stands on lines of its own, or the `}` of one.
  private var spread: [Bool]
  private let tree: SyntaxTree

  init(_ tree: SyntaxTree) {
    self.tree = tree
    let none = Array(repeating: false, count: tree.tokens.count)
    owner = Array(repeating: tree.root, count: tree.tokens.count)
    (isClauseWord, isCellEnd, isBlock, continuesLine, spread) = (none, none, none, none, none)
    readNodes()
    readTokens()
  }

  // MARK: Questions

  /// The kind of the token's owner.
  func kind(ofOwner i: Int) -> SyntaxKind { tree.kind(owner[i]) }

  /// `true` iff the token opens a bracket or an interpolation.
  func opens(_ i: Int) -> Bool {
    switch tree.tokens[i].kind {
    case .leftBrace, .leftParenthesis, .leftBracket, .stringHead, .stringMiddle: true
    default: false
    }
  }

  /// `true` iff the token closes a bracket or an interpolation.
  func closes(_ i: Int) -> Bool {
    switch tree.tokens[i].kind {
    case .rightBrace, .rightParenthesis, .rightBracket, .stringMiddle, .stringTail: true
    default: false
    }
  }

  /// `true` iff the token is a `{` whose inside stands on lines of its own.
  func isSpread(_ i: Int) -> Bool { spread[i] && tree.tokens[i].kind == .leftBrace }

  /// `true` iff the token is the `}` of such a `{`.
  func closesSpread(_ i: Int) -> Bool { spread[i] && tree.tokens[i].kind == .rightBrace }

  /// `true` iff the token is the `{` of a block or a word between two blocks of one `if`: on a line of its own it stands
  /// where the statement began.
  func resumesItem(_ i: Int) -> Bool { isBlock[i] || kind(ofOwner: i) == .conditionalBlock }

  /// `true` iff the token is a `}` right after its `{`, separators apart.
  func endsEmptyBraces(_ i: Int) -> Bool {
    guard tree.tokens[i].kind == .rightBrace else { return false }
    return tree.tokens[..<i].last { $0.kind != .separator }?.kind == .leftBrace
  }

  /// `true` iff no blank stands between two tokens on one line.
  func isTight(_ left: Int, _ right: Int) -> Bool {
    isTightBefore(right, after: left) || isTightAfter(left)
  }

  private func isTightBefore(_ i: Int, after left: Int) -> Bool {
    let owner = kind(ofOwner: i)
    switch tree.tokens[i].kind {
    case .comma, .colon, .dot, .caret, .rightParenthesis, .rightBracket, .stringMiddle,
      .stringTail:
      return true
    case .percent: return owner == .literal || owner == .certainty || owner == .shape
    case .slash, .star: return owner == .literal || owner == .unitExpression
    case .leftParenthesis: return owner == .call || owner == .function
    case .leftBracket: return owner == .index
    case .rightBrace: return tree.tokens[left].kind == .leftBrace
    default: return false
    }
  }

  private func isTightAfter(_ i: Int) -> Bool {
    let owner = kind(ofOwner: i)
    switch tree.tokens[i].kind {
    case .leftParenthesis, .leftBracket, .stringHead, .stringMiddle, .dot, .caret: return true
    case .currency: return owner == .literal
    case .slash, .star: return owner == .literal || owner == .unitExpression
    case .minus, .plus: return owner == .signed || owner == .unitFactor
    default: return false
    }
  }

  // MARK: Reading the tree

  private mutating func readNodes() {
    for (number, node) in tree.nodes.enumerated() {
      let id = NodeID(rawValue: Int32(number))
      let (first, end) = (Int(node.firstToken), Int(node.endToken))
      var next = first
      for child in tree.children(of: id) {
        for i in next..<Int(tree[child].firstToken) { owner[i] = id }
        next = Int(tree[child].endToken)
      }
      for i in next..<max(next, end) { owner[i] = id }
      switch node.kind {
      case .clause, .timingClause, .whenClause, .atClause, .becauseClause, .featuresClause,
        .goalClause, .declineClause, .overClause, .whereClause, .sourceNote, .noteNote,
        .maximiseClause, .splitClause, .integrateClause, .closeClause, .limitClause:
        isClauseWord[first] = true
      case .heading, .row: rowEnd[first] = end - 1
      default: break
      }
    }
  }

  private mutating func readTokens() {
    var before: Token?
    var continues = true
    var open: [Int] = []
    for (i, token) in tree.tokens.enumerated() {
      continues = Lexer.continuesLine(token, after: before, continues)
      continuesLine[i] = continues
      before = token
      switch token.kind {
      case .comma: isCellEnd[i] = kind(ofOwner: i) == .heading || kind(ofOwner: i) == .row
      case .leftBrace:
        isBlock[i] = !isList(i)
        open.append(i)
      case .rightBrace:
        guard let opener = open.popLast() else { break }
        let isSpread = spreads(opener, i)
        (spread[opener], spread[i]) = (isSpread, isSpread)
      default: break
      }
    }
  }

  /// `true` iff the `{` opens a record, a table, choices or observations.
  private func isList(_ i: Int) -> Bool {
    switch kind(ofOwner: i) {
    case .record, .tableLiteral, .choose: true
    // `observe A.users from "file" { … }` has clauses.
    case .observe: tree.child(.string, of: owner[i]) == nil
    default: false
    }
  }

  /// `true` iff what stands between the braces goes on lines of its own: statements and clauses always, a list where it
  /// was written on several lines or with `;`.
  private func spreads(_ opener: Int, _ closer: Int) -> Bool {
    let inside = tree.tokens[(opener + 1)..<closer]
    let bytes = tree.file.bytes[Int(tree.tokens[opener].end)..<Int(tree.tokens[closer].start)]
    guard inside.contains(where: { $0.kind != .separator }) || bytes.contains(UInt8(ascii: "#"))
    else { return false }
    return isBlock[opener] || bytes.contains(0x0A) || inside.contains { $0.kind == .separator }
  }
}
