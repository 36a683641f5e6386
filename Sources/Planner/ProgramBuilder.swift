import Engine
import Quantities

/// A value of the program being built.
struct Term: Hashable {
  let index: Int32
}

/// Builds the instructions of a run: every operation once, folded as far as what is known before the run allows.
///
/// Each term has a level that says how often it must be computed: constants never, month tables before the run, trial terms
/// once a block, month terms every month; and the range its values lie in. The ranges of states are assumed while the month
/// is written and held against it at the end, see ``unfounded``.
struct ProgramBuilder {
  /// How often a term changes.
  enum Level: UInt8, Comparable {
    case constant, table, trial, month
    static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
  }

  /// What a term is. Three numbers say of what: the operands' positions, the bits of a constant, or a position in a list.
  struct Form: Equatable {
    enum Kind: Equatable { case constant, table, draw, state, operation(Operation) }
    var kind: Kind
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0

    /// The kind as a number.
    private var number: UInt64 {
      switch kind {
      case .constant: 256
      case .table: 257
      case .draw: 258
      case .state: 259
      case .operation(let operation): UInt64(operation.rawValue)
      }
    }

    /// Numbers first: they differ where forms do, but for the few that stand under one hash.
    static func == (x: Form, y: Form) -> Bool {
      x.a == y.a && x.b == y.b && x.c == y.c && x.number == y.number
    }

    /// Equal for equal forms.
    var hash: UInt64 {
      PositionTable.hash(
        UInt64(UInt32(bitPattern: a)) | UInt64(UInt32(bitPattern: b)) << 32,
        number << 32 | UInt64(UInt32(bitPattern: c)))
    }
  }

  /// A value carried from month to month.
  struct State {
    var term: Term
    var initial: Term
    var next: Term?
    /// What its values are taken to lie in.
    var assumed: ValueRange
    /// What is written at one go, so that it should be computed at one go.
    var group: Int
  }

  /// What the run is for: a series that is kept.
  struct Record {
    var initial: Term
    var value: Term
    var group: Int
  }

  /// What must not hold; the planner knows it by its position.
  struct Watch {
    var term: Term
    var group: Int
  }

  let months: Int
  /// The part that is being written: a product's position.
  var group = 0
  /// Of each term what it is, how often it changes and where its values lie. Apart: most looks are at one of the three.
  private(set) var forms: [Form] = []
  private(set) var levels: [Level] = []
  private(set) var ranges: [ValueRange] = []
  private(set) var tables: [[Double]] = []
  private(set) var sources: [DrawSource] = []
  private(set) var states: [State] = []
  private(set) var records: [Record] = []
  private(set) var watches: [Watch] = []
  private var formPositions = PositionTable(capacity: 512)
  /// The terms of the tables and of the sources, by position, and those by what they hold.
  private var tableTerms: [Term] = []
  private var sourceTerms: [Term] = []
  private var tablePositions = PositionTable()
  private var sourcePositions = PositionTable()
  /// The states, by position and in order, of which nothing may be assumed; nil for all.
  private let unassumed: [Int]?

  init(months: Int, unassumed: [Int]? = []) {
    (self.months, self.unassumed) = (months, unassumed)
    // What a plan of a few products takes, without being moved on the way there.
    forms.reserveCapacity(1024)
    levels.reserveCapacity(1024)
    ranges.reserveCapacity(1024)
  }

  // MARK: Leaves

  func level(_ term: Term) -> Level { levels[Int(term.index)] }

  func range(_ term: Term) -> ValueRange { ranges[Int(term.index)] }

  func constant(_ term: Term) -> Double? {
    let form = forms[Int(term.index)]
    guard form.kind == .constant else { return nil }
    return Double(
      bitPattern: UInt64(UInt32(bitPattern: form.a)) | UInt64(UInt32(bitPattern: form.b)) << 32)
  }

