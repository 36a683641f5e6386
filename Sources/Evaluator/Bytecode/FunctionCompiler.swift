import Quantities
import SourceText
import Syntax

/// Something the bytecode does not know; the evaluator runs the function itself.
struct Unsupported: Error {
  /// `true` iff it would be so with arguments of any kind.
  var withAnyArguments = false
}

/// Where a value of an expression is: the operands of instructions.
struct CompiledOperand {
  var operand: Program.Site.Operand
  var kind: Kind
}

/// Compiles one function for arguments of certain kinds. What it needs to know of the functions it calls is asked of `kinds`.
///
/// Registers: the arguments, then the names of `let`, then what is under way. A register that holds a list owns it; the last
/// use of a name gives its list away, so that a list which nobody else holds is changed in place (the borrowing and dropping
/// of Reinking, Xie, de Moura and Leijen, "Perceus: Garbage Free Reference Counting with Reuse", 2021).
struct FunctionCompiler {
  struct Local {
    let register: Int
    let kind: Kind
  }

  /// A call whose target is known when all functions are compiled.
  struct Link {
    let instruction: Int
    let target: Signature
  }

  let function: FunctionValue
  /// The function whose body is compiled: the same, or one that is called in its place.
  var current: FunctionValue
  var inlined: [Signature] = []
  let arguments: [Kind]
  let evaluationLimits: EvaluationLimits
  var kinds: KindTable
  var locals: [String: Local] = [:]
  var code: [Instruction] = []
  var sites: [Int: Program.Site] = [:]
  var charges: [Int: Program.Charge] = [:]
  var links: [Link] = []
  /// The expressions evaluated since the last charge.
  var pending: [NodeID] = []
  var nextRegister = 0
  var registers = 0
  var level = -1
  var levels = 0

  init(
    _ function: FunctionValue, _ arguments: [Kind], _ kinds: KindTable, _ limits: EvaluationLimits
  ) {
    (self.function, self.arguments, self.kinds) = (function, arguments, kinds)
    current = function
    evaluationLimits = limits
  }

  // MARK: Emitting

  mutating func emit(_ opcode: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, bits: UInt64 = 0) {
    code.append(
      Instruction(
        opcode: opcode, a: UInt16(clamping: a), b: UInt16(clamping: b), c: UInt16(clamping: c),
        bits: bits))
  }

  mutating func emit(_ opcode: Opcode, _ a: Int, _ b: Int, constant: Double) {
    emit(opcode, a, b, bits: constant.bitPattern)
  }

  /// Takes a register.
  mutating func take() throws(Unsupported) -> Int {
    let register = nextRegister
    nextRegister += 1
    registers = max(registers, nextRegister)
    if nextRegister > 4000 { throw Unsupported() }
    return register
  }

  /// The register that is wanted, or one more.
  mutating func target(_ wanted: Int?) throws(Unsupported) -> Int {
    if let wanted { return wanted }
    return try take()
  }

  /// Makes the jump at `index` go to the next instruction.
  mutating func land(_ index: Int) throws(Unsupported) {
    let distance = code.count - index
    guard distance < 0xFFFF else { throw Unsupported() }
    code[index].c = UInt16(distance)
  }

  /// Counts a step for an expression; the levels are those of the evaluator's recursion.
  mutating func visit(_ node: NodeID) {
    pending.append(node)
    levels = max(levels, level)
  }

  /// The charge of what was evaluated since the last, which is put at the next instruction.
  mutating func takeCharge() throws(Unsupported) -> Int {
    let count = pending.count
    guard count < 0xFFFF else { throw Unsupported() }
    if count > 0 { charges[code.count] = Program.Charge(nodes: pending, tree: current.tree) }
    pending = []
    return count
  }

  mutating func flush() throws(Unsupported) {
    let count = try takeCharge()
    if count > 0 { emit(.charge, 0, 0, count) }
  }

