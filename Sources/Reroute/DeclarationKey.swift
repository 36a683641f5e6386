import Syntax

extension SyntaxKind {
  /// `true` iff a statement of the kind asks and declares nothing.
  var isQuestion: Bool {
    switch self {
    case .expressionStatement, .tableQuestion, .claimsQuestion, .whyQuestion, .compareQuestion,
      .expectQuestion,
      .detectQuestion, .drivesQuestion, .adviseQuestion, .explainQuestion, .plotQuestion, .skipped:
      true
    default: false
    }
  }
}

extension SyntaxTree {
  /// What a top-level statement declares, so that a later one can replace it: `name x`, `product A`, `redirect A -> B`.
  func declarationKey(_ node: NodeID) -> String? {
    func names(_ kind: SyntaxKind) -> [String] {
      children(of: node).filter { self.kind($0) == kind }.map { text($0) }
    }
    func key(_ word: String, _ parts: [String]) -> String {
      word + " " + parts.joined(separator: ", ")
    }
    switch kind(node) {
    case .letBinding, .function: return key("name", Array(names(.name).prefix(1)))
    case .product, .failure, .overlap, .redirect, .integrate, .claim:
      return key("\(kind(node))", names(.reference))
    case .close: return key("close", Array(names(.reference).prefix(1)))
    case .observe, .reallocate: return key("\(kind(node))", names(.member))
    case .scenario: return key("scenario", names(.name))
    case .simulate, .trials, .seed, .discount, .sampling, .baseline: return "\(kind(node))"
    case .assignment: return key("assignment", children(of: node).prefix(1).map { text($0) })
    case .importStatement, .unitDeclaration, .conditionalBlock, .loop, .exchange: return text(node)
    case .correlation: return key("correlate", children(of: node).prefix(2).map { text($0) })
    default: return nil
    }
  }
}
