import Engine
import Quantities

/// Lays the needed terms of a program out in registers, and writes the instructions in order.
struct RegisterAllocator {
  private let nodes: [ProgramBuilder.Node]
  private var plan = ScenarioPlan()
  private var registers: [Register?]
  private var needed: [Bool]
  private var free: [Register] = []
  /// The terms of the states, by index.
  private let stateTerms: [Int: Term]

  init(builder: ProgramBuilder) {
    nodes = builder.nodes
    registers = [Register?](repeating: nil, count: nodes.count)
    needed = [Bool](repeating: false, count: nodes.count)
    var found: [Int: Term] = [:]
    for (i, node) in nodes.enumerated() {
      if case .state(let index) = node.form { found[index] = Term(index: Int32(i)) }
    }
    stateTerms = found
  }

  mutating func plan(
    records: [(initial: Term, value: Term)], checks: [(term: Term, site: Int)],
    initials: [Term], nexts: [Term]
  ) -> ScenarioPlan {
    let roots = records.flatMap { [$0.initial, $0.value] } + checks.map(\.term)
    let states = mark(roots, initials, nexts)
    placePermanents(states)
    emitSetup()
    emitMonth(keeping: records.map(\.value) + checks.map(\.term) + states.map { nexts[$0] })
    plan.states = states.map { index in
      ScenarioPlan.State(
        register: register(stateTerm(index)), initial: register(initials[index]),
        next: register(nexts[index]))
    }
    plan.records = records.map {
      ScenarioPlan.Record(initial: register($0.initial), value: register($0.value))
    }
    for check in checks {
      let entry = Check(register: register(check.term), site: check.site)
      let level = nodes[Int(check.term.index)].level
      if level == .constant || level == .trial {
        plan.setupChecks.append(entry)
      } else {
        plan.checks.append(entry)
      }
    }
    return plan
  }

  private func register(_ term: Term) -> Register { registers[Int(term.index)] ?? Register(0) }

  /// The term of a state.
  private func stateTerm(_ index: Int) -> Term {
    stateTerms[index] ?? Term(index: 0)
  }

  /// Marks what the roots need; a needed state needs its initial and its next value. Returns the needed states.
  private mutating func mark(_ roots: [Term], _ initials: [Term], _ nexts: [Term]) -> [Int] {
    var stack = roots
    var states: Set<Int> = []
    while let term = stack.popLast() {
      guard !needed[Int(term.index)] else { continue }
      needed[Int(term.index)] = true
      switch nodes[Int(term.index)].form {
      case .operation(_, let operands): stack += operands
      case .state(let index):
        states.insert(index)
        stack.append(initials[index])
        stack.append(nexts[index])
      default: break
      }
    }
    return states.sorted()
  }

  private mutating func newRegister() -> Register {
    defer { plan.registers += 1 }
    return Register(Int32(plan.registers))
  }

  private mutating func placePermanents(_ states: [Int]) {
    for (i, node) in nodes.enumerated() where needed[i] {
      switch node.form {
      case .constant(let bits):
        let register = newRegister()
        registers[i] = register
        plan.constants.append((register, Double(bitPattern: bits)))
      case .table(let bits):
        let register = newRegister()
        registers[i] = register
        plan.tables.append((register, bits.map(Double.init(bitPattern:))))
      case .draw(let source):
        let register = newRegister()
        registers[i] = register
        if source.isMonthly {
          plan.monthlyDraws.append((register, source))
        } else {
          plan.draws.append((register, source))
        }
      case .state: registers[i] = newRegister()
      case .operation: break
      }
    }
  }

  private mutating func emitSetup() {
    for (i, node) in nodes.enumerated() where needed[i] && node.level <= .trial {
      guard case .operation(let operation, let operands) = node.form else { continue }
      let register = newRegister()
      registers[i] = register
      plan.setup.append(instruction(operation, register, operands))
    }
  }

  private func instruction(_ operation: Operation, _ destination: Register, _ operands: [Term])
    -> Instruction
  {
    let a = register(operands[0])
    return Instruction(
      operation, destination, a, operands.count > 1 ? register(operands[1]) : a,
      operands.count > 2 ? register(operands[2]) : a)
  }

  /// Month terms in order of creation, which is one in which operands come first; registers are reused after the last use.
  private mutating func emitMonth(keeping kept: [Term]) {
    var uses = [Int](repeating: 0, count: nodes.count)
    for (i, node) in nodes.enumerated() where needed[i] && node.level == .month {
      if case .operation(_, let operands) = node.form {
        for operand in operands { uses[Int(operand.index)] += 1 }
      }
    }
    for term in kept { uses[Int(term.index)] += 1 }
    for (i, node) in nodes.enumerated() where needed[i] && node.level == .month {
      guard case .operation(let operation, let operands) = node.form else { continue }
      let register = free.popLast() ?? newRegister()
      registers[i] = register
      plan.month.append(instruction(operation, register, operands))
      for operand in operands {
        let index = Int(operand.index)
        uses[index] -= 1
        guard uses[index] == 0, nodes[index].level == .month, let done = registers[index] else {
          continue
        }
        if case .operation = nodes[index].form { free.append(done) }
      }
    }
  }
}
