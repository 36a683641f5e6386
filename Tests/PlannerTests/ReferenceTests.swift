import Engine
import Planner
import Portfolio
import Quantities
import Testing

/// The planned and executed month against the reference, over generated portfolios.
@Suite struct ReferenceTests {
  /// The flows and money whose sums are compared.
  private static let summed: [Metric] = Metric.ledger.map(\.metric) + [.revenue, .cost]

  /// What a run gives, by product and by metric, by month and by trial.
  private struct Run {
    var users: [[[Double]]] = []
    var totals: [[String: [Double]]] = []
    var failed: [[Double]] = []
    var value: [[Double]] = []
    var inputs: [ExpressionID: [Double]] = [:]
    var findings: [CheckSite] = []
  }

  private func run(_ portfolio: GeneratedPortfolio, trials: Int) throws -> Run {
    var model = portfolio.model
    var asked: [ExpressionID] = []
    func ask(_ id: ExpressionID) -> Int {
      asked.append(id)
      return asked.count - 1
    }
    let end = model.graph.add(.horizon)
    var places: [(users: Int, failed: Int, value: Int, totals: [Int])] = []
    for id in model.productIDs {
      let users = ask(model.graph.add(MetricReference(.users, of: id)))
      let failed = ask(model.graph.add(MetricReference(.failureMonth, of: id)))
      let value = ask(model.graph.add(.at, model.graph.add(MetricReference(.value, of: id)), end))
      let totals = Self.summed.map { metric in
        ask(model.graph.add(.total, model.graph.add(MetricReference(metric, of: id))))
      }
      places.append((users, failed, value, totals))
    }
    let inputs = portfolio.inputs.map { ask($0) }
    let planned = try AnswerPlanner.plan(asked, of: model)
    let results = Executor.run(
      planned.plan, RunSettings(trials: trials, seed: 7), control: RunControl())
    func values(_ place: Int) -> [[Double]] { results.values[planned.outputs[place]] }
    var run = Run()
    for place in places {
      run.users.append(values(place.users))
      run.failed.append(values(place.failed)[0])
      run.value.append(values(place.value)[0])
      var totals: [String: [Double]] = [:]
      for (metric, place) in zip(Self.summed, place.totals) {
        totals[metric.name] = values(place)[0]
      }
      run.totals.append(totals)
    }
    for (input, place) in zip(portfolio.inputs, inputs) { run.inputs[input] = values(place)[0] }
    run.findings = planned.findings(results.findings).map(\.site)
    return run
  }

  /// The differences of a trial from the reference, as text; none if all is well.
  private func differences(_ run: Run, _ course: Reference.Course, trial: Int, _ name: String)
    -> [String]
  {
    var found: [String] = []
    func compare(_ what: @autoclosure () -> String, _ value: Double, _ expected: Double) {
      // Sums of flows that cancel are told to the accuracy of what they are made of.
      if abs(value - expected) <= 1e-9 * max(1, abs(expected)) { return }
      found.append("\(name), trial \(trial), \(what()): \(value), expected \(expected)")
    }
    for p in run.users.indices {
      for (month, column) in run.users[p].enumerated() {
        compare("P\(p).users at \(month)", column[trial], course.users[p][month])
      }
      for (metric, values) in run.totals[p] {
        compare("total(P\(p).\(metric))", values[trial], course.totals[p][metric] ?? 0)
      }
      compare("P\(p).value", run.value[p][trial], course.value[p])
      let fired = run.failed[p][trial]
      if let expected = course.failed[p] {
        compare("P\(p).failure", fired, Double(expected))
      } else if !fired.isNaN {
        found.append("\(name), trial \(trial): P\(p) failed at \(fired), expected never")
      }
    }
    return found
  }

  private func isExpected(_ site: CheckSite) -> Bool {
    switch site.kind {
    case .targetClosed, .redirectCircle: true
    default: false
    }
  }

