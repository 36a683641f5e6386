import Engine
import Planner
import Portfolio
import Quantities
import Testing

/// Generated portfolios to the same bits in every form of execution that this machine can run.
@Suite struct PortfolioExecutionTests {
  private static let metrics: [Metric] = Metric.ledger.map(\.metric) + [.users, .revenue, .cost]

  @Test("Every metric of every product, and the findings", arguments: 0..<6)
  func executions(group: UInt64) throws {
    for seed in 0..<4 {
      var model = GeneratedPortfolio(seed: group * 40 + UInt64(seed), isUncertain: true).model
      var asked: [ExpressionID] = []
      for id in model.productIDs {
        for metric in Self.metrics {
          asked.append(model.graph.add(MetricReference(metric, of: id)))
        }
        asked.append(model.graph.add(MetricReference(.failureMonth, of: id)))
      }
      asked.append(model.graph.add(MetricReference(.leastPeople, of: nil)))
      let planned = try AnswerPlanner.plan(asked, of: model)
      for trials in [1, 43, 280] {
        func run(_ execution: Execution) -> ([[[UInt64]]], [CheckResult]) {
          let results = Executor.run(
            planned.plan, RunSettings(trials: trials, seed: 11),
            control: RunControl(execution: execution))
          // Of a NaN only that it is one.
          let bits = results.values.map { $0.map { $0.map { $0.isNaN ? .max : $0.bitPattern } } }
          return (bits, results.findings)
        }
        let (bits, findings) = run(.portable)
        for execution in Execution.available where execution != .portable {
          let found = run(execution)
          let isSame = found.0 == bits
          #expect(isSame, "\(execution), \(trials) trials, portfolio \(group * 40 + UInt64(seed))")
          #expect(found.1 == findings, "\(execution), \(trials) trials")
        }
      }
    }
  }
}
