/// A step of a piece of code on one vector: what a machine instruction or two do, on values that have no register yet.
struct CodeOperation {
  enum Kind {
    case packed(Assembler.Packed)
    case squareRoot
    case floor
    /// The bits of a, so many to the left.
    case shiftLeft(UInt8)
    /// A mask of the lanes where it holds.
    case compare(Assembler.Predicate)
    case maskAnd, maskOr, maskNot
    /// b in the lanes of the mask a, c elsewhere.
    case select
    /// 1 in the lanes of the mask a, 0 elsewhere.
    case number
    /// NaN in the lanes of the mask a, b elsewhere.
    case undefined
    /// Makes the vector c the exponential of b by a function if any lane of the mask a is set.
    case exponentialApart
    /// Notes the lanes of the mask a at the flags of a check.
    case check(MemoryOperand)
    /// Writes a.
    case store(MemoryOperand)
    /// Adds a to what stands there.
    case add(MemoryOperand)
  }
  var kind: Kind
  /// The value that it makes; -1 for none.
  var result: Int = -1
  /// The values that it reads; -1 for none.
  var a: Int = -1
  var b: Int = -1
  var c: Int = -1

  /// `true` iff it matters even where nobody reads its result.
  var hasEffect: Bool {
    switch kind {
    case .check, .store, .add, .exponentialApart: true
    default: false
    }
  }
}

/// A piece of code: the steps in order, and what is known of their values.
struct CodePiece {
  /// A value of a piece.
  struct Value {
    /// `true` for a mask, `false` for a vector of numbers.
    var isMask: Bool
    /// Where it stands in memory, if it does.
    var home: MemoryOperand?
  }
  private(set) var operations: [CodeOperation] = []
  private(set) var values: [Value] = []
  /// Whether it makes exponentials.
  var hasExponential: Bool {
    operations.contains { if case .exponentialApart = $0.kind { true } else { false } }
  }
  /// Whether it adds to sums.
  private(set) var isAdding = false

  /// A value that stands in memory.
  mutating func value(at home: MemoryOperand) -> Int {
    values.append(Value(isMask: false, home: home))
    return values.count - 1
  }

  /// Adds a step that makes a value.
  mutating func add(
    _ kind: CodeOperation.Kind, _ a: Int, _ b: Int = -1, _ c: Int = -1, isMask: Bool = false
  ) -> Int {
    values.append(Value(isMask: isMask))
    operations.append(CodeOperation(kind: kind, result: values.count - 1, a: a, b: b, c: c))
    return values.count - 1
  }

  /// Writes a value to memory, where it is found from then on if `isHome`.
  mutating func store(_ value: Int, at place: MemoryOperand, isHome: Bool) {
    operations.append(CodeOperation(kind: .store(place), a: value))
    if isHome, values[value].home == nil { values[value].home = place }
  }

  /// Adds a value to a vector of sums in memory.
  mutating func add(_ value: Int, to sums: MemoryOperand) {
    operations.append(CodeOperation(kind: .add(sums), a: value))
    isAdding = true
  }

  /// Makes a vector the exponential of another by a function where its own steps don't reach: in the lanes of a mask.
  mutating func makeExponential(_ value: Int, of argument: Int, where mask: Int) {
    operations.append(CodeOperation(kind: .exponentialApart, a: mask, b: argument, c: value))
  }

  /// Notes where a mask is set.
  mutating func check(_ mask: Int, at flags: MemoryOperand) {
    operations.append(CodeOperation(kind: .check(flags), a: mask))
  }
}
