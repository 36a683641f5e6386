import Portfolio
import Quantities
import SourceText
import Syntax

/// Calls, of the script's own functions and of the catalogue's.
extension Evaluator {
  mutating func call(_ node: NodeID) throws(Failure) -> Value {
    let function = try evaluate(first(node))
    return try call(function, at: node)
  }

  private mutating func call(_ function: Value, at node: NodeID) throws(Failure) -> Value {
    let callee = first(node)
    let arguments = Array(syntax.children(of: node).dropFirst())
    switch function {
    case .builtin(let builtin): return try apply(builtin, arguments, at: node)
    case .function(let user):
      let values = try values(arguments, for: user, at: node)
      let outer = outermostCall
      if outer == nil { outermostCall = span(node) }
      defer { outermostCall = outer }
      return try apply(user, values)
    default:
      throw report(.notCallable(text(callee), function, span(callee)))
    }
  }

  /// The arguments of a call.
  private mutating func values(_ arguments: [NodeID], for user: FunctionValue, at node: NodeID)
    throws(Failure) -> [Value]
  {
    guard arguments.count == user.parameters.count else {
      throw report(
        .argumentCount(user.name, user.parameters, arguments.count, span(node)))
    }
    var values: [Value] = []
    for argument in arguments { values.append(try evaluate(argument)) }
    return values
  }

  /// Calls a function of the script. Its draws are keyed by the path of the call and which call of it this is. A call in the
  /// place of the function's value goes on here, so it needs no depth; but where something draws, each call has a path.
  mutating func apply(_ function: FunctionValue, _ arguments: [Value]) throws(Failure) -> Value {
    let outer = (tree, context)
    var frame: Scopes.Frame?
    defer {
      if let frame { scopes.leaveCall(frame) }
      (tree, context) = outer
    }
    let needsPath = !drawsNothing(function)
    if needsPath {
      let here = joinedPath + "/" + function.name
      let times = counters[here, default: 0]
      counters[here] = times + 1
      path.append("\(function.name)[\(times)]")
    }
    defer { if needsPath { path.removeLast() } }
    var (function, arguments) = (function, arguments)
    while true {
      if !isInCriteria, !isProbing, let value = try machine.run(function, arguments, &self) {
        return value
      }
      if let frame {
        scopes.replaceCall(frame, by: function, arguments)
      } else {
        frame = scopes.enterCall(function, arguments)
      }
      tree = function.tree
      switch try result(of: function) {
      case .value(let value): return value
      case .call(let next, let values): (function, arguments) = (next, values)
      }
    }
  }

  /// The path of names as it keys draws.
  var joinedPath: String {
    var joined = path.first ?? ""
    for name in path.dropFirst() {
      joined += "/"
      joined += name
    }
    return joined
  }

  /// `true` iff names may mean the metrics of a product that fails.
  private var isInCriteria: Bool {
    if case .condition = context { true } else { false }
  }

  /// What a function comes to: a value, or a call in its place.
  private enum Result {
    case value(Value)
    case call(FunctionValue, [Value])
  }

  private mutating func result(of function: FunctionValue) throws(Failure) -> Result {
    guard syntax.kind(function.body) == .block else { return try result(function.body, function) }
    let body = Array(syntax.children(of: function.body))
    for (i, statement) in body.enumerated() {
      let isLast = i == body.count - 1
      switch syntax.kind(statement) {
      case .letBinding: try run(statement)
      case .expressionStatement where isLast: return try result(first(statement), function)
      default:
        throw report(
          .misplaced(
            "a function's block holds `let`s and ends in an expression", span(statement),
            help: "its value is that of the last line"))
      }
    }
    throw report(
      .misplaced(
        "this function has no value", span(function.body), help: "end its block with an expression")
    )
  }

