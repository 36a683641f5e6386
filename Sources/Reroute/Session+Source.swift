import Evaluator
import Portfolio
import SourceText
import Syntax

extension Session {
  /// What is declared, for a list: a line of it.
  public struct Declared: Sendable, Hashable {
    /// What it is: `product`, `let`, `redirect` …
    public let kind: String
    /// The statement in one line, or what a loop or an import declared.
    public let text: String
  }

  /// The accepted statements in order, questions included, as a script that runs and gives the same answers. Comments stay
  /// with the statement they stand before or beside.
  public var source: String {
    var text = ""
    if let trials { text += "trials \(trials)\n" }
    if let seed { text += "seed \(seed)\n" }
    for statement in answerable {
      let tree = trees[statement.tree]
      let kind = tree.kind(statement.node)
      if kind == .trials && trials != nil || kind == .seed && seed != nil { continue }
      text += tree.textWithComments(statement.node) + "\n"
    }
    return Session.format(Array(text.utf8), name: "session").text ?? text
  }

  /// The statements in force without those questions that can't be answered any more.
  private var answerable: [StatementReference] {
    var copy = self
    // What was interrupted before is still asked.
    copy.host.isCancelled = { false }
    let all = statements
    return DeepStack.run(bytes: stackBytes) {
      func isWrong(_ statements: [StatementReference]) -> Bool {
        copy.evaluate(statements).diagnostics.hasErrors
      }
      func isQuestion(_ statement: StatementReference) -> Bool {
        copy.trees[statement.tree].kind(statement.node).isQuestion
      }
      if !isWrong(all) { return all }
      let declared = copy.program
      let single = all.filter { !isQuestion($0) || !isWrong(declared + [$0]) }
      if !isWrong(single) { return single }
      // Of those that were asked one after the other and can't be in one text, as two pictures in one file, the last counts.
      var kept = Set(declared)
      for question in single.reversed() where isQuestion(question) {
        kept.insert(question)
        if isWrong(single.filter { kept.contains($0) }) { kept.remove(question) }
      }
      return single.filter { kept.contains($0) }
    }
  }

  /// What is declared, in order: each statement in a line, then the products that loops and imports declared.
  public var listing: [Declared] {
    var listed: [Declared] = []
    var named: Set<String> = []
    for statement in program {
      let tree = trees[statement.tree]
      listed.append(
        Declared(
          kind: tree.firstToken(of: statement.node).kind == .word
            && tree.kind(statement.node) != .assignment
            ? tree.text(ofToken: Int(tree[statement.node].firstToken)) : "change",
          text: tree.lineOfText(statement.node)))
      if tree.kind(statement.node) == .product,
        let name = tree.child(.reference, of: statement.node)
      {
        named.insert(tree.text(name))
      }
    }
    for product in evaluation?.model.products ?? [] where !named.contains(product.name) {
      listed.append(Declared(kind: "product", text: "product \(product.name), from above"))
    }
    return listed
  }
}

extension SyntaxTree {
  /// The text of a statement with the comments before it and beside it.
  fileprivate func textWithComments(_ node: NodeID) -> String {
    let siblings = children(of: root)
    var start = 0
    if let i = siblings.firstIndex(of: node), i > siblings.startIndex {
      start = endOfLine(after: siblings[i - 1])
    }
    let end = siblings.last == node ? file.bytes.count : endOfLine(after: node)
    var bytes = file.bytes[start..<end]
    while let first = bytes.first, [0x20, 0x09, 0x0A, 0x0D, 0x3B].contains(first) {
      bytes = bytes.dropFirst()
    }
    while let last = bytes.last, [0x20, 0x09, 0x0A, 0x0D, 0x3B].contains(last) {
      bytes = bytes.dropLast()
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if siblings.first == node, bytes.starts(with: Array("#!".utf8)) {
      bytes = bytes.drop { $0 != 0x0A }.dropFirst()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where the statement's comments end: after its separator's trivia, that is at the separator.
  private func endOfLine(after node: NodeID) -> Int {
    let next = Int(self[node].endToken)
    return next < tokens.count ? Int(tokens[next].start) : file.bytes.count
  }

  /// The statement with its white space and line ends as single spaces, and without comments.
  func lineOfText(_ node: NodeID) -> String {
    var line = ""
    let range = Int(self[node].firstToken)..<Int(self[node].endToken)
    for i in range {
      let token = tokens[i]
      let touches =
        i > range.lowerBound && tokens[i - 1].end == token.start
        && tokens[i - 1].kind != .separator
      if token.kind == .separator {
        if !line.hasSuffix("{"), !line.hasSuffix(";") { line += ";" }
        continue
      }
      if token.kind == .rightBrace, line.hasSuffix(";") { line.removeLast() }
      line += (line.isEmpty || touches ? "" : " ") + text(ofToken: i)
    }
    return line
  }
}
