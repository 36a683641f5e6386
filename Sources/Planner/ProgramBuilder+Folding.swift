import Quantities

/// What is known of a result before the run: constants, month tables, neutral operands, and what the ranges prove.
extension ProgramBuilder {
  /// The value of an operation on constants and month tables.
  mutating func folded(_ operation: Operation, _ a: Term, _ b: Term?, _ c: Term?) -> Term? {
    guard level(a) <= .table, b.map({ level($0) <= .table }) ?? true,
      c.map({ level($0) <= .table }) ?? true
    else { return nil }
    if let x = constant(a), b.map({ constant($0) != nil }) ?? true,
      c.map({ constant($0) != nil }) ?? true
    {
      return constant(
        operation.evaluate(
          x, b.flatMap { constant($0) } ?? 0, c.flatMap { constant($0) } ?? 0))
    }
    let x = column(a)
    return table(
      operation.evaluate(x, b.map { column($0) } ?? x, c.map { column($0) } ?? x))
  }

  /// The values of a month table, or as many times the constant that a term is.
  private func column(_ term: Term) -> [Double] {
    let form = forms[Int(term.index)]
    return form.kind == .table
      ? tables[Int(form.a)] : [Double](repeating: constant(term) ?? 0, count: months)
  }

  /// A simpler term with the same value: neutral and absorbing operands, and comparisons that the ranges decide. A product
  /// with 0 is 0: what is multiplied is finite, or flagged by a check.
  mutating func simplified(_ operation: Operation, _ a: Term, _ b: Term, _ c: Term) -> Term? {
    let (x, y) = (constant(a), constant(b))
    switch operation {
    case .add: return y == 0 ? a : x == 0 ? b : nil
    case .subtract:
      if y == 0 { return a }
      return a == b && !range(a).mayBeUndefined ? constant(0) : nil
    case .multiply:
      if x == 0 || y == 0 { return constant(0) }
      return y == 1 ? a : x == 1 ? b : nil
    case .divide: return y == 1 ? a : nil
    // The smaller is a unless b < a, the larger a unless a < b: NaN in b gives a.
    case .minimum:
      if isAtMost(a, b) { return a }
      return isAtMost(b, a) && isDefined(a, b) ? b : nil
    case .maximum:
      if isAtMost(b, a) { return a }
      return isAtMost(a, b) && isDefined(a, b) ? b : nil
    case .absolute: return range(a).isNonNegative && isDefined(a, a) ? a : nil
    case .select:
      if let x { return x != 0 ? b : c }
      if b == c { return b }
      return constant(b) == 1 && constant(c) == 0 && isTruth(a) ? a : nil
    default: return decided(operation, a, b, x, y)
    }
  }

  /// A comparison or a truth value that is known, or simpler.
  private mutating func decided(
    _ operation: Operation, _ a: Term, _ b: Term, _ x: Double?, _ y: Double?
  ) -> Term? {
    let (p, q) = (range(a), range(b))
    switch operation {
    case .less:
      if isAtMost(b, a) { return constant(0) }
      return p.high < q.low && isDefined(a, b) ? constant(1) : nil
    case .lessOrEqual:
      if q.high < p.low { return constant(0) }
      return isAtMost(a, b) && isDefined(a, b) ? constant(1) : nil
    case .equal:
      if p.high < q.low || q.high < p.low { return constant(0) }
      return a == b && isDefined(a, b) ? constant(1) : nil
    case .notEqual:
      if p.high < q.low || q.high < p.low { return constant(1) }
      return a == b && isDefined(a, b) ? constant(0) : nil
    case .and:
      if x == 0 || y == 0 { return constant(0) }
      if x != nil, isTruth(b) { return b }
      if y != nil, isTruth(a) { return a }
      return a == b && isTruth(a) ? a : nil
    case .or:
      if let x, x != 0 { return constant(1) }
      if let y, y != 0 { return constant(1) }
      if x == 0, isTruth(b) { return b }
      if y == 0, isTruth(a) { return a }
      return a == b && isTruth(a) ? a : nil
    case .not: return opposite(of: a)
    default: return nil
    }
  }

