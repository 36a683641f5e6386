package import Quantities

extension Model {
  /// `true` iff the answer to an expression has a value for each month, rather than one for each trial.
  package func isOverMonths(_ id: ExpressionID) -> Bool {
    var series = Set<ExpressionID>()
    for step in graph.reachable(from: [id]) {
      let expression = graph[step]
      switch expression.operation {
      case .month: series.insert(step)
      case .metric:
        if graph.metrics[Int(expression.a)].kind != .failureMonth { series.insert(step) }
      case .draw: if graph.draws[Int(expression.a)].isMonthly { series.insert(step) }
      case .sustained: series.insert(step)
      case let operation where operation.isOverMonths: break
      default:
        if expression.operands.contains(where: { series.contains($0) }) { series.insert(step) }
      }
    }
    return series.contains(id)
  }
}
