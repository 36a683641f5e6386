import Engine
import Evaluator
import Foundation
import Metrics
import Portfolio
import Quantities
import Synchronization
import Testing

@testable import Reroute

/// Recommendations, against closed forms, brute force and the plans themselves.
@Suite struct AdviceTests {
  /// The first advice that a text is answered with.
  private func advice(_ text: String, trials: Int? = nil) throws -> AdviceAnswer {
    var session = Session()
    session.limits.deadline = nil
    session.trials = trials
    let outcome = session.run(text)
    return try #require(Self.advice(outcome), "\(outcome.renderedMessages())")
  }

  private static func advice(_ outcome: Outcome) -> AdviceAnswer? {
    for answer in outcome.answers?.answers ?? [] {
      if case .advice(let advice) = answer.form { return advice }
    }
    return nil
  }

  /// The advice on a text's question by other methods, with so many plans.
  private func advice(
    _ text: String, trials: Int, _ methods: Advisor.Methods, budget: Int = Advisor.budget,
    threads: Int = 1
  ) throws -> AdviceAnswer {
    var session = Session()
    session.trials = trials
    _ = session.check(bytes: Array(text.utf8))
    let evaluation = session.evaluate(Array(text.utf8), "script")
    var model = evaluation.model
    model.trials = trials
    let asked = evaluation.questions.compactMap { question -> AdviceQuestion? in
      if case .advise(let asked) = question.form { asked } else { nil }
    }
    return try Advisor.advise(
      try #require(asked.first), of: model, control: RunControl(threads: threads), methods: methods,
      budget: budget)
  }

  /// Users of sources who are each worth `values` at a target after a month, with capacities.
  static func table(_ values: [[Double]], supply: [Int], caps: [Int]) -> String {
    var lines = ["simulate 1 month"]
    for (i, users) in supply.enumerated() { lines.append("product S\(i + 1) { users \(users) }") }
    for (j, cap) in caps.enumerated() {
      lines.append("product T\(j + 1) { users 0; capacity \(cap) users; arpu $20/user/month }")
    }
    for (i, row) in values.enumerated() {
      for (j, value) in row.enumerated() {
        lines.append(
          "redirect S\(i + 1) -> T\(j + 1) { over instant; reach 100%; accept 100%; overlap 0%; cost $\(20 - value)/user; share 10% }"
        )
      }
    }
    let targets = caps.indices.map { "T\($0 + 1)" }.joined(separator: ", ")
    let splits = supply.indices.map { "split S\($0 + 1) -> \(targets)" }.joined(separator: "; ")
    return lines.joined(separator: "\n")
      + "\nadvise total(portfolio.margin) { maximise mean; \(splits) }"
  }

  // MARK: Linear programs

  @Test func `the transport program of three targets comes to 4890, with the worth of capacities`()
    throws
  {
    let found = try advice(
      Self.table([[4, 3, 1], [2, 2.5, 2.2]], supply: [1000, 500], caps: [700, 600, 400]))
    guard case .linear(_, _, 1, true) = found.method else {
      return #expect(Bool(false), "\(found.method)")
    }
    #expect(abs(found.score - 4890) < 1e-6)
    #expect(found.plan?.shares == [[0.7, 0.3, 0], [0, 0.6, 0.4]])
    #expect(found.capacities.map { ($0.price * 1e6).rounded() / 1e6 } == [1.3, 0.3])
    #expect((found.runnerUp?.score ?? .infinity) < 4890)
  }

  @Test func `greedy comes to 1100 and the best to 1700`() throws {
    let found = try advice(
      Self.table([[10, 9], [8, 1]], supply: [100, 100], caps: [100, 100]))
    #expect(abs(found.score - 1700) < 1e-6)
    #expect(found.plan?.shares == [[0, 1], [1, 0]])
  }

  @Test(arguments: 1...4)
  func `a linear program does as well as its own table, and no plan of a grid better`(
    seed: Int
  ) throws {
    var random = SplitMix64(seed: UInt64(seed))
    func whole(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(random.next() % UInt64(range.count))
    }
    let values = (0..<2).map { _ in (0..<2).map { _ in Double(whole(1...12)) } }
    let supply = [whole(5...10) * 20, whole(5...10) * 20]
    let caps = [whole(3...9) * 20, whole(3...9) * 20]
    let text = Self.table(values, supply: supply, caps: caps)
      .replacingOccurrences(of: " -> T1, T2", with: " -> T1, T2 by 25%")
    let found = try advice(text, trials: 1, .all)
    guard case .linear = found.method else { return #expect(Bool(false), "\(found.method)") }
    let table = try #require(
      Allocation.transport(
        values: values, supply: supply.map(Double.init), caps: caps.map(Double.init)))
    #expect(abs(found.score - table.total) <= 1e-6 * table.total)
    let grid = try advice(text, trials: 1, .grid)
    #expect(grid.method == .exhaustive)
    #expect(found.score >= grid.score - 1e-6)
  }

