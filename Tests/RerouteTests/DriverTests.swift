import Engine
import Metrics
import Portfolio
import Quantities
import Reroute
import Synchronization
import Testing

/// `drives`, through the language, against closed forms. Shares agree within 4 of the standard errors that are told, which
/// themselves must be small.
@Suite struct DriverTests {
  /// Ishigami and Homma (1990), a = 7, b = .1; the sine by its series to x²¹, exact to 1e-11 on −π…π.
  static let ishigami = """
    fn sine(x) = x - x^3/6 + x^5/120 - x^7/5040 + x^9/362880 - x^11/39916800 + x^13/6227020800 - x^15/1307674368000 + x^17/355687428096000 - x^19/121645100408832000 + x^21/51090942171709440000
    let x1 = uniform(-3.141592653589793, 3.141592653589793)
    let x2 = uniform(-3.141592653589793, 3.141592653589793)
    let x3 = uniform(-3.141592653589793, 3.141592653589793)
    drives sine(x1) + 7 * sine(x2)^2 + 0.1 * x3^4 * sine(x1)
    """

  @Test func `Ishigami's indices`() throws {
    let found = try #require(try AnsweredScript.drivers(Self.ishigami).first)
    #expect(abs(found.mean - 3.5) < 0.05)
    #expect(abs(found.deviation * found.deviation - 13.8445879) < 0.15)
    let expected = [
      ("let x1", 0.313905, 0.557589), ("let x2", 0.442411, 0.442411), ("let x3", 0, 0.243684),
    ]
    for (name, alone, total) in expected {
      let group = try #require(found.group(name))
      #expect(
        group.alone.agrees(with: alone) && group.alone.error < 0.01, "\(name): \(group.alone)")
      #expect(
        group.total.agrees(with: total) && group.total.error < 0.01, "\(name): \(group.total)")
    }
    #expect(found.group("let x3")?.alone.isDistinct == false)
    #expect(found.interactions.agrees(with: 0.243684) && found.interactions.isDistinct)
    // E[f | x₁] = sin x₁ (1 + .1 π⁴/5) + 3.5 at 5% and 95% of −π…π: ∓.9 π, where the sine is ∓.309017.
    let swing = try #require(found.input("let x1")?.effect?.swing)
    #expect(swing.agrees(with: 2 * 0.3090169944 * (1 + 0.1 * 97.40909103 / 5), tolerance: 0.02))
  }

  @Test
  func `a sum shares its variance by those of its terms, a product has what both do together`()
    throws
  {
    let found = try AnsweredScript.drivers(
      """
      let a = normal(1, 1)
      let b = normal(2, 2)
      let c = normal(3, 3)
      let u = uniform(0, 2)
      let v = uniform(0, 2)
      drives 2 * a + b - c
      drives u * v
      """)
    let sum = found[0]
    for (name, share, rank) in [("let a", 4, 0.4651), ("let b", 4, 0.4651), ("let c", 9, -0.7130)] {
      let (group, input) = (try #require(sum.group(name)), try #require(sum.input(name)))
      #expect(group.alone.agrees(with: Double(share) / 17))
      #expect(group.total.agrees(with: Double(share) / 17))
      // Spearman's rho of normals with r = √share: 6/π asin(r/2).
      #expect(abs((input.effect?.rank.value ?? 0) - rank) < 0.02)
    }
    // 2a at its 95% and its 5%: 4 z apart, whatever the others.
    #expect(sum.input("let a")?.effect?.swing.agrees(with: 4 * 1.6448536269514722) == true)
    #expect(sum.input("let a")?.value(at: 0.95).rounded() == 3)
    #expect(!sum.interactions.isDistinct && abs(sum.interactions.value) < 0.02)
    // Var uv = 7/9, of E[uv | u] = u: 1/3, so 3/7 alone and 4/7 in all.
    for name in ["let u", "let v"] {
      let group = try #require(found[1].group(name))
      #expect(group.alone.agrees(with: 3.0 / 7) && group.total.agrees(with: 4.0 / 7))
    }
    #expect(found[1].interactions.agrees(with: 1.0 / 7) && found[1].interactions.isDistinct)
    #expect(found[1].groups.count == 2 && found[1].withoutEffect == 3)
  }

  @Test func `correlated inputs are one group, and follow the one that is held`() throws {
    let found = try #require(
      try AnsweredScript.drivers(
        """
        let a = normal(0, 1)
        let b = normal(0, 1)
        let c = normal(0, 1)
        correlate a with b by 0.5
        drives a + b + c
        """
      ).first)
    // r = 2 sin(π/12) of scores; Var (a + b) = 2 + 2r.
    let r = 0.5176380902
    let group = try #require(found.group("let a"))
    #expect(group.members.map(\.input.name) == ["let a", "let b"])
    #expect(group.alone.agrees(with: (2 + 2 * r) / (3 + 2 * r)))
    #expect(group.total.agrees(with: (2 + 2 * r) / (3 + 2 * r)))
    let swing = try #require(found.input("let b")?.effect?.swing)
    #expect(swing.agrees(with: 2 * 1.6448536269514722 * (1 + r), tolerance: 0.01))
  }

  @Test func `EVPI of a table of payoffs, and of knowing the state`() throws {
    let found = try #require(
      try AnsweredScript.drivers(
        """
        simulate 1 month
        let state = choose { 50%: 1, 30%: 2, 20%: 3 }
        let other = 1 to 2
        product P { users 0; arpu $1/user/month; cost $1000/month }
        scenario Bold extends baseline { P.users = (if state == 1 then 2500 users else if state == 2 then 1300 users else 200 users) }
        scenario Mild extends baseline { P.users = (if state == 1 then 1900 users else if state == 2 then 1600 users else 800 users) }
        scenario Safe extends baseline { P.users = 1500 users }
        drives P.margin at end between Bold, Mild, Safe
        """
      ).first)
    let choice = try #require(found.choice)
    #expect(choice.evpi.agrees(with: 350) && choice.evpi.error < 1)
    for (mean, expected) in zip(choice.means, [680.0, 590, 500]) {
      #expect(mean.agrees(with: expected) && abs(mean.value - expected) < 2)
    }
    #expect(choice.choice == 0 && !choice.lessIsBetter)
    #expect(abs(choice.best[0] - 0.5) < 0.01 && abs(choice.best[2] - 0.2) < 0.01)
    let state = try #require(found.input("let state")?.worth)
    #expect(state.agrees(with: 350) && state.error < 10)
    #expect(found.withoutEffect == 1)
  }

  /// Two actions, 1000 for sure against x + y: EVPI = s (φ(k) − k (1 − Φ(k))), k = |mean − 1000|/s (Raiffa and Schlaifer, 1961).
  @Test func `EVPI and EVPPI where the difference is normal`() throws {
    let found = try #require(
      try AnsweredScript.drivers(
        """
        simulate 1 month
        let x = normal(1050, 100)
        let y = normal(0, 30)
        product P { users 1000 }
        scenario New extends baseline { P.users = (x + y) * 1 user }
        drives P.users at end between baseline, New
        """
      ).first)
    let choice = try #require(found.choice)
    #expect(choice.evpi.agrees(with: 21.3425, tolerance: 0.02) && choice.evpi.error < 0.1)
    for (name, expected) in [("let x", 19.7797), ("let y", 0.5934)] {
      let input = try #require(found.input(name))
      let worth = try #require(input.worth)
      #expect(
        worth.agrees(with: expected, tolerance: 0.02) && worth.error < 0.3, "\(name): \(worth)")
      #expect((input.worthBias ?? 1) < 0.1)
    }
    #expect(found.difference.map(\.rawValue) == [2, 0])
  }

  @Test func `of a cost less is better, and monthly draws are one input`() throws {
    let found = try AnsweredScript.drivers(
      """
      simulate 6 months
      product P { users 1000; acquisition monthly(5 to 20 users/month); churn 1% to 3%/month; cost $900/month }
      scenario Cheap extends baseline { P.cost = $500/month to $1500/month }
      drives total(P.cost) between baseline, Cheap
      drives P.users
      """)
    #expect(found[0].choice?.lessIsBetter == true)
    #expect((found[0].input("P.cost")?.worth?.value ?? 0) > 100)
    #expect(found[1].groups.map { $0.members[0].input.name } == ["P.churn", "P.acquisition"])
    #expect(found[1].input("P.acquisition")?.isMonthly == true)
    #expect((found[1].input("P.acquisition")?.effect?.rank.value ?? 0) > 0.1)
  }

  static let portfolio = """
    simulate 12 months
    product A { users 1M; churn 4% to 12%/month; arpu $1 to $2/user/month; cost $1M/month }
    product B { users 500k to 700k; churn 1% to 3%/month; arpu $1/user/month }
    failure A { when users < 800k }
    redirect A -> B { from failure; over 3 months; reach 60% to 90%; accept 30% to 50%; overlap 10% }
    close A 4 months after failure
    correlate A.churn with B.churn by 0.4
    scenario Slow extends plan { redirect A -> B { from failure; over 9 months; reach 60% to 90%; accept 30% to 50%; overlap 10% } }
    drives B.users
    drives portfolio.value between baseline, plan, Slow
    """

  @Test func `the same bits on any number of threads`() throws {
    let one = try AnsweredScript.drivers(Self.portfolio, control: RunControl(threads: 1))
    #expect(one.count == 2)
    #expect(one == (try AnsweredScript.drivers(Self.portfolio, control: RunControl(threads: 3))))
    let portable = RunControl(threads: 2, execution: .portable)
    #expect(one == (try AnsweredScript.drivers(Self.portfolio, control: portable)))
    let names = one[0].groups.flatMap(\.members).map(\.input.name)
    #expect(names.contains("redirect A -> B accept") && names.contains("A.churn"))
  }

  @Test func `more than ten inputs are summed`() throws {
    let terms = (1...14).map { "let x\($0) = normal(0, \($0))" }.joined(separator: "\n")
    let sum = (1...14).map { "x\($0)" }.joined(separator: " + ")
    let found = try #require(try AnsweredScript.drivers(terms + "\ndrives " + sum).first)
    #expect(found.groups.count == 10)
    #expect(found.groups.first?.members[0].input.name == "let x14")
    // 1 + 4 + 9 + 16 of the 1015 in all.
    #expect(found.rest?.count == 4)
    #expect(found.rest?.alone.agrees(with: 30.0 / 1015, tolerance: 0.01) == true)
    #expect(found.alone.agrees(with: 1, tolerance: 0.02))
  }

  // MARK: Runs

  @Test func `progress goes on to the end, and a run that is stopped tells what it has`() throws {
    let told = Mutex([(done: Int, of: Int)]())
    var session = Session()
    session.limits.deadline = nil
    session.host.progress = { done, all in told.withLock { $0.append((done, all)) } }
    #expect(session.run(Self.portfolio).status == .done)
    let steps = told.withLock { $0 }
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.done <= $1.done && $0.of == $1.of })
    #expect(steps.last.map { $0.done <= $0.of && 10 * $0.done > 9 * $0.of } == true)

    let most = steps.last?.of ?? 0
    let now = Mutex(0)
    session = Session()
    session.limits.deadline = nil
    session.host.progress = { done, _ in now.withLock { $0 = done } }
    session.host.isCancelled = { now.withLock { $0 } > most / 5 }
    let outcome = session.run(Self.portfolio)
    #expect(outcome.status == .interrupted)
    #expect(outcome.messages.map(\.code) == ["R505"])
    #expect(outcome.report(.json).contains("\"stopped\" : true"))
  }

  @Test func `it counts against the limit of cost`() {
    var session = Session()
    session.limits.cost = 10_000_000
    let text = "simulate 12 months; trials 100; product A { users 1M; churn 4% to 12%/month }"
    #expect(session.tried(text + "; A.users").status == .done)
    #expect(session.tried(text + "; drives A.users").messages.map(\.code) == [])
    session.limits.cost = 100_000
    #expect(session.tried(text + "; A.users").status == .done)
    #expect(session.tried(text + "; drives A.users").messages.map(\.code) == ["R604"])
  }

  @Test(
    arguments: [
      ("drives 5", "R911"), ("drives A.users", "R911"), ("drives A.users in C", nil),
      ("drives A.users given A.users > 1 user", "R913"), ("drives A.users between C", "R914"),
      ("drives A.users in C between C, baseline", "R914"), ("drives A.users between C, D", "R417"),
      ("drives A.users between C, C", "R202"), ("drives \"x\"", "R206"), ("drives A", "R206"),
      ("drives first(A.users in C < 900k users)", "R912"),
      ("drives A.users between baseline, plan", "R911"),
      ("drives A.users between baseline, C", nil),
    ])
  func `wrong questions get an answer`(question: String, code: String?) {
    let text = """
      simulate 12 months
      product A { users 1M; churn 4%/month }
      scenario C extends baseline { A.churn = 0.1% to 2%/month }
      """
    let outcome = Session().tried(text + "\n" + question)
    #expect(outcome.messages.map(\.code) == [code].compactMap { $0 }, "\(outcome.messages)")
    #expect(
      outcome.messages.allSatisfy { !$0.help.isEmpty || !$0.corrections.isEmpty || code == "R417" })
  }
}