  @Test(
    "Certain inputs: traffic each month and every total as the reference has them", arguments: 0..<8
  )
  func certain(group: UInt64) throws {
    var failures = 0
    for seed in 0..<25 {
      let portfolio = GeneratedPortfolio(seed: group * 1000 + UInt64(seed), isUncertain: false)
      let run = try run(portfolio, trials: 1)
      let course = portfolio.reference { _ in .nan }.run()
      let found = differences(run, course, trial: 0, "portfolio \(group * 1000 + UInt64(seed))")
      #expect(found.isEmpty, "\(found.prefix(5).joined(separator: "\n"))")
      #expect(run.findings.allSatisfy { isExpected($0) }, "\(run.findings)")
      failures += course.failed.compactMap { $0 }.count
    }
    // The generator is of no use if nothing ever fails.
    #expect(failures > 10)
  }

  @Test("Uncertain inputs: trial by trial as the reference has them", arguments: 0..<6)
  func uncertain(group: UInt64) throws {
    var months = Set<Double>()
    for seed in 0..<4 {
      let portfolio = GeneratedPortfolio(
        seed: 77_000 + group * 10 + UInt64(seed), isUncertain: true)
      let trials = 300
      let run = try run(portfolio, trials: trials)
      for trial in stride(from: 0, to: trials, by: 11) {
        let course = portfolio.reference { run.inputs[$0]?[trial] ?? .nan }.run()
        let found = differences(
          run, course, trial: trial, "portfolio \(77_000 + group * 10 + UInt64(seed))")
        #expect(found.isEmpty, "\(found.prefix(5).joined(separator: "\n"))")
        if !found.isEmpty { break }
      }
      #expect(run.findings.allSatisfy { isExpected($0) }, "\(run.findings)")
      for fired in run.failed { months.formUnion(fired.filter { !$0.isNaN }) }
    }
    // Failures fire in different months in different trials.
    #expect(months.count > 3)
  }

  @Test(
    "Plans that react in every way: trial by trial as the reference has them", arguments: 0..<12)
  func reacting(group: UInt64) throws {
    var (failures, moved, handedOver) = (0, 0, 0)
    for seed in 0..<12 {
      let number = 900_000 + group * 100 + UInt64(seed)
      let isUncertain = seed.isMultiple(of: 2)
      let portfolio = GeneratedPortfolio(seed: number, isUncertain: isUncertain, reacts: true)
      let trials = isUncertain ? 30 : 1
      let run = try run(portfolio, trials: trials)
      for trial in stride(from: 0, to: trials, by: 7) {
        let course = portfolio.reference { run.inputs[$0]?[trial] ?? .nan }.run()
        let found = differences(run, course, trial: trial, "reacting portfolio \(number)")
        #expect(found.isEmpty, "\(found.prefix(5).joined(separator: "\n"))")
        failures += course.failed.compactMap { $0 }.count
        moved += course.totals.filter { ($0["moved_in"] ?? 0) > 0 }.count
        if !found.isEmpty { break }
      }
      let reference = portfolio.reference { _ in 0.5 }
      handedOver += reference.redirections.filter { $0.audience != nil }.count
      #expect(run.findings.allSatisfy { isExpected($0) }, "\(number): \(run.findings)")
    }
    #expect(failures > 10 && moved > 5 && handedOver > 0, "\(failures) \(moved) \(handedOver)")
  }

  @Test("The listing of a plan is the same each time it is made")
  func listing() throws {
    for seed in 0..<20 {
      let model = GeneratedPortfolio(seed: 500 + UInt64(seed), isUncertain: true).model
      var graph = model
      let asked = [Metric.users, .value].map { graph.graph.add(MetricReference($0, of: nil)) }
      let plans = try (0..<3).map { _ in
        try AnswerPlanner.plan(asked, of: graph).plan.scenarios[0].listing
      }
      let lines = plans.map { $0.split(separator: "\n") }
      let first = zip(lines[0], lines[1]).first { $0 != $1 }
      #expect(plans[0] == plans[1] && plans[1] == plans[2], "\(String(describing: first))")
    }
  }
}
