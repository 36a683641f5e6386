import Foundation
import Reroute
import Testing

import struct Reroute.Host

/// Holes: what they want, what hangs on them, and what the answers are at what may fill them.
@Suite struct HoleTests {
  private func run(_ script: String) -> Outcome {
    var session = Session()
    session.host.threads = 1
    return session.run(script)
  }

  @Test func `only what hangs on a hole is withheld`() throws {
    let outcome = run(
      """
      simulate 12 months
      product A { users 1M; churn ? }
      product B { users 2M; churn 2%/month }
      product C { users 3M }
      overlap A, C 0% of A
      redirect A -> C { from month 3; reach 50%; accept 50% }
      A.users at end
      B.users at end
      C.users at end
      C.users at month 2
      portfolio.users at end
      """)
    #expect(outcome.status == .done)
    #expect(outcome.messages.map(\.code) == ["R901"])
    #expect(
      outcome.withheld == [
        "A.users at end", "C.users at end", "C.users at month 2", "portfolio.users at end",
      ])
    #expect(outcome.answerCount == 1)
    #expect(outcome.report().hasPrefix("B.users at end: 1.56943M users"))
  }

  @Test func `no more trials are run for a hole than the host asks for`() {
    var session = Session()
    session.trials = 50
    let outcome = session.run(
      "simulate 2 months; product A { users 1 to 2; churn ? }; A.users at end")
    #expect(outcome.holes.first?.trials.map(\.trials) == [50, 50, 50])
  }

  @Test func `the answers at low, middle and high are those of the filled script`() throws {
    let script = """
      simulate 12 months
      product A { users 1M to 2M; churn ?; arpu $2/user/month }
      A.users at end
      A.revenue
      expect 50% sure A.users > 100k users at end
      """
    let hole = try #require(run(script).holes.first)
    #expect(hole.wanted == ["a share per month, for `churn`"])
    #expect(hole.trials.map(\.value) == ["0%/month", "50%/month", "100%/month"])
    #expect(hole.trials.allSatisfy { $0.trials == 1000 })
    for trial in hole.trials {
      #expect(trial.answers[1].figure.hasSuffix(" at the end") || trial.value == "100%/month")
      let filled = run(script.replacing("?", with: trial.value) + "\ntrials 1000")
      let told = filled.report().split(separator: "\n").map(String.init)
      #expect(told[0] == "A.users at end: \(trial.answers[0].figure)")
      #expect(trial.answers.map(\.question)[..<2] == ["A.users at end", "A.revenue"])
    }
    #expect(hole.trials[0].answers[2].figure == "holds in 100%")
    #expect(hole.trials[2].answers[2].figure == "holds in 0%")
  }

  @Test(
    arguments: [
      ("product A { users ? }", "a number of users, for `users`"),
      ("unit seats\nproduct A { seats ? }", "a number of seats, for `seats`"),
      ("product A { users 1M; acquisition ? }", "users per month, for `acquisition`"),
      ("product A { users 1M; churn ? }", "a share per month, for `churn`"),
      ("product A { users 1M; churn ?/month }", "a share per month, for `churn`"),
      ("product A { users 1M; arpu ? }", "money per user and month, for `arpu`"),
      ("product A { users 1M; cost ? }", "money per month, for `cost`"),
      ("product A { users 1M; cost 3 * ? }", "something in USD per month, as a part of `cost`"),
      ("product A { users 1M; invested ? }", "an amount of money, for `invested`"),
      ("product A { users 1M; goal 2M by ? }", "a month"),
      ("product A { users 1M; churn 2%/month until ? then 3%/month }", "a month"),
      (
        "product A { users 1M }\nfailure A { when users < ? }",
        "something in users, to compare with `users`"
      ),
      (
        "product A { users 1M }\nfailure A { when users < 5 for ? }",
        "a length of time, such as months"
      ),
      ("product A { users 1M }\nfailure A { at ? }", "a month"),
      ("product A { users 1M }\nfailure A { when ? }", "a condition, true or false"),
      ("product A { users 1M }\nclose A ?", "a month"),
      ("let x = ?\nproduct A { users x }", "a number of users, for `users`"),
      ("let x = 3 users + ?", "something in users, as `3 users` is"),
      (
        "let x = ? to 5 users", "something in users, below `5 users`, the other end of the interval"
      ),
      ("let x = $5 to ?", "something in USD, above `$5`, the other end of the interval"),
      ("let x = ? of 5 users", "a share of `5 users`"),
      ("let x = if ? then 1 else 2", "a condition, true or false"),
      ("let x = if 1 < (1 to 2) then ? else $2", "something in USD, as `$2` is"),
      ("let x = [1, 2, 3]\nlet y = x[?]", "a plain number, for `the index`"),
      ("let x = max([?, 3])", "a list of quantities"),
      ("let x = ?\nx.users", "a product, a record or the portfolio before `.users`"),
      ("for x in ? { let y = x }", "a list to loop over"),
      ("trials ?", "a plain number, for `trials`"),
      ("\"{?}\"", "what is put into the text"),
      ("?", "any value: it is only asked for"),
      ("let x = ?", nil),
    ] as [(String, String?)])
  func `a hole says what its place wants`(script: String, wanted: String?) throws {
    let outcome = run("simulate 12 months\n" + script)
    #expect(
      outcome.messages.filter { $0.code != "R901" }.map(\.text) == [], "\(script)")
    let hole = try #require(outcome.holes.first)
    let found = hole.wanted.first
    #expect(
      found == wanted || found?.replacing(", as the index", with: ", for `the index`") == wanted)
    #expect(outcome.status == .done)
  }

  @Test func `the names that fit are told, and no others`() throws {
    let hole = try #require(
      run(
        """
        simulate 12 months
        let fade = 4%/month
        let share = 4%
        let many = 5 users
        fn twice(x) = 2 * 3%/month
        fn half(x) = x / 2
        product A { users 1M; churn ? }
        product B { users 2M; churn 2%/month }
        """
      ).holes.first)
    #expect(hole.fits == ["fade", "twice(x)", "B.churn"])
    #expect(hole.example == "5%/month")
  }

  @Test func `a hole used twice tells both uses and is one value`() throws {
    let outcome = run(
      """
      simulate 12 months
      let x = ?
      product A { users 1M; churn x }
      product B { users 1M; churn x; cost x }
      A.users - B.users at end
      """)
    let hole = try #require(outcome.holes.first)
    #expect(outcome.holes.count == 1)
    #expect(hole.wanted == ["a share per month, for `churn`", "money per month, for `cost`"])
    // No value is a share and money, so none is tried.
    #expect(hole.trials.isEmpty)
  }

  @Test func `a hole that everything may need withholds what is simulated`() {
    for script in [
      "simulate ?\nproduct A { users 1M }\nA.users at end\n1 + 1",
      "simulate 12 months\nproduct A { users max([?, 5]) }\nA.users at end\n1 + 1",
      "simulate 12 months\nlet x = max([?, 5])\nproduct A { users 1M; churn x }\nA.users at end\n1 + 1",
      "simulate 12 months\nproduct A { users 1M }\nif ? { product B { users 1M } }\nA.users at end\n1 + 1",
      "simulate 12 months\nproduct A { users 1M }\nfor i in ? { product (\"P{i}\") { users 1 } }\nA.users at end\n1 + 1",
    ] {
      let outcome = run(script)
      #expect(outcome.withheld == ["A.users at end"], "\(script)")
      #expect(outcome.report() == "1 + 1: 2\n", "\(script)")
      #expect(outcome.status == .done)
    }
  }

  @Test func `an expectation that hangs on a hole is not known to hold`() {
    let outcome = run(
      "simulate 2 months\nproduct A { users ? }\nexpect 1 < 2\nexpect A.users > 0 users at end")
    #expect(outcome.status == .expectationFailed)
    #expect((outcome.expectationsMet, outcome.expectations) == (1, 2))
  }

  @Test func `check tells holes without simulating, and is content`() {
    let script =
      "simulate 2 months\ntrials 1000000000\nproduct A { users 1 to 2; churn ? }\nA.users"
    let outcome = Session().check(bytes: Array(script.utf8))
    #expect(outcome.status == .done)
    #expect(outcome.messages.map(\.severity) == [.warning])
    #expect(outcome.holes.first?.trials.isEmpty == true)
    #expect(outcome.holes.first?.questions == ["A.users"])
  }

  @Test func `a hole is filled in a session`() throws {
    var session = Session()
    #expect(session.run("simulate 12 months; let fade = ?").status == .done)
    #expect(session.run("product A { users 1M; churn fade }").messages.map(\.code) == ["R901"])
    #expect(session.run("A.users at end").withheld == ["A.users at end"])
    let filled = session.run("let fade = 50%/month")
    #expect(filled.holes.isEmpty)
    #expect(try session.number("A.users at end").rounded() == 244)
  }

  @Test func `a number that hangs on a hole is no number`() {
    var session = Session()
    #expect(throws: Message.self) {
      try session.number("simulate 12 months; product A { users ? }; A.users at end")
    }
    #expect(throws: Message.self) { try session.number("1 + ?") }
  }

  @Test func `JSON tells holes and what is withheld`() throws {
    let report = run("simulate 2 months\nproduct A { users 1M; churn ? }\nA.users at end").report(
      .json)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any])
    #expect(object["withheld"] as? [String] == ["A.users at end"])
    let hole = try #require((object["holes"] as? [[String: Any]])?.first)
    #expect(hole["wanted"] as? [String] == ["a share per month, for `churn`"])
    #expect(hole["example"] as? String == "5%/month")
    #expect((hole["trials"] as? [[String: Any]])?.count == 3)
    #expect(((hole["span"] as? [String: Any])?["line"] as? Double) == 2)
  }

  @Test(arguments: [
    ("product B { users 1M; churn ?", ["fade", "A.churn", "5%/month"]),
    ("let x = few + ?", ["few", "A.users"]),
    ("A.users at ?", ["month 3"]),
    ("overlap A, C ? of A", ["30%"]),
  ])
  func `a question mark offers what fits`(text: String, expected: [String]) {
    var session = Session()
    _ = session.run(
      """
      simulate 12 months; let fade = 4%/month; let few = 3 users
      product A { users 1M; churn 1%/month }; product C { users 1M }
      """)
    let offset = text.utf8.distance(
      from: text.utf8.startIndex, to: text.lastIndex(of: "?") ?? text.endIndex)
    let completion = Completer.complete(text, offset + 1, session)
    #expect(completion.replaceFrom == offset)
    let offered = completion.candidates.map(\.text)
    #expect(expected.allSatisfy { offered.contains($0) }, "\(offered)")
  }

  @Test func `any number of a case study may be a hole`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Scripts/cases")
    let text = try String(
      contentsOf: folder.appendingPathComponent("resso.reroute"), encoding: .utf8)
    var session = Session()
    session.host.load = { (name, _) throws(Host.Failure) in
      guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else {
        throw .unreadable("there is none")
      }
      return (name, Array(data))
    }
    var replaced = 0
    for match in text.matches(of: /[$]?\d[\d_.]*[kMBT]?%?(\/(user|month|year))*/) {
      let mended = text.replacingCharacters(in: match.range, with: "?")
      let outcome = session.check(bytes: Array(mended.utf8), name: "case")
      // Where no value stands, such as in `2023-07`, the text is wrong; a value's place is never wrong because of the hole.
      let errors = outcome.messages.filter { $0.severity == .error }
      if errors.contains(where: { $0.code.hasPrefix("R1") }) { continue }
      let kinds = errors.filter { ["R206", "R310", "R314"].contains($0.code) }
      #expect(kinds.isEmpty, "\(kinds.map(\.text)): \(match.output.0)")
      replaced += 1
    }
    #expect(replaced > 20)
  }
}
