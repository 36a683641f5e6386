import Quantities
import Testing

@testable import Engine

/// Code that only adds records up gives the sums that their columns give.
@Suite struct AddedRecordsTests {
  /// What is told of each column, number by number; of a NaN only that it is one.
  private func run(
    _ plan: Plan, _ details: [SummaryDetail], _ execution: Execution, trials: Range<Int>,
    sampling: Sampling = .random, threads: Int = 2
  ) -> [String] {
    let summary = Executor.summarise(
      plan,
      RunSettings(
        firstTrial: trials.lowerBound, trials: trials.count, seed: 5, sampling: sampling),
      RunRequest(details: details, isExact: false),
      control: RunControl(threads: threads, execution: execution))
    return summary.columns.joined().map { "\($0)" } + summary.findings.map { "\($0)" }
  }

  /// Whether a record, of those that are generated, is defined in every month of some trials.
  private func isDefined(_ plan: Plan, _ output: Int) -> Bool {
    let results = Executor.run(
      plan, RunSettings(trials: 600, seed: 5), control: RunControl(execution: .portable))
    return !results.values[output].joined().contains { $0.isNaN }
  }

  @Test(
    "Sums, alone and beside percentiles, whether all values are defined or not", arguments: 0..<6)
  func sums(seed: UInt64) {
    var generator = GeneratedPlan(seed: seed)
    let plan = generator.plan(length: 40, keeping: 8)
    let defined = plan.outputs.indices.filter { isDefined(plan, $0) }
    // All, of which some are undefined, and those that are defined; with a part of a block at the end.
    for outputs in [plan.outputs, defined.map { plan.outputs[$0] }] where !outputs.isEmpty {
      var asked = plan
      asked.outputs = outputs + outputs.prefix(1)
      let totals = [SummaryDetail](repeating: .total, count: asked.outputs.count)
      let mixed = totals.indices.map { $0 % 3 == 1 ? SummaryDetail.percentiles : .total }
      for details in [totals, mixed] {
        let expected = run(asked, details, .portable, trials: 0..<17_000)
        for execution in ExecutionTests.compiled {
          #expect(run(asked, details, execution, trials: 0..<17_000) == expected, "\(execution)")
        }
      }
    }
    #expect(RecordPlaces(plan, details: plan.outputs.map { _ in .total }).isAdding)
  }

  /// Exponentials of draws, six at once and one, within their steps and beyond.
  private func exponentials() -> Plan {
    var scenario = ScenarioPlan()
    var outputs: [AnswerStep] = []
    for (i, width) in [1, 10, 300, 1500, 0.01, 709, 3].enumerated() {
      let (draw, result) = (Register(Int32(2 * i)), Register(Int32(2 * i + 1)))
      let part = DrawSource.Part(key: StreamKey(path: "x\(i)"), weight: 1)
      let source = DrawSource(
        parts: [part], distribution: .uniform(low: -width, high: width), isMonthly: false)
      scenario.draws.append((draw, source))
      scenario.month.append(Instruction(.exponential, result, draw, draw, draw))
      scenario.records.append(ScenarioPlan.Record(initial: draw, value: result))
      outputs.append(AnswerStep(.record(scenario: 0, index: i), isSeries: true))
    }
    scenario.registers = 14
    return Plan(
      months: 2, scenarios: [scenario], steps: outputs, outputs: Array(outputs.indices))
  }

  @Test("Replicates, parts and threads", arguments: [Sampling.random, .sobol])
  func parts(sampling: Sampling) {
    let plan = exponentials()
    let totals = plan.outputs.map { _ in SummaryDetail.total }
    for trials in [0..<20_480, 300..<20_000] {
      let expected = run(plan, totals, .portable, trials: trials, sampling: sampling)
      for execution in ExecutionTests.compiled {
        for threads in [1, 3] {
          let found = run(
            plan, totals, execution, trials: trials, sampling: sampling, threads: threads)
          #expect(found == expected, "\(execution), \(threads) threads")
        }
      }
    }
  }

  @Test("Exponentials in the code have the bits of the function")
  func exponentialBits() {
    let plan = exponentials()
    func run(_ execution: Execution) -> ResultSet {
      Executor.run(
        plan, RunSettings(trials: 2048, seed: 3), control: RunControl(execution: execution))
    }
    let expected = run(.portable)
    for execution in ExecutionTests.compiled {
      let found = run(execution)
      for (output, months) in expected.values.enumerated() {
        let isSame = zip(months.joined(), found.values[output].joined()).allSatisfy {
          $0.bitPattern == $1.bitPattern
        }
        #expect(isSame, "\(execution), output \(output)")
      }
    }
    // Beyond 709.78… there is no number.
    #expect(expected.values[3][2].contains(.infinity) && expected.values[3][2].contains(0))
  }
}