  /// Two targets that differ in worth and in how sure they are.
  static let two = """
    simulate 3 months
    product A { users 1000; churn 5%/month }
    product B { users 2000; churn 2%/month; arpu $2/user/month }
    product C { users 2000; churn 2%/month; arpu $2/user/month }
    redirect A -> B { over instant; reach 100%; accept choose { 50%: 10%, 50%: 90% }; overlap 0%; cost $1/user; share 50% }
    redirect A -> C { over instant; reach 100%; accept 45%; overlap 0%; cost $1/user; share 50% }

    """

  @Test func `mean, percentile and CVaR advise different splits`() throws {
    func shares(_ statistic: String) throws -> [Double]? {
      try advice(
        Self.two + "advise portfolio.value { maximise \(statistic); split A -> B, C }", trials: 400
      )
      .plan?.shares[0]
    }
    #expect(try shares("mean") == [1, 0])
    #expect(try shares("percentile 5%") == [0, 1])
    #expect(try shares("cvar 50%") == [0, 1])
    #expect(try shares("percentile 95%") == [1, 0])
  }

  @Test func `statistics of a few values`() {
    let values: [Double] = [5, 1, 4, 2, 3]
    func found(_ statistic: AdviceQuestion.Statistic) -> Double { statistic.value(of: values) }
    #expect(found(.mean) == 3)
    #expect(found(.percentile(0.5)) == 3)
    #expect(found(.tail(0.4)) == 1.5)
    // Two whole trials and half of the third.
    #expect(found(.tail(0.5)) == 4.5 / 2.5)
    #expect(found(.tail(0.01)) == 1)
    #expect(AdviceQuestion.Statistic.mean.value(of: [1, .nan]).isNaN)
  }

