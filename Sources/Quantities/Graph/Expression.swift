/// Identifies an expression of an ``ExpressionGraph``.
package struct ExpressionID: Hashable, Sendable, Comparable {
  /// The position in the graph; operands come before what uses them.
  package let rawValue: Int32
  /// Creates the identity of the expression at position `rawValue`.
  package init(rawValue: Int32) { self.rawValue = rawValue }
  /// Orders as they come one after another.
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What an expression computes from its operands a, b and c. Truth is 1 and 0; undefined is NaN.
package enum Operation: UInt8, Hashable, Sendable, CaseIterable {
  // Leaves: `value`, or the index `a` into a table of the graph.
  case constant
  /// A draw, once a trial, or once a trial and month if it says so.
  case draw
  /// The month's number.
  case month
  /// The last month of the horizon.
  case horizon
  /// A metric of a product or of the portfolio: last month's in a clause, this month's in a failure's condition, the series
  /// in a question.
  case metric

  // Elementwise.
  case add, subtract, multiply, divide, power, minimum, maximum
  case negate, absolute, exponential, logarithm, squareRoot, floor, round
  case less, lessOrEqual, equal, notEqual, and, or, not
  /// b where a holds, else c.
  case select
  /// a where b holds, undefined elsewhere.
  case given

  // Over months.
  /// `true` in the months at whose end a has held for the last b months, counted from month 1.
  case sustained
  /// a at month b.
  case at
  case total, peak, lowest, average, change, growth
  /// The first month in which a holds; undefined where it never does.
  case first

  /// The count of operands that are expressions.
  package var arity: Int {
    switch self {
    case .constant, .draw, .month, .horizon, .metric: 0
    case .negate, .absolute, .exponential, .logarithm, .squareRoot, .floor, .round, .not, .total,
      .peak, .lowest, .average, .change, .growth, .first:
      1
    case .select: 3
    default: 2
    }
  }

  /// `true` iff the operation looks at several months at once, so it stands in questions only.
  package var isOverMonths: Bool {
    switch self {
    case .sustained, .at, .total, .peak, .lowest, .average, .change, .growth, .first: true
    default: false
    }
  }
}

/// An operation and its operands.
package struct Expression: Hashable, Sendable {
  /// What is computed.
  package var operation: Operation
  /// The operands; for leaves `a` is an index into a table of the graph.
  package var a: Int32 = 0
  /// The second operand.
  package var b: Int32 = 0
  /// The third operand.
  package var c: Int32 = 0
  /// The value of a constant.
  package var value: Double = 0

  /// The operands that are expressions.
  package var operands: [ExpressionID] {
    switch operation.arity {
    case 0: []
    case 1: [ExpressionID(rawValue: a)]
    case 2: [ExpressionID(rawValue: a), ExpressionID(rawValue: b)]
    default: [a, b, c].map(ExpressionID.init)
    }
  }

  /// The expressions among `expressions` that `roots` need, themselves included, operands before what uses them; what isn't
  /// `open` is left out, and what only it needs.
  ///
  /// Operands stand before what uses them, so the last of those to be visited is never met again once it is visited: a heap of
  /// them (Williams, 1964) finds each once without a list of what was seen.
  package static func needed(
    by roots: [ExpressionID], in expressions: [Expression], where open: (ExpressionID) -> Bool
  ) -> [ExpressionID] {
    var found: [ExpressionID] = []
    var heap: [Int32] = []
    func push(_ id: Int32) {
      guard open(ExpressionID(rawValue: id)) else { return }
      heap.append(id)
      var i = heap.count - 1
      while i > 0, heap[(i - 1) / 2] < id {
        heap[i] = heap[(i - 1) / 2]
        i = (i - 1) / 2
      }
      heap[i] = id
    }
    func popLast() -> Int32? {
      guard let top = heap.first, let last = heap.popLast() else { return nil }
      if heap.isEmpty { return top }
      var i = 0
      while 2 * i + 1 < heap.count {
        var child = 2 * i + 1
        if child + 1 < heap.count, heap[child + 1] > heap[child] { child += 1 }
        if heap[child] <= last { break }
        heap[i] = heap[child]
        i = child
      }
      heap[i] = last
      return top
    }
    for root in roots { push(root.rawValue) }
    while let next = popLast() {
      guard found.last?.rawValue != next else { continue }
      found.append(ExpressionID(rawValue: next))
      let expression = expressions[Int(next)]
      let arity = expression.operation.arity
      if arity > 0 { push(expression.a) }
      if arity > 1 { push(expression.b) }
      if arity > 2 { push(expression.c) }
    }
    found.reverse()
    return found
  }
}
