import Portfolio
import Quantities

extension Model {
  /// The values of expressions without draws in one measured month.
  ///
  /// - Parameters:
  ///   - steps: the expressions, each after those it needs.
  ///   - month: the month's number in the simulation.
  ///   - own: tells the value of what hangs on more than its operands' values.
  func values(
    of steps: [ExpressionID], month: Double,
    _ own: (ExpressionID, _ operands: [Double]) -> Double?
  ) -> [ExpressionID: Double] {
    var values: [ExpressionID: Double] = [:]
    for id in steps {
      let expression = graph[id]
      let operands = expression.operands.map { values[$0] ?? .nan }
      switch expression.operation {
      case .constant: values[id] = expression.value
      case .month: values[id] = month
      case .horizon: values[id] = Double(months)
      default:
        values[id] =
          own(id, operands)
          ?? expression.operation.evaluate(
            operands.first ?? .nan, operands.count > 1 ? operands[1] : 0,
            operands.count > 2 ? operands[2] : 0)
      }
    }
    return values
  }
}
