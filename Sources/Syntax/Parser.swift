package import SourceText

/// What parsing a text gives: always a tree, and what is wrong with the text.
package struct ParseResult: Sendable {
  /// The tree; what could not be read is under nodes of kind ``SyntaxKind/skipped``.
  package var tree: SyntaxTree
  /// What is wrong, each independent mistake once.
  package var diagnostics: [Diagnostic]
  /// `true` iff the text only stops too early, so that a prompt should ask for another line.
  package var isIncomplete: Bool
}

/// Reads tokens into a tree by recursive descent, after `Grammar/reroute.ebnf`.
///
/// Every parse method pushes exactly one node on `pending`; `finish` gathers what was pushed since a mark under a new node.
/// A mistake throws ``Failure`` after its diagnostic was recorded; statements and clauses catch it, skip to the next
/// separator and go on. Names say what failure means: `take` returns whether it moved, `expect` reports, `parse` pushes.
package struct Parser {
  /// A mistake that has been reported.
  struct Failure: Error {}

  /// The deepest nesting of brackets, blocks and prefixes; deeper texts are refused before the stack is at risk.
  package static let maximumNesting = 200
  /// The height of a tree beyond which no call, index or member is added to it.
  static let maximumHeight: UInt16 = 1000
  /// The count of diagnostics after which no more are kept.
  package static let maximumDiagnostics = 50

  /// A node that has no parent yet.
  struct Pending {
    let node: NodeID
    /// The count of nodes on the longest way from it down, or the largest number there is.
    let height: UInt16
  }

  var tree: SyntaxTree
  /// The tokens of the tree.
  let tokens: [Token]
  /// The position of the current token.
  var index = 0 { didSet { token = tokens[index] } }
  /// The current token.
  private(set) var token: Token
  var pending: [Pending] = []
  var diagnostics: [Diagnostic] = []
  var units: UnitNames
  var nesting = 0
  var isIncomplete = false
  /// `true` once a diagnostic said that the text ends too early.
  private var endWasReported = false
  private var hasMoreMistakes = false
  /// The open `{`, `(` and `[` tokens.
  var openers: [Int] = []
  /// What may stand at the text's end, filled as the parser gets there; nil where nobody asks.
  var expectations: Set<Expectation>?

  /// The tree of `file`, called `source`, in which the words of `units` name units.
  package static func parse(
    _ file: SourceFile, source: SourceID, units: UnitNames = .builtIn
  ) -> ParseResult {
    let parser = parsed(file, source: source, units: units)
    return ParseResult(
      tree: parser.tree, diagnostics: parser.sortedDiagnostics,
      isIncomplete: parser.isIncomplete && parser.diagnostics.count == 1)
  }

  /// A parser that has read all of `file`.
  static func parsed(
    _ file: SourceFile, source: SourceID, units: UnitNames, collects expectations: Bool = false
  ) -> Parser {
    let lexed = Lexer.result(of: file.bytes)
    var parser = Parser(
      tree: SyntaxTree(source: source, file: file, tokens: lexed.tokens), units: units)
    if expectations { parser.expectations = [] }
    if lexed.hasUnits { parser.declareUnits() }
    parser.reportMalformed(lexed)
    parser.parseProgram()
    return parser
  }

  private init(tree: SyntaxTree, units: UnitNames) {
    (self.tree, self.units) = (tree, units)
    tokens = tree.tokens
    token = tree.tokens[0]
    // Of ten tokens a text has six or seven nodes.
    self.tree.nodes.makeRoom(tokens.count * 3 / 4)
    self.tree.children.makeRoom(tokens.count * 3 / 4)
  }

  /// `true` iff the token at `index` is a word that names a unit.
  func isUnit(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].kind == .word else { return false }
    let bytes = tree.file.bytes[tokens[index].range]
    guard let packed = PackedWord(bytes) else {
      return units.contains(tree.text(ofToken: index))
    }
    return units.contains(packed)
  }

  /// The unit names the text declares and those it was given.
  private mutating func declareUnits() {
    for i in tokens.indices where tokens[i].word == .unit {
      guard i == 0 || [.separator, .leftBrace].contains(tokens[i - 1].kind) else { continue }
      var j = i + 1
      while j < tokens.count, tokens[j].kind == .word {
        units.declare(tree.text(ofToken: j))
        guard tokens[j + 1].kind == .comma else { break }
        j += 2
      }
    }
  }

  // MARK: Moving

  var kind: TokenKind { token.kind }
  var word: Word { token.word }

  /// The token `offset` places on; the last one past the end.
  func ahead(_ offset: Int) -> Token { tokens[min(index + offset, tokens.count - 1)] }

  mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  mutating func take(_ kind: TokenKind) -> Bool {
    guard self.kind == kind else { return false }
    advance()
    return true
  }

  mutating func take(_ word: Word) -> Bool {
    // Only words have a word of the grammar.
    guard self.word == word else {
      if kind == .endOfText { note(words: [word]) }
      return false
    }
    advance()
    return true
  }

  mutating func expect(_ kind: TokenKind, _ what: String) throws(Failure) {
    if !take(kind) { throw unexpected(what) }
  }

  mutating func expect(_ word: Word, _ what: String) throws(Failure) {
    if !take(word) { throw unexpected(what) }
  }

  /// Takes a closing bracket, or says which one is open.
  mutating func expectClosing(_ kind: TokenKind, of opener: Int, _ alternatives: String)
    throws(Failure)
  {
    if take(kind) { return }
    if self.kind == .endOfText {
      if endWasReported { throw Failure() }
      (endWasReported, isIncomplete) = (true, true)
      throw report(.unclosedBracket(tree.text(ofToken: opener), tree.span(ofToken: opener)))
    }
    let count = diagnostics.count
    let failure = unexpected("`\(kind.spelling)` or \(alternatives)")
    if diagnostics.count > count {
      let label = Label(tree.span(ofToken: opener), "opened here")
      diagnostics[count].secondary.append(label)
    }
    throw failure
  }

  // MARK: Building

  /// Takes the current token as a node of kind `kind`.
  @inline(__always)
  mutating func take(as kind: SyntaxKind) {
    let first = index
    advance()
    let node = add(kind, from: first)
    pending.append(Pending(node: node, height: 1))
  }

  /// Gathers the nodes pushed since `mark` under a node of kind `kind` that starts at the token `first`.
  mutating func finish(_ kind: SyntaxKind, from first: Int, _ mark: Int) {
    let node = add(kind, from: first)
    guard mark < pending.count else { return pending.append(Pending(node: node, height: 1)) }
    var tallest: UInt16 = 0
    for i in mark..<pending.count {
      tree.children.append(pending[i].node)
      tallest = max(tallest, pending[i].height)
    }
    // One by one: an array's own removal of several took 5 % of the check of a large script.
    while pending.count > mark + 1 { pending.removeLast() }
    pending[mark] = Pending(node: node, height: tallest == .max ? .max : tallest + 1)
  }

  /// A node from the token `first` up to the current one, whose children are added next.
  @inline(__always)
  private mutating func add(_ kind: SyntaxKind, from first: Int) -> NodeID {
    let node = NodeID(rawValue: Int32(tree.nodes.count))
    tree.nodes.append(
      SyntaxTree.Node(
        kind: kind, firstToken: Int32(first), endToken: Int32(index),
        firstChild: Int32(tree.children.count)))
    return node
  }

  /// Runs `body` one level deeper, or reports that the text nests too deep.
  mutating func nested(_ body: (inout Parser) throws(Failure) -> Void) throws(Failure) {
    guard nesting < Self.maximumNesting else {
      throw report(.nestingTooDeep(Self.maximumNesting, tree.span(ofToken: index)))
    }
    nesting += 1
    defer { nesting -= 1 }
    try body(&self)
  }

  // MARK: Mistakes

  mutating func report(_ diagnostic: Diagnostic) -> Failure {
    if diagnostics.count < Self.maximumDiagnostics {
      diagnostics.append(diagnostic)
    } else {
      hasMoreMistakes = true
    }
    return Failure()
  }

  /// The diagnostics in the order of their places; the last says if there are more.
  private var sortedDiagnostics: [Diagnostic] {
    if diagnostics.isEmpty { return [] }
    // A string that doesn't end swallows what follows on its line, so nothing else on it is told.
    let swallowed = Set(
      diagnostics.filter { $0.code == .unterminatedString }.compactMap { line(of: $0) })
    var all = diagnostics.filter { diagnostic in
      diagnostic.code != .unexpectedToken
        || !(line(of: diagnostic).map(swallowed.contains) ?? false)
    }.sortedByPlace()
    if hasMoreMistakes, !all.isEmpty {
      all[all.count - 1].notes.append("there are more mistakes; \(all.count) are shown")
    }
    return all
  }

  private func line(of diagnostic: Diagnostic) -> Int? {
    diagnostic.primary.map { tree.file.line(at: $0.span.start) }
  }

  /// Reports that the current token is not `what`; malformed tokens have been reported already.
  mutating func unexpected(_ what: String) -> Failure {
    guard !kind.isMalformed else { return Failure() }
    if kind == .endOfText {
      if endWasReported { return Failure() }
      (endWasReported, isIncomplete) = (true, !wouldSeparate)
    }
    var diagnostic = habit(what) ?? .unexpected(found, expected: what, place)
    if diagnostic.code == .unexpectedToken, diagnostic.help.isEmpty, diagnostic.corrections.isEmpty
    {
      switch what {
      case "a value": diagnostic.help = ["write one, or `?` for a value that is still to be found"]
      case "the end of the line"
      where index > 0 && Self.endsValue(before()) && Self.startsValue(token):
        diagnostic.help = [
          "an operator belongs between two values, such as `+`, `to`, `of` or `and`"
        ]
      case "a clause": diagnostic.help = ["a clause begins with its word, as in `users 1M`"]
      default: break
      }
    }
    if diagnostic.code == .unexpectedToken, what == "the end of the line", kind == .word,
      word.beginsStatement
    {
      let written = "; \(word.text)"
      diagnostic.corrections = [
        Correction(
          "write `\(written)` for another statement on this line", replacing: place, with: written,
          .automatic)
      ]
    }
    lookForBlock(what)
    return report(diagnostic)
  }

  /// `true` iff one more line's end would be a separator, so that nothing on a further line can mend the last one.
  private var wouldSeparate: Bool {
    Lexer.tokens(of: tree.file.bytes + [0x0A]).count > tokens.count
  }

  /// The place of the current token; where a line or the text ends, the place right behind what was read last.
  private var place: SourceSpan {
    var span = tree.span(ofToken: index)
    guard index > 0, kind == .endOfText || (kind == .separator && found != "`;`") else {
      return span
    }
    let end = Int(tokens[index - 1].end)
    (span.start, span.end) = (end, end)
    return span
  }

  /// The current token as a person would name it.
  var found: String {
    switch kind {
    case .endOfText: "the end of the text"
    case .separator: tree.text(ofToken: index) == ";" ? "`;`" : "the end of the line"
    case .word where word.isReserved: "the word `\(word.text)`"
    default: "`\(tree.text(ofToken: index))`"
    }
  }

  /// `true` iff the mistake under way is a `{` that is missing at the end of a line.
  var lacksBrace = false

  /// Where to go on after a block that was never closed; nil where none was.
  var resumption: Int?

  /// The count of blocks and clause lists that are open.
  var nestingOfBlocks = 0

  private mutating func reportMalformed(_ lexed: Lexer.Result) {
    // Strings and comments hold any text, but it must be text.
    if lexed.hasUnread, !tokens.contains(where: { $0.kind == .invalidUTF8 }),
      let place = Lexer.invalidBytes(in: tree.file.bytes)
    {
      let span = SourceSpan(source: tree.source, start: place.lowerBound, end: place.upperBound)
      diagnostics.append(.malformed(.invalidUTF8, text: "", span: span))
    }
    for comment in lexed.foreignComments.prefix(20) {
      diagnostics.append(foreignComment(comment))
    }
    guard lexed.hasMalformed else { return }
    var i = 0
    while i < tokens.count {
      defer { i += 1 }
      guard tokens[i].kind.isMalformed else { continue }
      let (diagnostic, last) = malformed(at: i)
      diagnostics.append(diagnostic)
      i = last
      if diagnostics.count >= 20 {
        hasMoreMistakes = true
        break
      }
    }
  }
}
