import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// A scenario as text that can be pasted into another.
extension Evaluator {
  /// The actions in force in a scenario and the clauses it changes, each on one line; what every scenario has is left out.
  func statements(of scenario: ScenarioID) -> [AdviceQuestion.Statement] {
    let committed = Set(model.actions(in: .baseline))
    var found: [AdviceQuestion.Statement] = []
    for action in model.actions(in: scenario) where !committed.contains(action) {
      if let statement = statement(action.declaration, action.identity) { found.append(statement) }
    }
    var changes: [Scenario.Target: ClauseValue] = [:]
    for ancestor in model.lineage(of: scenario) where ancestor != .baseline {
      changes.merge(model[ancestor].changes) { $1 }
    }
    for change in changes.values.sorted(by: { $0.declaration < $1.declaration }) {
      if let statement = statement(change.declaration, nil) { found.append(statement) }
    }
    return found
  }

  private func statement(_ declaration: DeclarationID, _ identity: Action.Identity?)
    -> AdviceQuestion.Statement?
  {
    guard let declared = actionNodes[declaration] else { return nil }
    let (tree, node) = (trees[declared.place.tree], declared.place.node)
    let tokens = Int(tree[node].firstToken)..<Int(tree[node].endToken)
    guard let brace = tokens.first(where: { tree.tokens[$0].kind == .leftBrace }),
      tree.kind(node) != .assignment, tree.kind(node) != .close
    else {
      return AdviceQuestion.Statement(
        identity: identity, head: Self.line(tree, tokens), clauses: nil, share: nil,
        isSelfContained: declared.isSelfContained)
    }
    let isClause: [SyntaxKind] = [
      .clause, .timingClause, .overClause, .declineClause, .sourceNote, .noteNote, .asOfNote,
    ]
    var clauses: [String] = []
    var share: String?
    for child in tree.children(of: node)
    where isClause.contains(tree.kind(child)) && Int(tree[child].firstToken) > brace {
      let own = Int(tree[child].firstToken)..<Int(tree[child].endToken)
      let text = Self.line(tree, own)
      let isShare = tree.kind(child) == .clause && tree.text(ofToken: own.lowerBound) == "share"
      if isShare { share = text } else { clauses.append(text) }
    }
    return AdviceQuestion.Statement(
      identity: identity, head: Self.line(tree, tokens.lowerBound..<brace), clauses: clauses,
      share: share, isSelfContained: declared.isSelfContained)
  }

  /// Tokens on one line, without comments; blanks and line ends between them become one blank.
  private static func line(_ tree: SyntaxTree, _ tokens: Range<Int>) -> String {
    var out = ""
    var end: UInt32?
    for i in tokens {
      let token = tree.tokens[i]
      if token.kind == .separator {
        out += ";"
        end = 0
        continue
      }
      if let end, token.start > end { out += " " }
      out += tree.text(ofToken: i)
      end = token.end
    }
    return out
  }
}