  mutating func constant(_ value: Double) -> Term {
    let bits = (value == 0 ? 0 : value).bitPattern
    let form = Form(
      kind: .constant, a: Int32(truncatingIfNeeded: bits), b: Int32(truncatingIfNeeded: bits >> 32))
    return insert(form, .constant) { _ in ValueRange(of: value) }
  }

  /// A value for each month 1…; a constant if they are all the same.
  mutating func table(_ given: [Double]) -> Term {
    // Both zeroes are one.
    let isMinusZero = { (value: Double) in value == 0 && value.sign == .minus }
    let values = given.contains(where: isMinusZero) ? given.map { $0 == 0 ? 0 : $0 } : given
    let first = (values.first ?? 0).bitPattern
    var (mixed, differing) = (UInt64(0), UInt64(0))
    for value in values {
      mixed = (mixed ^ value.bitPattern) &* 0x9E37_79B9_7F4A_7C15
      mixed ^= mixed >> 29
      differing |= value.bitPattern ^ first
    }
    if differing == 0 { return constant(values.first ?? 0) }
    let hash = PositionTable.hash(mixed, UInt64(values.count))
    let known = tablePositions.position(hash) { position in
      tables[position].count == values.count
        && values.indices.allSatisfy { tables[position][$0].bitPattern == values[$0].bitPattern }
    }
    if let known { return tableTerms[known] }
    tables.append(values)
    let term = append(
      Form(kind: .table, a: Int32(tables.count - 1)), .table, ValueRange(of: values))
    tableTerms.append(term)
    tablePositions.add(tables.count - 1, hash)
    return term
  }

  private static func hash(_ source: DrawSource) -> UInt64 {
    PositionTable.hash(source.parts.first?.key.value ?? 0, UInt64(source.parts.count))
  }

  mutating func draw(_ source: DrawSource) -> Term {
    let hash = Self.hash(source)
    if let known = sourcePositions.position(hash, where: { sources[$0] == source }) {
      return sourceTerms[known]
    }
    sources.append(source)
    let term = append(
      Form(kind: .draw, a: Int32(sources.count - 1)), source.isMonthly ? .month : .trial,
      ValueRange(of: source.distribution))
    sourceTerms.append(term)
    sourcePositions.add(sources.count - 1, hash)
    return term
  }

  /// A value carried from month to month, taken to lie in `assumed`. What changes between months has no value before the
  /// first: 0 is taken.
  mutating func state(initial: Term, assumed: ValueRange = .everything) -> Term {
    let position = states.count
    let first = isKnownBefore(initial) ? initial : constant(0)
    let isAssumed = unassumed.map { !Self.contains($0, position) } ?? false
    let range =
      !isAssumed ? .undefined : assumed.contains(range(first)) ? assumed : .everything
    let term = append(Form(kind: .state, a: Int32(position)), .month, range)
    states.append(State(term: term, initial: first, assumed: range, group: group))
    return term
  }

  /// `true` iff a list in ascending order contains a number.
  private static func contains(_ list: [Int], _ number: Int) -> Bool {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < list.count && list[low] == number
  }

  /// Says what a state is after the month.
  mutating func setNext(_ state: Term, _ next: Term) {
    guard let position = position(ofState: state) else { return }
    if next != state, self.position(ofState: next) != nil {
      // A state that takes over another's value: through a column of its own, so that the order of updates doesn't matter.
      let form = Form(kind: .operation(.add), a: next.index, b: constant(0).index)
      states[position].next = insert(form, .month) { $0.range(next) }
    } else {
      states[position].next = next
    }
  }

  /// The states, by position, whose ranges the month doesn't keep.
  var unfounded: [Int] {
    states.indices.filter { i in
      let next = states[i].next.map { range($0) } ?? ValueRange(of: 0)
      return !states[i].assumed.contains(next)
        || !states[i].assumed.contains(range(states[i].initial))
    }
  }

  func initial(of state: Term) -> Term? { position(ofState: state).map { states[$0].initial } }

  private func position(ofState term: Term) -> Int? {
    let form = forms[Int(term.index)]
    return form.kind == .state ? Int(form.a) : nil
  }

