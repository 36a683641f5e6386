import Quantities

/// Turns pieces of code into machine code: gives the values registers and writes the instructions, in one pass over each.
///
/// A value is in a register from its making, or its first use, to its last use; where none is free the one whose next use is
/// farthest gives way (Belady 1966), to its place in memory if it has one, else to a slot for spills.
struct CodeGenerator {
  let set: Execution
  var assembler: Assembler
  /// The most slots for spills that any piece takes, a vector each.
  private(set) var spillSlots = 0
  /// The offset of the constant NaN and 1, and of the month's mark in the tables.
  let undefined: MemoryOperand
  let one: MemoryOperand
  let allOnes: MemoryOperand
  private let mark: MemoryOperand

  /// Registers of numbers and of masks; where masks are numbers, the latter are none.
  private let vectorCount: Int
  /// What a register holds, a value or -1: vectors first, then from 32 on masks 1…7.
  private var holds = [Int](repeating: -1, count: 40)

  // Of the piece at hand.
  private var values: [CodePiece.Value] = []
  private var registerOf: [Int] = []
  /// By operation and operand: the operation that uses the operand's value next; `Int.max` for none.
  private var nextUses: [SIMD4<Int32>] = []
  /// By value: the operation that uses it next.
  private var nextUse: [Int32] = []
  private var freeSlots: [Int32] = []
  /// Slots that are free from the next operation on: the one at hand may read them yet.
  private var slotsToFree: [Int32] = []
  private var usedSlots = 0
  /// Values whose home is a slot.
  private var slotOf: [Int: Int32] = [:]
  private var checks: [(jump: Int, back: Int, mask: Int, flags: MemoryOperand)] = []
  /// Jumps to where exponentials are made by a function, the registers of the argument and the result.
  private var apart: [(jump: Int, back: Int, argument: Int, result: Int)] = []
  private let functions: ColumnFunctions
  /// Where the function starts that does so.
  private var exponential: Int?

  private static let never = Int32.max

  init(_ set: Execution, _ functions: ColumnFunctions, constants: ConstantPool) {
    self.set = set
    self.functions = functions
    assembler = Assembler(set)
    vectorCount = set == .avx512 ? 31 : 15
    (undefined, one, allOnes, mark) = (
      constants.undefined, constants.one, constants.allOnes, constants.mark
    )
  }

  /// The register that is kept free for sequences of instructions.
  var scratch: Int { vectorCount }

  /// Writes a piece as a function; returns where it starts.
  mutating func write(_ piece: CodePiece) -> Int {
    if piece.hasExponential, exponential == nil,
      let address = functions.address(of: .exponential)
    {
      exponential = assembler.bytes.count
      assembler.writeGuarded(address)
    }
    let start = assembler.bytes.count
    begin(piece)
    assembler.prologue()
    let loop = assembler.bytes.count
    for (i, operation) in piece.operations.enumerated() {
      if operation.result >= 0, !operation.hasEffect, nextUse[operation.result] == Self.never {
        continue
      }
      write(operation, at: i)
    }
    assembler.loop(to: loop, isAdding: piece.isAdding)
    assembler.epilogue()
    writeChecks()
    writeApart()
    spillSlots = max(spillSlots, usedSlots)
    return start
  }

  /// Writes a function that runs steps in order; returns where it starts, nil where a column is too far away.
  mutating func write(_ steps: [CodeStep], _ layout: CodeLayout) -> Int? {
    let start = assembler.bytes.count
    assembler.beginCalls()
    for step in steps {
      switch step {
      case .code(let offset): assembler.call(offset)
      case .call(let operation, let columns):
        let places = columns.compactMap { layout.column($0)?.offset }
        guard let address = functions.address(of: operation), places.count == columns.count else {
          return nil
        }
        assembler.call(address, columns: places)
      }
    }
    assembler.endCalls()
    return start
  }

  private mutating func begin(_ piece: CodePiece) {
    values = piece.values
    registerOf = [Int](repeating: -1, count: values.count)
    nextUse = [Int32](repeating: Self.never, count: values.count)
    nextUses = [SIMD4<Int32>](
      repeating: SIMD4(repeating: Self.never), count: piece.operations.count)
    for r in holds.indices { holds[r] = -1 }
    (freeSlots, slotsToFree) = ([], [])
    // The first two slots are those of exponentials apart.
    usedSlots = 2
    slotOf = [:]
    (checks, apart) = ([], [])
    for i in piece.operations.indices.reversed() {
      let operation = piece.operations[i]
      if operation.result >= 0, !operation.hasEffect, nextUse[operation.result] == Self.never {
        continue
      }
      let (a, b, c) = (operation.a, operation.b, operation.c)
      nextUses[i] = SIMD4(
        a < 0 ? Self.never : nextUse[a], b < 0 ? Self.never : nextUse[b],
        c < 0 ? Self.never : nextUse[c], Self.never)
      if a >= 0 { nextUse[a] = Int32(i) }
      if b >= 0 { nextUse[b] = Int32(i) }
      if c >= 0 { nextUse[c] = Int32(i) }
    }
  }

