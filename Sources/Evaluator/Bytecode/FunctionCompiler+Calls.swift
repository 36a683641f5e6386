import Portfolio
import Quantities
import SourceText
import Syntax

/// Calls of the script's functions and of those of the catalogue that work on numbers.
extension FunctionCompiler {
  /// The function of the script that a name at the top level stands for.
  func scriptFunction(_ callee: NodeID, _ e: inout Evaluator) -> FunctionValue? {
    guard e.syntax.kind(callee) == .nameExpression, locals[e.text(callee)] == nil,
      case .function(let function)? = kinds.binding(of: e.text(callee), e),
      function.surroundings.isEmpty
    else { return nil }
    return function
  }

  /// The function of the catalogue that a name stands for.
  private func builtin(_ callee: NodeID, _ e: Evaluator) -> Builtin? {
    let name = e.text(callee)
    guard e.syntax.kind(callee) == .nameExpression, locals[name] == nil,
      kinds.binding(of: name, e) == nil, e.names[name] == nil, e.scenarioNames[name] == nil
    else { return nil }
    return Catalogue.named(name)
  }

  /// Counts the step of a function's name.
  mutating func visitName(_ node: NodeID) {
    level += 1
    visit(node)
    level -= 1
  }

  mutating func call(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let callee = e.first(node)
    let nodes = Array(e.syntax.children(of: node).dropFirst())
    if let function = scriptFunction(callee, &e) {
      guard nodes.count == function.parameters.count else { throw Unsupported() }
      visitName(callee)
      let base = try takeFrame()
      var passed: [Kind] = []
      for (i, argument) in nodes.enumerated() {
        let register = try take()
        passed.append(
          try place(argument, register, live.union(uses(nodes[(i + 1)...], e)), &e))
        nextRegister = register + 1
      }
      return try invoke(function, passed, base, node)
    }
    guard let builtin = builtin(callee, e), builtin.arity.contains(nodes.count) else {
      throw Unsupported()
    }
    visitName(callee)
    switch (builtin.name, nodes.count) {
    case ("abs", 1): return try unary(.absolute, builtin, node, nodes, wanted, live, &e)
    case ("floor", 1): return try unary(.floor, builtin, node, nodes, wanted, live, &e)
    case ("round", 1): return try unary(.round, builtin, node, nodes, wanted, live, &e)
    case ("sqrt", 1): return try unary(.squareRoot, builtin, node, nodes, wanted, live, &e)
    case ("exp", 1): return try unary(.exponential, builtin, node, nodes, wanted, live, &e)
    case ("ln", 1): return try unary(.logarithm, builtin, node, nodes, wanted, live, &e)
    case ("min", 2): return try extreme(.minimum, builtin, nodes, wanted, live, node, &e)
    case ("max", 2): return try extreme(.maximum, builtin, nodes, wanted, live, node, &e)
    default: return try listCall(builtin, node, nodes, wanted, live, &e)
    }
  }

  /// A register for the place to return to; the arguments follow it.
  mutating func takeFrame() throws(Unsupported) -> Int { try take() + 1 }

  /// The call itself, of arguments that are in the registers from `base` on; its result is in the first.
  mutating func invoke(
    _ function: FunctionValue, _ passed: [Kind], _ base: Int, _ node: NodeID
  ) throws(Unsupported) -> CompiledOperand {
    let target = function.signature(passed)
    let kind = try kinds.result(of: target, function)
    if !passed.contains(.never) {
      let operands = passed.enumerated().map {
        CompiledOperand(operand: .register(base + $0.offset), kind: $0.element)
      }
      let charge = try takeCharge()
      site(.call(function), node, operands, kind)
      links.append(Link(instruction: code.count, target: target))
      emit(.call, base, level + 1, charge)
    }
    nextRegister = base + 1
    registers = max(registers, nextRegister)
    return CompiledOperand(operand: .register(base), kind: kind)
  }

  private mutating func unary(
    _ opcode: Opcode, _ builtin: Builtin, _ node: NodeID, _ nodes: [NodeID], _ wanted: Int?,
    _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    let value = try operand(nodes[0], nil, live, &e)
    var kind = value.kind
    if kind != .never {
      guard case .number = kind else { throw Unsupported() }
      let x = sample(kind, &e)
      kind = try self.kind(&e) { (e) throws(Evaluator.Failure) in
        try builtin.body(&e, Arguments(values: [x], nodes: nodes, call: node))
      }
    }
    let from = try register(value.operand)
    nextRegister = mark
    let to = try target(wanted)
    site(
      .builtin(builtin, nodes), node,
      [CompiledOperand(operand: .register(from), kind: value.kind)], kind)
    emit(opcode, to, from)
    return CompiledOperand(operand: .register(to), kind: kind)
  }

  private mutating func extreme(
    _ opcode: Opcode, _ builtin: Builtin, _ nodes: [NodeID], _ wanted: Int?,
    _ live: Set<String>, _ node: NodeID, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    let a = try operand(nodes[0], nil, live.union(uses(nodes[1], e)), &e)
    let b = try operand(nodes[1], nil, live, &e)
    var kind = Kind.never
    if a.kind != .never, b.kind != .never {
      // A rate between two currencies may be declared later.
      guard case .number(let aUnit) = a.kind, case .number(let bUnit) = b.kind,
        e.machine.units[aUnit].dimension == e.machine.units[bUnit].dimension
      else { throw Unsupported() }
      let (x, y) = (sample(a.kind, &e), sample(b.kind, &e))
      kind = try self.kind(&e) { (e) throws(Evaluator.Failure) in
        try builtin.body(&e, Arguments(values: [x, y], nodes: nodes, call: node))
      }
    }
    let (first, second) = (try register(a.operand), try register(b.operand))
    nextRegister = mark
    let to = try target(wanted)
    emit(opcode, to, first, second)
    return CompiledOperand(operand: .register(to), kind: kind)
  }
}
