import Engine
import Quantities

/// Lays the needed terms of a program out in registers, and writes the instructions in an order in which few are alive.
///
/// Terms that merging found equal are one term here.
struct RegisterAllocator {
  private let builder: ProgramBuilder
  private var representatives: [Int32]?
  private var plan = ScenarioPlan()
  private var registers: [Int32]
  private var isNeeded: [Bool]
  /// How often each term is still read.
  private var uses: [Int32]
  private var free: [Int32] = []
  /// The registers that a term's own operands take while it is computed, at least (Sethi and Ullman, 1970).
  private var needs: [Int32]
  /// The positions of the states that are needed, each once.
  private var states: [Int] = []

  /// The instructions, and where what was asked of the builder is found: for each of its records and watches the position
  /// among the plan's.
  struct Result {
    var plan: ScenarioPlan
    var records: [Int]
    /// By position of a watch: the `site` of the plan's check; nil for what never strikes.
    var checks: [Int?]
  }

  /// The plan: what records and checks need, and nothing else.
  static func plan(_ builder: ProgramBuilder) -> Result {
    var allocator = RegisterAllocator(builder)
    return allocator.run()
  }

  private init(_ builder: ProgramBuilder) {
    self.builder = builder
    let count = builder.forms.count
    registers = [Int32](repeating: -1, count: count)
    isNeeded = [Bool](repeating: false, count: count)
    uses = [Int32](repeating: 0, count: count)
    needs = [Int32](repeating: 0, count: count)
  }

  // MARK: Terms

  /// The position of the term that stands for `term`.
  private func position(_ term: Int32) -> Int {
    Int(representatives?[Int(term)] ?? term)
  }

  private func position(_ term: Term) -> Int { position(term.index) }

  private func register(_ position: Int) -> Register { Register(max(0, registers[position])) }

  /// The positions of an operation's operands; nothing for a leaf.
  private func operands(_ term: Int) -> (count: Int, a: Int, b: Int, c: Int) {
    let form = builder.forms[term]
    guard case .operation = form.kind else { return (0, 0, 0, 0) }
    let a = position(form.a)
    if form.b < 0 { return (1, a, a, a) }
    let b = position(form.b)
    return form.c < 0 ? (2, a, b, a) : (3, a, b, position(form.c))
  }

  private func isTemporary(_ term: Int) -> Bool {
    if case .operation = builder.forms[term].kind { return true }
    return false
  }

  // MARK: Steps

  private mutating func run() -> Result {
    var result = Result(plan: ScenarioPlan(), records: [], checks: [])
    mergeStates()
    let (records, checks) = gatherRoots(&result)
    let roots = records.flatMap { [$0.initial, $0.value] } + checks.map(\.term)
    mark(roots)
    countUses(roots)
    placeLeaves()
    emit(.trial, isNeeded.indices.filter { isNeeded[$0] && isTemporary($0) })
    // By group, then by position: as one number, so that they sort fast.
    var ends: [Int] = []
    func end(_ group: Int, _ term: Int) { ends.append(group << 32 | term) }
    for state in states {
      let state = builder.states[state]
      end(state.group, state.next.map { position($0) } ?? 0)
    }
    for check in checks { end(check.group, check.term) }
    for record in records { end(record.group, record.value) }
    ends.sort()
    emit(.month, ends.map { $0 & 0xFFFF_FFFF })
    finish(records, checks.map(\.term))
    result.plan = plan
    return result
  }

  /// Finds the terms that are equal, of those that are needed: most states of a product serve no answer.
  private mutating func mergeStates() {
    mark(
      builder.records.flatMap { [Int($0.initial.index), Int($0.value.index)] }
        + builder.watches.map { Int($0.term.index) })
    representatives = StateMerging.representatives(builder, needed: isNeeded)
    for i in isNeeded.indices { isNeeded[i] = false }
    states = []
  }

  private typealias Records = [(initial: Int, value: Int, group: Int)]

  /// What is kept and what is checked, each once; tells the result where what was asked for is found.
  private func gatherRoots(
    _ result: inout Result
  ) -> (records: Records, checks: [(term: Int, group: Int)]) {
    var records: Records = []
    // By value, the last record of it, and by record the one before it of the same value; likewise the checks.
    var lastRecords = [Int32](repeating: -1, count: builder.forms.count)
    var earlier: [Int32] = []
    for record in builder.records {
      let (initial, value) = (position(record.initial), position(record.value))
      var known = Int(lastRecords[value])
      while known >= 0, records[known].initial != initial { known = Int(earlier[known]) }
      if known < 0 {
        known = records.count
        earlier.append(lastRecords[value])
        lastRecords[value] = Int32(known)
        records.append((initial, value, record.group))
      }
      result.records.append(known)
    }
    var checks: [(term: Int, group: Int)] = []
    var known = [Int32](repeating: -1, count: builder.forms.count)
    for watch in builder.watches {
      let term = position(watch.term)
      if builder.constant(Term(index: Int32(term))) == 0 {
        result.checks.append(nil)
        continue
      }
      if known[term] < 0 {
        known[term] = Int32(checks.count)
        checks.append((term, watch.group))
      }
      result.checks.append(Int(known[term]))
    }
    return (records, checks)
  }