  mutating func site(
    _ work: Program.Site.Work, _ node: NodeID, _ operands: [CompiledOperand], _ result: Kind
  ) {
    sites[code.count] = Program.Site(
      work: work, node: node, tree: current.tree,
      operands: operands.map { ($0.operand, $0.kind) }, result: result, pending: pending)
  }

  // MARK: The body

  /// Compiles the body; the kind of what it returns.
  mutating func compile(_ e: inout Evaluator) throws(Unsupported) -> Kind {
    for (name, kind) in zip(function.parameters, arguments) {
      guard locals[name] == nil else { throw Unsupported() }
      locals[name] = Local(register: try take(), kind: kind)
    }
    try dropUnused(Set(listNames), uses(function.body, e), [])
    guard e.syntax.kind(function.body) == .block else {
      return try giveBack(function.body, &e)
    }
    let statements = Array(e.syntax.children(of: function.body))
    guard let last = statements.last, e.syntax.kind(last) == .expressionStatement else {
      throw Unsupported()
    }
    for (i, statement) in statements.dropLast().enumerated() {
      guard e.syntax.kind(statement) == .letBinding,
        let nameNode = e.syntax.child(0, of: statement),
        let expression = e.syntax.child(1, of: statement)
      else { throw Unsupported() }
      let name = e.text(nameNode)
      guard locals[name] == nil, !e.units.contains(name) else { throw Unsupported() }
      let live = uses(statements[(i + 1)...], e)
      try flush()
      charges[code.count] = Program.Charge(nodes: [statement], tree: function.tree)
      emit(.statement)
      let register = try take()
      let kind = try place(expression, register, live, &e)
      locals[name] = Local(register: register, kind: kind)
      if kind.isList, !uses(statements[(i + 1)...], e).contains(name) { emit(.release, register) }
    }
    return try giveBack(e.first(last), &e)
  }

  /// The names of lists in scope.
  var listNames: [String] { locals.filter { $0.value.kind.isList }.map(\.key) }

  /// The names of lists that the nodes use.
  func uses(_ nodes: some Sequence<NodeID>, _ e: Evaluator) -> Set<String> {
    let lists = listNames
    if lists.isEmpty { return [] }
    var found = Set<String>()
    var stack = Array(nodes)
    while let node = stack.popLast() {
      if e.syntax.kind(node) == .nameExpression {
        let spelling = e.text(node)
        if lists.contains(spelling) { found.insert(spelling) }
      }
      stack.append(contentsOf: e.syntax.children(of: node))
    }
    return found
  }

  func uses(_ node: NodeID, _ e: Evaluator) -> Set<String> { uses([node], e) }

  /// Gives up the lists among `names` that neither `used` nor `live` names.
  mutating func dropUnused(_ names: Set<String>, _ used: Set<String>, _ live: Set<String>)
    throws(Unsupported)
  {
    for name in names.subtracting(used).subtracting(live).sorted() {
      if let local = locals[name], local.kind.isList { emit(.release, local.register) }
    }
  }

  // MARK: Tails

  /// Compiles an expression whose value the function returns.
  mutating func giveBack(_ node: NodeID, _ e: inout Evaluator) throws(Unsupported) -> Kind {
    level += 1
    defer { level -= 1 }
    switch e.syntax.kind(node) {
    case .parenthesized:
      visit(node)
      return try giveBack(e.first(node), &e)
    case .conditional:
      let parts = Array(e.syntax.children(of: node))
      guard parts.count == 3 else { throw Unsupported() }
      visit(node)
      let (yes, no) = (uses(parts[1], e), uses(parts[2], e))
      let exits = try branch(parts[0], jumpIf: false, yes.union(no), &e)
      let before = pending
      try dropUnused(yes.union(no), yes, [])
      let first = try giveBack(parts[1], &e)
      for exit in exits { try land(exit) }
      pending = before
      try dropUnused(yes.union(no), no, [])
      let second = try giveBack(parts[2], &e)
      guard let kind = first.joined(second) else { throw Unsupported() }
      return kind
    case .call:
      if let callee = scriptFunction(e.first(node), &e) { return try tailCall(node, callee, &e) }
    default: break
    }
    level -= 1
    defer { level += 1 }
    let mark = nextRegister
    let value = try operand(node, nil, [], &e)
    let register: Int
    switch value.operand {
    case .register(let place): register = place
    case .constant(let constant):
      register = try take()
      emit(.constant, register, 0, constant: constant)
    }
    emit(.giveBack, register, 0, try takeCharge())
    nextRegister = mark
    return value.kind
  }

