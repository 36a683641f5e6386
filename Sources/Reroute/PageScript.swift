import Portfolio
import Reporting
import SourceText
import Syntax

/// A script's lines as a page shows them: in pieces, with the words that have a meaning.
struct PageScript {
  private let tree: SyntaxTree
  /// The lines in pieces, without their ends.
  private(set) var lines: [[HTMLPage.Piece]] = [[]]
  /// The words that the script uses, with what they mean.
  private(set) var terms: [HTMLPage.Term] = []

  init(_ tree: SyntaxTree) {
    self.tree = tree
    let meanings = Self.meanings(tree)
    var known: [String: String] = [:]
    var end = 0
    for (i, token) in tree.tokens.enumerated() {
      add(trivia: end..<Int(token.start))
      end = Int(token.end)
      guard token.kind != .endOfText, token.kind != .separator || token.end > token.start else {
        continue
      }
      let text = tree.text(ofToken: i)
      let meaning = meanings[i]
      // A word may mean one thing as a statement and another as a clause.
      if let meaning, known[text]?.contains(meaning) != true {
        known[text] = (known[text].map { $0 + "; or " } ?? "") + meaning
      }
      add(text, Self.kind(token), term: meaning.map { _ in text })
    }
    add(trivia: end..<tree.file.bytes.count)
    if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    terms = known.sorted { $0.key < $1.key }.map { HTMLPage.Term($0.key, $0.value) }
  }

  private mutating func add(_ text: String, _ kind: HTMLPage.Piece.Kind, term: String? = nil) {
    for (i, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      if i > 0 { lines.append([]) }
      if !line.isEmpty {
        lines[lines.count - 1].append(HTMLPage.Piece(String(line), kind, term: term))
      }
    }
  }

  /// Blanks, line ends and comments.
  private mutating func add(trivia range: Range<Int>) {
    guard !range.isEmpty else { return }
    for (i, line) in tree.file.text(range)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    {
      if i > 0 { lines.append([]) }
      let comment = line.firstIndex(of: "#") ?? line.endIndex
      let (before, behind) = (line[..<comment], line[comment...])
      if !before.isEmpty { lines[lines.count - 1].append(HTMLPage.Piece(String(before))) }
      if !behind.isEmpty {
        lines[lines.count - 1].append(HTMLPage.Piece(String(behind), .comment))
      }
    }
  }

  private static func kind(_ token: Token) -> HTMLPage.Piece.Kind {
    switch token.kind {
    case .word: token.word.isReserved ? .word : .plain
    case .number, .calendarMonth, .calendarDay, .currency, .percent: .number
    case .string, .stringHead, .stringMiddle, .stringTail: .text
    default: .plain
    }
  }

  // MARK: Meanings

  /// What words mean where they stand, by token: statements, clauses, and metrics behind a dot.
  private static func meanings(_ tree: SyntaxTree) -> [Int: String] {
    var found: [Int: String] = [:]
    var open: [(node: NodeID, owner: SyntaxKind, isStatement: Bool)] = [
      (tree.root, .program, false)
    ]
    while let (id, owner, isStatement) = open.popLast() {
      let kind = tree.kind(id)
      let first = Int(tree[id].firstToken)
      switch kind {
      case .memberAccess:
        let last = Int(tree[id].endToken) - 1
        if let metric = Metric.byName[tree.text(ofToken: last)] { found[last] = metric.definition }
      case .clause, .timingClause, .overClause, .declineClause:
        found[first] = meaning(ofClause: tree.text(ofToken: first), in: owner)
      case _ where isStatement && tree.tokens[first].word.isReserved:
        let meaning = CompletionPlace.meaning(tree.tokens[first].word)
        if !meaning.isEmpty { found[first] = meaning }
      default: break
      }
      let inner = [.product, .redirect, .integrate].contains(kind) ? kind : owner
      let holdsStatements = [.program, .block, .plotQuestion].contains(kind)
      for child in tree.children(of: id) { open.append((child, inner, holdsStatements)) }
    }
    return found
  }

  private static func meaning(ofClause name: String, in owner: SyntaxKind) -> String? {
    switch owner {
    case .product: ProductClause(rawValue: name).map { CompletionPlace.meaning($0).withoutExample }
    case .redirect:
      Redirection.Clause(rawValue: name).map { CompletionPlace.meaning($0).withoutExample }
    case .integrate:
      Integration.Clause(rawValue: name).map { CompletionPlace.meaning($0).withoutExample }
    default: nil
    }
  }

  // MARK: Lines

  /// The first comment, where the script begins with one: what it is about.
  var title: String? {
    for line in lines {
      guard let first = line.first, first.kind == .comment else { return nil }
      guard !first.text.hasPrefix("#!") else { continue }
      let text = first.text.drop { $0 == "#" || $0.isWhitespace }
      return text.isEmpty ? nil : String(text)
    }
    return nil
  }

  /// The lines, counted from 1, of the statement at the top that holds a place; those behind the last one where none does.
  func lines(at offset: Int?) -> Range<Int> {
    for node in tree.children(of: tree.root) {
      guard let offset else { break }
      let span = tree.span(node)
      if span.start <= offset, offset < max(span.end, span.start + 1) {
        let first = tree.file.position(at: span.start).line
        return first..<(tree.file.position(at: max(span.start, span.end - 1)).line + 1)
      }
    }
    return (lines.count + 1)..<(lines.count + 1)
  }

  /// The lines of each question with its answers, and those between them.
  ///
  /// - Parameter answers: by the lines of the statements, as ``lines(at:)`` tells them.
  func steps(_ answers: [Range<Int>: [Block]]) -> [HTMLPage.Step] {
    var steps: [HTMLPage.Step] = []
    var next = 0
    func add(upTo end: Int, _ answers: [Block] = []) {
      guard end > next || !answers.isEmpty else { return }
      steps.append(
        HTMLPage.Step(
          firstLine: next + 1, lines: Array(lines[next..<max(next, end)]), answers: answers))
      next = max(next, end)
    }
    for place in answers.keys.sorted(by: {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }) {
      add(upTo: min(place.lowerBound - 1, lines.count))
      add(upTo: min(place.upperBound - 1, lines.count), answers[place] ?? [])
    }
    add(upTo: lines.count)
    return steps
  }
}

extension String {
  /// A clause's meaning without the example behind it.
  fileprivate var withoutExample: String {
    guard let colon = firstIndex(of: ":"), self[colon...].contains("`") else { return self }
    return String(self[..<colon])
  }
}
