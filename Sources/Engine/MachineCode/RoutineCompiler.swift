import Quantities

/// Cuts a routine into pieces of code and the column operations between them.
///
/// An instruction runs in the last piece that is early enough for what uses it, so that values seldom wait in columns. Every
/// step costs time linear in the routine's length.
struct RoutineCompiler {
  /// A value: what a register holds before, or what an instruction makes.
  struct Value {
    var place: Routine.Place?
    /// The instruction that makes it; -1 for none.
    var instruction: Int
    /// The piece that makes it; -1 where it is there before.
    var piece = -1
    /// The last piece that reads it.
    var lastPiece = -1
    /// The column where it stands between pieces.
    var column: Int?
    /// Its numbers and its mask in the piece at hand.
    var number = -1
    var mask = -1
  }

  /// The most instructions of a piece, so that the tables a piece needs are small and its code, some 10 KB, stays in the
  /// instruction cache. With 1,000 products, 256 to 4096 made no difference above the noise of 15 percent.
  private let longest: Int
  let routine: Routine
  private let set: Execution
  private let layout: CodeLayout
  var values: [Value] = []
  /// By instruction: its operands and its result.
  var operands: [SIMD4<Int32>] = []
  /// By register: the value that it has, after the last instruction in the end.
  private var current: [Int]
  /// By column: the value that reads it.
  private var readers: [Int: Int] = [:]
  /// By value: what is done with it beside the instructions.
  private var effectsOf: [Int: [Effect]] = [:]
  /// By piece: the values whose effects come before its instructions.
  private var before: [[Int]] = []
  var piece = CodePiece()
  /// The values that have a number or a mask in the piece at hand.
  var touched: [Int] = []
  /// The places of the month tables, by value.
  var tables: [Int: MemoryOperand] = [:]
  private var isFailed = false

  private enum Effect {
    case write(Routine.Destination)
    case check(Int)
  }

  /// Compiles `routine`; nil where it is too large for code, or copies a state into another.
  static func compile(
    _ routine: Routine, layout: CodeLayout, columns: inout Int, pool: inout ConstantPool,
    generator: inout CodeGenerator, set: Execution, longest: Int = 1024
  ) -> [CodeStep]? {
    var compiler = RoutineCompiler(routine, layout, set, longest)
    return compiler.run(&columns, &pool, &generator)
  }

  private init(_ routine: Routine, _ layout: CodeLayout, _ set: Execution, _ longest: Int) {
    (self.routine, self.layout, self.set, self.longest) = (routine, layout, set, longest)
    current = [Int](repeating: -1, count: routine.places.count)
    for (register, place) in routine.places.enumerated() where place != nil {
      current[register] = values.count
      values.append(Value(place: place, instruction: -1))
    }
  }

  private func isCall(_ operation: Operation) -> Bool {
    switch operation {
    case .power, .exponential, .logarithm, .round: true
    case .floor: set == .sse2
    default: false
    }
  }

  private mutating func run(
    _ columns: inout Int, _ pool: inout ConstantPool, _ generator: inout CodeGenerator
  ) -> [CodeStep]? {
    for (i, line) in routine.instructions.enumerated() {
      let arity = line.operation.arity
      let read = SIMD4(
        Int32(current[Int(line.a.index)]), arity > 1 ? Int32(current[Int(line.b.index)]) : -1,
        arity > 2 ? Int32(current[Int(line.c.index)]) : -1, Int32(values.count))
      // An operand that nobody has written: no planner asks for that.
      if (0..<arity).contains(where: { read[$0] < 0 }) { isFailed = true }
      operands.append(read)
      current[Int(line.destination.index)] = values.count
      values.append(Value(place: nil, instruction: i))
    }
    let outer = routine.results.map(\.register) + routine.updates.map(\.register) + routine.checks
    guard !isFailed, outer.allSatisfy({ value($0) >= 0 }) else { return nil }
    let levels = self.levels()
    let pieces = cut(levels)
    guard let updates = placeUpdates(pieces), placeColumns(pieces, &columns) else { return nil }
    placeEffects(pieces)
    var steps: [CodeStep] = []
    for index in pieces.indices {
      write(pieces[index], index, updates[index], &pool)
      if isFailed { return nil }
      if !piece.operations.isEmpty { steps.append(.code(offset: generator.write(piece))) }
      let exponentials = pieces[index].calls.filter {
        routine.instructions[$0].operation == .exponential
      }
      if !exponentials.isEmpty {
        write(exponentials: exponentials, &pool)
        steps.append(.code(offset: generator.write(piece)))
      }
      for call in pieces[index].calls where routine.instructions[call].operation != .exponential {
        steps.append(step(of: call))
      }
    }
    return steps
  }

  private func value(_ register: Register) -> Int { current[Int(register.index)] }