  private mutating func append(_ form: Form, _ level: Level, _ range: ValueRange) -> Term {
    forms.append(form)
    levels.append(level)
    ranges.append(range)
    return Term(index: Int32(forms.count - 1))
  }

  private mutating func insert(
    _ form: Form, _ level: Level, _ range: (borrowing ProgramBuilder) -> ValueRange
  ) -> Term {
    let hash = form.hash
    if let known = find(form, hash) { return known }
    let term = append(form, level, range(self))
    formPositions.add(Int(term.index), hash)
    return term
  }

  private func find(_ form: Form, _ hash: UInt64) -> Term? {
    formPositions.position(hash) { forms[$0] == form }.map { Term(index: Int32($0)) }
  }

  // MARK: Operations

  /// `operation` of terms, simpler where it can be; see `simplified`.
  mutating func apply(_ operation: Operation, _ a: Term, _ b: Term? = nil, _ c: Term? = nil) -> Term
  {
    if let folded = folded(operation, a, b, c) { return folded }
    if let simpler = simplified(operation, a, b ?? a, c ?? a) { return simpler }
    let levels = (level(a), b.map { level($0) } ?? .constant, c.map { level($0) } ?? .constant)
    let highest = max(levels.0, levels.1, levels.2)
    // A month table has no value before the run: with a trial term it changes every month.
    let hasTable = levels.0 == .table || levels.1 == .table || levels.2 == .table
    let form = Form(
      kind: .operation(operation), a: a.index, b: b?.index ?? -1, c: c?.index ?? -1)
    if operation == .add || operation == .multiply {
      // Either order has the same bits. The order of creation says nothing: it differs between scenarios.
      let turned = Form(kind: form.kind, a: form.b, b: form.a, c: -1)
      if let known = find(turned, turned.hash) { return known }
    }
    return insert(form, hasTable || highest == .month ? .month : .trial) {
      $0.range(of: operation, a, b ?? a, c ?? a)
    }
  }

  /// Notes that a term's values are known to lie in a range as well.
  mutating func narrow(_ term: Term, to range: ValueRange) {
    ranges[Int(term.index)] = range
  }

  /// The sum of neighbours, of the sums of neighbours, and so on: where one part of many differs between scenarios, few sums
  /// do, and errors stay small.
  mutating func sum(_ parts: [Term]) -> Term {
    guard !parts.isEmpty else { return constant(0) }
    var sums = parts
    while sums.count > 1 {
      var next: [Term] = []
      next.reserveCapacity((sums.count + 1) / 2)
      for i in stride(from: 0, to: sums.count - 1, by: 2) {
        next.append(apply(.add, sums[i], sums[i + 1]))
      }
      if !sums.count.isMultiple(of: 2) { next.append(sums[sums.count - 1]) }
      sums = next
    }
    return sums[0]
  }

  /// 1 − x.
  mutating func complement(_ x: Term) -> Term { apply(.subtract, constant(1), x) }

  /// x, at least 0 and at most 1; 1 where it is NaN.
  mutating func clamped(_ x: Term) -> Term {
    let atMostOne = apply(.minimum, constant(1), x)
    return apply(.maximum, constant(0), atMostOne)
  }

  // MARK: Roots

  /// Keeps a series; returns its position.
  mutating func record(initial: Term, value: Term) -> Int {
    let first = isKnownBefore(initial) ? initial : constant(.nan)
    records.append(Record(initial: first, value: value, group: group))
    return records.count - 1
  }

  /// `true` iff a term has its value before month 1.
  private func isKnownBefore(_ term: Term) -> Bool {
    level(term) == .constant || level(term) == .trial
  }

  /// Flags the trials in which `term` is not 0.
  mutating func watch(_ term: Term) { watches.append(Watch(term: term, group: group)) }

  // MARK: Finishing

  /// States that nothing says the next value of become 0.
  mutating func close() {
    let zero = constant(0)
    for i in states.indices where states[i].next == nil { states[i].next = zero }
  }
}
