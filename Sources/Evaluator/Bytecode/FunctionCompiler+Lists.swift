import SourceText
import Syntax

/// Lists of numbers and of conditions.
extension FunctionCompiler {
  /// A list that is only looked at: its register, and whether it is to be given up then.
  struct Borrowed {
    let register: Int
    let kind: Kind
    let isGivenUp: Bool
    /// The name, which must stay while it is looked at.
    let name: Set<String>
  }

  mutating func borrow(_ node: NodeID, _ live: Set<String>, _ e: inout Evaluator)
    throws(Unsupported) -> Borrowed
  {
    if e.syntax.kind(node) == .nameExpression {
      let name = e.text(node)
      if let local = locals[name] {
        guard local.kind.isList || local.kind == .never else { throw Unsupported() }
        visitName(node)
        return Borrowed(
          register: local.register, kind: local.kind,
          isGivenUp: local.kind.isList && !live.contains(name), name: [name])
      }
      if case .list(let items)? = kinds.binding(of: name, e) {
        visitName(node)
        let (list, kind) = try kinds.constantList(name, items, &e)
        let register = try take()
        emit(.constant, register, 0, constant: list.register)
        return Borrowed(register: register, kind: kind, isGivenUp: false, name: [])
      }
    }
    let value = try operand(node, nil, live, &e)
    guard value.kind.isList || value.kind == .never else { throw Unsupported() }
    return Borrowed(
      register: try register(value.operand), kind: value.kind, isGivenUp: value.kind.isList,
      name: [])
  }

  mutating func giveUp(_ list: Borrowed) {
    if list.isGivenUp { emit(.release, list.register) }
  }

  mutating func index(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    guard let positionNode = e.syntax.child(1, of: node) else { throw Unsupported() }
    let mark = nextRegister
    let list = try borrow(e.first(node), live.union(uses(positionNode, e)), &e)
    let isLast = list.name.isDisjoint(with: live)
    let position = try operand(positionNode, nil, live.union(list.name), &e)
    guard position.kind == UnitTable.plain || position.kind == .never else { throw Unsupported() }
    let at = try register(position.operand)
    nextRegister = mark
    // The list is given up after its element was read, so the two are in different registers.
    let isGivenUp = list.name.isEmpty ? list.isGivenUp : isLast && list.kind.isList
    let place = isGivenUp && wanted == list.register ? nil : wanted
    let to = try place == nil && list.register == mark ? takeAfter(mark) : target(place)
    site(
      .index(positionNode), node,
      [CompiledOperand(operand: .register(at), kind: position.kind)], list.kind.element)
    emit(.element, to, list.register, at)
    if isGivenUp { emit(.release, list.register) }
    return CompiledOperand(operand: .register(to), kind: list.kind.element)
  }

  /// The register after `mark`, which is held as well.
  private mutating func takeAfter(_ mark: Int) throws(Unsupported) -> Int {
    nextRegister = mark + 1
    return try take()
  }

  mutating func list(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    let nodes = Array(e.syntax.children(of: node))
    guard nodes.count <= min(evaluationLimits.elements, 1000) else { throw Unsupported() }
    var kind = Kind.never
    for (i, child) in nodes.enumerated() {
      let register = try take()
      let next = try place(child, register, live.union(uses(nodes[(i + 1)...], e)), &e)
      guard let joined = kind.joined(next) else { throw Unsupported() }
      kind = joined
      nextRegister = register + 1
    }
    guard let whole = kind.listOf else { throw Unsupported() }
    nextRegister = mark
    let to = try target(wanted)
    emit(.list, to, mark, nodes.count)
    return CompiledOperand(operand: .register(to), kind: whole)
  }

  // MARK: Functions of the catalogue

  mutating func listCall(
    _ builtin: Builtin, _ node: NodeID, _ nodes: [NodeID], _ wanted: Int?, _ live: Set<String>,
    _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    switch (builtin.name, nodes.count) {
    case ("length", 1): return try reduce(.length, builtin, node, nodes, live, &e)
    case ("sum", 1): return try reduce(.sum, builtin, node, nodes, live, &e)
    case ("min", 1): return try reduce(.smallest, builtin, node, nodes, live, &e)
    case ("max", 1): return try reduce(.largest, builtin, node, nodes, live, &e)
    case ("sort", 1): return try rearranged(.sort, builtin, node, nodes, wanted, live, &e)
    case ("reverse", 1): return try rearranged(.reverse, builtin, node, nodes, wanted, live, &e)
    case ("range", 2): return try range(builtin, node, nodes, wanted, live, &e)
    case ("with", 3): return try replaced(node, nodes, wanted, live, &e)
    case ("map", 2), ("filter", 2), ("any", 2), ("all", 2), ("fold", 3):
      return try iteration(builtin.name, node, nodes, live, &e)
    default: throw Unsupported()
    }
  }

