/// Where a memory operand stands: a base, and bytes from it.
struct MemoryOperand: Hashable {
  /// What a base register holds, by the register's number.
  enum Base: UInt8 {
    /// rax, where registers are saved around a call.
    case saved = 0
    case constants = 1
    case tables = 2
    case records = 6
    case columns = 7
    case flags = 8
    case spills = 9
    case sums = 11
  }
  var base: Base
  var offset: Int32

  /// `true` iff one number stands for all lanes where the instruction set allows it.
  var isUniform: Bool { base == .constants || base == .tables }
}

/// A register, by its number, or memory.
enum Operand: Hashable {
  case register(Int)
  case memory(MemoryOperand)
}

/// Writes the machine instructions that plans need: packed doubles, masks and a loop.
///
/// Encodings as in the Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2: two operands with the legacy
/// prefixes for SSE2, three with VEX for AVX2 and with EVEX for AVX-512.
struct Assembler {
  let set: Execution
  var bytes: [UInt8] = []

  init(_ set: Execution) { self.set = set }

  /// The instructions of the form `66 0F op`.
  enum Packed: UInt8 {
    case squareRoot = 0x51
    case and = 0x54
    case or = 0x56
    case exclusiveOr = 0x57
    case add = 0x58
    case multiply = 0x59
    case subtract = 0x5C
    case minimum = 0x5D
    case divide = 0x5E
    case maximum = 0x5F
    case andNot = 0x55
    /// Of the bits, as whole numbers.
    case addWhole = 0xD4
  }

  /// The predicates of a comparison; those from `notGreaterOrEqual` on need VEX or EVEX.
  enum Predicate: UInt8 {
    case equal = 0
    case less = 1
    case lessOrEqual = 2
    case notEqual = 4
    case notLessOrEqual = 6
    case notGreaterOrEqual = 9
    case greaterOrEqual = 13
    case greater = 14

    /// The predicate for exchanged operands.
    var exchanged: Predicate {
      switch self {
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .notLessOrEqual: .notGreaterOrEqual
      case .notGreaterOrEqual: .notLessOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      case .equal, .notEqual: self
      }
    }
  }

  /// Operations on mask registers.
  enum MaskOperation: UInt8 {
    case and = 0x41
    case or = 0x45
  }

  // MARK: Packed doubles

  /// destination := a operation b; with SSE2 a is the destination.
  mutating func packed(_ operation: Packed, _ destination: Int, _ a: Int, _ b: Operand) {
    instruction(operation.rawValue, destination, a, b)
  }

  mutating func squareRoot(_ destination: Int, _ source: Operand) {
    instruction(Packed.squareRoot.rawValue, destination, 0, source)
  }

  /// Rounds down; not with SSE2.
  mutating func floor(_ destination: Int, _ source: Operand) {
    instruction(0x09, destination, 0, source, map: 3, immediate: 1)
  }

  /// Moves the bits of a register's numbers to the left; with SSE2 the source is the destination.
  mutating func shiftLeft(_ destination: Int, _ source: Int, by bits: UInt8) {
    instruction(0x73, 6, destination, .register(source), immediate: bits)
  }

  /// Loads a vector, or copies a register.
  mutating func load(_ destination: Int, _ source: Operand) {
    if case .memory(let memory) = source, memory.isUniform, set == .avx512 {
      instruction(0x19, destination, 0, source, map: 2)
    } else {
      instruction(0x28, destination, 0, source)
    }
  }

  mutating func store(_ source: Int, _ destination: MemoryOperand) {
    instruction(0x29, source, 0, .memory(destination))
  }

  /// A comparison, into a mask register with AVX-512, else into lanes of ones and zeros; with SSE2 a is the destination.
  mutating func compare(_ predicate: Predicate, _ destination: Int, _ a: Int, _ b: Operand) {
    instruction(0xC2, destination, a, b, immediate: predicate.rawValue)
  }

