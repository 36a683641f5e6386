import Evaluator
import Syntax

/// The statements of a session and those of a further text: each of these replaces the one that declared the same thing,
/// or comes last.
struct StatementMerge {
  /// All statements, questions included.
  private(set) var statements: [StatementReference]
  /// The questions of the further text.
  private(set) var questions: [StatementReference] = []
  /// `true` iff the further text declares something.
  private(set) var declares = false
  /// `true` iff questions asked before may be answered otherwise now.
  private(set) var changesAnswers = false
  /// Changes of a product that were void once the product was declared anew.
  private(set) var dropped: [String] = []

  /// Starts from the statements of a session.
  init(statements: [StatementReference]) { self.statements = statements }

  /// What is evaluated: every declaration, and only the questions of the further text. These keep the order they are written in,
  /// also beside loops, branches and imports, which may ask too and are answered where they stand.
  func evaluated(in trees: [SyntaxTree]) -> [StatementReference] {
    var evaluated: [StatementReference] = []
    evaluated.reserveCapacity(statements.count)
    var asked = questions.filter { trees[$0.tree].kind($0.node) != .skipped }[...]
    let newest = trees.count - 1
    // The statements of a tree stand together: it is not taken out for each of them.
    var (position, tree) = (-1, trees.last)
    for statement in statements {
      if statement.tree != position { (position, tree) = (statement.tree, trees[statement.tree]) }
      if tree?.kind(statement.node).isQuestion == false {
        evaluated.append(statement)
      } else if statement.tree == newest, let question = asked.popFirst() {
        // A name that moved may have taken a question along: the places are theirs, the order is that of the text.
        evaluated.append(question)
      }
    }
    return evaluated
  }

  /// Adds the statements of the tree at position `index`.
  mutating func add(statementsOf index: Int, _ trees: [SyntaxTree]) {
    let tree = trees[index]
    forgetAsked(index, trees)
    var positions: [String: StatementReference] = [:]
    for statement in statements {
      let known = trees[statement.tree]
      if let key = known.declarationKey(statement.node) { positions[key] = statement }
    }
    for node in tree.children(of: tree.root) {
      let new = StatementReference(tree: index, node: node)
      if tree.kind(node).isQuestion {
        ask(new, trees)
        continue
      }
      declares = true
      let replaced =
        positions.isEmpty
        ? nil : tree.declarationKey(node).flatMap { positions.removeValue(forKey: $0) }
      if let replaced, let place = statements.firstIndex(of: replaced) {
        changesAnswers = true
        statements[place] = new
        if tree.kind(node) == .product { dropChanges(ofProductIn: new, before: index, trees) }
        if tree.bindsName(node) { settle(place, trees) }
      } else {
        statements.append(new)
        changesAnswers = changesAnswers || tree.kind(node).mayChangeAnswers
      }
    }
  }

  /// Asks a question; `forgetAsked` has seen to it that the same words are not asked twice.
  private mutating func ask(_ question: StatementReference, _ trees: [SyntaxTree]) {
    questions.append(question)
    guard trees[question.tree].kind(question.node) != .skipped else { return }
    statements.append(question)
  }

  /// Forgets the questions asked before in the words of a question of a new tree: each is asked once.
  private mutating func forgetAsked(_ index: Int, _ trees: [SyntaxTree]) {
    if statements.isEmpty { return }
    let tree = trees[index]
    let texts = Set(
      tree.children(of: tree.root).filter { tree.kind($0).isQuestion }.map { tree.text($0) })
    guard !texts.isEmpty else { return }
    statements.removeAll { other in
      let old = trees[other.tree]
      return other.tree != index && old.kind(other.node).isQuestion
        && texts.contains(old.text(other.node))
    }
  }

  /// Drops `X.churn = …` of a product that is declared anew: who writes the whole product means what it says.
  private mutating func dropChanges(
    ofProductIn new: StatementReference, before index: Int, _ trees: [SyntaxTree]
  ) {
    guard let name = trees[new.tree].productName(new.node) else { return }
    statements.removeAll { other in
      let tree = trees[other.tree]
      guard other.tree < index, tree.kind(other.node) == .assignment,
        tree.assignedProduct(other.node) == name
      else { return false }
      dropped.append(tree.text(other.node))
      return true
    }
  }

  /// Moves a name that was given anew, and what depends on it, behind the names it now uses.
  private mutating func settle(_ place: Int, _ trees: [SyntaxTree]) {
    let words = statements.map { trees[$0.tree].words(of: $0.node) }
    let names = statements.map { trees[$0.tree].boundName($0.node) }
    let used = words[place]
    let last = statements.indices.last { i in
      i > place && names[i].map { used.contains($0) } ?? false
    }
    guard let last, let name = names[place] else { return }
    var moved = [place]
    var stay: [Int] = []
    var movedNames: Set<String> = [name]
    for i in (place + 1)...last {
      if words[i].isDisjoint(with: movedNames) {
        stay.append(i)
      } else {
        moved.append(i)
        if let bound = names[i] { movedNames.insert(bound) }
      }
    }
    // What it uses depends on it: a circle, which the evaluator tells.
    if moved.contains(last) { return }
    statements.replaceSubrange(place...last, with: (stay + moved).map { statements[$0] })
  }
}

extension SyntaxKind {
  /// `true` iff a new statement of the kind may change the answers to earlier questions.
  fileprivate var mayChangeAnswers: Bool {
    switch self {
    case .letBinding, .function, .unitDeclaration, .scenario, .claim, .exchange: false
    default: true
    }
  }
}

extension SyntaxTree {
  /// `true` iff a statement gives a name a value, so that its place matters.
  fileprivate func bindsName(_ node: NodeID) -> Bool {
    kind(node) == .letBinding || kind(node) == .function
  }

  /// The name that a `let` or an `fn` binds.
  fileprivate func boundName(_ node: NodeID) -> String? {
    bindsName(node) ? child(.name, of: node).map { text($0) } : nil
  }

  /// The words of a statement but the name it binds.
  fileprivate func words(of node: NodeID) -> Set<String> {
    let bound = boundName(node)
    var words: Set<String> = []
    for i in Int(self[node].firstToken)..<Int(self[node].endToken) where tokens[i].kind == .word {
      words.insert(text(ofToken: i))
    }
    if let bound { words.remove(bound) }
    return words
  }

  /// The name of the product that a product's declaration is of.
  fileprivate func productName(_ node: NodeID) -> String? {
    child(.reference, of: node).map { text($0) }
  }

  /// The name of the product that an assignment changes.
  fileprivate func assignedProduct(_ node: NodeID) -> String? {
    child(0, of: node).flatMap { child(0, of: $0) }.map { text($0) }
  }
}
