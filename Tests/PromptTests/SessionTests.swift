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

  @Test("A change's difference is that of the same trials")
  func differences() {
    var session = session(
      "simulate 12 months; product A { users 1M; churn 4% to 6%/month }", "A.users at end")
    session.trials = 2000
    // A scenario that changes the clause draws what the changed clause will.
    var other = session
    _ = other.run("scenario S { A.churn = 8% to 9%/month }")
    let expected = other.run("A.users at end in S - A.users at end").report(showsQuestion: false)
    let outcome = session.run("A.churn = 8% to 9%/month")
    #expect(outcome.changes.count == 1)
    #expect(outcome.changes.first?.difference.map { $0 + "\n" } == expected)
    // Another seed draws other numbers, so trials can't be compared.
    session.seed = 99
    #expect(session.recompute().allSatisfy { $0.difference == nil })
  }

  @Test("Differences of shares, conditions, months and series say what they are of")
  func kindsOfDifferences() {
    var session = session(
      "simulate 12 months; product A { users 1M; churn 5%/month }; failure A { when users < 800k for 2 months }",
      "A.churn at month 1", "A.users at end > 500k users", "A.failure", "A.users")
    let outcome = session.run("A.churn = 10%/month")
    let told = Dictionary(
      uniqueKeysWithValues: outcome.changes.map { ($0.name, $0.difference) })
    #expect(told["A.churn at month 1"] == "+5 points/month", "\(told)")
    #expect(told["A.users at end > 500k users"] == "-100 points", "\(told)")
    #expect(told["A.failure"] == "-2 months", "\(told)")
    #expect(told["A.users"] == "-257.931k users at end", "\(told)")
  }

  @Test("What can't be asked any more isn't in the source")
  func unanswerableSource() {
    var session = session(Self.plan, "A.users at month 12", "A.users at month 3")
    _ = session.run("simulate 6 months")
    #expect(!session.source.contains("month 12") && session.source.contains("month 3"))
    var fresh = Session()
    #expect(fresh.run(session.source).status == .done)
  }

  @Test("An answer that is used becomes a name, which draws as the question did")
  func results() {
    var session = Session()
    session.namesResults = true
    session.trials = 500
    let first = session.run("2M to 5M users").report(showsQuestion: false)
    #expect(session.run("_").report(showsQuestion: false) == first)
    #expect(session.run("_1 - _2").report(showsQuestion: false) == "0 users\n")
    #expect(session.source.contains("let _1 = 2M to 5M users\n"))
    var again = Session()
    again.trials = 500
    #expect(again.run(session.source).report().contains("_1 - _2: 0 users"))
    #expect(again.run(session.source).report(showsQuestion: false).hasPrefix(first))
    // In a script of its own, `_` is a name like any other.
    var plain = Session()
    #expect(plain.run("let _ = 3; _ + 1").report(showsQuestion: false) == "4\n")
  }

  @Test("Every topic of help has an example that runs")
  func topics() {
    for topic in HelpTopic.all {
      #expect(!topic.summary.isEmpty, "\(topic.name)")
      let steps = topic.run(trials: 200, clock: Host().clock)
      #expect(!steps.isEmpty, "\(topic.name)")
      for step in steps { #expect(step.status == .done, "\(topic.name): \(step.answer)") }
      #expect(steps.contains { !$0.answer.isEmpty }, "\(topic.name)")
    }
    let listed = HelpTopic.all.map { "\($0.group) \($0.name)" }
    #expect(Set(listed).count == listed.count, "a topic is listed twice")
    #expect(HelpTopic.matching("redirect").map(\.name) == ["redirect"])
    #expect(HelpTopic.matching("REDI").map(\.name).contains("redirected"))
    #expect(HelpTopic.matching("ledger").map(\.name) == ["why"])
    #expect(HelpTopic.matching("zzzz").isEmpty)
  }

  @Test("Every word that begins a statement has a topic")
  func topicsOfWords() {
    let names = Set(HelpTopic.all.map(\.name))
    let offered = Completer.complete("", 0, Session()).candidates.map(\.text).filter {
      !$0.hasSuffix("(") && $0 != "portfolio"
    }
    for word in offered { #expect(names.contains(word), "\(word)") }
  }

  @Test("Sources and ages are those nearest to the number")
  func sources() {
    let session = session(
      """
      simulate 12 months from 2023-07
      product A "Ä" source "block" as of 2023-01 {
        users 1M source "own" as of 2023-07
        churn 5%/month note "a guess"
        features F
      }
      let price = $3/user/month source "a list" as of 2024-01-15
      let label = "three"
      observe A.users source "panel" { 2023-07: 1M, 2023-08: 2M }
      for n in ["X"] { product (n) { users 7; churn 1%/month source "loop" } }
      """)
    let found = session.sourcedNumbers(today: "2024-03")
    func line(_ name: String) -> [String?] {
      found.first { $0.name == name }.map {
        [$0.value, $0.source, $0.asOf, $0.note, $0.ageInMonths.map { "\($0)" }]
      } ?? []
    }
    #expect(line("A.users") == ["1M", "own", "2023-07", nil, "8"])
    #expect(line("A.churn") == ["5%/month", "block", "2023-01", "a guess", "14"])
    #expect(line("price") == ["$3/user/month", "a list", "2024-01", nil, "2"])
    #expect(line("observed A.users 2023-08") == ["2M", "panel", nil, nil, nil])
    #expect(found.contains { $0.name == "X.churn" && $0.source == "loop" }, "\(found)")
    #expect(!found.contains { $0.name == "label" || $0.name.contains("features") })
  }

  @Test("A text in canonical form keeps its meaning; colours add nothing but escapes")
  func canonical() {
    let session = session("unit hours")
    #expect(session.canonical("let x=5 hours;x") == "let x = 5 hours\nx")
    #expect(session.canonical("let x = (") == nil && session.canonical("# nothing") == nil)
    let text = "product A \"Ä {1 + 1}\" { users 1M; churn 5%/month } # 日本\nA.users at end"
    let coloured = Reroute.coloured(text)
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == text)
    #expect(coloured.contains("\u{1B}[34musers\u{1B}[0m \u{1B}[36m1M\u{1B}[0m"), "\(coloured)")
  }
}
