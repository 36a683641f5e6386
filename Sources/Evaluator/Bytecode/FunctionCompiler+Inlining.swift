import SourceText
import Syntax

extension FunctionCompiler {
  /// Compiles a call in the place of the value of this function as the other's body, where that is short: no jump, and for
  /// functions that take turns a loop. Nil where it is to be a call; then nothing was compiled.
  mutating func inline(
    _ node: NodeID, _ callee: FunctionValue, _ nodes: [NodeID], _ e: inout Evaluator
  ) throws(Unsupported) -> Kind? {
    guard inlined.count < 3, code.count < 500, !callee.isSame(as: function),
      e.trees[callee.tree].kind(callee.body) != .block,
      !inlined.contains(where: { $0.body == callee.body && $0.tree == callee.tree })
    else { return nil }
    var passed: [Kind] = []
    var given: [String: Local] = [:]
    for (i, argument) in nodes.enumerated() {
      let rest = nodes[(i + 1)...]
      // A number may take the place of an argument that nothing reads any more.
      let isFree =
        i < function.parameters.count && !arguments[i].isList
        && !given.values.contains { $0.register == i } && !reads(i, rest, [], e)
      let value = try operand(argument, isFree ? i : nil, uses(rest, e), &e)
      given[callee.parameters[i]] = Local(
        register: try register(value.operand), kind: value.kind)
      nextRegister = max(nextRegister, registers)
      passed.append(value.kind)
    }
    let signature = callee.signature(passed)
    let known = try kinds.result(of: signature, callee)
    if passed.contains(.never) { return known }
    let outer = (locals, current, level, e.tree)
    defer { (locals, current, level, e.tree) = outer }
    inlined.append(signature)
    defer { inlined.removeLast() }
    (locals, current, level, e.tree) = (given, callee, -1, callee.tree)
    try dropUnused(Set(listNames), uses(callee.body, e), [])
    return try giveBack(callee.body, &e)
  }
}
