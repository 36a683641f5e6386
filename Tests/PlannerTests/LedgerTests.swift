import Engine
import Planner
import Portfolio
import Quantities
import Testing

/// What the declarations make of a ledger, over generated plans that react.
@Suite struct LedgerTests {
  /// The values of expressions: by month, by trial.
  private func values(_ asked: [ExpressionID], of model: Model, trials: Int) throws -> [[[Double]]]
  {
    let planned = try AnswerPlanner.plan(asked, of: model)
    let results = Executor.run(
      planned.plan, RunSettings(trials: trials, seed: 3), control: RunControl())
    return asked.indices.map { results.values[planned.outputs[$0]] }
  }

  private func value(_ series: [[Double]], _ month: Int, _ trial: Int) -> Double {
    let column = series.count > month ? series[month] : series[0]
    return column.count > trial ? column[trial] : column[0]
  }

  @Test(
    "In every month and trial the declarations come to the flow, and the flows to the stock (1e-9)",
    arguments: 0..<6)
  func sums(group: UInt64) throws {
    var seen = Set<Metric>()
    for seed in 0..<8 {
      let number = 400_000 + group * 100 + UInt64(seed)
      var model = GeneratedPortfolio(
        seed: number, isUncertain: seed.isMultiple(of: 2), reacts: !seed.isMultiple(of: 3)
      ).model
      let trials = seed.isMultiple(of: 2) ? 20 : 1
      let subjects =
        (model.productIDs.map { Optional($0) } + [nil]).flatMap { product in
          LedgerSubject.metrics.compactMap { LedgerSubject($0, of: product) }
        }
      for subject in subjects {
        let lines = model.ledgerLines(of: subject, in: .plan)
        let parts = lines.map { line in
          model.graph.add(
            MetricReference(line.metric, of: line.product, in: .plan).part(
              .declaration(line.declaration, subject.stock)))
        }
        let flows = subject.flows.map {
          model.graph.add(MetricReference($0.metric, of: subject.product, in: .plan))
        }
        let stock = model.graph.add(MetricReference(subject.metric, of: subject.product, in: .plan))
        let all = try values(parts + flows + [stock], of: model, trials: trials)
        let name = "portfolio \(number), \(subject)"
        for month in 1...model.months {
          for trial in 0..<trials {
            var closing = subject.isStock ? value(all[all.count - 1], month - 1, trial) : 0
            var gross = abs(closing)
            for (f, flow) in subject.flows.enumerated() {
              var sum = 0.0
              var size = 1.0
              for (line, series) in zip(lines, all)
              where line.metric == flow.metric
                && (subject.product == nil || line.product == subject.product)
              {
                sum += value(series, month, trial)
                size += abs(value(series, month, trial))
              }
              closing += Double(flow.sign) * sum
              gross += size
              if sum != 0 { seen.insert(flow.metric) }
              guard subject.stock == .all else { continue }
              let whole = value(all[lines.count + f], month, trial)
              #expect(
                abs(sum - whole) <= 1e-9 * size,
                "\(name), month \(month): \(flow.metric) \(sum), not \(whole)")
            }
            let end = value(all[all.count - 1], month, trial)
            #expect(
              abs(closing - end) <= 1e-9 * gross, "\(name), month \(month): \(closing), not \(end)")
          }
        }
      }
    }
    // Most flows occur, else the test says little.
    #expect(seen.count >= 10, "\(seen)")
  }
}
