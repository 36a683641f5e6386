import Metrics
import Portfolio
import Quantities
import SourceText
import Syntax

/// Expressions, a method for each kind of node.
extension Evaluator {
  /// The value of an expression; counts against the limits of steps and depth.
  mutating func evaluate(_ node: NodeID) throws(Failure) -> Value {
    try enter(node)
    defer { depth -= 1 }
    return try value(of: node)
  }

  /// Counts a step and a level, which the caller gives back.
  mutating func enter(_ node: NodeID) throws(Failure) {
    try countStep(at: node)
    guard depth < limits.depth else {
      throw report(
        .limit(.depthLimit, "levels of calls and expressions", limits.depth, "depth", span(node)))
    }
    depth += 1
  }

  /// Counts a step against the limit, and asks now and then whether to stop.
  mutating func countStep(at node: NodeID) throws(Failure) {
    steps += 1
    if steps > limits.steps {
      throw report(.limit(.stepLimit, "steps", limits.steps, "steps", span(node)))
    }
    if steps & 0xFFF == 0, host.shouldStop() {
      wasStopped = true
      throw report(.stopped(span(node)))
    }
  }

  private mutating func value(of node: NodeID) throws(Failure) -> Value {
    switch syntax.kind(node) {
    case .literal:
      if let plain = plainNumber(node) { return .quantity(plain) }
      return .quantity(try literal(node).quantity)
    case .hole: return hole(node)
    case .interval:
      if let whole = try openInterval(node) { return whole }
      return .quantity(try interval(node))
    case .string: return .text(try stringText(node))
    case .calendar:
      if let day = CalendarDay(text(node)) { return .time(.day(day)) }
      return .time(try calendar(node))
    case .parenthesized: return try evaluate(first(node))
    case .nameExpression: return try name(node)
    case .memberAccess: return try member(node)
    case .call: return try call(node)
    case .index: return try index(node)
    case .atTime: return try atTime(node)
    case .inTarget: return try inTarget(node)
    case .sum, .term: return try chain(node)
    case .power: return try power(node)
    case .signed: return try signed(node)
    case .comparison: return try comparison(node)
    case .sustained: return try sustained(node)
    case .conjunction, .disjunction: return try logic(node)
    case .negation:
      let operand = try truth(first(node))
      return .truth(model.graph.add(.not, operand))
    case .given: return try given(node)
    case .conditional: return try conditional(node)
    case .list: return .list(try elements(node))
    case .record: return try record(node)
    case .tableLiteral: return try tableLiteral(node)
    case .choose: return try choose(node)
    default: throw Failure()
    }
  }

  func first(_ node: NodeID) -> NodeID { syntax.child(0, of: node) ?? node }
}
