import Evaluator
import SourceText
import Syntax

/// Taking statements out of a session.
extension Session {
  /// What became of a request to drop something.
  public enum Dropping: Sendable {
    /// The statements that went, a line each, and what that changes.
    case dropped([String], changes: [Outcome.Change])
    /// There is nothing of that name; the names that may have been meant.
    case unknown(near: [String])
    /// Other statements, a line each, hang on it; why, rendered.
    case inUse(by: [String], why: String)
  }

  /// Drops what declares `name`: a name, `TikTok.churn` for a change of it, or the beginning of a statement as ``listing``
  /// shows it. Questions about it go with it; where declarations hang on it nothing is dropped, unless `all` of them are to go.
  public mutating func drop(_ name: String, all: Bool = false) -> Dropping {
    var gone = Set(statements.filter { declares($0, name) })
    if gone.isEmpty { return .unknown(near: Reroute.nearNames(to: name, among: droppableNames)) }
    var names = gone.reduce(into: Set<String>()) { $0.formUnion(boundNames($1)) }
    // What changes a product goes with it, and so do questions; with `all`, whatever names it, and what names that.
    var isGrowing = true
    while isGrowing {
      let more = statements.filter { statement in
        guard !gone.contains(statement) else { return false }
        let tree = trees[statement.tree]
        let kind = tree.kind(statement.node)
        guard !tree.words(of: statement.node, butBound: true).isDisjoint(with: names) else {
          return false
        }
        return all || kind.isQuestion || namesResult(statement)
          || kind == .assignment && names.contains(owner(statement))
      }
      gone.formUnion(more)
      let grown = more.reduce(into: names) { $0.formUnion(boundNames($1)) }
      isGrowing = !more.isEmpty && grown.count > names.count
      names = grown
    }
    var next = self
    next.statements = statements.filter { !gone.contains($0) }
    let program = next.program
    let result = DeepStack.run(bytes: stackBytes) { next.evaluate(program) }
    if result.diagnostics.hasErrors {
      let users = program.filter {
        !trees[$0.tree].words(of: $0.node, butBound: true).isDisjoint(with: names)
      }
      let why = DiagnosticRenderer(sources: next.sources).render(
        result.diagnostics.filter { $0.severity == .error })
      return .inUse(by: users.map { line($0) }, why: why)
    }
    next.evaluation = result
    next.revision += 1
    let lines = statements.filter { gone.contains($0) }.map { line($0) }
    next.asked.removeAll { question in
      gone.contains { trees[$0.tree].text($0.node) == question.text }
    }
    // What was asked about it isn't asked again.
    var before = self
    before.asked = next.asked
    let changes = next.recompute(since: before)
    self = next
    return .dropped(lines, changes: changes)
  }

  /// A statement in one line.
  func line(_ statement: StatementReference) -> String {
    trees[statement.tree].lineOfText(statement.node)
  }

  /// `true` iff `name` is what a statement declares, or how it begins.
  private func declares(_ statement: StatementReference, _ name: String) -> Bool {
    let tree = trees[statement.tree]
    if boundNames(statement).contains(name) { return true }
    if tree.kind(statement.node) == .assignment,
      tree.child(0, of: statement.node).map({ tree.text($0) }) == name
    {
      return true
    }
    let line = line(statement)
    return line == name || name.contains(" ") && line.hasPrefix(name)
  }

  /// `true` iff a statement gives an answer its name.
  private func namesResult(_ statement: StatementReference) -> Bool {
    boundNames(statement).contains { ResultName($0) != nil }
  }

  /// The product that an assignment changes.
  private func owner(_ statement: StatementReference) -> String {
    let tree = trees[statement.tree]
    return tree.child(0, of: statement.node).flatMap { tree.child(0, of: $0) }.map {
      tree.text($0)
    } ?? ""
  }

  /// The names that a statement gives.
  func boundNames(_ statement: StatementReference) -> Set<String> {
    let tree = trees[statement.tree]
    switch tree.kind(statement.node) {
    case .letBinding, .function, .scenario:
      return Set(tree.child(.name, of: statement.node).map { tree.text($0) }.map { [$0] } ?? [])
    case .product, .claim:
      return Set(tree.child(.reference, of: statement.node).map { [tree.text($0)] } ?? [])
    case .unitDeclaration:
      return Set(tree.children(of: statement.node).map { tree.text($0) })
    default: return []
    }
  }

  private var droppableNames: [String] {
    statements.flatMap { boundNames($0) }.sorted()
  }
}

extension SyntaxTree {
  /// The words of a statement, without those that it gives as names where they are given.
  func words(of node: NodeID, butBound: Bool) -> Set<String> {
    var words: Set<String> = []
    let first = Int(self[node].firstToken)
    for i in first..<Int(self[node].endToken) where tokens[i].kind == .word {
      let isBound =
        i == first + 1
        && [.letBinding, .function, .scenario, .product, .claim].contains(kind(node))
      if !butBound || !isBound { words.insert(text(ofToken: i)) }
    }
    return words
  }
}
