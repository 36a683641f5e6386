/// What an instruction does. `a`, `b` and `c` are registers unless said otherwise; `k` is the constant of the instruction.
///
/// Jumps go `c` instructions forward. A `charge` is a count of steps: one for each expression evaluated since the last.
enum Opcode: UInt8 {
  /// Ends the run; the result is in register 0.
  case halt
  // Several instructions at once, which stand there as ever: the first gives way to one of these.
  /// A product with a constant and the sum or difference it is for.
  case multiplyAdd
  /// Two of them, the second of which goes on with the first's value.
  case multiplyAddTwice
  /// a = b ∘ k, where b is what the last `multiplyAdd` or `multiplyAddTwice` gave: it is at hand before it can be read again.
  case addConstantToLast, subtractConstantFromLast
  /// A sum and `loop`.
  case addConstantThenLoop
  /// `loop`, to a function that begins with `unlessLess`, and that; and both behind a sum.
  case loopWhileLess, addConstantWhileLess, addWhileLess, multiplyAddWhileLess
  case move, constant
  // a = b ∘ c, checked to be finite. Where c is a product with a constant that nothing else reads, `k` is this constant,
  // negated for a difference: `b - x·k` is `b + x·(-k)` to the bit.
  case add, subtract, multiply, divide
  // a = b ∘ k, and a = k ∘ b. `c` of a product is 1 where what it is added to is read by nothing else.
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
  /// What the instruction at `index` gives way to; three more stand behind the last to be looked at.
  static func fused(_ code: [Instruction], _ index: Int, _ targets: Set<Int>) -> Opcode {
    let first = code[index]
    let (second, third) = (code[index + 1], code[index + 2])
    switch (first.opcode, second.opcode) {
    case (.multiplyConstant, .add) where second.bits != 0,
      (.multiplyConstant, .subtract) where second.bits != 0:
      if third.isLoopWhileLess(code, index + 2) { return .multiplyAddWhileLess }
      let isTwice =
        third.opcode == .multiplyConstant && third.c == 1 && third.b != second.a
        && code[index + 3].b == second.a
      return isTwice ? .multiplyAddTwice : .multiplyAdd
    case (.addConstant, .loop):
      return second.isLoopWhileLess(code, index + 1) ? .addConstantWhileLess : .addConstantThenLoop
    case (.add, .loop) where second.isLoopWhileLess(code, index + 1): return .addWhileLess
    case (.loop, _) where first.isLoopWhileLess(code, index): return .loopWhileLess
    case (.addConstant, _) where first.readsLast(code, index, targets): return .addConstantToLast
    case (.subtractConstant, _) where first.readsLast(code, index, targets):
      return .subtractConstantFromLast
    default: return first.opcode
    }
  }

  /// `true` iff `b` is the sum of the product before it, and nothing but this leads from there to here.
  private func readsLast(_ code: [Instruction], _ index: Int, _ targets: Set<Int>) -> Bool {
    var i = index
    while i > 1, index - i < 4, !targets.contains(i) {
      i -= 1
      let before = code[i]
      switch before.opcode {
      case .add, .subtract:
        return before.bits != 0 && before.a == b && !targets.contains(i)
      case .addConstant, .subtractConstant, .move, .constant: if before.a == b { return false }
      default: if !before.isComparison { return false }
      }
    }
    return false
  }

  fileprivate var isComparison: Bool {
    (Opcode.unlessLess.rawValue...Opcode.ifTrue.rawValue).contains(opcode.rawValue)
  }

  private func isLoopWhileLess(_ code: [Instruction], _ index: Int) -> Bool {
    opcode == .loop && code[index - Int(truncatingIfNeeded: bits)].opcode == .unlessLess
  }
}

extension [Instruction] {
  /// Where forward jumps go.
  var targets: Set<Int> {
    Set(
      indices.filter { self[$0].isComparison || [.jump, .next].contains(self[$0].opcode) }
        .map { $0 + Int(self[$0].c) })
  }
}
