/// What is given a condition, inside something else.
extension ExpressionGraph {
  /// An operation on what is given a condition as what is given the condition: (x given c) > 5 is (x > 5) given c, so that it is
  /// undefined where x is, rather than false. Nil where no operand is given a condition that can be taken out.
  mutating func takenOut(
    _ operation: Operation, _ operands: [ExpressionID]
  ) -> ExpressionID? {
    let open: Range<Int>
    switch operation {
    case .given, .constant, .draw, .metric, .month, .horizon: return nil
    // Of a choice, the condition it hangs on; of what looks at several months, the series.
    case .select: open = 0..<1
    case let reduction where reduction.isOverMonths: open = 0..<1
    default: open = operands.indices
    }
    var plain = operands
    var conditions: [ExpressionID] = []
    for i in open {
      while self[plain[i]].operation == .given {
        let (value, condition) = (self[plain[i]].operands[0], self[plain[i]].operands[1])
        // A condition that changes by the month says of each month whether it counts.
        if operation.isOverMonths, operation != .at, variesByMonth(condition) {
          guard conditions.isEmpty else { break }
          return counted(operation, value, condition)
        }
        plain[i] = value
        conditions.append(
          operation == .at ? add(.at, condition, operands[1]) : condition)
      }
    }
    if conditions.isEmpty { return nil }
    let inner = add(
      operation, plain[0], plain.count > 1 ? plain[1] : nil, plain.count > 2 ? plain[2] : nil)
    return conditions.reduce(inner) { add(.given, $0, $1) }
  }

  /// The total or the mean of a series over the months in which a condition holds, undefined where it never does; nil for what
  /// leaves undefined months out by itself, or hangs on certain months.
  private mutating func counted(
    _ operation: Operation, _ value: ExpressionID, _ condition: ExpressionID
  ) -> ExpressionID? {
    guard operation == .total || operation == .average else { return nil }
    let (zero, one) = (add(constant: 0), add(constant: 1))
    let months = add(.total, add(.select, condition, one, zero))
    let total = add(.total, add(.select, condition, value, zero))
    let told = operation == .average ? add(.divide, total, months) : total
    return add(.given, told, add(.less, zero, months))
  }
}
