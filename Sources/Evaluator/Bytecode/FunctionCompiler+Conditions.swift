import SourceText
import Syntax

/// Conditions, and what branches on them.
extension FunctionCompiler {
  /// A condition as a value: 1 or 0.
  mutating func condition(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    // The node was visited, and is by its branch.
    pending.removeLast()
    level -= 1
    defer { level += 1 }
    let exits = try branch(node, jumpIf: false, live, &e)
    nextRegister = mark
    let to = try target(wanted)
    let before = pending
    emit(.constant, to, 0, constant: 1)
    let skip = try jump()
    for exit in exits { try land(exit) }
    pending = before
    emit(.constant, to, 0, constant: 0)
    try flush()
    try land(skip)
    return CompiledOperand(operand: .register(to), kind: .truth)
  }

  /// A jump with its charge, which goes nowhere yet.
  mutating func jump() throws(Unsupported) -> Int {
    let charge = try takeCharge()
    emit(.jump, 0, charge)
    return code.count - 1
  }

  /// One of two values, by a condition.
  mutating func conditional(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let parts = Array(e.syntax.children(of: node))
    guard parts.count == 3 else { throw Unsupported() }
    let (yes, no) = (uses(parts[1], e), uses(parts[2], e))
    let mark = nextRegister
    let exits = try branch(parts[0], jumpIf: false, live.union(yes).union(no), &e)
    nextRegister = mark
    let to = try target(wanted)
    let before = pending
    try dropUnused(yes.union(no), yes, live)
    let first = try place(parts[1], to, live, &e)
    let skip = try jump()
    for exit in exits { try land(exit) }
    pending = before
    try dropUnused(yes.union(no), no, live)
    let second = try place(parts[2], to, live, &e)
    try flush()
    try land(skip)
    nextRegister = max(mark, wanted == nil ? to + 1 : mark)
    guard let kind = first.joined(second) else { throw Unsupported() }
    return CompiledOperand(operand: .register(to), kind: kind)
  }

  // MARK: Branches

  /// Compiles a condition so that it jumps if it is `jumpIf`, and goes on otherwise; the jumps, which go nowhere yet. What is
  /// pending then is so both where it jumps and where it goes on.
  mutating func branch(
    _ node: NodeID, jumpIf: Bool, _ live: Set<String>, charges: Bool = false, _ e: inout Evaluator
  ) throws(Unsupported) -> [Int] {
    let mark = nextRegister
    defer { nextRegister = mark }
    switch e.syntax.kind(node) {
    case .parenthesized, .negation:
      level += 1
      defer { level -= 1 }
      visit(node)
      let isNegation = e.syntax.kind(node) == .negation
      return try branch(
        e.first(node), jumpIf: isNegation ? !jumpIf : jumpIf, live, charges: charges, &e)
    case .comparison:
      level += 1
      defer { level -= 1 }
      visit(node)
      return [try comparison(node, jumpIf, live, charges, &e)]
    case .conjunction, .disjunction:
      level += 1
      defer { level -= 1 }
      visit(node)
      return try junction(node, jumpIf, live, &e)
    default:
      let value = try operand(node, nil, live, &e)
      guard value.kind == .truth || value.kind == .never else { throw Unsupported() }
      let register = try register(value.operand)
      if charges { try flush() }
      emit(jumpIf ? .ifTrue : .ifFalse, register)
      return [code.count - 1]
    }
  }

