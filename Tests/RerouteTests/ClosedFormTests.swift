import Foundation
import Metrics
import Planner
import Quantities
import Testing

@testable import Reroute

/// Figures that can be had by hand.
@Suite struct ClosedFormTests {
  private func number(_ script: String) throws -> Double {
    var session = Session()
    return try session.number(script)
  }

  @Test("Means of what is linear in its inputs")
  func means() throws {
    // 0.95^12 of the opening users; each month's newcomers are left by 0.95 a month from the next on.
    let run = try ScriptTrials(
      """
      simulate 12 months
      product P {
        users 900 to 1100 as uniform
        acquisition 5 to 15 users/month as uniform
        churn 5%/month
        arpu $2/user/month
      }
      product Q { users 1000; churn 2% to 4%/month as uniform }
      P.users at end
      total(P.revenue)
      Q.users at end
      """, trials: 20_000)
    let kept = pow(0.95, 12.0)
    var (mean, error) = meanAndError(run["P.users at end"])
    #expect(abs(mean - (1000 * kept + 10 * (1 - kept) / 0.05)) <= 5 * error)
    let revenue = (1...12).reduce(0.0) { sum, t in
      let kept = pow(0.95, Double(t))
      return sum + 2 * (1000 * kept + 10 * (1 - kept) / 0.05)
    }
    (mean, error) = meanAndError(run["total(P.revenue)"])
    #expect(abs(mean - revenue) <= 5 * error)
    // The 90% interval of a uniform is the middle nine tenths of it.
    let (low, high) = (0.03 - 0.01 / 0.9, 0.03 + 0.01 / 0.9)
    let expected = 1000 * (pow(1 - low, 13.0) - pow(1 - high, 13.0)) / (13 * (high - low))
    (mean, error) = meanAndError(run["Q.users at end"])
    #expect(abs(mean - expected) <= 5 * error)
  }

  @Test("The present value of a margin")
  func value() throws {
    let script = """
      simulate 24 months
      discount 8%/year
      product P { users 1000; arpu $1/user/month; cost $200/month }

      """
    let expected = (1...24).reduce(0.0) { $0 + 800 * pow(1.08, -Double($1) / 12) }
    #expect(abs(try number(script + "P.value at end") - expected) < 1e-8)
    #expect(abs(try number(script + "portfolio.value at end") - expected) < 1e-8)
    #expect(abs(try number(script + "P.value at month 1") - 800 * pow(1.08, -1.0 / 12)) < 1e-9)
  }

