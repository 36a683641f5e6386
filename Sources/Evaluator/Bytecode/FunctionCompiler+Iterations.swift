import SourceText
import Syntax

/// The functions of the catalogue that call a function for each element of a list, as loops.
extension FunctionCompiler {
  mutating func iteration(
    _ name: String, _ node: NodeID, _ nodes: [NodeID], _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let callee = nodes[nodes.count - 1]
    guard let function = scriptFunction(callee, &e),
      function.parameters.count == (name == "fold" ? 2 : 1)
    else { throw Unsupported() }
    let mark = nextRegister
    // What is given comes first, for it stays where it is.
    let result = try take()
    let list = try borrow(nodes[0], live.union(uses(nodes[1...], e)), &e)
    var start = Kind.never
    if name == "fold" {
      start = try place(nodes[1], result, live.union(list.name), &e)
    }
    visitName(callee)
    try flush()
    let kind =
      name == "fold"
      ? try foldKind(start, list.kind.element, function)
      : try kinds.given(by: function, [list.kind.element])
    let whole = try prepare(name, kind, list.kind, result)
    let position = try take()
    _ = try take()
    emit(.constant, position, 0, constant: 0)
    let head = code.count
    charges[head] = Program.Charge(nodes: [node], tree: current.tree)
    emit(.next, position, list.register, bits: name == "filter" ? 0 : 1)
    let exit = try body(name, function, list.kind.element, kind, result, position, node)
    emit(.jumpBack, 0, 0, code.count - head)
    guard code[code.count - 1].c < 0xFFFF else { throw Unsupported() }
    try land(head)
    if let exit { try settle(exit, name, result) }
    let isLast = list.name.isEmpty ? list.isGivenUp : list.name.isDisjoint(with: live)
    if isLast, list.kind.isList { emit(.release, list.register) }
    nextRegister = max(mark, result + 1)
    return CompiledOperand(operand: .register(result), kind: whole)
  }

  /// The kind of what is carried along: that of the start, or of a list that has elements only later.
  private func foldKind(_ start: Kind, _ element: Kind, _ function: FunctionValue)
    throws(Unsupported) -> Kind
  {
    var carried = start
    for _ in 0..<3 {
      let next = try kinds.given(by: function, [carried, element])
      guard let joined = carried.joined(next) else { throw Unsupported() }
      if joined == carried { return carried }
      carried = joined
    }
    throw Unsupported()
  }

  /// Puts what is given for no element into its register; the kind of the whole.
  private mutating func prepare(_ name: String, _ kind: Kind, _ list: Kind, _ result: Int)
    throws(Unsupported) -> Kind
  {
    switch name {
    case "map":
      guard let whole = kind.listOf else { throw Unsupported() }
      emit(.list, result)
      return whole
    case "fold": return kind
    default:
      guard kind == .truth || kind == .never else { throw Unsupported() }
      if name == "filter" {
        emit(.list, result)
        return list
      }
      emit(.constant, result, 0, constant: name == "all" ? 1 : 0)
      return .truth
    }
  }

  /// The call for an element and what becomes of its value; the jump out of the loop, if there is one.
  private mutating func body(
    _ name: String, _ function: FunctionValue, _ element: Kind, _ kind: Kind, _ result: Int,
    _ position: Int, _ node: NodeID
  ) throws(Unsupported) -> Int? {
    let mark = nextRegister
    defer { nextRegister = mark }
    let base = try takeFrame()
    let first = try take()
    var passed = [element]
    if name == "fold" {
      passed = [kind, element]
      emit(.move, first, result)
      emit(.move, try take(), position + 1)
    } else {
      emit(.move, first, position + 1)
    }
    let value = try invoke(function, passed, base, node)
    guard case .register(let register) = value.operand else { return nil }
    switch name {
    case "map": emit(.append, result, result, register)
    case "fold": emit(.move, result, register)
    case "filter":
      emit(.ifFalse, register)
      let skip = code.count - 1
      emit(.append, result, result, position + 1)
      try land(skip)
    default:
      emit(name == "any" ? .ifTrue : .ifFalse, register)
      return code.count - 1
    }
    return nil
  }

  /// Where an element settled `any` or `all`, the other answer.
  private mutating func settle(_ exit: Int, _ name: String, _ result: Int) throws(Unsupported) {
    emit(.jump, 0, 0, 2)
    try land(exit)
    emit(.constant, result, 0, constant: name == "any" ? 1 : 0)
  }
}
