/// Expressions in a scenario.
extension ExpressionGraph {
  /// The same expression with every metric that names no scenario taken from `scenario`; those in the conditions that it is
  /// `given` from another where one is named, so that the same trials are looked at in every scenario.
  package mutating func bind(
    _ id: ExpressionID, to scenario: ScenarioID, conditionsTo judge: ScenarioID? = nil
  ) -> ExpressionID {
    rewrite(id, conditionsTo: judge) { $0.scenario = $0.scenario ?? scenario }
  }

  /// The same expression with every metric of `scenario` naming none.
  package mutating func unbind(_ id: ExpressionID, from scenario: ScenarioID) -> ExpressionID {
    rewrite(id, conditionsTo: nil) { if $0.scenario == scenario { $0.scenario = nil } }
  }

  /// The same expression with other metrics.
  private mutating func rewrite(
    _ id: ExpressionID, conditionsTo judge: ScenarioID?,
    _ change: (inout MetricReference) -> Void
  ) -> ExpressionID {
    var rewritten: [ExpressionID: ExpressionID] = [:]
    for step in reachable(from: [id]) {
      let expression = self[step]
      if expression.operation == .metric {
        var metric = metrics[Int(expression.a)]
        change(&metric)
        rewritten[step] = add(metric)
      } else if expression.operation.arity == 0 {
        rewritten[step] = step
      } else {
        var operands = expression.operands.map { rewritten[$0] ?? $0 }
        if expression.operation == .given, let judge {
          operands[1] = bind(expression.operands[1], to: judge)
        }
        rewritten[step] = add(
          expression.operation, operands[0], operands.count > 1 ? operands[1] : nil,
          operands.count > 2 ? operands[2] : nil)
      }
      if let reason = reasons[step], let copy = rewritten[step] {
        note(copy, undefinedWhere: reason)
      }
    }
    return rewritten[id] ?? id
  }

  /// `true` iff an expression is given a condition, or something in it is.
  package func isGiven(_ id: ExpressionID) -> Bool {
    contains(id) { $0.operation == .given }
  }

  /// `true` iff a condition that an expression is given hangs on the scenario.
  package func isGivenByScenario(_ id: ExpressionID) -> Bool {
    reachable(from: [id]).contains { step in
      self[step].operation == .given
        && contains(self[step].operands[1]) {
          $0.operation == .metric && metrics[Int($0.a)].scenario == nil
        }
    }
  }
}
