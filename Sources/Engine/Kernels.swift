import Quantities

/// The trials of a block. Columns of 256 doubles stay in the second-level cache with some sixty of them alive.
package let blockSize = 256

/// A column: a double for each trial of a block.
///
/// Raw buffers rather than arrays: measured in a prototype, nested arrays of columns took 30 times as long, and loops over
/// `SIMD8` loads a third to a fifth of the time of scalar ones (shared design notes, "Interpreter findings").
typealias Column = UnsafeMutablePointer<Double>

/// The elementwise operations on columns.
enum Kernels {
  typealias Vector = SIMD8<Double>
  private static let width = 8

  /// destination := operation(a, b, c) for `count` values, a multiple of 8. Operands may not overlap the destination.
  static func run(
    _ operation: Operation, _ d: Column, _ a: Column, _ b: Column, _ c: Column, count: Int,
    on set: InstructionSet
  ) {
    switch operation {
    case .add: binary(d, a, b, count) { $0 + $1 }
    case .subtract: binary(d, a, b, count) { $0 - $1 }
    case .multiply: binary(d, a, b, count) { $0 * $1 }
    case .divide:
      binary(d, a, b, count) { x, y in
        (x / y).replacing(with: Vector(repeating: .nan), where: y .== Vector(repeating: 0))
      }
    case .minimum: binary(d, a, b, count) { x, y in x.replacing(with: y, where: y .< x) }
    case .maximum: binary(d, a, b, count) { x, y in x.replacing(with: y, where: x .< y) }
    // The minus of vectors subtracts from 0, which turns 0 into 0 and not into -0.
    case .negate: bitwise(d, a, count) { $0 ^ 0x8000_0000_0000_0000 }
    case .not: unary(d, a, count) { truth($0 .== Vector(repeating: 0)) }
    case .less: binary(d, a, b, count) { truth($0 .< $1) }
    case .lessOrEqual: binary(d, a, b, count) { truth($0 .<= $1) }
    case .equal: binary(d, a, b, count) { truth($0 .== $1) }
    case .notEqual: binary(d, a, b, count) { truth($0 .!= $1) }
    case .and:
      binary(d, a, b, count) { x, y in
        let zero = Vector(repeating: 0)
        return truth((x .!= zero) .& (y .!= zero))
      }
    case .or:
      binary(d, a, b, count) { x, y in
        let zero = Vector(repeating: 0)
        return truth((x .!= zero) .| (y .!= zero))
      }
    case .select: select(d, a, b, c, count)
    case .given:
      binary(d, a, b, count) { x, y in
        x.replacing(with: Vector(repeating: .nan), where: y .== Vector(repeating: 0))
      }
    case .absolute: bitwise(d, a, count) { $0 & 0x7FFF_FFFF_FFFF_FFFF }
    case .power: ColumnFunctions(on: set).power(d, a, b, count: count)
    case .exponential: ColumnFunctions(on: set).exponential(d, a, count: count)
    case .logarithm: ColumnFunctions(on: set).logarithm(d, a, count: count)
    case .squareRoot: ColumnFunctions(on: set).squareRoot(d, a, count: count)
    case .floor: ColumnFunctions(on: set).floor(d, a, count: count)
    case .round: ColumnFunctions(on: set).round(d, a, count: count)
    default:
      for i in 0..<count { d[i] = operation.evaluate(a[i], b[i], c[i]) }
    }
  }

  /// Raises the numbers of `flags` to `mark` where `values` is not 0.
  static func note(_ values: Column, mark: Double, in flags: Column, count: Int) {
    let marks = Vector(repeating: mark)
    var i = 0
    while i < count {
      let mask = load(values, i) .!= Vector(repeating: 0)
      let flag = load(flags, i)
      store(flag.replacing(with: marks, where: mask .& (flag .< marks)), flags, i)
      i += width
    }
  }

  @inline(__always)
  private static func truth(_ mask: SIMDMask<SIMD8<Int64>>) -> Vector {
    Vector(repeating: 0).replacing(with: Vector(repeating: 1), where: mask)
  }

  @inline(__always)
  private static func load(_ column: Column, _ i: Int) -> Vector {
    UnsafeRawPointer(column + i).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  private static func store(_ vector: Vector, _ column: Column, _ i: Int) {
    UnsafeMutableRawPointer(column + i).storeBytes(of: vector, as: Vector.self)
  }

  @inline(__always)
  private static func unary(_ d: Column, _ a: Column, _ count: Int, _ f: (Vector) -> Vector) {
    var i = 0
    while i < count {
      store(f(load(a, i)), d, i)
      i += width
    }
  }

  @inline(__always)
  private static func bitwise(
    _ d: Column, _ a: Column, _ count: Int, _ f: (SIMD8<UInt64>) -> SIMD8<UInt64>
  ) {
    unary(d, a, count) {
      // The same 64 bytes, read as whole numbers and back: SIMD vectors have no bit patterns of their own.
      unsafeBitCast(f(unsafeBitCast($0, to: SIMD8<UInt64>.self)), to: Vector.self)
    }
  }

  @inline(__always)
  private static func binary(
    _ d: Column, _ a: Column, _ b: Column, _ count: Int, _ f: (Vector, Vector) -> Vector
  ) {
    var i = 0
    while i < count {
      store(f(load(a, i), load(b, i)), d, i)
      i += width
    }
  }

  private static func select(_ d: Column, _ a: Column, _ b: Column, _ c: Column, _ count: Int) {
    var i = 0
    while i < count {
      let mask = load(a, i) .!= Vector(repeating: 0)
      store(load(c, i).replacing(with: load(b, i), where: mask), d, i)
      i += width
    }
  }
}