  /// `and` and `or`, which look at what follows only where it matters; each operand is charged before its jump.
  private mutating func junction(
    _ node: NodeID, _ jumpIf: Bool, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> [Int] {
    let children = Array(e.syntax.children(of: node))
    // What settles the whole: a false operand of `and`, a true one of `or`.
    let settling = e.syntax.kind(node) == .disjunction
    let dying = uses(children, e).subtracting(live)
    let held = live.union(dying)
    var settled: [Int] = []
    for child in children.dropLast() {
      settled += try branch(child, jumpIf: settling, held, charges: true, &e)
    }
    var exits = try branch(children[children.count - 1], jumpIf: jumpIf, held, charges: true, &e)
    if settling == jumpIf {
      exits += settled
    } else {
      for exit in settled { try land(exit) }
    }
    guard !dying.isEmpty else { return exits }
    // Lists that nothing else uses are given up on both ways.
    try dropUnused(dying, [], [])
    let over = try jump()
    for exit in exits { try land(exit) }
    try dropUnused(dying, [], [])
    let exit = try jump()
    try land(over)
    return [exit]
  }

  private mutating func comparison(
    _ node: NodeID, _ jumpIf: Bool, _ live: Set<String>, _ charges: Bool, _ e: inout Evaluator
  ) throws(Unsupported) -> Int {
    guard let leftNode = e.syntax.child(0, of: node), let rightNode = e.syntax.child(1, of: node)
    else { throw Unsupported() }
    let token = e.syntax.tokens[Int(e.syntax[rightNode].firstToken) - 1]
    let left = try operand(leftNode, nil, live.union(uses(rightNode, e)), &e)
    let right = try operand(rightNode, nil, live, &e)
    try check(left.kind, right.kind, token, leftNode, rightNode, &e)
    var (first, second) = (left.operand, right.operand)
    if case .constant = first, case .constant = second { first = .register(try register(first)) }
    if charges { try flush() }
    switch (first, second) {
    case (.register(let a), .register(let b)):
      // a > b is b < a.
      let isSwapped = token.kind == .greater || token.kind == .greaterEqual
      emit(
        Self.comparing(isSwapped ? Self.mirrored(token.kind) : token.kind, jumpIf),
        isSwapped ? b : a, isSwapped ? a : b)
    case (.register(let a), .constant(let k)):
      emit(Self.comparingConstant(token.kind, jumpIf), a, 0, constant: k)
    case (.constant(let k), .register(let b)):
      emit(Self.comparingConstant(Self.mirrored(token.kind), jumpIf), b, 0, constant: k)
    case (.constant, .constant): throw Unsupported()
    }
    return code.count - 1
  }

  /// Compiles no comparison of what can't be compared, or can by a rate between two currencies.
  private func check(
    _ a: Kind, _ b: Kind, _ token: Token, _ aNode: NodeID, _ bNode: NodeID, _ e: inout Evaluator
  ) throws(Unsupported) {
    if a == .never || b == .never || a == b && a == UnitTable.plain { return }
    switch (a, b) {
    case (.truth, .truth):
      guard token.kind == .equalEqual || token.kind == .notEqual else { throw Unsupported() }
    case (.number(let aUnit), .number(let bUnit)):
      guard e.machine.units[aUnit].dimension == e.machine.units[bUnit].dimension,
        case .quantity(let x) = sample(a, &e), case .quantity(let y) = sample(b, &e)
      else { throw Unsupported() }
      let told = e.diagnostics
      defer { e.diagnostics = told }
      do throws(Evaluator.Failure) { _ = try e.comparable(x, y, aNode, bNode) } catch {
        throw Unsupported()
      }
    default: throw Unsupported()
    }
  }

  /// The comparison with its sides exchanged.
  private static func mirrored(_ kind: TokenKind) -> TokenKind {
    switch kind {
    case .less: .greater
    case .lessEqual: .greaterEqual
    case .greater: .less
    case .greaterEqual: .lessEqual
    default: kind
    }
  }

  private static func comparing(_ kind: TokenKind, _ jumpIf: Bool) -> Opcode {
    switch kind {
    case .less: jumpIf ? .ifLess : .unlessLess
    case .lessEqual: jumpIf ? .ifLessOrEqual : .unlessLessOrEqual
    case .notEqual: jumpIf ? .unlessEqual : .ifEqual
    default: jumpIf ? .ifEqual : .unlessEqual
    }
  }

  private static func comparingConstant(_ kind: TokenKind, _ jumpIf: Bool) -> Opcode {
    switch kind {
    case .less: jumpIf ? .ifLessConstant : .unlessLessConstant
    case .lessEqual: jumpIf ? .ifLessOrEqualConstant : .unlessLessOrEqualConstant
    case .greater: jumpIf ? .ifGreaterConstant : .unlessGreaterConstant
    case .greaterEqual: jumpIf ? .ifGreaterOrEqualConstant : .unlessGreaterOrEqualConstant
    case .notEqual: jumpIf ? .unlessEqualConstant : .ifEqualConstant
    default: jumpIf ? .ifEqualConstant : .unlessEqualConstant
    }
  }
}