  @Test func `a budget binds, and what loosening it is worth is what it then adds`() throws {
    func found(_ budget: Double) throws -> AdviceAnswer {
      try advice(
        Self.two
          + "advise portfolio.value { split A -> B, C; limit total(portfolio.cost) <= $\(budget) }",
        trials: 200)
    }
    let tight = try found(600)
    let loose = try found(610)
    guard case .linear = tight.method else { return #expect(Bool(false), "\(tight.method)") }
    let price = try #require(tight.limits[0].price)
    #expect(price > 0.5)
    #expect(abs((loose.score - tight.score) / 10 - price) < 1e-5 * price)
    let spare = try #require(tight.limits[0].spare)
    #expect(spare.minimum >= -1e-6 && spare.minimum < 1e-3)
    let given = tight.plan?.shares[0].reduce(0, +) ?? 0
    #expect(abs(given - 600.0 / 950) < 1e-6)
  }

  // MARK: Water-filling and search

  /// Returns a·ln(1 + x/b) on x users sent: a 3, 2 and 1 thousand, b one thousand, four thousand to send.
  static let logarithms = """
    simulate 2 months
    product S { users 4000 }
    for a in [3, 2, 1] {
      product ("T{a}") {
        users 0
        acquisition if month == 2 then a * 1k users / 1 month * ln(1 + named("T{a}").redirected / 1k users) else 0 users/month
      }
      redirect S -> ("T{a}") { over instant; reach 100%; accept 100%; overlap 0%; share 30%; cost $0.01/user }
    }
    advise total(portfolio.acquired) { split S -> T3, T2, T1 by 10% }
    """

  @Test func `concave returns are levelled: 2.5, 1.333333 and .166667 thousand, to a step`() throws
  {
    let found = try advice(Self.logarithms)
    guard case .waterFilling = found.method else {
      return #expect(Bool(false), "\(found.method), \(String(describing: found.obstacle))")
    }
    let shares = try #require(found.plan?.shares[0])
    for (share, exact) in zip(shares, [0.625, 1.0 / 3, 1.0 / 24]) {
      #expect(abs(share - exact) <= 0.1)
    }
    let best = try #require(WaterFilling(a: [3, 2, 1], b: [1, 1, 1], budget: 4)).total * 1000
    #expect(found.score <= best && found.score > best * 0.99)
    let grid = try advice(Self.logarithms, trials: 1, .grid)
    #expect(grid.plan == found.plan)
  }

  @Test(arguments: 1...2) func `a search does as well as every plan, on the same draws`(seed: Int)
    throws
  {
    var random = SplitMix64(seed: UInt64(seed) &+ 40)
    func share(_ from: Int, _ to: Int) -> String {
      "\(from + Int(random.next() % UInt64(to - from)))%"
    }
    let text = """
      simulate 4 months
      product A { users 1000; churn 5%/month }
      product B { users 2000; churn \(share(1, 5))/month; arpu $2/user/month; capacity \(2050 + Int(random.next() % 300)) users }
      product C { users 1000; churn 2% to 4%/month; arpu $3/user/month; capacity 1200 to 1400 users }
      product D { users 500; churn 5%/month; arpu $2/user/month }
      redirect A -> B { over instant; reach 90%; accept \(share(40, 60)) to 80%; overlap 10%; share 30%; cost $1/user }
      redirect A -> C { over instant; reach 90%; accept \(share(40, 60)) to 80%; overlap 10%; share 30%; cost $2/user }
      redirect A -> D { over instant; reach 90%; accept \(share(10, 30)) to 70%; overlap 10%; share 30%; cost $0.5/user }
      advise portfolio.value { maximise percentile 20%; split A -> B, C, D by 10%; limit 90% sure total(portfolio.cost) < $1400 }
      """
    let grid = try advice(text, trials: 100, .grid, budget: 1000)
    let search = try advice(text, trials: 100, .search, budget: 200)
    #expect(grid.simulated == 286 && grid.method == .exhaustive)
    #expect(search.score == grid.score)
    #expect(search.plan == grid.plan)
  }

  // MARK: Other choices

  static let chosen = """
    simulate 12 months
    product A { users 100k; churn 4% to 8%/month; cost $50k/month; features Lists, Notes }
    product B { users 200k; churn 2%/month; arpu $0.5/user/month; capacity 300k users }
    product C { users 100k; churn 3%/month; arpu $0.5/user/month }
    failure A { when users < 90k }
    overlap A, B 30% of A
    overlap A, C 10% of A
    redirect A -> B {
      from    failure  # then at once
      over    2 months; reach 80%
      accept  40% to 60%; share 50%
    }
    redirect A -> C { from failure; over 2 months; reach 80%; accept 20% to 70%; share 50% }
    integrate Lists from A into B { from failure; adoption 20%; churn -20% to -5%; cost $1k }
    integrate Notes from A into B { from failure; adoption 5%; churn -4% to -1%; cost $900k }
    close A 6 months after failure
    advise portfolio.value {
      split A -> B, C
      integrate Lists from A into B
      integrate Notes from A into B
      close A from 3 months after failure to 5 months after failure
    }

    """

  @Test func `what pays is done, what doesn't isn't, and the plan pasted gives the same figure`()
    throws
  {
    var session = Session()
    session.limits.deadline = nil
    session.trials = 200
    let outcome = session.run(Self.chosen)
    let found = try #require(Self.advice(outcome))
    #expect(found.plan?.isDone == [true, false])
    #expect(found.plan?.months == [0])
    #expect(found.all == 231 * 4 * 3)
    let report = outcome.report()
    let lines = report.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("scenario Advised {") })
    let end = try #require(lines[start...].firstIndex { $0 == "}" })
    #expect(!report.contains("Notes from A into B {"))
    let script = lines[start...end].joined(separator: "\n")
    #expect(!script.contains("#"))
    let value = try session.number(script + "\nportfolio.value in Advised at end")
    #expect(abs(value - found.score) <= 1e-9 * abs(value))
    // And no worse than what was declared.
    #expect(try session.number("portfolio.value at end") <= value)
    let json = outcome.report(.json)
    for field in ["\"kind\"", "\"recommended\"", "\"regret\"", "\"runnerUp\"", "\"script\""] {
      #expect(json.contains(field))
    }
    #expect(outcome.report(.markdown).contains("```reroute"))
    #expect(outcome.report(.csv).contains("recommended,"))
  }

  @Test func `equal targets: the first named gets all, on any number of threads`() throws {
    let text = """
      simulate 3 months
      product A { users 1000 to 2000; churn 5%/month }
      product B { users 2000; arpu $2/user/month }
      product C { users 2000; arpu $2/user/month }
      redirect A -> B { over instant; reach 90%; accept 50%; overlap 0%; share 50%; cost $1/user }
      redirect A -> C { over instant; reach 90%; accept 50%; overlap 0%; share 50%; cost $1/user }
      advise portfolio.value { split A -> C, B }
      """
    let one = try advice(text, trials: 300, .all)
    let three = try advice(text, trials: 300, .all, threads: 3)
    #expect(one == three)
    #expect(one.plan?.shares == [[1, 0]])
    #expect(try advice(text, trials: 300, .search).plan == one.plan)
  }

  @Test func `regret is 0 without uncertainty, and not negative with it`() throws {
    let certain = try advice(
      Self.table([[10, 9], [8, 1]], supply: [100, 100], caps: [100, 100]))
    #expect(certain.regret?.maximum == 0)
    let uncertain = try advice(
      Self.two + "advise portfolio.value { split A -> B, C }", trials: 400)
    let regret = try #require(uncertain.regret)
    // In half of the trials C would have done better: 45% accept instead of 10%.
    #expect(regret.minimum == 0 && regret.mean > 0)
    #expect(abs(regret.maximum / regret.mean - 2) < 0.2)
  }

  // MARK: Wrong questions and limits

  private func codes(_ text: String) -> (codes: [String], text: String) {
    var session = Session()
    session.trials = 100
    let outcome = session.run(text)
    return (outcome.messages.map(\.code), outcome.renderedMessages())
  }

  @Test func `limits that can't be met come with the nearest figure`() {
    let (codes, text) = codes(
      Self.two + "advise portfolio.value { split A -> B, C; limit total(B.cost + C.cost) > $5000 }")
    #expect(codes == ["R935"])
    #expect(text.contains("the nearest comes to $950"), "\(text)")
  }

  @Test func `wrong questions`() {
    for (clauses, code, says) in [
      ("{ maximise mean }", "R931", "split A -> B, C"),
      ("{ split A -> B }", "R933", "split A -> B, C"),
      ("{ split B -> A, C }", "R933", "no such action"),
      ("{ integrate Lists from A into B }", "R933", "split A -> B, C"),
      ("{ close A from month 1 to month 3 }", "R933", "a closing of A"),
      ("{ split A -> B from 60% to 80%, C from 50% to 60% }", "R933", "110%"),
      ("{ maximise median; split A -> B, C }", "R112", "mean"),
      ("{ maximise cvar; split A -> B, C }", "R933", "cvar 5%"),
      ("{ maximise percentile 0%; split A -> B, C }", "R318", "between 0% and 100%"),
      ("{ split A -> B, C; split A -> C, B }", "R113", "twice"),
      ("{ split A -> B, C by 60% }", "R318", "50%"),
    ] {
      let (codes, text) = codes(Self.two + "advise portfolio.value \(clauses)")
      #expect(codes.first == code && codes.count == 1, "\(clauses): \(text)")
      #expect(text.contains(says), "\(text)")
    }
    let untouched = codes(Self.two + "advise A.users at month 0 { split A -> B, C }")
    #expect(untouched.codes == ["R934"])
    let named = codes(Self.two + "advise portfolio.value in baseline at end { split A -> B, C }")
    #expect(named.codes == ["R934"])
    let free = codes(
      """
      simulate 3 months
      product A { users 1000 }
      product B { users 2000; arpu $2/user/month }
      product C { users 2000; arpu $1/user/month }
      redirect A -> B { over instant; reach 90%; accept 50%; overlap 0%; share 50% }
      redirect A -> C { over instant; reach 90%; accept 50%; overlap 0%; share 50% }
      advise portfolio.value { split A -> C, B }
      """)
    #expect(free.codes == ["R932"])
  }

  @Test func `plans count as scenarios of the cost, known before the run`() {
    let text = Self.two + "advise portfolio.value { maximise percentile 5%; split A -> B, C }"
    var session = Session()
    session.limits.cost = 3 * 3 * 10_000 * 20
    #expect(session.run(text).messages.map(\.code) == ["R604"])
  }

  @Test func `who stops is told the best plan so far, and that it is that`() {
    let done = Mutex(0.0)
    var session = Session()
    session.trials = 300
    session.host.progress = { part, of in
      // The run of the other questions, of which there are none, tells its own trials first.
      if of > 300 { done.withLock { $0 = Double(part) / Double(of) } }
    }
    session.host.isCancelled = { done.withLock { $0 > 0.05 && $0 < 0.9 } }
    let outcome = session.run(
      Self.two
        + "advise portfolio.value { maximise percentile 5%; split A -> B, C; limit total(portfolio.cost) <= $900 }"
    )
    #expect(outcome.status == .interrupted)
    let found = Self.advice(outcome)
    #expect(found?.wasStopped == true)
    #expect(found?.plan != nil)
    #expect(outcome.report().contains("Stopped: the best of the"), "\(outcome.report())")
    #expect(outcome.renderedMessages().contains("plans"))
  }
}
