import Portfolio
import Quantities
import SourceText
import Syntax

/// Expressions: numbers and conditions.
extension FunctionCompiler {
  /// Compiles an expression into a register; its kind.
  mutating func place(
    _ node: NodeID, _ register: Int, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> Kind {
    let value = try operand(node, register, live, &e)
    put(value.operand, register)
    return value.kind
  }

  /// Compiles an expression; where its value is. A list is owned by the register it is in. Into `wanted` nothing is written
  /// before everything was read.
  mutating func operand(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    level += 1
    defer { level -= 1 }
    visit(node)
    switch e.syntax.kind(node) {
    case .parenthesized: return try operand(e.first(node), wanted, live, &e)
    case .literal: return try literal(node, &e)
    case .nameExpression: return try name(node, wanted, live, &e)
    case .sum, .term: return try chain(node, wanted, live, &e)
    case .power: return try power(node, wanted, live, &e)
    case .signed: return try signed(node, wanted, live, &e)
    case .comparison, .conjunction, .disjunction, .negation:
      return try condition(node, wanted, live, &e)
    case .conditional: return try conditional(node, wanted, live, &e)
    case .call: return try call(node, wanted, live, &e)
    case .index: return try index(node, wanted, live, &e)
    case .list: return try list(node, wanted, live, &e)
    default: throw Unsupported()
    }
  }

  /// Runs the evaluator on values of the given kinds for the kind of what it gives; units that don't fit are not compiled.
  func kind(
    _ e: inout Evaluator, _ body: (inout Evaluator) throws(Evaluator.Failure) -> Value
  ) throws(Unsupported) -> Kind {
    let told = e.diagnostics
    defer { e.diagnostics = told }
    do throws(Evaluator.Failure) {
      if let kind = e.machine.kind(of: try body(&e), e) { return kind }
    } catch {}
    throw Unsupported()
  }

  /// A value of a kind, for its unit.
  func sample(_ kind: Kind, _ e: inout Evaluator) -> Value { e.machine.value(1, kind, &e) }

  /// The operand in a register.
  mutating func register(_ operand: Program.Site.Operand) throws(Unsupported) -> Int {
    if case .register(let register) = operand { return register }
    let register = try take()
    put(operand, register)
    return register
  }

  private func literal(_ node: NodeID, _ e: inout Evaluator) throws(Unsupported) -> CompiledOperand
  {
    let currency = e.model.currency
    let told = e.diagnostics
    var literal: Evaluator.Literal?
    do throws(Evaluator.Failure) { literal = try e.literal(node) } catch { e.diagnostics = told }
    // The first currency that is mentioned is that of the portfolio, and this was not run yet.
    guard let quantity = literal?.quantity, e.model.currency == currency,
      let value = e.model.graph.constant(quantity.expression)
    else {
      e.model.currency = currency
      throw Unsupported()
    }
    return CompiledOperand(operand: .constant(value), kind: e.machine.units.kind(quantity))
  }

  private mutating func name(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let spelling = e.text(node)
    if let local = locals[spelling] {
      if local.kind.isList, live.contains(spelling) {
        let register = try target(wanted)
        emit(.move, register, local.register)
        emit(.retain, register)
        return CompiledOperand(operand: .register(register), kind: local.kind)
      }
      return CompiledOperand(operand: .register(local.register), kind: local.kind)
    }
    switch kinds.binding(of: spelling, e) {
    case .quantity(let quantity)?:
      guard let value = e.model.graph.constant(quantity.expression) else {
        throw Unsupported(withAnyArguments: true)
      }
      return CompiledOperand(operand: .constant(value), kind: e.machine.units.kind(quantity))
    case .truth(let condition)?:
      guard let value = e.model.graph.constant(condition) else { throw Unsupported() }
      return CompiledOperand(operand: .constant(value), kind: .truth)
    case .list(let items)?:
      let register = try target(wanted)
      let (list, kind) = try kinds.constantList(spelling, items, &e)
      emit(.constantList, register, 0, constant: list.register)
      return CompiledOperand(operand: .register(register), kind: kind)
    case nil where spelling == "true" || spelling == "false":
      guard e.names[spelling] == nil, e.scenarioNames[spelling] == nil else { throw Unsupported() }
      return CompiledOperand(operand: .constant(spelling == "true" ? 1 : 0), kind: .truth)
    default: throw Unsupported()
    }
  }

  // MARK: Arithmetic

  private mutating func chain(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let isSum = e.syntax.kind(node) == .sum
    let children = Array(e.syntax.children(of: node))
    let mark = nextRegister
    var result = try operand(children[0], nil, live.union(uses(children[1...], e)), &e)
    for (i, child) in children.enumerated().dropFirst() {
      let token = e.syntax.tokens[Int(e.syntax[child].firstToken) - 1]
      let isLast = i == children.count - 1
      let left = live.union(uses(children[(i + 1)...], e))
      if token.kind == .plus, let added = singleElement(child, e), result.kind.isList {
        result = try appended(added, child, to: result, isLast ? wanted : nil, mark, left, &e)
        continue
      }
      let right = try rightOperand(child, token, isSum, left, &e)
      if result.kind.isList || right.kind.isList {
        guard isSum, token.kind == .plus, let kind = result.kind.joined(right.kind) else {
          throw Unsupported()
        }
        let (first, second) = (try register(result.operand), try register(right.operand))
        nextRegister = mark
        let to = try target(isLast ? wanted : nil)
        site(.size, child, [result, right], kind)
        emit(.join, to, first, second)
        result = CompiledOperand(operand: .register(to), kind: kind)
        continue
      }
      let kind = try chainKind(result.kind, right.kind, token, children[i - 1], child, isSum, &e)
      let (first, second) = try arithmeticOperands(result.operand, right.operand)
      nextRegister = mark
      let to = try target(isLast ? wanted : nil)
      site(
        .chain(token, children[i - 1], child, isSum: isSum), child,
        [
          CompiledOperand(operand: first, kind: result.kind),
          CompiledOperand(operand: second, kind: right.kind),
        ], kind)
      emitArithmetic(token, isSum, to, first, second)
      joinProduct(above: mark)
      result = CompiledOperand(operand: .register(to), kind: kind)
    }
    return result
  }

  /// The element of a list that is written with one.
  private func singleElement(_ node: NodeID, _ e: Evaluator) -> NodeID? {
    guard e.syntax.kind(node) == .list, e.syntax.children(of: node).count == 1 else { return nil }
    return e.syntax.child(0, of: node)
  }

  /// `list + [element]`, without a list of one element.
  private mutating func appended(
    _ element: NodeID, _ node: NodeID, to list: CompiledOperand, _ wanted: Int?, _ mark: Int,
    _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    level += 1
    visit(node)
    let value = try operand(element, nil, live, &e)
    level -= 1
    guard let whole = value.kind.listOf, let kind = list.kind.joined(whole) else {
      throw Unsupported()
    }
    let (first, second) = (try register(list.operand), try register(value.operand))
    nextRegister = mark
    let to = try target(wanted)
    site(.append, node, [], kind)
    emit(.append, to, first, second)
    return CompiledOperand(operand: .register(to), kind: kind)
  }

  /// The right operand of a chain; a unit's name behind `/` is one of it.
  private mutating func rightOperand(
    _ node: NodeID, _ token: Token, _ isSum: Bool, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    if !isSum, e.syntax.kind(node) == .nameExpression, token.kind == .slash || token.word == .per,
      locals[e.text(node)] == nil, kinds.binding(of: e.text(node), e) == nil,
      e.units.contains(e.text(node))
    {
      let told = e.diagnostics
      var unit: Quantity?
      do throws(Evaluator.Failure) { unit = try e.unitOperand(node, after: token) } catch {
        e.diagnostics = told
      }
      guard let unit, let value = e.model.graph.constant(unit.expression) else {
        throw Unsupported()
      }
      return CompiledOperand(operand: .constant(value), kind: e.machine.units.kind(unit))
    }
    return try operand(node, nil, live, &e)
  }

  private func chainKind(
    _ a: Kind, _ b: Kind, _ token: Token, _ aNode: NodeID, _ bNode: NodeID, _ isSum: Bool,
    _ e: inout Evaluator
  ) throws(Unsupported) -> Kind {
    if a == .never || b == .never { return .never }
    if a == UnitTable.plain, b == UnitTable.plain { return a }
    guard case .number(let aUnit) = a, case .number(let bUnit) = b else { throw Unsupported() }
    // A rate between two currencies may be declared later.
    if isSum, e.machine.units[aUnit].dimension != e.machine.units[bUnit].dimension {
      throw Unsupported()
    }
    let (x, y) = (sample(a, &e), sample(b, &e))
    return try kind(&e) { (e) throws(Evaluator.Failure) in
      try e.combine(x, y, token, aNode, bNode, isSum: isSum)
    }
  }

  /// Operands of which one is a register at least.
  private mutating func arithmeticOperands(
    _ first: Program.Site.Operand, _ second: Program.Site.Operand
  ) throws(Unsupported) -> (Program.Site.Operand, Program.Site.Operand) {
    if case .constant = first, case .constant = second {
      return (.register(try register(first)), second)
    }
    return (first, second)
  }

  private mutating func emitArithmetic(
    _ token: Token, _ isSum: Bool, _ to: Int, _ first: Program.Site.Operand,
    _ second: Program.Site.Operand
  ) {
    let isInverse = isSum ? token.kind != .plus : token.kind == .slash || token.word == .per
    switch (first, second) {
    case (.register(let a), .register(let b)):
      emit(isSum ? isInverse ? .subtract : .add : isInverse ? .divide : .multiply, to, a, b)
    case (.register(let a), .constant(let k)):
      emit(
        isSum
          ? isInverse ? .subtractConstant : .addConstant
          : isInverse ? .divideConstant : .multiplyConstant, to, a, constant: k)
    case (.constant(let k), .register(let b)):
      emit(
        isSum
          ? isInverse ? .subtractFrom : .addConstant
          : isInverse ? .divideInto : .multiplyConstant, to, b, constant: k)
    case (.constant, .constant): break
    }
  }

  /// Lets a sum that was just put down run together with the product before it; registers from `mark` on are read only there.
  private mutating func joinProduct(above mark: Int) {
    guard code.count >= 2 else { return }
    let (product, last) = (code[code.count - 2], code.count - 1)
    guard product.opcode == .multiplyConstant, Int(product.a) >= mark, product.constant != 0 else {
      return
    }
    if code[last].opcode == .add, code[last].b == product.a {
      (code[last].b, code[last].c) = (code[last].c, code[last].b)
    }
    guard code[last].c == product.a, code[last].b != product.a else { return }
    switch code[last].opcode {
    case .add: code[last].bits = product.bits
    case .subtract: code[last].bits = (-product.constant).bitPattern
    default: return
    }
    if Int(code[last].b) >= mark { code[last - 1].c = 1 }
  }

  private mutating func power(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    guard let exponentNode = e.syntax.child(1, of: node) else { throw Unsupported() }
    let mark = nextRegister
    let base = try operand(e.first(node), nil, live.union(uses(exponentNode, e)), &e)
    let exponent = try operand(exponentNode, nil, live, &e)
    guard let kind = try pure(base.kind, e), let other = try pure(exponent.kind, e) else {
      throw Unsupported()
    }
    let (a, b) = (try register(base.operand), try register(exponent.operand))
    nextRegister = mark
    let to = try target(wanted)
    let result = kind == .never || other == .never ? Kind.never : UnitTable.plain
    site(
      .power(exponentNode), node,
      [
        CompiledOperand(operand: .register(a), kind: base.kind),
        CompiledOperand(operand: .register(b), kind: exponent.kind),
      ], result)
    emit(.power, to, a, b)
    return CompiledOperand(operand: .register(to), kind: result)
  }

  /// The kind if it is one of a number without a dimension.
  private func pure(_ kind: Kind, _ e: Evaluator) throws(Unsupported) -> Kind? {
    switch kind {
    case .never: kind
    case .number(let unit): e.machine.units[unit].dimension == .none ? kind : nil
    default: nil
    }
  }

  private mutating func signed(
    _ node: NodeID, _ wanted: Int?, _ live: Set<String>, _ e: inout Evaluator
  ) throws(Unsupported) -> CompiledOperand {
    let mark = nextRegister
    let value = try operand(e.first(node), nil, live, &e)
    switch value.kind {
    case .number, .never: break
    default: throw Unsupported()
    }
    guard e.syntax.firstToken(of: node).kind == .minus else { return value }
    if case .constant(let constant) = value.operand {
      return CompiledOperand(operand: .constant(-constant), kind: value.kind)
    }
    let from = try register(value.operand)
    nextRegister = mark
    let to = try target(wanted)
    emit(.negate, to, from)
    return CompiledOperand(operand: .register(to), kind: value.kind)
  }
}
