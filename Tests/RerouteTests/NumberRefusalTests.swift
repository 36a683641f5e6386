import Metrics
import Testing

@testable import Reroute

/// What has no number is refused before a run; what has one only in some trials is told with their share.
@Suite struct NumberRefusalTests {
  @Test(
    "Refused, each with one message",
    arguments: [
      // The state before month 1 can't depend on the months.
      "product A { users monthly(1M to 2M) }\nA.users",
      "product A { users 1M }\nproduct B { users 1M }\n"
        + "redirect A -> B { reach 50%; accept 50%; overlap 0%; share if month > 3 then 50% else 20% }\nA.users",
      // A draw of each month and a draw of a trial can't be paired.
      "let m = monthly(1 to 2)\nlet x = 1 to 2\ncorrelate m with x by 0.5\nx",
      "let m = monthly(1 to 2)\nlet x = 1 to 2\ncorrelate x with m by 0.5\nx",
    ])
  func refused(script: String) {
    var session = Session()
    let outcome = session.run("simulate 6 months\n" + script)
    #expect(outcome.status == .wrong)
    #expect(outcome.messages.filter { $0.severity == .error }.count == 1)
  }

  @Test("A redirection's own overlap comes before the declared pair")
  func ownOverlap() throws {
    let products = """
      simulate 2 months
      product A { users 1000 }
      product B { users 1000 }
      overlap A, B 50% of A

      """
    var session = Session()
    #expect(
      try session.number(
        products
          + "redirect A -> B { over instant; reach 100%; accept 100%; overlap 20% }\ntotal(A.merged_out)"
      ) == 200)
    var declared = Session()
    #expect(
      try declared.number(
        products + "redirect A -> B { over instant; reach 100%; accept 100% }\ntotal(A.merged_out)"
      ) == 500)
  }

  @Test("`table failures`: when, what it has cost since, what was invested")
  func failures() throws {
    // 1000 · 0.9^t is below 800 from month 3 on, for two months at the end of month 4: eight months of cost are left.
    var session = Session()
    let outcome = session.run(
      """
      simulate 12 months
      product A { users 1000; churn 10%/month; cost $100/month; invested $5000 }
      failure A { when users < 800 for 2 months; because competition, "poor marketing" }
      table failures
      """)
    guard case .failures(let rows, _) = outcome.answers?.answers.first?.form else {
      Issue.record("no table of failures")
      return
    }
    #expect(rows.count == 1)
    #expect(rows[0].month.mean == 4)
    #expect(rows[0].costSince.mean == 800)
    #expect(rows[0].invested?.mean == 5000)
    #expect(rows[0].reasons == ["competition", "poor marketing"])
    #expect(rows[0].salvaged == nil)
  }
}