  /// What holds where a comparison doesn't.
  private mutating func opposite(of a: Term) -> Term? {
    let form = forms[Int(a.index)]
    let (x, y) = (Term(index: form.a), Term(index: form.b))
    switch form.kind {
    case .operation(.equal): return apply(.notEqual, x, y)
    case .operation(.notEqual): return apply(.equal, x, y)
    case .operation(.less): return isDefined(x, y) ? apply(.lessOrEqual, y, x) : nil
    case .operation(.lessOrEqual): return isDefined(x, y) ? apply(.less, y, x) : nil
    case .operation(.not): return isTruth(x) ? x : nil
    default: return nil
    }
  }

  /// `true` iff neither is ever NaN.
  private func isDefined(_ a: Term, _ b: Term) -> Bool {
    !range(a).mayBeNaN && !range(b).mayBeNaN
  }

  /// `true` iff a term is 1 or 0 by what it is.
  private func isTruth(_ term: Term) -> Bool {
    switch forms[Int(term.index)].kind {
    case .operation(let operation):
      switch operation {
      case .less, .lessOrEqual, .equal, .notEqual, .and, .or, .not: true
      default: false
      }
    default: false
    }
  }

  // MARK: Ranges

  /// Where the values of an operation lie: by the ranges of the operands, and by what a difference is of.
  borrowing func range(of operation: Operation, _ a: Term, _ b: Term, _ c: Term) -> ValueRange {
    var range = ValueRange.of(operation, range(a), range(b), range(c))
    if operation == .subtract, range.low < 0, isAtMost(b, a) { range.low = 0 }
    if operation == .multiply, a == b { range.low = max(0, range.low) }
    return range
  }

  /// `true` iff `a` is never more than `b` where both are numbers: a part of it, a share of it, the smaller of it and another.
  ///
  /// Rounding to nearest is monotone, so what holds of the numbers holds of what is computed.
  borrowing func isAtMost(_ a: Term, _ b: Term, depth: Int = 5) -> Bool {
    if a == b { return true }
    let (p, q) = (range(a), range(b))
    if p.high <= q.low { return true }
    guard depth > 0 else { return false }
    let (smaller, larger) = (forms[Int(a.index)], forms[Int(b.index)])
    let (x, y) = (Term(index: smaller.a), Term(index: smaller.b))
    switch smaller.kind {
    case .operation(.minimum):
      // NaN in the second gives the first, so only the first bounds it then.
      if isAtMost(x, b, depth: depth - 1) { return true }
      if !range(y).mayBeNaN, isAtMost(y, b, depth: depth - 1) { return true }
    case .operation(.multiply):
      if isShare(y), range(x).isNonNegative, isAtMost(x, b, depth: depth - 1) { return true }
      if isShare(x), range(y).isNonNegative, isAtMost(y, b, depth: depth - 1) { return true }
    case .operation(.subtract):
      if range(y).isNonNegative, isAtMost(x, b, depth: depth - 1) { return true }
    default: break
    }
    let (u, v) = (Term(index: larger.a), Term(index: larger.b))
    switch larger.kind {
    case .operation(.add):
      if range(v).isNonNegative, isAtMost(a, u, depth: depth - 1) { return true }
      if range(u).isNonNegative, isAtMost(a, v, depth: depth - 1) { return true }
    case .operation(.maximum):
      if isAtMost(a, u, depth: depth - 1) { return true }
      if !range(v).mayBeNaN, isAtMost(a, v, depth: depth - 1) { return true }
    default: break
    }
    return false
  }

  private func isShare(_ term: Term) -> Bool {
    let range = range(term)
    return range.low >= 0 && range.high <= 1
  }
}
