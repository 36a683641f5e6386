import Quantities

/// Instructions as steps on vectors. Truth stays a mask of lanes until it is wanted as a number.
extension RoutineCompiler {
  /// Adds the steps of an instruction.
  mutating func lower(_ index: Int, _ pool: inout ConstantPool) {
    let line = routine.instructions[index]
    let (a, b, c) = (
      Int(operands[index][0]), Int(operands[index][1]), Int(operands[index][2])
    )
    let result = Int(operands[index][3])
    touched.append(result)
    switch line.operation {
    case .add: packed(.add, result, a, b, &pool)
    case .subtract: packed(.subtract, result, a, b, &pool)
    case .multiply: packed(.multiply, result, a, b, &pool)
    // The second operand is what the instruction gives where neither is less or greater.
    case .minimum: packed(.minimum, result, b, a, &pool)
    case .maximum: packed(.maximum, result, b, a, &pool)
    case .divide:
      packed(.divide, result, a, b, &pool)
      if case .constant(let divisor) = values[b].place, divisor != 0 { break }
      let isZero = compare(.equal, number(b, &pool), number(constant: 0, &pool))
      values[result].number = piece.add(.undefined, isZero, values[result].number)
    case .negate:
      values[result].number = piece.add(
        .packed(.exclusiveOr), number(a, &pool), number(constant: -0.0, &pool))
    case .absolute:
      values[result].number = piece.add(
        .packed(.and), number(a, &pool),
        number(constant: Double(bitPattern: 0x7FFF_FFFF_FFFF_FFFF), &pool))
    case .squareRoot: values[result].number = piece.add(.squareRoot, number(a, &pool))
    case .floor: values[result].number = piece.add(.floor, number(a, &pool))
    case .less: compare(.less, result, a, b, &pool)
    case .lessOrEqual: compare(.lessOrEqual, result, a, b, &pool)
    case .equal: compare(.equal, result, a, b, &pool)
    case .notEqual: compare(.notEqual, result, a, b, &pool)
    case .and:
      values[result].mask = piece.add(.maskAnd, mask(a, &pool), mask(b, &pool), isMask: true)
    case .or:
      values[result].mask = piece.add(.maskOr, mask(a, &pool), mask(b, &pool), isMask: true)
    case .not: values[result].mask = piece.add(.maskNot, mask(a, &pool), isMask: true)
    case .select:
      let condition = mask(a, &pool)
      values[result].number = piece.add(.select, condition, number(b, &pool), number(c, &pool))
    case .given:
      let fails = piece.add(.maskNot, mask(b, &pool), isMask: true)
      values[result].number = piece.add(.undefined, fails, number(a, &pool))
    default: values[result].number = number(constant: .nan, &pool)
    }
  }

  private mutating func packed(
    _ kind: Assembler.Packed, _ result: Int, _ a: Int, _ b: Int, _ pool: inout ConstantPool
  ) {
    values[result].number = piece.add(.packed(kind), number(a, &pool), number(b, &pool))
  }

  private mutating func compare(
    _ predicate: Assembler.Predicate, _ result: Int, _ a: Int, _ b: Int,
    _ pool: inout ConstantPool
  ) {
    values[result].mask = compare(predicate, number(a, &pool), number(b, &pool))
  }

  private mutating func compare(_ predicate: Assembler.Predicate, _ a: Int, _ b: Int) -> Int {
    piece.add(.compare(predicate), a, b, isMask: true)
  }

  private mutating func number(constant: Double, _ pool: inout ConstantPool) -> Int {
    piece.value(at: pool.constant(constant))
  }

  /// The vector of a value in the piece at hand.
  mutating func number(_ value: Int, _ pool: inout ConstantPool) -> Int {
    if values[value].number >= 0 { return values[value].number }
    touched.append(value)
    let made: Int
    if values[value].mask >= 0 {
      made = piece.add(.number, values[value].mask)
    } else {
      made = piece.value(at: home(of: value, &pool))
    }
    values[value].number = made
    return made
  }

  /// The mask of the lanes where a value isn't 0.
  mutating func mask(_ value: Int, _ pool: inout ConstantPool) -> Int {
    if values[value].mask >= 0 { return values[value].mask }
    let number = number(value, &pool)
    let made = compare(.notEqual, number, self.number(constant: 0, &pool))
    values[value].mask = made
    return made
  }

  private mutating func home(of value: Int, _ pool: inout ConstantPool) -> MemoryOperand {
    switch values[value].place {
    case .constant(let number): return pool.constant(number)
    case .table(let numbers):
      if let known = tables[value] { return known }
      let made = pool.table(numbers)
      tables[value] = made
      return made
    case .column, nil: return column(of: value)
    }
  }
}
