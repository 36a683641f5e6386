import Engine
import Portfolio
import Quantities

/// Translating the expressions of clauses and conditions.
extension ScenarioPlanner {
  /// The value of a clause's expression this month; metrics are last month's.
  mutating func term(_ id: ExpressionID, declaration: DeclarationID?) -> Term {
    for step in untranslated(id, clauseTerms) {
      let operands = expressions[Int(step.rawValue)].operands.map { clauseTerms[Int($0.rawValue)] }
      clauseTerms[Int(step.rawValue)] = translate(step, operands, declaration) {
        planner, reference in planner.last(reference)
      }
    }
    return clauseTerms[Int(id.rawValue)] ?? builder.constant(0)
  }

  /// The value of a condition at the end of the month; metrics are this month's, failures of last month.
  mutating func condition(_ id: ExpressionID, declaration: DeclarationID?) -> Term {
    for step in untranslated(id, conditionTerms) {
      let operands = expressions[Int(step.rawValue)].operands.map {
        conditionTerms[Int($0.rawValue)]
      }
      conditionTerms[Int(step.rawValue)] = translate(step, operands, declaration) {
        planner, reference in
        switch reference.kind {
        case .failed, .failureMonth: planner.last(reference)
        default: planner.end(MetricReference(product: reference.product, metric: reference.metric))
        }
      }
    }
    return conditionTerms[Int(id.rawValue)] ?? builder.constant(0)
  }

  /// The expressions that `id` needs and that have no term yet, operands before what uses them. What is translated already is
  /// not walked again, so that clauses with a part in common take time in proportion to what is their own.
  private func untranslated(_ id: ExpressionID, _ terms: [Term?]) -> [ExpressionID] {
    guard terms[Int(id.rawValue)] == nil else { return [] }
    if expressions[Int(id.rawValue)].operation.arity == 0 { return [id] }
    var found: Set<ExpressionID> = []
    var stack = [id]
    while let next = stack.popLast() {
      guard terms[Int(next.rawValue)] == nil, found.insert(next).inserted else { continue }
      stack += expressions[Int(next.rawValue)].operands
    }
    return found.sorted()
  }

  private mutating func translate(
    _ id: ExpressionID, _ known: [Term?], _ declaration: DeclarationID?,
    metric: (inout ScenarioPlanner, MetricReference) -> Term
  ) -> Term {
    let expression = expressions[Int(id.rawValue)]
    let operands = known.map { $0 ?? builder.constant(0) }
    switch expression.operation {
    case .constant: return builder.constant(expression.value)
    case .draw: return builder.draw(sources.source(of: draws[Int(expression.a)]))
    case .month: return month
    case .horizon: return builder.constant(Double(model.months))
    case .metric: return metric(&self, metrics[Int(expression.a)])
    case .sustained: return sustained(operands[0], operands[1])
    case .divide:
      check(
        builder.apply(.equal, operands[1], builder.constant(0)), .divisionByZero, declaration)
      return builder.apply(.divide, operands[0], operands[1])
    case let operation where operation.isOverMonths: return builder.constant(.nan)
    default:
      return builder.apply(
        expression.operation, operands[0], operands.count > 1 ? operands[1] : nil,
        operands.count > 2 ? operands[2] : nil)
    }
  }

  /// 1 once `condition` has held for the last `count` month-ends, counted from month 1.
  private mutating func sustained(_ condition: Term, _ count: Term) -> Term {
    let running = builder.state(initial: builder.constant(0), assumed: .nonNegative)
    let next = builder.apply(
      .select, condition, builder.apply(.add, running, builder.constant(1)), builder.constant(0))
    builder.setNext(running, next)
    return builder.apply(.lessOrEqual, count, next)
  }

  /// A duration or a steepness.
  mutating func time(_ id: ExpressionID) -> Term { term(id, declaration: nil) }

  /// A month's number from an expression of a time; an uncertain one is the nearest whole number.
  mutating func monthNumber(_ id: ExpressionID) -> Term {
    let stated = time(id)
    let isWhole = !model.graph.contains(id) { expression in
      switch expression.operation {
      case .constant: expression.value != expression.value.rounded()
      case .metric, .month, .horizon, .add, .subtract, .minimum, .maximum, .round, .floor: false
      default: true
      }
    }
    return isWhole ? stated : builder.apply(.round, stated)
  }
}