  /// What an expression in the place of a function's value comes to.
  private mutating func result(_ node: NodeID, _ function: FunctionValue) throws(Failure) -> Result
  {
    switch syntax.kind(node) {
    case .parenthesized, .conditional, .call: break
    default: return .value(try evaluate(node))
    }
    try enter(node)
    defer { depth -= 1 }
    switch syntax.kind(node) {
    case .parenthesized: return try result(first(node), function)
    case .conditional:
      let parts = Array(syntax.children(of: node))
      guard parts.count == 3 else { throw Failure() }
      let condition = try truth(parts[0])
      guard let known = model.graph.constant(condition) else {
        return .value(try choice(parts, by: condition))
      }
      return try result(known != 0 ? parts[1] : parts[2], function)
    default:
      let callee = try evaluate(first(node))
      guard case .function(let next) = callee, drawsNothing(function), drawsNothing(next) else {
        return .value(try call(callee, at: node))
      }
      let arguments = Array(syntax.children(of: node).dropFirst())
      return .call(next, try values(arguments, for: next, at: node))
    }
  }

  // MARK: Draws

  /// `true` iff a function of the top level draws nothing, nor does any function it mentions.
  mutating func drawsNothing(_ function: FunctionValue) -> Bool {
    guard function.surroundings.isEmpty else { return false }
    if let known = function.drawless, known.names == scopes.topNames.count {
      return known.isDrawless
    }
    var seen: Set<ObjectIdentifier> = []
    var open = [function]
    var isDrawless = true
    while isDrawless, let next = open.popLast() {
      guard let mentioned = mentioned(by: next) else {
        isDrawless = false
        break
      }
      if mentioned.isEmpty { continue }
      if seen.isEmpty { seen = [ObjectIdentifier(function)] }
      for other in mentioned where seen.insert(ObjectIdentifier(other)).inserted {
        open.append(other)
      }
    }
    function.drawless = (scopes.topNames.count, isDrawless)
    return isDrawless
  }

  /// `true` iff a function mentions one of the script's, itself perhaps.
  mutating func callsAnother(_ function: FunctionValue) -> Bool {
    let tree = trees[function.tree]
    var stack = [function.body]
    while let node = stack.popLast() {
      stack.append(contentsOf: tree.children(of: node))
      guard tree.kind(node) == .nameExpression else { continue }
      let name = nameTable.id(of: tree.span(node), in: tree.file)
      if case .function? = scopes.atTop(name)?.value { return true }
    }
    return false
  }

  /// The functions of the top level that a function mentions; nil if it draws, or calls what is known only then.
  private mutating func mentioned(by function: FunctionValue) -> [FunctionValue]? {
    guard function.surroundings.isEmpty else { return nil }
    let tree = trees[function.tree]
    func name(_ node: NodeID, _ e: inout Evaluator) -> NameID {
      e.nameTable.id(of: tree.span(node), in: tree.file)
    }
    var locals = function.names
    for statement in tree.children(of: function.body) where tree.kind(statement) == .letBinding {
      if let bound = tree.child(0, of: statement) { locals.append(name(bound, &self)) }
    }
    var found: [FunctionValue] = []
    var stack = [function.body]
    while let node = stack.popLast() {
      let children = tree.children(of: node)
      stack.append(contentsOf: children)
      switch tree.kind(node) {
      case .interval, .choose, .hole: return nil
      case .call:
        guard let callee = children.first, tree.kind(callee) == .nameExpression else { return nil }
        let called = name(callee, &self)
        if locals.contains(called) { return nil }
        // A function that is handed to one of the catalogue is named where it is.
        if scopes.atTop(called) == nil, Catalogue.calling.contains(tree.text(callee)) {
          guard let given = children.last, tree.kind(given) == .nameExpression,
            !locals.contains(name(given, &self))
          else { return nil }
        }
      case .nameExpression:
        let mentioned = name(node, &self)
        if locals.contains(mentioned) { continue }
        switch scopes.atTop(mentioned)?.value {
        case .function(let other)?: found.append(other)
        case .builtin(let builtin)? where builtin.section == .distributions: return nil
        case nil where Catalogue.named(tree.text(node))?.section == .distributions: return nil
        default: continue
        }
      default: continue
      }
    }
    return found
  }
}