  /// Marks what the roots need; a needed state needs its first and its next value.
  private mutating func mark(_ roots: [Int]) {
    var stack = roots
    while let term = stack.popLast() {
      guard !isNeeded[term] else { continue }
      isNeeded[term] = true
      let form = builder.forms[term]
      switch form.kind {
      case .operation:
        let operands = operands(term)
        stack.append(operands.a)
        if operands.count > 1 { stack.append(operands.b) }
        if operands.count > 2 { stack.append(operands.c) }
      case .state:
        states.append(Int(form.a))
        let state = builder.states[Int(form.a)]
        stack.append(position(state.initial))
        if let next = state.next { stack.append(position(next)) }
      default: break
      }
    }
    states.sort()
  }

  private mutating func countUses(_ roots: [Int]) {
    for term in isNeeded.indices where isNeeded[term] {
      let operands = operands(term)
      guard operands.count > 0 else { continue }
      uses[operands.a] += 1
      var most = needs[operands.a]
      var same: Int32 = 0
      if operands.count > 1 {
        uses[operands.b] += 1
        same = needs[operands.b] == most ? 1 : 0
        most = max(most, needs[operands.b])
      }
      if operands.count > 2 {
        uses[operands.c] += 1
        if needs[operands.c] == most { same += 1 }
        most = max(most, needs[operands.c])
      }
      needs[term] = max(1, most + same)
    }
    for root in roots { uses[root] += 1 }
    for state in states {
      uses[position(builder.states[state].initial)] += 1
      if let next = builder.states[state].next { uses[position(next)] += 1 }
    }
  }

  private mutating func newRegister() -> Int32 {
    defer { plan.registers += 1 }
    return Int32(plan.registers)
  }

  /// Gives every leaf a register of its own.
  private mutating func placeLeaves() {
    for term in isNeeded.indices where isNeeded[term] {
      let form = builder.forms[term]
      if case .operation = form.kind { continue }
      let index = newRegister()
      registers[term] = index
      let register = Register(index)
      switch form.kind {
      case .constant:
        plan.constants.append((register, builder.constant(Term(index: Int32(term))) ?? 0))
      case .table: plan.tables.append((register, builder.tables[Int(form.a)]))
      case .draw:
        let source = builder.sources[Int(form.a)]
        if source.isMonthly {
          plan.monthlyDraws.append((register, source))
        } else {
          plan.draws.append((register, source))
        }
      default: break
      }
    }
  }

  /// Writes the instructions of a level, operands first, one root after another, so that what belongs together stays together.
  /// A register is taken again after the last use of its value.
  private mutating func emit(_ level: ProgramBuilder.Level, _ roots: [Int]) {
    var stack: [Int] = []
    for root in roots {
      stack.append(root)
      while let term = stack.last {
        guard registers[term] < 0, builder.levels[term] == level else {
          stack.removeLast()
          continue
        }
        let operands = operands(term)
        let depth = stack.count
        push(operands, level, &stack)
        guard stack.count == depth else { continue }
        stack.removeLast()
        write(term, operands, level)
      }
    }
  }

  /// Puts the operands that are still to be computed on the stack, the one that needs most registers last, to come first.
  private func push(
    _ operands: (count: Int, a: Int, b: Int, c: Int), _ level: ProgramBuilder.Level,
    _ stack: inout [Int]
  ) {
    let start = stack.count
    func add(_ term: Int) {
      guard registers[term] < 0, builder.levels[term] == level else { return }
      var place = stack.count
      while place > start, needs[stack[place - 1]] > needs[term] { place -= 1 }
      stack.insert(term, at: place)
    }
    if operands.count > 2 { add(operands.c) }
    if operands.count > 1 { add(operands.b) }
    if operands.count > 0 { add(operands.a) }
  }

  private mutating func write(
    _ term: Int, _ operands: (count: Int, a: Int, b: Int, c: Int), _ level: ProgramBuilder.Level
  ) {
    guard case .operation(let operation) = builder.forms[term].kind else { return }
    let index = free.popLast() ?? newRegister()
    registers[term] = index
    let instruction = Instruction(
      operation, Register(index), register(operands.a), register(operands.b), register(operands.c))
    if level == .month { plan.month.append(instruction) } else { plan.setup.append(instruction) }
    if operands.count > 0 { release(operands.a, level) }
    if operands.count > 1 { release(operands.b, level) }
    if operands.count > 2 { release(operands.c, level) }
  }

  /// Gives back the register of an operation of this level that nothing reads any more.
  private mutating func release(_ term: Int, _ level: ProgramBuilder.Level) {
    uses[term] -= 1
    if uses[term] == 0, builder.levels[term] == level, isTemporary(term) {
      free.append(registers[term])
    }
  }

  private mutating func finish(_ records: Records, _ checks: [Int]) {
    plan.states = states.map { index in
      let state = builder.states[index]
      return ScenarioPlan.State(
        register: register(position(state.term)), initial: register(position(state.initial)),
        next: register(state.next.map { position($0) } ?? position(state.initial)))
    }
    plan.records = records.map {
      ScenarioPlan.Record(initial: register($0.initial), value: register($0.value))
    }
    for (site, term) in checks.enumerated() {
      let entry = Check(register: register(term), site: site)
      let level = builder.levels[term]
      if level == .constant || level == .trial {
        plan.setupChecks.append(entry)
      } else {
        plan.checks.append(entry)
      }
    }
  }
}
