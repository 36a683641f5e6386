/// The numbers that a scenario's code mentions, each once, and its month tables, as the instruction set reads them: once where
/// a number can stand for all lanes of a vector, else once a lane.
struct ConstantPool {
  /// How often a number is written.
  private let copies: Int
  private var known: [UInt64: Int32] = [:]
  private(set) var values: [Double] = []
  /// The place of NaN.
  let undefined: MemoryOperand
  /// The place of 1.
  let one: MemoryOperand
  /// The place of a number whose bits are all ones.
  let allOnes: MemoryOperand
  /// The place of the mark that a check leaves in this month, in the tables: greater the earlier the month.
  let mark = MemoryOperand(base: .tables, offset: 0)
  /// The month tables, by index; the first is that of the marks.
  private(set) var tables: [[Double]]

  /// The mark of a check that finds something in `month`, 0 for the setup.
  static func mark(month: Int) -> Double { 0x1p40 - Double(month) }

  /// The month that left a mark.
  static func month(mark: Double) -> Int { Int(0x1p40 - mark) }

  init(_ set: Execution, months: Int) {
    copies = set == .avx512 ? 1 : set.lanes
    tables = [(1...max(1, months)).map { Self.mark(month: $0) }]
    let stride = Int32(copies * 8)
    func place(_ index: Int32) -> MemoryOperand {
      MemoryOperand(base: .constants, offset: index * stride)
    }
    (undefined, one, allOnes) = (place(0), place(1), place(2))
    for value in [Double.nan, 1, Double(bitPattern: .max)] { _ = constant(value) }
  }

  /// The place of a constant.
  mutating func constant(_ value: Double) -> MemoryOperand {
    let index = known[value.bitPattern] ?? Int32(known.count)
    if Int(index) == known.count {
      known[value.bitPattern] = index
      for _ in 0..<copies { values.append(value) }
    }
    return MemoryOperand(base: .constants, offset: index * Int32(copies * 8))
  }

  /// The place of a month table: the values of months 1….
  mutating func table(_ values: [Double]) -> MemoryOperand {
    tables.append(values)
    return MemoryOperand(base: .tables, offset: Int32((tables.count - 1) * copies * 8))
  }

  /// The doubles of a month's row.
  var rowLength: Int { tables.count * copies }

  /// The rows of all months, one after another; the first is that of the setup.
  func rows() -> [Double] {
    let months = tables[0].count
    var rows: [Double] = []
    rows.reserveCapacity(rowLength * (months + 1))
    for month in 0...months {
      for (i, table) in tables.enumerated() {
        let value =
          month > 0
          ? (month <= table.count ? table[month - 1] : 0) : i == 0 ? Self.mark(month: 0) : 0
        for _ in 0..<copies { rows.append(value) }
      }
    }
    return rows
  }
}
