/// The exponential function as steps on vectors: those of exponential.h in CKernels, one by one, so the same bits.
///
/// Why it stands in the code: of twelve products over 36 months with five exponentials a month, calls of the function of columns
/// took 2640 cycles a trial with AVX2 and 1490 with AVX-512, this 2464 and 1365 (Zen 5; one exponential after the other 2557
/// and 1415, as each waits for its own results). In one loop with what uses them it took 3060 and 1680.
extension RoutineCompiler {
  /// The most exponentials that are computed side by side.
  private static let mostAtOnce = 6

  /// Makes a piece that computes exponentials from the columns of their operands to their own.
  mutating func write(exponentials: [Int], _ pool: inout ConstantPool) {
    piece = CodePiece()
    let groups = (exponentials.count + Self.mostAtOnce - 1) / Self.mostAtOnce
    for i in 0..<groups {
      let group = exponentials[
        exponentials.count * i / groups..<exponentials.count * (i + 1) / groups]
      let arguments = group.map { piece.value(at: column(of: Int(operands[$0][0]))) }
      for (call, result) in zip(group, exponential(of: arguments, &pool)) {
        piece.store(result, at: column(of: Int(operands[call][3])), isHome: false)
      }
    }
  }

  /// Adds the steps of exp(x) for each of the vectors, side by side: one after the other they would wait for their own results.
  private mutating func exponential(of x: [Int], _ pool: inout ConstantPool) -> [Int] {
    func constant(_ value: Double) -> [Int] {
      [Int](repeating: piece.value(at: pool.constant(value)), count: x.count)
    }
    func packed(_ kind: Assembler.Packed, _ a: [Int], _ b: [Int]) -> [Int] {
      zip(a, b).map { piece.add(.packed(kind), $0, $1) }
    }
    func add(_ a: [Int], _ b: [Int]) -> [Int] { packed(.add, a, b) }
    func subtract(_ a: [Int], _ b: [Int]) -> [Int] { packed(.subtract, a, b) }
    func multiply(_ a: [Int], _ b: [Int]) -> [Int] { packed(.multiply, a, b) }
    // exp(x) = mantissa 2^k with |r| at most log(2)/2; log 2 in two parts.
    let rounder = constant(6_755_399_441_055_744)
    let k = add(multiply(x, constant(1.44269504088896338700)), rounder)
    let n = subtract(k, rounder)
    let high = subtract(x, multiply(n, constant(6.93147180369123816490e-01)))
    let low = multiply(n, constant(1.90821492927058770002e-10))
    let r = subtract(high, low)
    let r2 = multiply(r, r)
    let r4 = multiply(r2, r2)
    /// first + r second.
    func pair(_ first: Double, _ second: Double) -> [Int] {
      add(multiply(r, constant(second)), constant(first))
    }
    let p67 = multiply(r2, pair(0x1.a019aee159866p-16, 0x1.71dee97de6ea4p-19))
    let p45 = add(pair(0x1.6c16c17b76659p-10, 0x1.a01a015a36e9bp-13), p67)
    let p89 = multiply(r4, pair(0x1.289c26ded3896p-22, 0x1.ada7149513f92p-26))
    let upper = multiply(r4, add(p45, p89))
    let p23 = multiply(r2, pair(0x1.55555555536abp-5, 0x1.11111111195dap-7))
    let p = add(add(pair(0.5, 0x1.5555555555555p-3), p23), upper)
    let tail = subtract(multiply(r2, p), low)
    let mantissa = add(add(high, tail), constant(1))
    let results = packed(.addWhole, mantissa, k.map { piece.add(.shiftLeft(52), $0) })
    let sign = constant(Double(bitPattern: 0x7FFF_FFFF_FFFF_FFFF))
    let isFar = zip(packed(.and, x, sign), constant(708)).map {
      piece.add(.compare(.notLessOrEqual), $0, $1, isMask: true)
    }
    for i in x.indices { piece.makeExponential(results[i], of: x[i], where: isFar[i]) }
    return results
  }
}
