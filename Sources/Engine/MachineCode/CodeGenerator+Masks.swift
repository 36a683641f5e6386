/// Truth: lanes of ones and zeros, or a mask register with AVX-512.
extension CodeGenerator {
  mutating func maskNot(_ operation: CodeOperation, _ uses: SIMD4<Int32>) {
    let source = register(operation.a)
    if set == .avx512 {
      finish(operation, uses)
      assembler.maskNot(allocate(operation.result), source)
    } else if set == .avx2 {
      finish(operation, uses)
      assembler.packed(.exclusiveOr, allocate(operation.result), source, .memory(allOnes))
    } else {
      let result = allocate(operation.result, keeping: operation.a)
      assembler.load(result, .register(source))
      assembler.packed(.exclusiveOr, result, result, .memory(allOnes))
      finish(operation, uses)
    }
  }

  mutating func select(_ operation: CodeOperation, _ uses: SIMD4<Int32>, _ position: Int) {
    let (a, b, c) = (operation.a, operation.b, operation.c)
    let mask = register(a, keeping: b, c)
    if set == .sse2 {
      let x = operand(b, after: uses[1], at: position, keeping: a, c)
      let y = operand(c, after: uses[2], at: position, keeping: a, b)
      let result = allocate(operation.result, keeping: a, b, c)
      assembler.load(scratch, .register(mask))
      assembler.packed(.andNot, scratch, scratch, y)
      assembler.load(result, x)
      assembler.packed(.and, result, result, .register(mask))
      assembler.packed(.or, result, result, .register(scratch))
      finish(operation, uses)
      return
    }
    let y = register(c, keeping: a, b)
    let x = operand(b, after: uses[1], at: position, keeping: a, c)
    finish(operation, uses)
    let result = allocate(operation.result)
    if set == .avx512 {
      assembler.blend(result, y, x, mask: mask)
    } else {
      assembler.blend(result, y, x, lanes: mask)
    }
  }

  mutating func number(_ operation: CodeOperation, _ uses: SIMD4<Int32>) {
    let mask = register(operation.a)
    if set == .sse2 {
      let result = allocate(operation.result, keeping: operation.a)
      assembler.load(result, .register(mask))
      assembler.packed(.and, result, result, .memory(one))
      finish(operation, uses)
    } else {
      finish(operation, uses)
      let result = allocate(operation.result)
      if set == .avx512 {
        assembler.broadcast(result, one, mask: mask)
      } else {
        assembler.packed(.and, result, mask, .memory(one))
      }
    }
  }

  /// Lanes of ones are a NaN too.
  mutating func undefined(_ operation: CodeOperation, _ uses: SIMD4<Int32>) {
    let (a, b) = (operation.a, operation.b)
    let mask = register(a, keeping: b)
    let source = register(b, keeping: a)
    if set == .sse2 {
      let result = allocate(operation.result, keeping: a, b)
      assembler.load(result, .register(source))
      assembler.packed(.or, result, result, .register(mask))
      finish(operation, uses)
    } else {
      finish(operation, uses)
      let result = allocate(operation.result)
      if set == .avx512 {
        assembler.blend(result, source, .memory(undefined), mask: mask)
      } else {
        assembler.packed(.or, result, source, .register(mask))
      }
    }
  }
}