  // MARK: Order

  /// A piece's instructions, and the calls after it.
  private struct Piece {
    var instructions: [Int] = []
    var calls: [Int] = []
  }

  /// By instruction: how many rounds of calls come before it; for a call, before its operands are known.
  private func levels() -> [Int] {
    let lines = routine.instructions
    var earliest = [Int](repeating: 0, count: lines.count)
    /// The instruction that makes operand `k` of instruction `i`; -1 for none.
    func source(_ i: Int, _ k: Int) -> Int {
      operands[i][k] < 0 ? -1 : values[Int(operands[i][k])].instruction
    }
    var last = 0
    for (i, line) in lines.enumerated() {
      for k in 0..<3 {
        let source = source(i, k)
        guard source >= 0 else { continue }
        earliest[i] = max(earliest[i], earliest[source] + (isCall(lines[source].operation) ? 1 : 0))
      }
      last = max(last, earliest[i] + (isCall(line.operation) ? 1 : 0))
    }
    // Calls as early as they can be, so that those of a level stand together; what is no call as late as it can be.
    var latest = [Int](repeating: last, count: lines.count)
    for i in lines.indices.reversed() {
      if isCall(lines[i].operation) { latest[i] = earliest[i] }
      for k in 0..<3 {
        let source = source(i, k)
        guard source >= 0, !isCall(lines[source].operation) else { continue }
        latest[source] = min(latest[source], latest[i])
      }
    }
    return latest
  }

  private func cut(_ levels: [Int]) -> [Piece] {
    let lines = routine.instructions
    var count = 1
    for (i, line) in lines.enumerated() {
      count = max(count, levels[i] + (isCall(line.operation) ? 2 : 1))
    }
    var byLevel = [Piece](repeating: Piece(), count: count)
    for (i, line) in lines.enumerated() {
      if isCall(line.operation) {
        byLevel[levels[i]].calls.append(i)
      } else {
        byLevel[levels[i]].instructions.append(i)
      }
    }
    var pieces: [Piece] = []
    for whole in byLevel {
      let parts = max(1, (whole.instructions.count + longest - 1) / longest)
      let length = (whole.instructions.count + parts - 1) / parts
      for part in 0..<parts {
        let range = part * length..<min((part + 1) * length, whole.instructions.count)
        pieces.append(Piece(instructions: Array(whole.instructions[range])))
      }
      pieces[pieces.count - 1].calls = whole.calls
    }
    return pieces
  }

  // MARK: Places

  /// The updates by the piece that does them: the first in which the value is known and the column isn't read any more.
  private mutating func placeUpdates(_ pieces: [Piece]) -> [[(value: Int, column: Int)]]? {
    for (index, piece) in pieces.enumerated() {
      func read(_ i: Int, in last: Int) {
        for k in 0..<3 where operands[i][k] >= 0 {
          let operand = Int(operands[i][k])
          values[operand].lastPiece = max(values[operand].lastPiece, last)
        }
      }
      for i in piece.instructions {
        read(i, in: index)
        values[Int(operands[i][3])].piece = index
      }
      for i in piece.calls {
        // A call's operands stand in columns when the piece has run, and until the next.
        read(i, in: index + 1)
        values[Int(operands[i][3])].piece = index
        values[Int(operands[i][3])].lastPiece = index + 1
      }
    }
    for (register, _) in routine.results { readEarly(value(register)) }
    for register in routine.checks { readEarly(value(register)) }
    for (i, value) in values.enumerated() {
      if case .column(let column) = value.place { readers[column] = i }
    }
    let written = Set(routine.updates.map(\.column))
    var updates = [[(value: Int, column: Int)]](repeating: [], count: pieces.count)
    for (register, column) in routine.updates {
      let source = value(register)
      if case .column(let other) = values[source].place, written.contains(other) {
        if other == column { continue }
        return nil
      }
      var index = max(0, values[source].piece)
      if isFromCall(source) { index += 1 }
      if let reader = readers[column] { index = max(index, values[reader].lastPiece) }
      values[source].lastPiece = max(values[source].lastPiece, index)
      updates[index].append((source, column))
    }
    return updates
  }

  private func isFromCall(_ value: Int) -> Bool {
    let instruction = values[value].instruction
    return instruction >= 0 && isCall(routine.instructions[instruction].operation)
  }

  /// A result or a check is read in the piece that makes it, after a call in the next.
  private mutating func readEarly(_ value: Int) {
    let piece = max(0, values[value].piece) + (isFromCall(value) ? 1 : 0)
    values[value].lastPiece = max(values[value].lastPiece, piece)
  }