  /// AVX2: b where the lanes of `mask` are ones, else a.
  mutating func blend(_ destination: Int, _ a: Int, _ b: Operand, lanes mask: Int) {
    instruction(0x4B, destination, a, b, map: 3, wide: false, immediate: UInt8(mask << 4))
  }

  /// AVX-512: b where the mask register `mask` has ones, else a.
  mutating func blend(_ destination: Int, _ a: Int, _ b: Operand, mask: Int) {
    instruction(0x65, destination, a, b, map: 2, mask: mask)
  }

  /// AVX-512: the number at `source` where the mask register `mask` has ones, else 0.
  mutating func broadcast(_ destination: Int, _ source: MemoryOperand, mask: Int) {
    instruction(0x19, destination, 0, .memory(source), map: 2, mask: mask, zeroing: true)
  }

  // MARK: Masks

  mutating func mask(_ operation: MaskOperation, _ destination: Int, _ a: Int, _ b: Int) {
    vex(operation.rawValue, destination, a, .register(b), map: 1, wide: false, long: true)
  }

  mutating func maskNot(_ destination: Int, _ source: Int) {
    vex(0x44, destination, 0, .register(source), map: 1, wide: false, long: false)
  }

  mutating func maskLoad(_ destination: Int, _ source: MemoryOperand) {
    vex(0x90, destination, 0, .memory(source), map: 1, wide: false, long: false)
  }

  mutating func maskStore(_ source: Int, _ destination: MemoryOperand) {
    vex(0x91, source, 0, .memory(destination), map: 1, wide: false, long: false)
  }

  /// Jumps where any lane of a mask is set; returns what ``patch(_:)`` wants.
  mutating func jumpIfAny(_ mask: Int) -> Int {
    if set == .avx512 {
      vex(0x98, mask, 0, .register(mask), map: 1, wide: false, long: false)
    } else {
      // The signs into eax, and its test.
      instruction(0x50, 0, 0, .register(mask))
      bytes += [0x85, 0xC0]
    }
    return jump([0x0F, 0x85])
  }

  // MARK: Control

  mutating func jump(_ opcode: [UInt8] = [0xE9]) -> Int {
    bytes += opcode
    append(0)
    return bytes.count
  }

  /// Makes the jump end here.
  mutating func patch(_ jump: Int) { patch(jump, to: bytes.count) }

  mutating func patch(_ jump: Int, to target: Int) {
    let distance = UInt32(bitPattern: Int32(target - jump))
    for i in 0..<4 { bytes[jump - 4 + i] = UInt8(truncatingIfNeeded: distance >> (8 * i)) }
  }

  /// Loads the registers from the frame that the first argument, in rdi, points to.
  mutating func prologue() {
    // By the order of CodeFrame; rdi last, r10 counts.
    for (register, offset) in [
      (6, 8), (8, 16), (2, 24), (1, 32), (9, 40), (11, 48), (10, 56), (7, 0),
    ] {
      bytes += [
        register >= 8 ? 0x4C : 0x48, 0x8B, UInt8(0x47 | (register & 7) << 3), UInt8(offset),
      ]
    }
  }

  /// Moves the pointers to the next vector, that of the sums to the next of its eight lanes if `isAdding`, and goes back to
  /// `start` unless it was the last.
  mutating func loop(to start: Int, isAdding: Bool) {
    let step = UInt8(set.lanes * 8)
    bytes += [0x48, 0x83, 0xC7, step, 0x48, 0x83, 0xC6, step, 0x49, 0x83, 0xC0, step]
    if isAdding, set.lanes < 8 {
      // The bits of r11 that tell vectors of 64 bytes apart become those of r11 + step: r11 ^= ((r11 + step) ^ r11) & 48.
      bytes += [0x49, 0x8D, 0x43, step, 0x4C, 0x31, 0xD8, 0x83, 0xE0, 0x30, 0x49, 0x31, 0xC3]
    }
    bytes += [0x49, 0xFF, 0xCA]
    patch(jump([0x0F, 0x85]), to: start)
  }

