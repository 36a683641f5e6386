import Reroute
import Testing

/// Plans that react to failures, by hand.
@Suite struct ReactingPlanTests {
  private static let products = """
    simulate 12 months
    product A { users 1_000; acquisition 50 users/month; churn 5%/month }
    product B { users 1_000; churn 6%/month }
    product C { users 1_000; churn 6%/month }
    overlap A, B 10% of A
    overlap A, C 10% of A
    overlap B, C 10% of B

    """

  private func number(_ script: String, _ question: String) throws -> Double {
    var session = Session()
    let outcome = session.run(Self.products + script)
    #expect(!outcome.messages.contains { $0.severity == .error }, "\(outcome.renderedMessages())")
    return try session.number(question)
  }

  @Test("The target fails next: its pool is redirected on, and newcomers go to another (1e-9)")
  func chain() throws {
    let script = """
      failure A { at month 1 }
      failure B { at month 2 }
      redirect A -> B { reach 80%; accept 40%; until B.failure }
      redirect A -> C { from B.failure; reach 80%; accept 40% }
      redirect B -> C { reach 80%; accept 40% }
      """
    // Month 2: 1000 of A are asked, 320 take it, 32 were on B. Month 3: newcomers 50 are asked for C: 16, of whom 1.6 were there.
    #expect(abs(try number(script, "A.moved_out at month 2") - 288) <= 1e-9)
    #expect(abs(try number(script, "A.moved_out at month 3") - 14.4) <= 1e-9)
    #expect(abs(try number(script, "A.merged_out at month 3") - 1.6) <= 1e-9)
    // B in month 3: 883.6·0.94 own and 288·0.94 of the pool are asked: 32% take it, a tenth of them were on C.
    let asked = (1000 * 0.94 * 0.94 + 288) * 0.94
    #expect(abs(try number(script, "B.moved_out at month 3") - asked * 0.288) <= 1e-9)
    #expect(
      abs(try number(script, "C.moved_in at month 3") - (14.4 + asked * 0.288)) <= 1e-9)
  }

  @Test(
    "Each to the other when it fails, until that one fails: no circle, and nobody goes to and fro")
  func mutual() throws {
    let script = """
      failure A { at month 2 }
      failure B { at month 5 }
      redirect A -> B { reach 80%; accept 40%; until B.failure }
      redirect B -> A { reach 80%; accept 40% }
      """
    // In month 6 all of B are asked, and nobody comes to B later.
    for month in 1...12 {
      let there = try number(script, "A.moved_out at month \(month)")
      let back = try number(script, "B.moved_out at month \(month)")
      #expect((there > 0) == (3...5).contains(month) && (back > 0) == (month == 6))
    }
  }

  @Test("A date follows another failure, whichever is declared first; failures drag others down")
  func dates() throws {
    let script = """
      failure A { at 2 months after B.failure }
      failure B { at 1 month after C.failure }
      failure C { when users < 900 }
      B.churn = if C.failed then 50%/month else 0%/month
      """
    // C has 940, 883.6: it fails in month 2.
    #expect(try number(script, "C.failure") == 2)
    #expect(try number(script, "B.failure") == 3)
    #expect(try number(script, "A.failure") == 5)
    #expect(try number(script, "B.users at month 2") == 1000)
    #expect(try number(script, "B.users at month 3") == 500)
  }

  @Test("A reallocation ends with a failure, and one that begins and ends with it never works")
  func reallocation() throws {
    let script = """
      A.cost = $100/month
      failure B { at month 4 }
      reallocate 50% of A.cost into B.acquisition { from month 2; until B.failure; cac $5/user }
      """
    for month in 1...6 {
      let bought = try number(script, "B.acquired at month \(month)")
      #expect(bought == ((2...4).contains(month) ? 10 : 0), "month \(month)")
    }
    var session = Session()
    let codes = session.run(
      Self.products + """
        failure B { when users < 900 }
        redirect A -> B { from B.failure; until B.failure; reach 80%; accept 40% }
        """
    ).messages.map(\.code)
    #expect(codes == ["R431"])
  }

  @Test("A circle that failures decide is told with its share of trials, and the ledger balances")
  func circle() throws {
    var session = Session()
    let outcome = session.run(
      """
      simulate 12 months
      trials 400
      product A { users 1M; churn 5%/month }
      product B { users 2M; churn 1% to 5%/month }
      overlap A, B 10% of A
      failure A { when users < 900k }
      failure B { when users < 1.7M }
      redirect A -> B { reach 50%; accept 50% }
      redirect B -> A { reach 50%; accept 50% }
      A.users at end
      """)
    #expect(outcome.status == .done && outcome.messages.map(\.code) == ["R531"])
  }
}
