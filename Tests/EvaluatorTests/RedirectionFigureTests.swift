import Reroute
import Testing

/// Figures of redirections and of growth, against hand-computed cases and closed forms.
@Suite("Figures of redirections and growth, in scripts")
struct RedirectionFigureTests {
  /// A of 1000 is redirected in month 1 and closed in month 4: 800 see the offer, 400 take it, 80 of them were on B.
  private static let certain = """
    simulate 6 months
    discount 0%/year
    product A { users 1_000; arpu $1/user/month; cost $100/month }
    product B { users 2_000; arpu $1/user/month }
    overlap A, B 20% of A
    redirect A -> B { reach 80%; accept 50% }
    close A month 4
    scenario Never { close A month 4 }

    """

  @Test(
    "Migration, net new, leakage, salvage and cannibalisation by hand (1e-12)",
    arguments: [
      ("migration_rate(A)", 0.4), ("migration_rate(A, B)", 0.4), ("net_new_rate(A)", 0.32),
      ("leakage(A)", 0.6), ("leakage(A) in Never", .nan),
      // Until A closes nobody is salvaged: those who moved would have been active on A.
      ("salvage_rate(A, 3 months)", 0), ("salvage_rate(A, 4 months)", 0.32),
      ("salvage_rate(A, 6 months, B)", 0.32), ("cannibalisation(A, B) at month 3", 1.25),
      // Once A is closed it has lost nothing by the redirection.
      ("cannibalisation(A, B) at month 4", 0),
      // Acting at once: 1800 + 13920 less 300 is earned; a month later: 2800 + 13600 less 400.
      ("cost_of_delay()", -580), ("cost_of_delay() in baseline", 0),
    ])
  func byHand(call: String, expected: Double) throws {
    var session = Session()
    if expected.isNaN {
      let text = session.run(Self.certain + call).report(showsQuestion: false)
      #expect(text == "undefined in every trial: no user of A is offered a redirection\n")
    } else {
      #expect(agree(try session.number(Self.certain + call), expected, within: 1e-12), "\(call)")
    }
  }

  @Test("The golden portfolio: migration (81.951834 + 152.196262)/1000, net new .152196 (1e-6)")
  func golden() throws {
    var session = Session()
    let script = """
      simulate 12 months
      product A { users 1_000; churn 8%/month }
      product B { users 5_000; churn 2%/month }
      overlap A, B 35% of A
      redirect A -> B { from month 1; over 1 month; reach 100%; accept 40%; decline leaves }

      """
    // All of 920 are asked in month 1.
    _ = session.run(script)
    #expect(agree(try session.number("migration_rate(A)"), 0.368, within: 1e-12))
    #expect(agree(try session.number("net_new_rate(A)"), 0.368 * 0.65, within: 1e-12))
    #expect(agree(try session.number("leakage(A)"), 0.552, within: 1e-12))
  }

  @Test("An uncertain plan: the figures come with an interval, in every scenario")
  func uncertain() throws {
    var session = Session()
    let script = """
      simulate 6 months
      trials 2_000
      let take = 30% to 50%
      product A { users 1_000; churn 1% to 9%/month }
      product B { users 2_000 }
      overlap A, B 20% of A
      failure A { when users < 800 }
      redirect A -> B { reach 100%; accept take }
      scenario Half { redirect A -> B { reach 50%; accept take } }

      """
    _ = session.run(script)
    let rate = try session.estimate("migration_rate(A)")
    // In trials in which A doesn't fail nobody is offered anything.
    #expect(rate.trials < rate.of && rate.trials > 0 && rate.low < rate.high)
    let text = session.run("migration_rate(A)").report(showsQuestion: false)
    #expect(text.hasSuffix("undefined where no user of A is offered a redirection\n"), "\(text)")
    let ratio = try session.number("migration_rate(A) / (migration_rate(A) in Half)")
    #expect(agree(ratio, 2, within: 1e-9))
    let net = try session.number("net_new_rate(A) / migration_rate(A)")
    #expect(agree(net, 0.8, within: 1e-9))
  }