  private mutating func reduce(
    _ opcode: Opcode, _ builtin: Builtin, _ node: NodeID, _ nodes: [NodeID],
    _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let list = try borrow(nodes[0], live, &e)
    if opcode != .length, list.kind == .truths { throw Unsupported() }
    let kind: Kind =
      opcode == .length || list.kind == .emptyList && opcode == .sum
      ? UnitTable.plain : list.kind.element
    if opcode == .sum { try flush() }
    let to = try take()
    if opcode == .sum { charges[code.count] = Program.Charge(nodes: [node], tree: current.tree) }
    site(
      .builtin(builtin, nodes), node,
      [CompiledOperand(operand: .register(list.register), kind: list.kind)], kind)
    emit(opcode, to, list.register, kind == UnitTable.plain ? 1 : 0)
    giveUp(list)
    return CompiledOperand(operand: .register(to), kind: kind)
  }

  private mutating func rearranged(
    _ opcode: Opcode, _ builtin: Builtin, _ node: NodeID, _ nodes: [NodeID], _ wanted: Int?,
    _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    let list = try operand(nodes[0], nil, live, &e)
    guard list.kind.isList, opcode == .reverse || list.kind != .truths else { throw Unsupported() }
    let from = try register(list.operand)
    nextRegister = mark
    let to = try target(wanted)
    try flush()
    charges[code.count] = Program.Charge(nodes: [node], tree: current.tree)
    site(
      .builtin(builtin, nodes), node,
      [CompiledOperand(operand: .register(from), kind: list.kind)], list.kind)
    emit(opcode, to, from)
    return CompiledOperand(operand: .register(to), kind: list.kind)
  }

  private mutating func range(
    _ builtin: Builtin, _ node: NodeID, _ nodes: [NodeID], _ wanted: Int?, _ live: Set<String>,
    _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    let first = try operand(nodes[0], nil, live.union(uses(nodes[1], e)), &e)
    let last = try operand(nodes[1], nil, live, &e)
    for value in [first, last] {
      switch value.kind {
      case .number, .never: break
      default: throw Unsupported()
      }
    }
    let (a, b) = (try register(first.operand), try register(last.operand))
    nextRegister = mark
    let to = try target(wanted)
    try flush()
    charges[code.count] = Program.Charge(nodes: [node], tree: current.tree)
    site(
      .builtin(builtin, nodes), node,
      [
        CompiledOperand(operand: .register(a), kind: first.kind),
        CompiledOperand(operand: .register(b), kind: last.kind),
      ], .numbers(0))
    emit(.range, to, a, b)
    return CompiledOperand(operand: .register(to), kind: .numbers(0))
  }

  /// `with`: the list is given away last, so that the new element may be made of the old ones.
  private mutating func replaced(
    _ node: NodeID, _ nodes: [NodeID], _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    let rest = live.union(uses(nodes[1...], e))
    var kind: Kind
    var list: Int
    var name: String?
    if e.syntax.kind(nodes[0]) == .nameExpression, let local = locals[e.text(nodes[0])] {
      visitName(nodes[0])
      (list, kind, name) = (local.register, local.kind, e.text(nodes[0]))
    } else {
      let value = try operand(nodes[0], nil, rest, &e)
      (list, kind) = (try register(value.operand), value.kind)
    }
    guard kind.isList || kind == .never else { throw Unsupported() }
    let held = name.map { live.union([$0]) } ?? live
    let at = try take()
    let position = try place(nodes[1], at, held.union(uses(nodes[2], e)), &e)
    nextRegister = at + 1
    let new = try take()
    let value = try place(nodes[2], new, held, &e)
    guard position == UnitTable.plain || position == .never,
      kind == .never || kind == .emptyList || value == kind.element || value == .never
    else { throw Unsupported() }
    nextRegister = new + 1
    if let name, kind.isList, live.contains(name) {
      let copy = try take()
      emit(.move, copy, list)
      emit(.retain, copy)
      list = copy
    }
    nextRegister = mark
    let to = try target(wanted)
    site(
      .index(nodes[1]), node, [CompiledOperand(operand: .register(at), kind: position)], kind)
    emit(.replace, to, list, at)
    return CompiledOperand(operand: .register(to), kind: kind)
  }
}