  /// Gives columns to what waits between pieces.
  private mutating func placeColumns(_ pieces: [Piece], _ columns: inout Int) -> Bool {
    var isOperandOfCall = [Bool](repeating: false, count: values.count)
    for piece in pieces {
      for call in piece.calls {
        for k in 0..<3 where operands[call][k] >= 0 {
          isOperandOfCall[Int(operands[call][k])] = true
        }
      }
    }
    for i in values.indices {
      if case .column(let column) = values[i].place {
        values[i].column = column
      } else if isFromCall(i) || isOperandOfCall[i]
        || (values[i].place == nil && values[i].lastPiece > values[i].piece)
      {
        values[i].column = columns
        columns += 1
      }
    }
    return layout.column(columns) != nil
  }

  private func step(of call: Int) -> CodeStep {
    let read = operands[call]
    let operation = routine.instructions[call].operation
    // Each has a column, see placeColumns.
    return .call(
      operation,
      columns: ([3] + (0..<operation.arity)).map { values[Int(read[$0])].column ?? 0 })
  }

  // MARK: Writing a piece

  /// Sorts what is done beside the instructions by the pieces that do it.
  private mutating func placeEffects(_ pieces: [Piece]) {
    before = [[Int]](repeating: [], count: pieces.count)
    func add(_ effect: Effect, _ value: Int) {
      if effectsOf[value] == nil, values[value].instruction < 0 || isFromCall(value) {
        before[isFromCall(value) ? values[value].piece + 1 : 0].append(value)
      }
      effectsOf[value, default: []].append(effect)
    }
    for result in routine.results { add(.write(result.destination), value(result.register)) }
    for (i, register) in routine.checks.enumerated() { add(.check(i), value(register)) }
  }

  private mutating func write(
    _ source: Piece, _ index: Int, _ updates: [(value: Int, column: Int)],
    _ pool: inout ConstantPool
  ) {
    piece = CodePiece()
    for i in touched { (values[i].number, values[i].mask) = (-1, -1) }
    touched.removeAll(keepingCapacity: true)
    for i in before[index] { writeEffects(of: i, &pool) }
    var lastRead: [Int: Int] = [:]
    for i in source.instructions {
      for k in 0..<3 where operands[i][k] >= 0 { lastRead[Int(operands[i][k])] = i }
    }
    // An update waits for the instruction that makes its value, and for the last that reads its column.
    var due: [Int: [(value: Int, column: Int)]] = [:]
    var atEnd: [(value: Int, column: Int)] = []
    for update in updates {
      let isMadeHere = values[update.value].piece == index && !isFromCall(update.value)
      let made = isMadeHere ? values[update.value].instruction : -1
      let read = readers[update.column].flatMap { lastRead[$0] } ?? -1
      if max(made, read) < 0 {
        atEnd.append(update)
      } else {
        due[max(made, read), default: []].append(update)
      }
    }
    for i in source.instructions {
      lower(i, &pool)
      let made = Int(operands[i][3])
      if let column = values[made].column { write(made, to: .column(column), &pool, isHome: true) }
      writeEffects(of: made, &pool)
      for update in due[i] ?? [] { write(update.value, to: .column(update.column), &pool) }
    }
    for update in atEnd { write(update.value, to: .column(update.column), &pool) }
    for call in source.calls {
      for k in 0..<3 where operands[call][k] >= 0 {
        let operand = Int(operands[call][k])
        if values[operand].instruction < 0, let column = values[operand].column,
          values[operand].place != .column(column)
        {
          write(operand, to: .column(column), &pool)
        }
      }
    }
  }

  private mutating func writeEffects(of value: Int, _ pool: inout ConstantPool) {
    for effect in effectsOf[value] ?? [] {
      switch effect {
      case .write(let destination): write(value, to: destination, &pool)
      case .check(let index):
        let mask = self.mask(value, &pool)
        guard let flags = layout.flags(routine.firstCheck + index) else {
          isFailed = true
          return
        }
        piece.check(mask, at: flags)
      }
    }
  }

  /// Where a value stands between pieces.
  func column(of value: Int) -> MemoryOperand {
    // Every value that is read in a piece that doesn't make it has a column, see placeColumns.
    layout.column(values[value].column ?? 0) ?? MemoryOperand(base: .columns, offset: 0)
  }

  private mutating func write(
    _ value: Int, to destination: Routine.Destination, _ pool: inout ConstantPool,
    isHome: Bool = false
  ) {
    let place =
      switch destination {
      case .column(let index): layout.column(index)
      case .record(.column(let index)): layout.record(index)
      case .record(.sums(let index)): layout.sums(index)
      }
    guard let place else {
      isFailed = true
      return
    }
    if case .record(.sums) = destination {
      piece.add(number(value, &pool), to: place)
    } else {
      piece.store(number(value, &pool), at: place, isHome: isHome)
    }
  }
}