  @Test("Uncertain shares and rates under dated plans, trial by trial")
  func datedAndUncertain() throws {
    let run = try ScriptTrials(
      """
      simulate 6 months
      let d = 1% to 2%/month
      discount d
      let part = 20% to 60%
      let adopters = 10% to 30%
      let month_of_closing = 2 to 5
      product P { users 1000; arpu $1/user/month; cost $200/month; features F }
      product T { users 5000; acquisition 100 users/month }
      product C { users 1000 }
      reallocate part of P.cost into T.acquisition { from month 3; cac $5/user }
      integrate F from P into T { from month 2; over 3 months; adoption adopters; acquisition 50% }
      close C month (month_of_closing)
      d; part; adopters; month_of_closing
      P.value at end
      T.acquired
      C.users
      total(C.lost_at_closing)
      """)
    let acquired = try #require(run.values["T.acquired"])
    let open = try #require(run.values["C.users"])
    for trial in 0..<run.trials {
      let (d, part, adopters) = (run["d"][trial], run["part"][trial], run["adopters"][trial])
      let value = (1...6).reduce(0.0) { sum, t in
        sum + (800 + (t >= 3 ? 200 * part : 0)) * pow(1 + d, -Double(t))
      }
      #expect(abs(run["P.value at end"][trial] - value) < 1e-8)
      for t in 1...6 {
        let ramp = min(1, max(0, Double(t - 1) / 3))
        let bought = t >= 3 ? 200 * part / 5 : 0
        let expected = 100 * (1 + 0.5 * adopters * ramp) + bought
        #expect(abs(acquired[t][trial] - expected) < 1e-9)
      }
      // An uncertain month is the nearest whole one.
      let closing = run["month_of_closing"][trial].rounded()
      for t in 1...6 { #expect(open[t][trial] == (Double(t) >= closing ? 0 : 1000)) }
      #expect(run["total(C.lost_at_closing)"][trial] == (closing <= 6 ? 1000 : 0))
    }
    #expect(run.sites.isEmpty)
  }

  @Test(
    "Shares of one source that come to more than all of it in some trials are reduced, and told")
  func sharesAboveWhole() throws {
    let run = try ScriptTrials(
      """
      simulate 3 months
      product S { users 1000 }
      product A { users 0 }
      product B { users 0 }
      redirect S -> A { over instant; reach 100%; accept 100%; share 40% to 70% }
      redirect S -> B { over instant; reach 100%; accept 100%; share 40% to 70% }
      S.users at end
      A.users at end
      B.users at end
      """)
    for trial in 0..<run.trials {
      let (s, a, b) = (
        run["S.users at end"][trial], run["A.users at end"][trial], run["B.users at end"][trial]
      )
      #expect(s >= 0 && abs(s + a + b - 1000) < 1e-9)
    }
    #expect(run.sites.map(\.kind) == [.shareOutOfRange])
  }

  @Test("From a year to a month: losses, growth, flows")
  func years() throws {
    let script = """
      simulate 12 months
      product P { users 1000; churn 40%/year; cost $1200/year }
      product N { users 0; acquisition 1200 users/year }

      """
    #expect(abs(try number(script + "P.users at end") - 600) < 1e-9)
    #expect(abs(try number(script + "N.users at month 1") - 100) < 1e-9)
    #expect(abs(try number(script + "total(P.cost)") - 1200) < 1e-9)
    #expect(abs(try number("monthly_growth(8%/year)") - (pow(1.08, 1.0 / 12) - 1)) < 1e-15)
    #expect(abs(try number("monthly_loss(40%/year)") - (1 - pow(0.6, 1.0 / 12))) < 1e-15)
  }

  @Test("People: declared overlaps are taken off, undeclared ones leave a range")
  func people() throws {
    let script = """
      simulate 3 months
      product A { users 1000 }
      product B { users 500 }
      product C { users 200 }
      overlap A, B 30% of A

      """
    #expect(try number(script + "portfolio.users at end") == 1700)
    #expect(try number(script + "portfolio.people at end") == 1400)
    // A with C and B with C may share all 200 of C, yet nobody is fewer than A's 1000 and what B adds to it.
    let least = try number(script + "portfolio.least_people at end")
    #expect(least >= 1000 && least <= 1200)
  }

  @Test(
    "Lost at closing: still reachable or gone",
    arguments: [("30% of A", 300.0), ("20% of B", 100.0)])
  func lost(overlap: String, reachable: Double) throws {
    let script = """
      simulate 6 months
      product A { users 1000 }
      product B { users 500 }
      overlap A, B \(overlap)
      close A month 3

      """
    #expect(try number(script + "total(A.lost_at_closing)") == 1000)
    #expect(abs(try number(script + "total(A.lost_reachable)") - reachable) < 1e-9)
    #expect(abs(try number(script + "total(A.lost_gone)") - (1000 - reachable)) < 1e-9)
    // Nobody is reachable on what closes as well.
    #expect(try number(script + "close B month 3\ntotal(A.lost_reachable)") == 0)
  }

  @Test("Reachable and gone make up what is lost in every trial")
  func lostParts() throws {
    let run = try ScriptTrials(
      """
      simulate 6 months
      product A { users 900 to 1100; churn 2% to 4%/month }
      product B { users 500 }
      product C { users 100 }
      overlap A, B 60% to 90% of A
      overlap A, C 30% to 50% of A
      close A month 3
      total(A.lost_at_closing) - total(A.lost_reachable) - total(A.lost_gone)
      total(A.lost_gone)
      """)
    #expect(
      run["total(A.lost_at_closing) - total(A.lost_reachable) - total(A.lost_gone)"].allSatisfy {
        abs($0) < 1e-9
      })
    #expect(run["total(A.lost_gone)"].allSatisfy { $0 >= 0 })
  }

  @Test("What an integration salvages is its Shapley share of the portfolio's value")
  func salvage() throws {
    let products = """
      simulate 12 months
      discount 5%/year
      product S { users 1000; churn 8%/month; arpu $1/user/month; invested $5000; features F }
      product T { users 4000; churn 5%/month; arpu $2 to $3/user/month }
      failure S { at month 2 }

      """
    let integrate =
      "integrate F from S into T { from failure; over 3 months; adoption 50%; churn -20% to -10% }"
    let redirect =
      "redirect S -> T { from failure; over 2 months; reach 80%; accept 50%; overlap 30% }"
    let close = "close S 4 months after failure"
    let actions = [integrate, redirect, close]
    var session = Session()
    session.trials = 400
    let outcome = session.run(
      products + actions.joined(separator: "\n") + "\ntable failures\n")
    let answers = try #require(outcome.answers)
    guard case .failures(let rows, _) = answers.answers[0].form else {
      Issue.record("no table of failures")
      return
    }
    let salvaged = try #require(rows[0].salvaged)
    // Every subset as a scenario of its own.
    var worth: [Double] = []
    for subset in 0..<8 {
      let chosen = actions.indices.filter { subset >> $0 & 1 == 1 }.map { actions[$0] }
      var part = Session()
      part.trials = 400
      worth.append(
        try part.number(
          products + chosen.joined(separator: "\n") + "\nportfolio.value at end\n"))
    }
    let share =
      (worth[1] - worth[0]) / 3 + (worth[3] - worth[2]) / 6 + (worth[5] - worth[4]) / 6
      + (worth[7] - worth[6]) / 3
    #expect(abs(salvaged.mean - share) < 1e-6 * abs(share))
    #expect(share > 0)
  }

  @Test("Correlations that contradict one another are refused")
  func contradiction() throws {
    var session = Session()
    let outcome = session.run(
      """
      let a = 1 to 2
      let b = 1 to 2
      let c = 1 to 2
      correlate a with b by 0.9
      correlate b with c by 0.9
      correlate a with c by -0.9
      a + b + c
      """)
    #expect(outcome.status == .wrong)
    #expect(outcome.messages.count == 1)
  }
}