  // MARK: Registers

  private func isMaskRegister(_ value: Int) -> Bool { set == .avx512 && values[value].isMask }

  /// A free register for `value`, after sending away another if it must be.
  mutating func allocate(_ value: Int, keeping a: Int = -1, _ b: Int = -1, _ c: Int = -1)
    -> Int
  {
    let range = isMaskRegister(value) ? 33..<40 : 0..<vectorCount
    var victim = -1
    var farthest: Int32 = -1
    for r in range {
      let held = holds[r]
      if held < 0 {
        victim = r
        break
      }
      if held == a || held == b || held == c { continue }
      // What stands in memory already costs a load less to send away.
      let use = nextUse[held]
      let distance = values[held].home != nil && use < Self.never / 2 ? use + 16 : use
      if distance > farthest { (victim, farthest) = (r, distance) }
    }
    if holds[victim] >= 0 { evict(victim) }
    holds[victim] = value
    registerOf[value] = victim
    return victim & 31
  }

  private mutating func evict(_ register: Int) {
    let value = holds[register]
    holds[register] = -1
    registerOf[value] = -1
    guard nextUse[value] != Self.never, values[value].home == nil else { return }
    let slot = freeSlots.popLast() ?? Int32(usedSlots)
    usedSlots = max(usedSlots, Int(slot) + 1)
    slotOf[value] = slot
    let home = MemoryOperand(base: .spills, offset: slot * Int32(set.lanes * 8))
    values[value].home = home
    if isMaskRegister(value) {
      assembler.maskStore(register & 31, home)
    } else {
      assembler.store(register, home)
    }
  }

  /// Frees what isn't used any more.
  private mutating func release(_ value: Int) {
    guard value >= 0, nextUse[value] == Self.never else { return }
    if registerOf[value] >= 0 {
      holds[registerOf[value]] = -1
      registerOf[value] = -1
    }
    if let slot = slotOf.removeValue(forKey: value) { slotsToFree.append(slot) }
  }

  /// The value in a register.
  mutating func register(_ value: Int, keeping a: Int = -1, _ b: Int = -1, _ c: Int = -1)
    -> Int
  {
    if registerOf[value] >= 0 { return registerOf[value] & 31 }
    let register = allocate(value, keeping: a, b, c)
    guard let home = values[value].home else { return register }
    if isMaskRegister(value) {
      assembler.maskLoad(register, home)
    } else {
      assembler.load(register, .memory(home))
    }
    return register
  }

  /// The value in a register if it is or soon will be used there, else in memory.
  mutating func operand(
    _ value: Int, after use: Int32, at position: Int, keeping a: Int = -1, _ b: Int = -1,
    _ c: Int = -1
  ) -> Operand {
    if registerOf[value] < 0, let home = values[value].home,
      use == Self.never || Int(use) - position > vectorCount
    {
      return .memory(home)
    }
    return .register(register(value, keeping: a, b, c))
  }

  // MARK: Instructions

  private mutating func write(_ operation: CodeOperation, at position: Int) {
    freeSlots += slotsToFree
    slotsToFree.removeAll(keepingCapacity: true)
    var (a, b) = (operation.a, operation.b)
    let uses = nextUses[position]
    switch operation.kind {
    case .store(let place):
      let source = register(a)
      advance(a, uses[0])
      assembler.store(source, place)
      release(a)
    case .add(let sums):
      let term = register(a)
      advance(a, uses[0])
      if set == .sse2 {
        assembler.load(scratch, .memory(sums))
        assembler.packed(.add, scratch, scratch, .register(term))
      } else {
        assembler.packed(.add, scratch, term, .memory(sums))
      }
      assembler.store(scratch, sums)
      release(a)
    case .exponentialApart:
      let mask = register(a, keeping: b, operation.c)
      let argument = register(b, keeping: a, operation.c)
      let result = register(operation.c, keeping: a, b)
      let jump = assembler.jumpIfAny(mask)
      apart.append((jump, assembler.bytes.count, argument, result))
      finish(operation, uses)
    case .shiftLeft(let bits):
      let source = register(a)
      finish(operation, uses)
      let result = allocate(operation.result)
      if set == .sse2, result != source { assembler.load(result, .register(source)) }
      assembler.shiftLeft(result, set == .sse2 ? result : source, by: bits)
    case .check(let flags):
      let mask = register(a)
      let jump = assembler.jumpIfAny(mask)
      checks.append((jump, assembler.bytes.count, mask, flags))
      advance(a, uses[0])
      release(a)
    case .packed(let kind):
      var (firstUse, secondUse) = (uses[0], uses[1])
      let isSymmetric = [.add, .multiply, .and, .or, .exclusiveOr, .addWhole].contains(kind)
      if isSymmetric, registerOf[a] < 0, registerOf[b] >= 0 {
        swap(&a, &b)
        swap(&firstUse, &secondUse)
      }
      binary(operation, a, b, firstUse, secondUse, position) { assembler, result, x, y in
        assembler.packed(kind, result, x, y)
      }
    case .compare(var predicate):
      var (firstUse, secondUse) = (uses[0], uses[1])
      if registerOf[a] < 0, registerOf[b] >= 0, set != .sse2 || predicate.exchanged == predicate {
        swap(&a, &b)
        swap(&firstUse, &secondUse)
        predicate = predicate.exchanged
      }
      binary(operation, a, b, firstUse, secondUse, position) { assembler, result, x, y in
        assembler.compare(predicate, result, x, y)
      }
    case .maskAnd, .maskOr:
      guard set == .avx512 else {
        var kind = Assembler.Packed.or
        if case .maskAnd = operation.kind { kind = .and }
        binary(operation, a, b, uses[0], uses[1], position) { assembler, result, x, y in
          assembler.packed(kind, result, x, y)
        }
        return
      }
      let x = register(a, keeping: b)
      let y = register(b, keeping: a)
      finish(operation, uses)
      let result = allocate(operation.result)
      if case .maskAnd = operation.kind {
        assembler.mask(.and, result, x, y)
      } else {
        assembler.mask(.or, result, x, y)
      }
    case .maskNot: maskNot(operation, uses)
    case .squareRoot, .floor:
      let source = operand(a, after: uses[0], at: position)
      finish(operation, uses)
      let result = allocate(operation.result)
      if case .floor = operation.kind {
        assembler.floor(result, source)
      } else {
        assembler.squareRoot(result, source)
      }
    case .select: select(operation, uses, position)
    case .number: number(operation, uses)
    case .undefined: undefined(operation, uses)
    }
  }

