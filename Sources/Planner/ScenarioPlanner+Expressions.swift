import Engine
import Portfolio
import Quantities

/// Translating the expressions of clauses and conditions.
extension ScenarioPlanner {
  /// The value of a clause's expression this month; metrics are last month's.
  mutating func term(_ id: ExpressionID, declaration: DeclarationID?) -> Term {
    if clauseTerms[Int(id.rawValue)] == nil {
      for step in untranslated(id, clauseTerms) {
        clauseTerms[Int(step.rawValue)] = translate(step, declaration, isCondition: false)
      }
    }
    return clauseTerms[Int(id.rawValue)] ?? builder.constant(0)
  }

  /// The value of a condition at the end of the month; metrics are this month's, failures of last month.
  mutating func condition(_ id: ExpressionID, declaration: DeclarationID?) -> Term {
    if conditionTerms[Int(id.rawValue)] == nil {
      for step in untranslated(id, conditionTerms) {
        conditionTerms[Int(step.rawValue)] = translate(step, declaration, isCondition: true)
      }
    }
    return conditionTerms[Int(id.rawValue)] ?? builder.constant(0)
  }

  /// The expressions that `id` needs and that have no term yet, operands before what uses them. What is translated already is
  /// not walked again, so that clauses with a part in common take time in proportion to what is their own.
  private func untranslated(_ id: ExpressionID, _ terms: [Term?]) -> [ExpressionID] {
    if expressions[Int(id.rawValue)].operation.arity == 0 { return [id] }
    return Expression.needed(by: [id], in: expressions) { terms[Int($0.rawValue)] == nil }
  }

  private mutating func translate(
    _ id: ExpressionID, _ declaration: DeclarationID?, isCondition: Bool
  ) -> Term {
    let expression = expressions[Int(id.rawValue)]
    let arity = expression.operation.arity
    func operand(_ position: Int32, _ planner: inout ScenarioPlanner) -> Term {
      let known =
        isCondition
        ? planner.conditionTerms[Int(position)] : planner.clauseTerms[Int(position)]
      return known ?? planner.builder.constant(0)
    }
    switch expression.operation {
    case .constant: return builder.constant(expression.value)
    case .draw: return builder.draw(sources.source(of: draws[Int(expression.a)]))
    case .month: return month
    case .horizon: return builder.constant(Double(months))
    case .metric:
      let reference = metrics[Int(expression.a)]
      guard isCondition else { return last(reference) }
      switch reference.kind {
      case .failed, .failureMonth: return last(reference)
      default:
        return end(MetricReference(product: reference.product, metric: reference.metric))
      }
    case .sustained: return sustained(operand(expression.a, &self), operand(expression.b, &self))
    case .divide:
      let (above, below) = (operand(expression.a, &self), operand(expression.b, &self))
      check(builder.apply(.equal, below, builder.constant(0)), .divisionByZero, declaration)
      return builder.apply(.divide, above, below)
    case let operation where operation.isOverMonths: return builder.constant(.nan)
    default:
      return builder.apply(
        expression.operation, operand(expression.a, &self),
        arity > 1 ? operand(expression.b, &self) : nil,
        arity > 2 ? operand(expression.c, &self) : nil)
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
    let needed = Expression.needed(by: [id], in: expressions) { _ in true }
    let isWhole = !needed.contains {
      let expression = expressions[Int($0.rawValue)]
      return switch expression.operation {
      case .constant: expression.value != expression.value.rounded()
      case .metric, .month, .horizon, .add, .subtract, .minimum, .maximum, .round, .floor: false
      default: true
      }
    }
    return isWhole ? stated : builder.apply(.round, stated)
  }
}
