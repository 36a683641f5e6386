import Evaluator
import Portfolio
import Quantities
import SourceText
import Syntax

extension Session {
  /// A number of the script and who says so.
  public struct SourcedNumber: Sendable, Hashable {
    /// What it is of: `TikTok.users`, `Resso -> TikTok reach`, `price`.
    public let name: String
    /// The value as it was written.
    public let value: String
    /// Who says so; nil where nobody is named.
    public let source: String?
    /// The month it is of, as in `as of 2023-07`.
    public let asOf: String?
    /// The remark beside it.
    public let note: String?
    /// How many months old it is in the given month; nil where it isn't told of when it is.
    public let ageInMonths: Int?
  }

  /// The numbers that the session's declarations state, in order, with their sources; ages are as of the month `today`, `2026-11`.
  /// What a clause doesn't say, its declaration may say for all of them. Of imported texts there are the products.
  public func sourcedNumbers(today: String) -> [SourcedNumber] {
    var found: [SourcedNumber] = []
    var products: Set<String> = []
    for statement in program {
      let tree = trees[statement.tree]
      var walk = SourceWalk(tree: tree, today: CalendarMonth(today))
      walk.visit(statement.node, owner: "", Provenance())
      found += walk.found
      products.formUnion(boundNames(statement))
    }
    return found + hiddenNumbers(butOf: products, CalendarMonth(today))
  }

  /// The clauses of products that loops and imports declare.
  private func hiddenNumbers(butOf known: Set<String>, _ today: CalendarMonth?) -> [SourcedNumber] {
    guard let model = evaluation?.model else { return [] }
    return model.products.filter { !known.contains($0.name) }.flatMap { product in
      ProductClause.allCases.compactMap { clause -> SourcedNumber? in
        guard let value = product.clauses[clause] else { return nil }
        let own = value.provenance
        let text = place(of: value.declaration).flatMap { span in
          sources[span.source]?.text(span.start..<span.end)
        }
        return SourcedNumber(
          name: "\(product.name).\(clause.rawValue)", value: text ?? "",
          source: own.source ?? product.provenance.source,
          asOf: (own.asOf ?? product.provenance.asOf)?.text,
          note: own.note ?? product.provenance.note,
          ageInMonths: (own.asOf ?? product.provenance.asOf).flatMap { asOf in
            today.map { $0 - asOf }
          })
      }
    }
  }
}

/// Finds the numbers of a statement and the notes that are about them.
private struct SourceWalk {
  let tree: SyntaxTree
  let today: CalendarMonth?
  var found: [Session.SourcedNumber] = []

  /// Looks through a node; `owner` is what its parts are of, `given` what is said for all of them.
  mutating func visit(_ node: NodeID, owner: String, _ given: Provenance) {
    let kind = tree.kind(node)
    let notes = self.notes(of: node, or: given)
    func name(_ kind: SyntaxKind) -> String {
      tree.child(kind, of: node).map { tree.text($0) } ?? ""
    }
    switch kind {
    case .simulate, .trials, .seed, .sampling, .unitDeclaration, .importStatement: return
    case .letBinding:
      if ResultName(name(.name)) == nil { add(node, name(.name), notes) }
    case .assignment: add(node, tree.child(0, of: node).map { tree.text($0) } ?? "", notes)
    case .discount, .exchange: add(node, kind == .discount ? "discount" : "rate", notes)
    case .correlation:
      let ends = tree.children(of: node).prefix(2).map { tree.text($0) }
      add(node, "correlation of " + ends.joined(separator: " with "), notes)
    case .overlap:
      let ends = tree.children(of: node).filter { tree.kind($0) == .reference }.map {
        tree.text($0)
      }
      add(node, "overlap " + ends.prefix(2).joined(separator: ", "), notes)
    case .clause: add(node, join(owner, name(.name)), notes)
    case .goalClause: add(node, join(owner, "goal"), notes)
    case .whenClause: add(node, join(owner, "failure"), notes)
    case .overClause: add(node, join(owner, "over"), notes)
    case .observation:
      add(node, join(owner, tree.child(0, of: node).map { tree.text($0) } ?? ""), notes)
    case .reallocate:
      add(node, "reallocation from " + name(.member), notes)
      visitChildren(node, owner: "reallocation from " + name(.member), notes)
    default: visitChildren(node, owner: self.owner(of: node) ?? owner, notes)
    }
  }

  private mutating func visitChildren(_ node: NodeID, owner: String, _ given: Provenance) {
    for child in tree.children(of: node) { visit(child, owner: owner, given) }
  }

  /// What the parts of a declaration are of, as one says it.
  private func owner(of node: NodeID) -> String? {
    let parts = tree.children(of: node).filter { tree.kind($0) == .reference }.map { tree.text($0) }
    switch tree.kind(node) {
    case .product, .failure: return parts.first
    case .claim: return parts.first.map { "claim " + $0 }
    case .redirect: return parts.prefix(2).joined(separator: " -> ")
    case .integrate: return parts.first.map { "integration of " + $0 }
    case .observe: return tree.child(.member, of: node).map { "observed " + tree.text($0) }
    default: return nil
    }
  }

  /// `TikTok.churn`, but `Resso -> TikTok reach`.
  private func join(_ owner: String, _ part: String) -> String {
    owner.isEmpty ? part : owner + (owner.contains(" ") ? " " : ".") + part
  }

  private func notes(of node: NodeID, or given: Provenance) -> Provenance {
    var notes = given
    for child in tree.children(of: node) {
      let text = tree.text(child)
      switch tree.kind(child) {
      case .sourceNote: notes.source = unquoted(child)
      case .noteNote: notes.note = unquoted(child)
      case .asOfNote:
        notes.asOf =
          text.split(separator: " ").last.flatMap { CalendarMonth(String($0)) } ?? notes.asOf
      default: break
      }
    }
    return notes
  }

  /// The text of a note without its word and its quotes.
  private func unquoted(_ node: NodeID) -> String {
    let text = tree.child(.string, of: node).map { tree.text($0) } ?? tree.text(node)
    return text.hasPrefix("\"") && text.hasSuffix("\"") && text.count > 1
      ? String(text.dropFirst().dropLast()) : text
  }

  private static let labels: Set<SyntaxKind> = [
    .name, .reference, .member, .title, .sourceNote, .asOfNote, .noteNote, .block, .clause,
    .timingClause,
    .overClause, .declineClause,
  ]

  /// Adds what a node states, if there is a number in it.
  private mutating func add(_ node: NodeID, _ name: String, _ notes: Provenance) {
    let children = Array(tree.children(of: node))
    let isKeyed = [.assignment, .observation].contains(tree.kind(node))
    let parts = children.dropFirst(isKeyed ? 1 : 0).filter { !Self.labels.contains(tree.kind($0)) }
    guard let first = parts.first, let last = parts.last else { return }
    let range = Int(tree[first].firstToken)..<Int(tree[last].endToken)
    guard range.contains(where: { tree.tokens[$0].kind == .number }) else { return }
    let bytes = tree.span(first).start..<tree.span(last).end
    let text = tree.file.text(bytes).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    found.append(
      Session.SourcedNumber(
        name: name, value: text, source: notes.source, asOf: notes.asOf?.text, note: notes.note,
        ageInMonths: notes.asOf.flatMap { asOf in today.map { $0 - asOf } }))
  }
}