  /// Says when `value` is used next.
  private mutating func advance(_ value: Int, _ use: Int32) {
    if value >= 0 { nextUse[value] = use }
  }

  /// After an operation's operands are found: what it doesn't leave to a later use is free.
  mutating func finish(_ operation: CodeOperation, _ uses: SIMD4<Int32>) {
    advance(operation.a, uses[0])
    advance(operation.b, uses[1])
    advance(operation.c, uses[2])
    release(operation.a)
    release(operation.b)
    release(operation.c)
  }

  /// result := a operation b, by three operands or, with SSE2, two.
  private mutating func binary(
    _ operation: CodeOperation, _ a: Int, _ b: Int, _ firstUse: Int32, _ secondUse: Int32,
    _ position: Int, _ emit: (inout Assembler, Int, Int, Operand) -> Void
  ) {
    guard set == .sse2 else {
      let x = register(a, keeping: b)
      let y = a == b ? .register(x) : operand(b, after: secondUse, at: position, keeping: a)
      advance(a, firstUse)
      advance(b, secondUse)
      release(a)
      release(b)
      emit(&assembler, allocate(operation.result), x, y)
      return
    }
    // The result takes the place of a where nobody needs that any more.
    let y = operand(b, after: secondUse, at: position, keeping: a)
    let isLast = firstUse == Self.never && a != b
    if isLast, registerOf[a] >= 0 {
      let x = registerOf[a]
      advance(a, firstUse)
      release(a)
      holds[x] = operation.result
      registerOf[operation.result] = x
      emit(&assembler, x, x, y)
    } else {
      let source = a == b ? y : operand(a, after: firstUse, at: position, keeping: b)
      let result = allocate(operation.result, keeping: a, b)
      assembler.load(result, source)
      emit(&assembler, result, result, a == b ? .register(result) : y)
      advance(a, firstUse)
      release(a)
    }
    advance(b, secondUse)
    release(b)
  }

  /// What is done where a check finds something, apart from the loop: the greatest mark, that of the first month, stays.
  private mutating func writeChecks() {
    for check in checks {
      assembler.patch(check.jump)
      switch set {
      case .avx512: assembler.broadcast(scratch, mark, mask: check.mask)
      case .avx2: assembler.packed(.and, scratch, check.mask, .memory(mark))
      case .sse2, .portable:
        assembler.load(scratch, .register(check.mask))
        assembler.packed(.and, scratch, scratch, .memory(mark))
      }
      assembler.packed(.maximum, scratch, scratch, .memory(check.flags))
      assembler.store(scratch, check.flags)
      assembler.patch(assembler.jump(), to: check.back)
    }
  }

  /// What is done where an exponential's own steps don't reach.
  private mutating func writeApart() {
    guard let exponential else { return }
    let size = Int32(set.lanes * 8)
    for case let (jump, back, argument, result) in apart {
      assembler.patch(jump)
      assembler.store(argument, MemoryOperand(base: .spills, offset: 0))
      assembler.callGuarded(exponential)
      assembler.load(result, .memory(MemoryOperand(base: .spills, offset: size)))
      assembler.patch(assembler.jump(), to: back)
    }
  }
}