  mutating func epilogue() {
    if set != .sse2 { bytes += [0xC5, 0xF8, 0x77] }
    bytes.append(0xC3)
  }

  // MARK: Encoding

  mutating func append(_ value: Int32) {
    let bits = UInt32(bitPattern: value)
    for i in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * i))) }
  }

  private mutating func instruction(
    _ opcode: UInt8, _ register: Int, _ second: Int, _ rm: Operand, map: UInt8 = 1,
    wide: Bool = true, mask: Int = 0, zeroing: Bool = false, immediate: UInt8? = nil
  ) {
    switch set {
    case .avx512:
      evex(opcode, register, second, rm, map: map, mask: mask, zeroing: zeroing)
    case .avx2: vex(opcode, register, second, rm, map: map, wide: false, long: true)
    case .sse2, .portable: legacy(opcode, register, rm)
    }
    if let immediate { bytes.append(immediate) }
  }

  private mutating func legacy(_ opcode: UInt8, _ register: Int, _ rm: Operand) {
    bytes.append(0x66)
    let prefix = UInt8(0x40 | (register >> 3) << 2 | high(rm))
    if prefix != 0x40 { bytes.append(prefix) }
    bytes += [0x0F, opcode]
    modRM(register, rm, scale: 1)
  }

  private mutating func vex(
    _ opcode: UInt8, _ register: Int, _ second: Int, _ rm: Operand, map: UInt8, wide: Bool,
    long: Bool
  ) {
    let last = UInt8((~second & 15) << 3 | (long ? 4 : 0) | 1)
    let r: UInt8 = register < 8 ? 0x80 : 0
    if map == 1, !wide, high(rm) == 0 {
      bytes += [0xC5, r | last]
    } else {
      bytes += [0xC4, r | 0x40 | (high(rm) == 0 ? 0x20 : 0) | map, (wide ? 0x80 : 0) | last]
    }
    bytes.append(opcode)
    modRM(register, rm, scale: 1)
  }

  private mutating func evex(
    _ opcode: UInt8, _ register: Int, _ second: Int, _ rm: Operand, map: UInt8, mask: Int,
    zeroing: Bool
  ) {
    var x: UInt8 = 0x40
    var isBroadcast = false
    var scale: Int32 = 64
    switch rm {
    case .register(let number): if number & 16 != 0 { x = 0 }
    case .memory(let memory):
      if memory.isUniform {
        scale = 8
        // The broadcasting load has it in its opcode.
        isBroadcast = !(map == 2 && opcode == 0x19)
      }
    }
    let first: UInt8 =
      (register & 8 == 0 ? 0x80 : 0) | x | (high(rm) == 0 ? 0x20 : 0)
      | (register & 16 == 0 ? 0x10 : 0) | map
    let third: UInt8 =
      (zeroing ? 0x80 : 0) | 0x40 | (isBroadcast ? 0x10 : 0) | (second & 16 == 0 ? 8 : 0)
      | UInt8(mask)
    bytes += [0x62, first, UInt8(0x80 | (~second & 15) << 3 | 5), third, opcode]
    modRM(register, rm, scale: scale)
  }

  /// Bit 3 of what stands in the field r/m.
  private func high(_ rm: Operand) -> Int {
    switch rm {
    case .register(let number): number >> 3 & 1
    case .memory(let memory): Int(memory.base.rawValue) >> 3
    }
  }

  /// The byte ModR/M and the displacement; `scale` is what a displacement of one byte counts in.
  private mutating func modRM(_ register: Int, _ rm: Operand, scale: Int32) {
    let field = UInt8((register & 7) << 3)
    switch rm {
    case .register(let number): bytes.append(0xC0 | field | UInt8(number & 7))
    case .memory(let memory):
      let base = memory.base.rawValue & 7
      if memory.offset % scale == 0, let short = Int8(exactly: memory.offset / scale) {
        bytes += [0x40 | field | base, UInt8(bitPattern: short)]
      } else {
        bytes.append(0x80 | field | base)
        append(memory.offset)
      }
    }
  }
}
