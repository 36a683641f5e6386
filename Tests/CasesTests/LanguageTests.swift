import Reroute
import Testing

/// What the case studies lean on and is easily lost: each found by writing one of them.
@Suite("What the case studies lean on") struct LanguageTests {
  private func answered(_ script: String) -> String {
    var session = Session()
    let outcome = session.run(script)
    return outcome.renderedMessages() + outcome.report()
  }

  @Test("A loop declares a product each time round")
  func loops() {
    let text = answered(
      """
      simulate 2 months
      for name in ["One", "Two words", "Three"] {
        product (name) { users 5 }
      }
      portfolio.users at end
      """)
    #expect(text.contains("15 users"))
  }

  @Test("A redirection has an overlap of its own")
  func overlap() throws {
    var session = Session()
    let merged = try session.number(
      """
      simulate 2 months
      product A { users 1k }
      product B { users 1k }
      redirect A -> B { from month 1; over instant; reach 100%; accept 50%; overlap 40% }
      total(A.merged_out)
      """)
    #expect(abs(merged - 200) < 1e-9)
  }

  @Test("Failures are told of any scenario")
  func failures() {
    let text = answered(
      """
      simulate 6 months
      product A { users 1k; churn 20%/month }
      product B { users 1k }
      failure A { when users < 900 for 2 months; because age }
      scenario Closing { close A 1 month after failure }
      table failures in Closing
      table failures
      """)
    #expect(text.contains("In Closing."))
    #expect(text.contains("In baseline."))
  }

  @Test("Salvage counts the changes a scenario inherits")
  func salvage() throws {
    func salvaged(_ scenario: String) throws -> Substring {
      let text = answered(
        """
        simulate 12 months
        product A { users 1k; cost $1/month; features Art }
        product B { users 1k; arpu $1/user/month }
        failure A { at month 1 }
        scenario Dear { B.arpu = $2/user/month }
        scenario Own { B.arpu = $2/user/month
          integrate Art from A into B { from month 1; over instant; adoption 50%; arpu 10% }
        }
        scenario Inherited extends Dear {
          integrate Art from A into B { from month 1; over instant; adoption 50%; arpu 10% }
        }
        table failures in \(scenario)
        """)
      return try #require(text.split(separator: "\n").first { $0.contains("salvaged") })
    }
    // The change is a player too: 1200 after it, 600 before it.
    #expect(try salvaged("Own").contains("$900"))
    #expect(try salvaged("Inherited") == salvaged("Own"))
  }

  @Test("A clause that changes at a month may be uncertain before or after it")
  func schedules() throws {
    var session = Session()
    let acquired = try session.estimate(
      """
      simulate 6 months from 2023-01
      product A {
        users 0
        acquisition 10 users/month until 2023-04 then 50 to 200 users/month
      }
      A.users at 2023-03
      """)
    #expect(acquired.low == 30)
    #expect(acquired.high == 30)
  }

  @Test("A ramp from a fixed month rises over its months for an uncertain adoption too")
  func ramps() throws {
    let script = """
      simulate 6 months
      product A { users 0; features Art }
      product B { users 100; acquisition 100 users/month }
      integrate Art from A into B {
        from month 1
        over 4 months
        adoption 20% to 30%
        acquisition 100%
      }
      """
    func acquired(_ month: Int) throws -> Double {
      var session = Session()
      return try session.number(script + "\nB.acquired at month \(month)") - 100
    }
    let adoption = try acquired(4)
    #expect(abs(adoption - 25) < 1)
    #expect(abs(try acquired(2) - adoption / 2) < 1e-9)
    #expect(abs(try acquired(6) - adoption) < 1e-9)
  }

  @Test("Bindings that use one another twice, forty deep, are planned at once")
  func sharedBindings() throws {
    var script = "simulate 2 months\ntrials 10\nlet a0 = 1 users to 2 users\n"
    for i in 1...40 { script += "let a\(i) = 0.5 * a\(i - 1) + 0.6 * a\(i - 1)\n" }
    var session = Session()
    let users = try session.number(script + "product A { users a40 }\nA.users at end / a0")
    #expect(abs(users / 45.259256 - 1) < 1e-6)
  }
}
