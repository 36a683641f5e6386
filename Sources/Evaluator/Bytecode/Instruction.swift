/// What an instruction does. `a`, `b` and `c` are registers unless said otherwise; `k` is the constant of the instruction.
///
/// Jumps go `c` instructions forward. A `charge` is a count of steps: one for each expression evaluated since the last.
enum Opcode: UInt8 {
  /// Ends the run; the result is in register 0.
  case halt
  // Two instructions at once, the second of which stands behind the first as ever.
  case multiplyConstantThenAdd, multiplyConstantThenAddTo, multiplyConstantThenSubtract
  case addConstantThenLoop, addThenLoop, moveThenLoop
  case move, constant
  // a = b ∘ c, checked to be finite.
  case add, subtract, multiply, divide
  // a = b ∘ k, and a = k ∘ b.
  case addConstant, subtractConstant, multiplyConstant, divideConstant
  case subtractFrom, divideInto
  // a = f(b, c), checked to be finite where it need not be.
  case power, minimum, maximum
  case negate, absolute, floor, round, squareRoot, exponential, logarithm
  // Jumps where a ∘ b does not hold.
  case unlessLess, unlessLessOrEqual, unlessEqual
  // Jumps where a ∘ b holds.
  case ifLess, ifLessOrEqual, ifEqual
  // Jumps where a ∘ k does not hold.
  case unlessLessConstant, unlessLessOrEqualConstant, unlessGreaterConstant
  case unlessGreaterOrEqualConstant, unlessEqualConstant
  // Jumps where a ∘ k holds.
  case ifLessConstant, ifLessOrEqualConstant, ifGreaterConstant, ifGreaterOrEqualConstant
  case ifEqualConstant
  // Jumps where a is 0, or isn't.
  case ifFalse, ifTrue
  /// Jumps, after a charge of `b`.
  case jump
  /// Jumps `c` back.
  case jumpBack
  /// A charge of `c`.
  case charge
  /// Counts a statement.
  case statement
  /// Calls the function at the instruction of `k`'s low half, whose arguments begin at `a`, `b` levels deeper, after a charge
  /// of `c`; `k`'s high half is the depth from which on it could reach the limit. The result is in `a`.
  case call
  /// Goes on at the instruction of `k`'s low half in place of this function, after a charge of `c`; `k`'s high half as in `call`.
  case tailCall
  /// The same where the function calls itself, which needs no look at the depth: `k` instructions back.
  case loop
  /// Returns a after a charge of `c`.
  case giveBack
  // Lists. Registers of lists own them; what is consumed is given up.
  case retain, release
  /// a = the list of the constant, retained.
  case constantList
  case length
  /// a = element c of the list b.
  case element
  /// a = the list b, consumed, with its element c replaced by that in c + 1.
  case replace
  /// a = a list of the elements in registers from b, c of them.
  case list
  /// a = the list b followed by the list c, both consumed.
  case join
  /// a = the whole numbers from b to c.
  case range
  /// Jumps where the position in `a` is at the end of the list b; else a step, and a + 1 becomes that element.
  case next
  /// a = the list b, consumed, with the element c at its end.
  case append
  case sum, smallest, largest
  // a = the list b, consumed, in order or the other way round.
  case sort, reverse
}

/// An instruction of 16 bytes.
struct Instruction {
  var opcode: Opcode
  var a: UInt16 = 0
  var b: UInt16 = 0
  var c: UInt16 = 0
  /// The bits of a constant, or two halves.
  var bits: UInt64 = 0

  var constant: Double { Double(bitPattern: bits) }
  /// The low half as an index or a count.
  var low: Int { Int(UInt32(truncatingIfNeeded: bits)) }
  /// The high half, signed.
  var high: Int { Int(Int32(truncatingIfNeeded: bits >> 32)) }

  mutating func setHalves(low: Int, high: Int) {
    let upper = UInt64(UInt32(bitPattern: Int32(clamping: high)))
    bits = UInt64(UInt32(clamping: low)) | upper << 32
  }
}

extension Instruction {
  /// What does the two at once, for pairs that are frequent in loops; nil for others.
  func fused(with next: Instruction) -> Opcode? {
    switch (opcode, next.opcode) {
    case (.multiplyConstant, .add) where next.c == a && next.b != a: .multiplyConstantThenAdd
    case (.multiplyConstant, .add) where next.b == a && next.c != a: .multiplyConstantThenAddTo
    case (.multiplyConstant, .subtract) where next.c == a && next.b != a:
      .multiplyConstantThenSubtract
    case (.addConstant, .loop): .addConstantThenLoop
    case (.add, .loop): .addThenLoop
    case (.move, .loop): .moveThenLoop
    default: nil
    }
  }
}