  /// A call in place of this function: its arguments go where this function's are.
  private mutating func tailCall(_ node: NodeID, _ callee: FunctionValue, _ e: inout Evaluator)
    throws(Unsupported) -> Kind
  {
    let nodes = Array(e.syntax.children(of: node).dropFirst())
    guard nodes.count == callee.parameters.count else { throw Unsupported() }
    visit(node)
    visitName(e.first(node))
    let mark = nextRegister
    defer { nextRegister = mark }
    let isInPlace = nodes.count <= function.parameters.count
    var passed: [Kind] = []
    var moves: [(to: Int, from: CompiledOperand)] = []
    if let kind = try inline(node, callee, nodes, &e) { return kind }
    for (i, argument) in nodes.enumerated() {
      let rest = nodes[(i + 1)...]
      // Straight into its place where nothing that follows reads what is there.
      let isFree = isInPlace && !reads(i, rest, moves.map(\.from), e)
      let value = try operand(argument, isFree ? i : nil, uses(rest, e), &e)
      passed.append(value.kind)
      moves.append((i, value))
    }
    let signature = callee.signature(passed)
    let kind = try kinds.result(of: signature, callee)
    try move(moves)
    let charge = try takeCharge()
    if signature == function.signature(arguments) {
      emit(.loop, 0, 0, charge, bits: UInt64(code.count))
    } else if !passed.contains(.never) {
      site(.call(callee), node, parameterOperands(passed), kind)
      links.append(Link(instruction: code.count, target: signature))
      emit(.tailCall, 0, 0, charge)
      registers = max(registers, passed.count)
    }
    return kind
  }

  private func parameterOperands(_ passed: [Kind]) -> [CompiledOperand] {
    passed.enumerated().map { CompiledOperand(operand: .register($0.offset), kind: $0.element) }
  }

  /// `true` iff a register is read by later arguments, or by a move that is to come.
  func reads(
    _ register: Int, _ nodes: ArraySlice<NodeID>, _ moves: [CompiledOperand], _ e: Evaluator
  ) -> Bool {
    if moves.contains(where: { $0.operand == .register(register) }) { return true }
    let names = Set(locals.filter { $0.value.register == register }.map(\.key))
    var stack = Array(nodes)
    while let node = stack.popLast() {
      if e.syntax.kind(node) == .nameExpression, names.contains(e.text(node)) { return true }
      stack.append(contentsOf: e.syntax.children(of: node))
    }
    return false
  }

  /// Moves that happen at once: first those whose place nobody still reads, circles through a register of their own.
  mutating func move(_ moves: [(to: Int, from: CompiledOperand)]) throws(Unsupported) {
    var left = moves.filter { $0.from.operand != .register($0.to) }
    // What is saved meanwhile must not stand in the place of an argument.
    nextRegister = max(nextRegister, moves.count)
    while !left.isEmpty {
      let ready = left.firstIndex { move in
        !left.contains { $0.from.operand == .register(move.to) && $0.to != move.to }
      }
      guard let ready else {
        let register = try take()
        let saved = left[0].to
        emit(.move, register, saved)
        for i in left.indices where left[i].from.operand == .register(saved) {
          left[i].from.operand = .register(register)
        }
        continue
      }
      put(left[ready].from.operand, left[ready].to)
      left.remove(at: ready)
    }
  }

  mutating func put(_ operand: Program.Site.Operand, _ register: Int) {
    switch operand {
    case .register(let from) where from == register: break
    case .register(let from): emit(.move, register, from)
    case .constant(let value): emit(.constant, register, 0, constant: value)
    }
  }
}