  @Test("CDNOW, March 1997: quick ratio .959410 (5e-7); no churn is infinite, nothing is undefined")
  func quickRatio() throws {
    var session = Session()
    #expect(
      agree(
        try session.number("quick_ratio(719 users, 61 users, 813 users)"), 0.959410, within: 5e-7)
    )
    #expect(try session.number("quick_ratio(3 users, 0 users, 0 users)") == .infinity)
    #expect(
      session.run("quick_ratio(0 users, 0 users, 0 users)").report(showsQuestion: false)
        == "undefined\n")
    #expect(
      agree(
        try session.number("net_churn(813 users, 61 users, 980 users)"), 752.0 / 980, within: 1e-12)
    )
    #expect(
      session.run("net_churn(1 users, 1 users, 0 users)").report(showsQuestion: false)
        == "undefined\n")
  }

  @Test("Growth accounting of a simulated product adds up in every month (1e-9)")
  func growthAccounting() throws {
    var session = Session()
    let script = """
      simulate 8 months
      product A { users 1_000; acquisition 40; churn 5%/month; resurrection 3%/month; dormant 200 }
      product B { users 2_000; acquisition 30; churn 3%/month }
      overlap A, B 20% of A
      redirect A -> B { over 3 months; reach 80%; accept 50%; lapse 10%; decline leaves }
      close A month 6

      """
    _ = session.run(script)
    for product in ["A", "B", "portfolio"] {
      for month in 1...8 {
        func value(_ field: String, _ at: Int) throws -> Double {
          try session.number("growth_accounting(\(product)).\(field) at month \(at)")
        }
        let sum =
          try value("new", month) + value("retained", month) + value("resurrected", month)
          + value("redirected_in", month)
        let users = try value("users", month)
        #expect(agree(sum, users, within: 1e-9))
        let change =
          try value("new", month) + value("resurrected", month) + value("redirected_in", month)
          - value("churned", month) - value("redirected_out", month) - value("lost", month)
        #expect(abs(users - (try value("users", month - 1)) - change) <= 1e-9 * max(1, users))
      }
    }
    let ratio = try session.number("growth_accounting(B).quick_ratio at month 1")
    #expect(agree(ratio, 30.0 / 60, within: 1e-12))
    #expect(agree(try session.number("quick_ratio(B) at month 1"), ratio, within: 0))
    #expect(agree(try session.number("net_churn(B) at month 1"), 0.03, within: 1e-12))
  }

  @Test("ARPU, CAC, break-even and reach by hand; uncertain figures go through")
  func ratios() throws {
    var session = Session()
    #expect(agree(try session.number("arpu_of($3_000/month, 1_500 users)"), 2, within: 0))
    #expect(agree(try session.number("cac_of($5_000, 1_000 users)"), 5, within: 0))
    #expect(
      agree(
        try session.number("break_even_migration($90_000, 100k users, $3/user, 40%)"), 0.5,
        within: 1e-12))
    let rate = try session.estimate("break_even_migration($90_000, 80k to 120k users, $3/user)")
    #expect(agree(rate.low, 0.25, within: 0.01) && agree(rate.high, 0.375, within: 0.01))
    #expect(
      agree(try session.number("deduplicated_reach(18%, 17%, 53%).reach"), 0.2546, within: 1e-12))
    #expect(try session.number("deduplicated_reach(70%, 60%).most") == 1)
    let figures = "deduplicated_reach(1_000 users, 600 users, 30%)"
    for (field, expected) in [("reach", 1300.0), ("least", 1000), ("most", 1600)] {
      #expect(agree(try session.number("\(figures).\(field)"), expected, within: 1e-12))
    }
  }

  @Test(
    "What makes no sense is told",
    arguments: [
      ("deduplicated_reach(18%, 17%, 99%)", "R318"), ("arpu_of(3, 4 users)", "R301"),
      ("quick_ratio(1 users, 2 users)", "R318"), ("quick_ratio(3)", "R206"),
      ("migration_rate(A, A)", "R405"), ("salvage_rate(A, 1.5 months)", "R318"),
      ("quick_ratio(1 users, -1 users, 2 users)", "R402"),
      ("cost_of_delay(0 months)", "R318"), ("migration_rate(portfolio)", "R206"),
      ("break_even_migration($3, 4 users, 3)", "R301"),
      ("product D { users 1; churn migration_rate(A) }", "R210"),
    ])
  func mistakes(call: String, code: String) {
    #expect(codes(Self.certain + call) == [code], "\(call)")
  }
}
