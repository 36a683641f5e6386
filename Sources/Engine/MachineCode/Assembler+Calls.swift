/// Calls of other code, and of C.
extension Assembler {
  /// Starts a function of calls, which keeps the frame, its first argument, in rbx.
  mutating func beginCalls() { bytes += [0x53, 0x48, 0x89, 0xFB] }

  mutating func endCalls() { bytes += [0x5B, 0xC3] }

  /// Calls the function that starts at `start` with the frame.
  mutating func call(_ start: Int) {
    bytes += [0x48, 0x89, 0xDF]
    patch(jump([0xE8]), to: start)
  }

  /// Calls a function of columns at an address, whose arguments are one or two operands after the destination, in bytes from the
  /// tile's first column, and then the trials.
  mutating func call(_ address: UInt, columns: [Int32]) {
    bytes += [0x48, 0x8B, 0x03]
    // rdi, rsi and rdx, then rcx.
    for (offset, register) in zip(columns, [0xB8, 0xB0, 0x90]) {
      bytes += [0x48, 0x8D, UInt8(register)]
      append(offset)
    }
    bytes += [0x48, 0x8B, columns.count < 3 ? 0x53 : 0x4B, 64]
    call(address)
  }

  private mutating func call(_ address: UInt) {
    bytes += [0x48, 0xB8]
    for i in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: address >> (8 * i))) }
    bytes += [0xFF, 0xD0]
  }

  /// Writes a function that calls one of columns for a single vector, from the first slot for spills to the second, and leaves
  /// every register but rax as it was.
  mutating func writeGuarded(_ address: UInt) {
    let vectors = set == .avx512 ? 32 : 16
    let masks = set == .avx512 ? 1..<8 : 1..<1
    let size = set.lanes * 8
    func place(_ index: Int) -> MemoryOperand {
      MemoryOperand(base: .saved, offset: Int32(index * size))
    }
    func place(ofMask mask: Int) -> MemoryOperand {
      MemoryOperand(base: .saved, offset: Int32(vectors * size + mask * 8))
    }
    // Pushes rbp, rdi, rsi, rdx, rcx and r8 to r11, and makes room that is aligned; rax points to it.
    bytes += [0x55, 0x48, 0x89, 0xE5, 0x57, 0x56, 0x52, 0x51]
    bytes += [0x41, 0x50, 0x41, 0x51, 0x41, 0x52, 0x41, 0x53]
    bytes += [0x48, 0x83, 0xE4, 0xC0, 0x48, 0x81, 0xEC]
    append(Int32(vectors * size + 64))
    bytes += [0x48, 0x89, 0xE0]
    for register in 0..<vectors { store(register, place(register)) }
    for mask in masks { maskStore(mask, place(ofMask: mask)) }
    // The arguments: r9 + size, r9 and the lanes.
    bytes += [0x49, 0x8D, 0x79, UInt8(size), 0x4C, 0x89, 0xCE, 0xBA]
    append(Int32(set.lanes))
    call(address)
    bytes += [0x48, 0x89, 0xE0]
    for register in 0..<vectors { load(register, .memory(place(register))) }
    for mask in masks { maskLoad(mask, place(ofMask: mask)) }
    bytes += [0x48, 0x8D, 0x65, 0xC0, 0x41, 0x5B, 0x41, 0x5A, 0x41, 0x59, 0x41, 0x58]
    bytes += [0x59, 0x5A, 0x5E, 0x5F, 0x5D, 0xC3]
  }

  /// Calls such a function.
  mutating func callGuarded(_ start: Int) { patch(jump([0xE8]), to: start) }
}
