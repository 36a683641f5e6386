import Notation
import Portfolio
import Quantities
import SourceText
import Syntax

/// Comparisons of quantities, times, texts and names.
extension Evaluator {
  mutating func comparison(_ node: NodeID) throws(Failure) -> Value {
    guard let leftNode = syntax.child(0, of: node), let rightNode = syntax.child(1, of: node) else {
      throw Failure()
    }
    let token = syntax.tokens[Int(syntax[rightNode].firstToken) - 1]
    var left = try evaluate(leftNode)
    var right = try evaluate(rightNode)
    if case .hole(let hole) = left { left = try compared(hole, with: right, rightNode) }
    if case .hole(let hole) = right { right = try compared(hole, with: left, leftNode) }
    switch (left, right) {
    case (.quantity(let a), .quantity(let b)):
      // Beside a metric of a failure's criteria a bare number takes its unit.
      if case .condition = context { isComparing = true }
      defer { isComparing = false }
      let (x, y) = try comparable(a, b, leftNode, rightNode)
      return .truth(compare(x, y, token.kind))
    case (.text(let a), .text(let b)):
      return .truth(model.graph.add(constant: compared(token.kind, a == b, a < b) ? 1 : 0))
    case (.truth(let a), .truth(let b)) where token.kind == .equalEqual || token.kind == .notEqual:
      return .truth(model.graph.add(token.kind == .equalEqual ? .equal : .notEqual, a, b))
    case (.time(.day(let a)), .time(.day(let b))):
      return .truth(
        model.graph.add(constant: compared(token.kind, a == b, a < b) ? 1 : 0))
    case (.time(let a), .time(let b)):
      return .truth(
        compare(try monthNumber(a, at: leftNode), try monthNumber(b, at: rightNode), token.kind))
    case (.quantity(let a), .time(let b)) where a.isMonthNumber:
      return .truth(compare(a.expression, try monthNumber(b, at: rightNode), token.kind))
    case (.time(let a), .quantity(let b)) where b.isMonthNumber:
      return .truth(compare(try monthNumber(a, at: leftNode), b.expression, token.kind))
    case (.product(let a), .product(let b))
    where token.kind == .equalEqual || token.kind == .notEqual:
      return .truth(model.graph.add(constant: (a == b) == (token.kind == .equalEqual) ? 1 : 0))
    case (.broken, _), (_, .broken): throw Failure()
    default: throw report(.incomparable(left, right, span(leftNode), span(rightNode)))
    }
  }

  /// What stands in for a hole that is compared with something.
  private mutating func compared(_ hole: PendingHole, with other: Value, _ node: NodeID)
    throws(Failure) -> Value
  {
    switch other {
    case .quantity(let quantity):
      return .quantity(filled(hole, like: quantity, "to compare with `\(text(node))`"))
    case .time: return .time(filledMonth(hole))
    case .truth: return .truth(filledTruth(hole))
    default:
      throw missing(
        hole, Hole.Use(wanted: "\(other.kindName), to compare with `\(text(node))`"))
    }
  }

  mutating func comparable(
    _ a: Quantity, _ b: Quantity, _ leftNode: NodeID, _ rightNode: NodeID
  ) throws(Failure) -> (ExpressionID, ExpressionID) {
    if a.presentation.kind == .monthNumber || b.presentation.kind == .monthNumber {
      if a.dimension == b.dimension || b.dimension == .time || a.dimension == .time {
        return (a.expression, b.expression)
      }
    }
    let (x, y) = try aligned(a, b, leftNode, rightNode, "a comparison")
    return (x.expression, y.expression)
  }

  mutating func compare(_ a: ExpressionID, _ b: ExpressionID, _ kind: TokenKind)
    -> ExpressionID
  {
    switch kind {
    case .less: model.graph.add(.less, a, b)
    case .lessEqual: model.graph.add(.lessOrEqual, a, b)
    case .greater: model.graph.add(.less, b, a)
    case .greaterEqual: model.graph.add(.lessOrEqual, b, a)
    case .notEqual: model.graph.add(.notEqual, a, b)
    default: model.graph.add(.equal, a, b)
    }
  }

  private func compared(_ kind: TokenKind, _ isEqual: Bool, _ isLess: Bool) -> Bool {
    switch kind {
    case .less: isLess
    case .lessEqual: isLess || isEqual
    case .greater: !isLess && !isEqual
    case .greaterEqual: !isLess
    case .notEqual: !isEqual
    default: isEqual
    }
  }
}
