package import SourceText

/// Identifies a node of a ``SyntaxTree``.
package struct NodeID: Hashable, Sendable {
  /// The position in the tree's table; children come before their parents.
  package let rawValue: Int32
  /// Creates the identity of the node at position `rawValue`.
  package init(rawValue: Int32) { self.rawValue = rawValue }
}

/// What a node is. The names are those of `Grammar/reroute.ebnf`; where one production has several forms each is a kind.
package enum SyntaxKind: UInt8, Sendable, CaseIterable {
  case program, block, skipped
  // Statements
  case simulate, trials, seed, discount, sampling
  case letBinding, function, conditionalBlock, loop, importStatement, unitDeclaration, exchange
  case correlation, product, overlap, failure, redirect, integrate, close, reallocate
  case scenario, baseline, assignment, observe, claim
  case tableQuestion, claimsQuestion, whyQuestion, compareQuestion, expectQuestion, detectQuestion
  case drivesQuestion, adviseQuestion, explainQuestion, plotQuestion
  case expressionStatement
  // Parts of statements
  case name, reference, title, member, clause, timingClause, whenClause, atClause, becauseClause
  case featuresClause, goalClause, declineClause, overClause, whereClause
  case maximiseClause, splitClause, splitTarget, integrateClause, closeClause, limitClause
  case errorBound, sourceNote, asOfNote, noteNote, schedule, ramp, observation, scenarioName,
    certainty, pictureFile
  // Expressions
  case given, disjunction, conjunction, negation, comparison, sustained, sum, term, interval, shape
  case signed, power, memberAccess, call, index, atTime, inTarget
  case literal, hole, unitSuffix, string, stringPiece, nameExpression, calendar, parenthesized, list
  case record, field, tableLiteral, heading, row, choose, choice, conditional
  case unitExpression, unitFactor
  // Times
  case monthTime, calendarTime, endTime, failureTime, afterTime, computedTime
}

/// The syntax of a text: nodes in one table, each covering a run of tokens. Immutable; equal texts give equal trees.
///
/// The tree loses nothing: `SyntaxTree/text` puts the text together again from the nodes' own tokens and the trivia before
/// them. Long chains (`a + b + …`) are one node with many children, so no walk recurses deeper than the brackets nest.
package struct SyntaxTree: Sendable {
  /// A node: its kind, its tokens, its children.
  package struct Node: Hashable, Sendable {
    /// What it is.
    package var kind: SyntaxKind
    /// The first token.
    package var firstToken: Int32
    /// One past the last token.
    package var endToken: Int32
    /// Where its children start in the tree's table of children; they end where those of the next node start.
    var firstChild: Int32
  }

  /// The text.
  package let source: SourceID
  /// The text itself.
  package let file: SourceFile
  /// The tokens, the last one ``TokenKind/endOfText``.
  package let tokens: [Token]
  /// The nodes; children before parents.
  package internal(set) var nodes: [Node] = []
  /// The children of all nodes.
  var children: [NodeID] = []
  /// The root, of kind ``SyntaxKind/program``.
  package internal(set) var root = NodeID(rawValue: 0)

  init(source: SourceID, file: SourceFile, tokens: [Token]) {
    (self.source, self.file, self.tokens) = (source, file, tokens)
  }

  /// The node called `id`.
  package subscript(id: NodeID) -> Node { nodes[Int(id.rawValue)] }

  /// What the node is.
  package func kind(_ id: NodeID) -> SyntaxKind { self[id].kind }

  /// The node's children, in order.
  package func children(of id: NodeID) -> ArraySlice<NodeID> {
    let next = Int(id.rawValue) + 1
    let end = next < nodes.count ? Int(nodes[next].firstChild) : children.count
    return children[Int(self[id].firstChild)..<end]
  }

  /// The first child of the given kind, if there is one.
  package func child(_ kind: SyntaxKind, of id: NodeID) -> NodeID? {
    children(of: id).first { self.kind($0) == kind }
  }

  /// The child at `index`, if there is one.
  package func child(_ index: Int, of id: NodeID) -> NodeID? {
    let all = children(of: id)
    return index < all.count ? all[all.startIndex + index] : nil
  }

  /// The bytes of a token.
  package func text(ofToken index: Int) -> String { file.text(tokens[index].range) }

  /// The node's first token.
  package func firstToken(of id: NodeID) -> Token { tokens[Int(self[id].firstToken)] }

  /// The node's last token.
  package func lastToken(of id: NodeID) -> Token {
    tokens[max(Int(self[id].endToken) - 1, Int(self[id].firstToken))]
  }

  /// The place of a token.
  package func span(ofToken index: Int) -> SourceSpan {
    SourceSpan(source: source, start: Int(tokens[index].start), end: Int(tokens[index].end))
  }

  /// The texts of some nodes: one look at the tree, which holds and releases its tables once.
  package func texts(_ ids: ArraySlice<NodeID>) -> [String] { ids.map { text($0) } }

  /// The place of a node, without the trivia before it.
  package func span(_ id: NodeID) -> SourceSpan {
    let node = self[id]
    guard node.endToken > node.firstToken else {
      let start = Int(tokens[Int(node.firstToken)].start)
      return SourceSpan(source: source, start: start, end: start)
    }
    return SourceSpan(
      source: source, start: Int(tokens[Int(node.firstToken)].start),
      end: Int(tokens[Int(node.endToken) - 1].end))
  }

  /// The text of a node, as written.
  package func text(_ id: NodeID) -> String {
    let place = span(id)
    return file.text(place.start..<place.end)
  }

  /// The text, put together from the tree alone: each node gives the tokens that no child of it covers.
  package var text: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(file.bytes.count)
    var next = 0
    // The nodes whose end is still to come, each with the count of its children that were begun.
    var open: [(node: NodeID, begun: Int)] = [(root, 0)]
    while let (id, begun) = open.last {
      let isDone = begun == children(of: id).count
      let child = isDone ? nil : self.child(begun, of: id)
      let limit = child.map { Int(self[$0].firstToken) } ?? Int(self[id].endToken)
      while next < limit {
        appendToken(next, to: &out)
        next += 1
      }
      if let child {
        open[open.count - 1].begun += 1
        open.append((child, 0))
      } else {
        open.removeLast()
      }
    }
    return out
  }

  private func appendToken(_ index: Int, to out: inout [UInt8]) {
    let start = index == 0 ? 0 : Int(tokens[index - 1].end)
    out.append(contentsOf: file.bytes[start..<Int(tokens[index].end)])
  }

  /// The tree as indented lines, `kind "text"` for leaves: what `reroute check --show tree` prints.
  package var outline: String {
    var out = ""
    var stack: [(NodeID, Int)] = [(root, 0)]
    while let (id, depth) = stack.popLast() {
      let node = self[id]
      out += String(repeating: "  ", count: depth) + "\(node.kind)"
      if children(of: id).isEmpty { out += " \(quoted(text(id)))" }
      out += "\n"
      for child in children(of: id).reversed() { stack.append((child, depth + 1)) }
    }
    return out
  }

  /// The tokens a line each: what `reroute check --show tokens` prints.
  package var tokenLines: String {
    tokens.enumerated().map { i, token in
      let place = file.position(at: Int(token.start))
      return "\(place.line):\(place.column) \(token.kind) \(quoted(text(ofToken: i)))"
    }.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.map { $0.isNewline ? "\\n" : $0 == "\"" ? "\\\"" : String($0) }.joined() + "\""
  }
}
