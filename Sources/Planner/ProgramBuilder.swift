import Engine
import Quantities

/// A value of the program being built.
struct Term: Hashable {
  let index: Int32
}

/// Builds the instructions of a scenario: every operation once, folded as far as what is known before the run allows.
///
/// Each term has a level that says how often it must be computed: constants never, month tables before the run, trial terms
/// once a block, month terms every month.
struct ProgramBuilder {
  /// How often a term changes.
  enum Level: Int, Comparable {
    case constant, table, trial, month
    static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  enum Form: Hashable {
    case constant(UInt64)
    case table([UInt64])
    case draw(DrawSource)
    case operation(Operation, [Term])
    case state(Int)
  }

  struct Node {
    var form: Form
    var level: Level
    /// `true` iff it is computed by an operation that can leave the finite numbers.
    var mayBeUndefined: Bool
  }

  let months: Int
  private(set) var nodes: [Node] = []
  private var terms: [Form: Term] = [:]
  private var stateInitials: [Term] = []
  private var stateNexts: [Term?] = []
  private var records: [(initial: Term, value: Term)] = []
  private var checks: [(term: Term, site: Int)] = []

  init(months: Int) { self.months = months }

  // MARK: Leaves

  func level(_ term: Term) -> Level { nodes[Int(term.index)].level }

  func constant(_ term: Term) -> Double? {
    if case .constant(let bits) = nodes[Int(term.index)].form { return Double(bitPattern: bits) }
    return nil
  }

  mutating func constant(_ value: Double) -> Term {
    insert(.constant((value == 0 ? 0 : value).bitPattern), .constant)
  }

  /// A value for each month 1…; a constant if they are all the same.
  mutating func table(_ values: [Double]) -> Term {
    let bits = values.map { ($0 == 0 ? 0 : $0).bitPattern }
    guard let first = bits.first, bits.contains(where: { $0 != first }) else {
      return constant(values.first ?? 0)
    }
    return insert(.table(bits), .table)
  }

  mutating func draw(_ source: DrawSource) -> Term {
    insert(.draw(source), source.isMonthly ? .month : .trial)
  }

  /// A value carried from month to month. What changes between months has no value before the first: 0 is taken.
  mutating func state(initial: Term) -> Term {
    stateInitials.append(isKnownBefore(initial) ? initial : constant(0))
    stateNexts.append(nil)
    return insert(.state(stateInitials.count - 1), .month)
  }

  /// Says what a state is after the month.
  mutating func setNext(_ state: Term, _ next: Term) {
    guard case .state(let index) = nodes[Int(state.index)].form else { return }
    if case .state(let other) = nodes[Int(next.index)].form, other != index {
      // A state that takes over another's value: through a column of its own, so that the order of updates doesn't matter.
      stateNexts[index] = insert(.operation(.add, [next, constant(0)]), .month)
    } else {
      stateNexts[index] = next
    }
  }

  func initial(of state: Term) -> Term? {
    if case .state(let index) = nodes[Int(state.index)].form { return stateInitials[index] }
    return nil
  }

  private mutating func insert(_ form: Form, _ level: Level) -> Term {
    if let known = terms[form] { return known }
    let term = Term(index: Int32(nodes.count))
    nodes.append(Node(form: form, level: level, mayBeUndefined: mayBeUndefined(form)))
    terms[form] = term
    return term
  }

  private func mayBeUndefined(_ form: Form) -> Bool {
    guard case .operation(let operation, let operands) = form else { return false }
    switch operation {
    case .divide, .power, .exponential, .logarithm, .squareRoot: return true
    default: return operands.contains { nodes[Int($0.index)].mayBeUndefined }
    }
  }

  // MARK: Operations

  mutating func apply(_ operation: Operation, _ operands: Term...) -> Term {
    apply(operation, operands)
  }

  mutating func apply(_ operation: Operation, _ operands: [Term]) -> Term {
    if let folded = fold(operation, operands) { return folded }
    let levels = operands.map { self.level($0) }
    // A month table has no value before the run: with a trial term it changes every month.
    let isMonthly = levels.contains(.month) || levels.contains(.table)
    return insert(.operation(operation, operands), isMonthly ? .month : .trial)
  }

  private mutating func fold(_ operation: Operation, _ operands: [Term]) -> Term? {
    let constants = operands.map { constant($0) }
    if !constants.contains(nil) {
      let v = constants.compactMap { $0 }
      return constant(
        operation.evaluate(v[0], v.count > 1 ? v[1] : 0, v.count > 2 ? v[2] : 0))
    }
    if operands.allSatisfy({ level($0) <= .table }) {
      let columns = operands.map { values($0) }
      return table(
        (0..<months).map { i in
          operation.evaluate(
            columns[0][i], columns.count > 1 ? columns[1][i] : 0,
            columns.count > 2 ? columns[2][i] : 0)
        })
    }
    return simplify(operation, operands, constants)
  }

  private func values(_ term: Term) -> [Double] {
    switch nodes[Int(term.index)].form {
    case .table(let bits): bits.map(Double.init(bitPattern:))
    case .constant(let bits): [Double](repeating: Double(bitPattern: bits), count: months)
    default: []
    }
  }

  /// Neutral and absorbing operands. A product with 0 is 0: what is multiplied is finite, or flagged by a check.
  private mutating func simplify(
    _ operation: Operation, _ operands: [Term], _ constants: [Double?]
  ) -> Term? {
    let a = operands[0]
    guard operands.count > 1 else { return nil }
    let b = operands[1]
    let (x, y) = (constants[0], constants[1])
    switch operation {
    case .add: return y == 0 ? a : x == 0 ? b : nil
    case .subtract: return y == 0 ? a : a == b ? constant(0) : nil
    case .multiply:
      if x == 0 || y == 0 { return constant(0) }
      return y == 1 ? a : x == 1 ? b : nil
    case .divide: return y == 1 ? a : nil
    case .minimum, .maximum: return a == b ? a : nil
    case .and:
      if x == 0 || y == 0 { return constant(0) }
      return nil
    case .select:
      if let x { return x != 0 ? b : operands[2] }
      return b == operands[2] ? b : nil
    default: return nil
    }
  }

  mutating func sum(_ parts: [Term]) -> Term {
    guard var total = parts.first else { return constant(0) }
    for part in parts.dropFirst() { total = apply(.add, total, part) }
    return total
  }

  /// 1 − x.
  mutating func complement(_ x: Term) -> Term { apply(.subtract, constant(1), x) }

  // MARK: Roots

  mutating func record(initial: Term, value: Term) -> Int {
    records.append((isKnownBefore(initial) ? initial : constant(.nan), value))
    return records.count - 1
  }

  /// `true` iff a term has its value before month 1.
  private func isKnownBefore(_ term: Term) -> Bool {
    level(term) == .constant || level(term) == .trial
  }

  /// Flags the trials in which `term` is not 0.
  mutating func check(_ term: Term, site: Int) {
    if constant(term) == 0 { return }
    checks.append((term, site))
  }

  // MARK: Emitting

  /// The plan: what records and checks need, and nothing else.
  mutating func finish() -> ScenarioPlan {
    let zero = constant(0)
    for i in stateNexts.indices where stateNexts[i] == nil { stateNexts[i] = zero }
    var allocator = RegisterAllocator(builder: self)
    return allocator.plan(
      records: records, checks: checks, initials: stateInitials,
      nexts: stateNexts.map { $0 ?? zero })
  }
}
