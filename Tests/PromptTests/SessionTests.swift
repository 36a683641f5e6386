import Reroute
import Testing

@Suite("A session under changes")
struct SessionTests {
  /// A session that has run `texts`, each without a mistake.
  private func session(_ texts: String...) -> Session {
    var session = Session()
    session.trials = 200
    for text in texts {
      let outcome = session.run(text)
      #expect(outcome.status == .done, "\(outcome.renderedMessages())")
    }
    return session
  }

  /// The changes that `text` makes, as the prompt tells them.
  private func changes(_ session: inout Session, _ text: String) -> [String] {
    let outcome = session.run(text)
    #expect(outcome.status != .wrong, "\(outcome.renderedMessages())")
    return outcome.changes.map { "\($0.name): \($0.before) -> \($0.after)" }
  }

  static let plan = "simulate 12 months; product A { users 1M; churn 5%/month }"

  @Test("Each redefinition is compared with the one before, not with the first")
  func twice() {
    var session = session(Self.plan, "A.users at month 1")
    #expect(
      changes(&session, "A.churn = 10%/month") == ["A.users at month 1: 950k users -> 900k users"])
    #expect(
      changes(&session, "A.churn = 20%/month") == ["A.users at month 1: 900k users -> 800k users"])
    #expect(changes(&session, "A.churn = 20%/month").isEmpty)
  }

  @Test("A new action changes earlier answers too; a new name does not")
  func actions() {
    var session = session(Self.plan, "A.users at end")
    #expect(changes(&session, "let x = 3").isEmpty)
    #expect(changes(&session, "close A month 3") == ["A.users at end: 540.36k users -> 0 users"])
  }

  @Test("A question that can't be answered any more says so")
  func unanswerable() {
    var session = session("simulate 12 months; product A { users 1M; churn 5%/month }")
    _ = session.run("A.users at month 12")
    let found = changes(&session, "simulate 6 months")
    #expect(found.count == 1)
    #expect(found.first?.contains("-> no answer: ") == true, "\(found)")
  }

  @Test("An expectation is asked again")
  func expectation() {
    var session = session(Self.plan, "expect A.users at month 1 > 900k users")
    let found = changes(&session, "A.churn = 50%/month")
    #expect(
      found.count == 1 && found.first?.hasSuffix(": holds -> FAILS: does not hold") == true,
      "\(found)")
  }

  @Test("Names that only a run can tell are told")
  func uncertainNames() {
    var session = session("let a = 1 to 2; let b = a * a")
    let found = changes(&session, "let a = 10 to 20")
    #expect(found.count == 2, "\(found)")
    #expect(found.first == "a: 1 to 2 -> 10 to 20")
    #expect(found.last?.hasPrefix("b: ") == true)
  }

  @Test("A name given anew may use a later one; what depends on it follows")
  func order() {
    var session = session("let a = 1", "let b = 2", "let c = a + 1")
    #expect(changes(&session, "let a = b * 10") == ["a: 1 -> 20", "c: 2 -> 21"])
    #expect(changes(&session, "let b = 3") == ["b: 2 -> 3", "a: 20 -> 30", "c: 21 -> 31"])
    #expect(session.run("let b = a").status == .wrong)
    session.trials = nil
    #expect(session.source == "let b = 3\nlet a = b * 10\nlet c = a + 1\n", "\(session.source)")
  }

  @Test("A product declared anew forgets what was changed of it")
  func products() {
    var session = session(Self.plan, "A.churn = 10%/month", "A.users at month 1")
    let outcome = session.run("product A { users 1M; churn 5%/month }")
    #expect(outcome.dropped == ["A.churn = 10%/month"])
    #expect(outcome.changes.map(\.after) == ["950k users"])
    #expect(!session.source.contains("10%"))
  }

  @Test("A warning is told once")
  func warnings() {
    var session = session(Self.plan, "product B { users 1M; churn 5%/month }")
    let first = session.run("redirect A -> B { from month 2; reach 50%; accept 50% }")
    #expect(first.messages.map(\.code) == ["R412"])
    #expect(session.run("A.users at end").messages.isEmpty)
  }

  @Test("The source keeps comments, order and questions, and runs to the same answers")
  func source() {
    let script = """
      #!/usr/bin/env reroute
      # One.
      simulate 12 months  # a year
      trials 300; seed 4
      # Two:
      # a product.
      product A {
        users 1M to 2M   # many
        churn 5%/month
      }
      # Asked.
      A.users at end
      """
    var first = Session()
    let answer = first.run(script).report()
    let source = first.source
    for comment in ["# One.", "# a year", "# Two:", "# a product.", "# many", "# Asked."] {
      #expect(source.contains(comment), "\(source)")
    }
    var second = Session()
    #expect(second.run(source).report() == answer)
    #expect(second.source == source)
    first.seed = 9
    first.trials = 100
    var third = Session()
    #expect(third.run(first.source).report() == first.run("A.users at end").report())
  }

  @Test("A listing has a line for each declaration, and the products of loops")
  func listing() {
    let session = session(
      "simulate 12 months\nfor n in [\"X\", \"Y\"] {\n  product (n) { users 1M; churn 5%/month }\n}",
      "let x = [1,\n  2]", "x")
    #expect(session.listing.map(\.kind) == ["simulate", "for", "let", "product", "product"])
    #expect(session.listing[2].text == "let x = [1, 2]")
    #expect(session.listing[1].text.hasPrefix("for n in [\"X\", \"Y\"] { product (n)"))
    #expect(session.listing[3].text == "product X, from above")
  }
}
