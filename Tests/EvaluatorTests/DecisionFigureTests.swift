import Reroute
import Testing

@Suite("Figures to decide by, in scripts")
struct DecisionFigureTests {
  @Test("The article's claims: +900%, +1500%, +500%; redirection explains 1/9, 1/15, 1/5 at most")
  func claims() {
    for (before, after, increase, ceiling) in [
      ("1M", "10M", "+900%", 1.0 / 9), ("0.5M", "8M", "+1500%", 1.0 / 15),
      ("2M", "12M", "+500%", 0.2),
    ] {
      let figures = "\(before) users, \(after) users"
      #expect(
        run("increase(\(figures)).relative").report(showsQuestion: false) == increase + "\n")
      #expect(agree(figure("redirection_ceiling(\(figures))"), ceiling, within: 1e-15))
    }
    #expect(agree(figure("redirection_ceiling(10M users, 12M users, 1M users)"), 0.5, within: 0))
    #expect(
      run("increase(0 users, 5 users).relative").report(showsQuestion: false) == "undefined\n")
    #expect(run("redirection_ceiling(8, 2)").report(showsQuestion: false) == "undefined\n")
    #expect(
      run("increase(20%, 25%).absolute").report(showsQuestion: false) == "+5 points\n")
    #expect(
      agree(figure("increase(1, 10, 1 year).monthly"), 0.21152765862858, within: 1e-13))
  }

  @Test("EVPI: 680, 590, 500; with perfect information 1030; worth 350 (1e-12)")
  func perfectInformation() {
    let script =
      "let e = evpi([[1500, 300, -800], [900, 600, -200], [500, 500, 500]], [50%, 30%, 20%])\n"
    for (i, value) in [680.0, 590, 500].enumerated() {
      #expect(agree(figure(script + "e.expected[\(i + 1)]"), value, within: 1e-12))
    }
    #expect(agree(figure(script + "e.informed"), 1030, within: 1e-12))
    #expect(agree(figure(script + "e.evpi"), 350, within: 1e-12))
    #expect(figure(script + "e.best") == 1)
  }

  @Test("Stock and flow: month 12 1459.6399123, month 24 1708.0109757 (5e-8), limit 2000")
  func stockAndFlow() {
    func asked(_ months: Int) -> String {
      "stock_and_flow(1_000 users, 100 users/month, 5%/month, \(months))"
    }
    #expect(agree(figure(asked(12) + ".users"), 1459.6399123, within: 5e-8))
    #expect(agree(figure(asked(24) + ".users"), 1708.0109757, within: 5e-8))
    #expect(agree(figure(asked(24) + ".limit"), 2000, within: 1e-9))
    let simulated = """
      simulate 24 months
      product A { users 1_000; acquisition 100; churn 5%/month }
      A.users at end
      """
    #expect(agree(figure(simulated), 1708.0109757, within: 5e-8))
  }

  @Test("Lifetime value and payback, both conventions (1e-12); by the month and by the period")
  func lifetime() {
    #expect(agree(figure("ltv($10, 80%, 10%).after_a_period"), 8 / 0.3, within: 1e-12))
    #expect(agree(figure("ltv($10, 80%, 10%).at_once"), 11 / 0.3, within: 1e-12))
    #expect(run("ltv($10, 100%, 0%).at_once").report(showsQuestion: false) == "infinite\n")
    #expect(figure("ltv_payback($10, 50%, 0%, $10).at_once") == 0)
    let never = "ltv_payback($10/user/month, 50%, 0%/month, $10/user).after_a_period"
    #expect(run(never).report(showsQuestion: false) == "never\n")
    #expect(figure("expect \(never) > 12 months") == nil)
    #expect(run("expect \(never) > 12 months").status == .done)
    #expect(run("ltv($2/user/month, 95%, 1%/month).at_once in ($/user)").status == .done)
  }

  @Test("Present value and payback of monthly amounts (1e-12)")
  func series() {
    #expect(agree(figure("present_value([$110, $121], 10%/month)"), 200, within: 1e-12))
    #expect(agree(figure("present_value([$100, $110], 10%/month, 0)"), 200, within: 1e-12))
    #expect(
      agree(figure("present_value([$110/month, $121/month], 10%/month)"), 200, within: 1e-12))
    #expect(figure("payback([$5, $5, $5], $10, 1%/month)") == 3)
    #expect(run("payback([$5, -$5, $5], $10)").report(showsQuestion: false) == "never\n")
  }
}
