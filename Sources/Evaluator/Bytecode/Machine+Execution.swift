#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Machine {
  /// Runs a program until it gives its result, in the first register, or ends otherwise; ``outcome`` says which.
  ///
  /// A register machine over plain numbers with one `switch`; its state is local, its registers and instructions are read
  /// without looking at their bounds, which the compiler has made sure of. By a prototype it takes 0.42 to 0.51 times the time
  /// of Lua 5.4; the same over a class and an array of values 4.3 to 6.2 times.
  func execute(
    _ program: Program, _ registers: UnsafeMutablePointer<Double>, _ e: inout Evaluator
  ) {
    let code = program.code.baseAddress.unsafelyUnwrapped
    var pc = UnsafePointer(code + program.entry)
    var r = registers
    var depth = e.depth
    var fuel = fueled(&e)
    // Not a number after whatever calls: then it is not kept in memory meanwhile, and who reads it is done by the evaluator.
    var last = Double.nan
    // The first function returns to instruction 1, which ends the run.
    r[-1] = Double(bitPattern: UInt64(UInt(bitPattern: code + 1)))
    while true {
      switch pc.pointee.opcode {
      case .halt:
        e.steps -= fuel
        return
      case .multiplyAdd:
        let value = multiplyAdd(pc, r)
        if isFinite(value) {
          r[Int(pc[1].a)] = value
          last = value
          pc += 2
          continue
        }
        pc = firstInfinite(pc, r)
      case .multiplyAddTwice:
        let value = multiplyAdd(pc, r) + r[Int(pc[2].b)] * pc[3].constant
        if isFinite(value) {
          r[Int(pc[3].a)] = value
          last = value
          pc += 4
          continue
        }
        pc = firstInfinite(pc, r)
      case .multiplyAddWhileLess:
        let value = multiplyAdd(pc, r)
        if isFinite(value) {
          r[Int(pc[1].a)] = value
          pc += 2
          if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
          loopWhileLess(&pc, r)
          continue
        }
        pc = firstInfinite(pc, r)
      case .addWhileLess:
        let value = r[Int(pc.pointee.b)] + r[Int(pc.pointee.c)]
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
          loopWhileLess(&pc, r)
          continue
        }
      case .addConstantWhileLess:
        let value = r[Int(pc.pointee.b)] + pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
          loopWhileLess(&pc, r)
          continue
        }
      case .addConstantThenLoop:
        let value = r[Int(pc.pointee.b)] + pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
          pc -= Int(truncatingIfNeeded: pc.pointee.bits)
          continue
        }
      case .addConstantToLast:
        let value = last + pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .subtractConstantFromLast:
        let value = last - pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .loopWhileLess:
        if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
        loopWhileLess(&pc, r)
        continue
      case .move:
        r[Int(pc.pointee.a)] = r[Int(pc.pointee.b)]
        pc += 1
        continue
      case .constant:
        r[Int(pc.pointee.a)] = pc.pointee.constant
        pc += 1
        continue
      case .add:
        let value = r[Int(pc.pointee.b)] + r[Int(pc.pointee.c)]
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .subtract:
        let value = r[Int(pc.pointee.b)] - r[Int(pc.pointee.c)]
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .multiply:
        let value = r[Int(pc.pointee.b)] * r[Int(pc.pointee.c)]
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .divide:
        let value = r[Int(pc.pointee.b)] / r[Int(pc.pointee.c)]
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .addConstant:
        let value = r[Int(pc.pointee.b)] + pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .subtractConstant:
        let value = r[Int(pc.pointee.b)] - pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .multiplyConstant:
        let value = r[Int(pc.pointee.b)] * pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .divideConstant:
        let value = r[Int(pc.pointee.b)] / pc.pointee.constant
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .subtractFrom:
        let value = pc.pointee.constant - r[Int(pc.pointee.b)]
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .divideInto:
        let value = pc.pointee.constant / r[Int(pc.pointee.b)]
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .power:
        let value = pow(r[Int(pc.pointee.b)], r[Int(pc.pointee.c)])
        last = .nan
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .minimum:
        let (x, y) = (r[Int(pc.pointee.b)], r[Int(pc.pointee.c)])
        r[Int(pc.pointee.a)] = y < x ? y : x
        pc += 1
        continue
      case .maximum:
        let (x, y) = (r[Int(pc.pointee.b)], r[Int(pc.pointee.c)])
        r[Int(pc.pointee.a)] = x < y ? y : x
        pc += 1
        continue
      case .negate:
        r[Int(pc.pointee.a)] = -r[Int(pc.pointee.b)]
        pc += 1
        continue
      case .absolute:
        let value = r[Int(pc.pointee.b)].magnitude
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .floor:
        let value = r[Int(pc.pointee.b)].rounded(.down)
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .round:
        let value = r[Int(pc.pointee.b)].rounded()
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .squareRoot:
        let value = r[Int(pc.pointee.b)].squareRoot()
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .exponential:
        let value = exp(r[Int(pc.pointee.b)])
        last = .nan
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .logarithm:
        let value = log(r[Int(pc.pointee.b)])
        last = .nan
        if isFinite(value) {
          r[Int(pc.pointee.a)] = value
          pc += 1
          continue
        }
      case .unlessLess:
        pc += !(r[Int(pc.pointee.a)] < r[Int(pc.pointee.b)]) ? Int(pc.pointee.c) : 1; continue
      case .unlessLessOrEqual:
        pc += !(r[Int(pc.pointee.a)] <= r[Int(pc.pointee.b)]) ? Int(pc.pointee.c) : 1; continue
      case .unlessEqual:
        pc += !(r[Int(pc.pointee.a)] == r[Int(pc.pointee.b)]) ? Int(pc.pointee.c) : 1; continue
      case .ifLess:
        pc += r[Int(pc.pointee.a)] < r[Int(pc.pointee.b)] ? Int(pc.pointee.c) : 1; continue
      case .ifLessOrEqual:
        pc += r[Int(pc.pointee.a)] <= r[Int(pc.pointee.b)] ? Int(pc.pointee.c) : 1; continue
      case .ifEqual:
        pc += r[Int(pc.pointee.a)] == r[Int(pc.pointee.b)] ? Int(pc.pointee.c) : 1; continue
      case .unlessLessConstant:
        pc += !(r[Int(pc.pointee.a)] < pc.pointee.constant) ? Int(pc.pointee.c) : 1; continue
      case .unlessLessOrEqualConstant:
        pc += !(r[Int(pc.pointee.a)] <= pc.pointee.constant) ? Int(pc.pointee.c) : 1; continue
      case .unlessGreaterConstant:
        pc += !(r[Int(pc.pointee.a)] > pc.pointee.constant) ? Int(pc.pointee.c) : 1; continue
      case .unlessGreaterOrEqualConstant:
        pc += !(r[Int(pc.pointee.a)] >= pc.pointee.constant) ? Int(pc.pointee.c) : 1; continue
      case .unlessEqualConstant:
        pc += !(r[Int(pc.pointee.a)] == pc.pointee.constant) ? Int(pc.pointee.c) : 1; continue
      case .ifLessConstant:
        pc += r[Int(pc.pointee.a)] < pc.pointee.constant ? Int(pc.pointee.c) : 1; continue
      case .ifLessOrEqualConstant:
        pc += r[Int(pc.pointee.a)] <= pc.pointee.constant ? Int(pc.pointee.c) : 1; continue
      case .ifGreaterConstant:
        pc += r[Int(pc.pointee.a)] > pc.pointee.constant ? Int(pc.pointee.c) : 1; continue
      case .ifGreaterOrEqualConstant:
        pc += r[Int(pc.pointee.a)] >= pc.pointee.constant ? Int(pc.pointee.c) : 1; continue
      case .ifEqualConstant:
        pc += r[Int(pc.pointee.a)] == pc.pointee.constant ? Int(pc.pointee.c) : 1; continue
      case .ifFalse: pc += r[Int(pc.pointee.a)] == 0 ? Int(pc.pointee.c) : 1; continue
      case .ifTrue: pc += r[Int(pc.pointee.a)] != 0 ? Int(pc.pointee.c) : 1; continue
      case .jump:
        if !spend(Int(pc.pointee.b), &fuel, &last, program, pc, &e) { return }
        pc += Int(pc.pointee.c)
        continue
      case .jumpBack:
        pc -= Int(pc.pointee.c)
        continue
      case .charge:
        if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
        pc += 1
        continue
      case .statement:
        e.steps -= fuel
        if !countStatement(program, pc - UnsafePointer(code), &e) { return }
        e.steps += fuel
        last = .nan
        pc += 1
        continue
      case .call:
        if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
        let deeper = depth &+ Int(pc.pointee.b)
        if deeper <= pc.pointee.high {
          depth = deeper
          let target = UnsafePointer(code + pc.pointee.low)
          r += Int(pc.pointee.a)
          r[-1] = Double(bitPattern: UInt64(UInt(bitPattern: pc + 1)))
          pc = target
          continue
        }
      case .loop:
        if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
        pc -= Int(truncatingIfNeeded: pc.pointee.bits)
        continue
      case .tailCall:
        if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
        if depth <= pc.pointee.high {
          pc = UnsafePointer(code + pc.pointee.low)
          continue
        }
        e.steps -= fuel
        guard let value = unusual(program, pc - UnsafePointer(code), r, depth, &e) else { return }
        fuel = fueled(&e)
        last = .nan
        r[0] = value
        giveBack(&pc, &r, &depth)
        continue
      case .giveBack:
        if !spend(Int(pc.pointee.c), &fuel, &last, program, pc, &e) { return }
        r[0] = r[Int(pc.pointee.a)]
        giveBack(&pc, &r, &depth)
        continue
      case .element:
        if let list = NumberList(r[Int(pc.pointee.b)]), let place = list.place(r[Int(pc.pointee.c)])
        {
          r[Int(pc.pointee.a)] = list.elements[place]
          pc += 1
          continue
        }
      case .replace:
        if let list = NumberList(r[Int(pc.pointee.b)]), let place = list.place(r[Int(pc.pointee.c)])
        {
          let value = r[Int(pc.pointee.c) + 1]
          let own = list.header.pointee.owners == 1 ? list : lists.unique(list)
          own.elements[place] = value
          last = .nan
          r[Int(pc.pointee.a)] = own.register
          pc += 1
          continue
        }
      case .next:
        guard let list = NumberList(r[Int(pc.pointee.b)]) else { break }
        let place = Int(truncatingIfNeeded: r[Int(pc.pointee.a)].bitPattern)
        if place >= list.count {
          pc += Int(pc.pointee.c)
          continue
        }
        if !spend(pc.pointee.low, &fuel, &last, program, pc, &e) { return }
        r[Int(pc.pointee.a) + 1] = list.elements[place]
        r[Int(pc.pointee.a)] = Double(bitPattern: UInt64(truncatingIfNeeded: place + 1))
        pc += 1
        continue
      case .append:
        if let list = NumberList(r[Int(pc.pointee.b)]), list.count < e.limits.elements {
          let value = r[Int(pc.pointee.c)]
          let header = list.header
          if header.pointee.owners == 1, header.pointee.count < header.pointee.capacity {
            list.elements[header.pointee.count] = value
            header.pointee.count += 1
            r[Int(pc.pointee.a)] = list.register
          } else {
            r[Int(pc.pointee.a)] = lists.append(value, to: list).register
            last = .nan
          }
          pc += 1
          continue
        }
      case .retain:
        NumberList(r[Int(pc.pointee.a)])?.retain()
        pc += 1
        continue
      case .release:
        if let list = NumberList(r[Int(pc.pointee.a)]) { lists.release(list) }
        last = .nan
        pc += 1
        continue
      case .constantList, .length, .list, .join, .range, .sum, .smallest, .largest, .sort, .reverse:
        if let steps = listOperation(pc.pointee, r, e.limits.elements) {
          last = .nan
          pc += 1
          if !spend(steps, &fuel, &last, program, pc - 1, &e) { return }
          continue
        }
      }
      e.steps -= fuel
      guard let value = unusual(program, pc - UnsafePointer(code), r, depth, &e) else { return }
      fuel = fueled(&e)
      last = .nan
      r[Int(pc.pointee.a)] = value
      pc += 1
    }
  }

  /// Counts steps; `false` where the run ends.
  @inline(__always)
  private func spend(
    _ steps: Int, _ fuel: inout Int, _ last: inout Double, _ program: Program,
    _ pc: UnsafePointer<Instruction>,
    _ e: inout Evaluator
  ) -> Bool {
    fuel &-= steps
    if fuel >= 0 { return true }
    fuel = refuel(
      fuel, steps, program, pc - UnsafePointer(program.code.baseAddress.unsafelyUnwrapped), &e)
    last = .nan
    return fuel >= 0
  }

  /// The sum of the second instruction with the product of the first, each rounded. It is finite only if the product is.
  @inline(__always)
  private func multiplyAdd(
    _ pc: UnsafePointer<Instruction>, _ r: UnsafeMutablePointer<Double>
  ) -> Double {
    let product = r[Int(pc[0].b)] * pc[1].constant
    return r[Int(pc[1].b)] + product
  }

  /// Goes back to where the function begins, with a comparison, and on from there.
  @inline(__always)
  private func loopWhileLess(
    _ pc: inout UnsafePointer<Instruction>, _ r: UnsafeMutablePointer<Double>
  ) {
    pc -= Int(truncatingIfNeeded: pc.pointee.bits)
    pc += r[Int(pc.pointee.a)] < r[Int(pc.pointee.b)] ? 1 : Int(pc.pointee.c)
  }

  /// The first of several sums and products, run as one, whose value is not finite, after those before it were done.
  @inline(never)
  private func firstInfinite(
    _ start: UnsafePointer<Instruction>, _ r: UnsafeMutablePointer<Double>
  ) -> UnsafePointer<Instruction> {
    var pc = start
    while true {
      let i = pc.pointee
      let value: Double
      switch i.opcode {
      case .add, .addWhileLess: value = r[Int(i.b)] + r[Int(i.c)]
      case .subtract: value = r[Int(i.b)] - r[Int(i.c)]
      case .multiplyConstant, .multiplyAdd, .multiplyAddTwice, .multiplyAddWhileLess:
        value = r[Int(i.b)] * i.constant
      default: return pc
      }
      if !isFinite(value) { return pc }
      r[Int(i.a)] = value
      pc += 1
    }
  }

  /// Without a branch for what is not a number: only of the finite ones the difference to itself equals itself.
  @inline(__always)
  private func isFinite(_ value: Double) -> Bool {
    let difference = value - value
    return difference == difference
  }

  /// Returns to the instruction behind the call, and to the registers and the depth of the caller.
  @inline(__always)
  private func giveBack(
    _ pc: inout UnsafePointer<Instruction>, _ r: inout UnsafeMutablePointer<Double>,
    _ depth: inout Int
  ) {
    let address = UInt(truncatingIfNeeded: r[-1].bitPattern)
    pc = UnsafePointer(bitPattern: address).unsafelyUnwrapped
    let call = pc[-1]
    r -= Int(call.a)
    depth &-= Int(call.b)
  }
}

extension NumberList {
  /// The place of the element at a position counted from 1; nil where there is none.
  @inline(__always)
  func place(_ position: Double) -> Int? {
    // Beside 2⁵² the low bits of a number are its nearest whole number; a trap is not to be feared, nor looked for.
    let whole = Int(truncatingIfNeeded: (position + 0x1p52).bitPattern & 0xFFFF_FFFF)
    return whole >= 1 && whole <= count && Double(whole) == position ? whole - 1 : nil
  }
}
