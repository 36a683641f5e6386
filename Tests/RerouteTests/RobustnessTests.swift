import Reroute
import Testing

/// What reviews by mutated scripts and the fuzzer found; each ended the process or never ended.
@Suite("What once crashed") struct RobustnessTests {
  @Test(
    "Numbers at the edge of all numbers get a message",
    arguments: [
      "product A { churn 1e308/month }", "product A { users 1e-320 to 12000 }",
      "product R { churn 2% to 1e308/month }", "let x = 0% to 1e308", "monthly_loss(1e308/year)",
      "discount 1e308/year",
      "product A { users 1 }; product B { users 1 }; redirect A -> B { reach 1e308; accept 1% }",
      "let s = 1e307; product A { users 1; churn s / 1 month }",
      "product A { users 1 }; observe A.users { month 1: 1 }; detect A.users { below 1 for 1e19 months }",
      "pert(2, 5, -2)", "triangular(-1, -3, 4)", "truncate(normal(0, 1), -1e9, -1e8)",
      "\"\\u{D800}\"", "\"\\u{110000}\"", "\"\\u{}\"",
    ])
  func edges(script: String) {
    var session = Session()
    let outcome = session.run("simulate 2 months; " + script)
    #expect(outcome.status == .wrong)
    #expect(!outcome.renderedMessages().isEmpty)
    #expect(session.run("1 + 1").report() == "1 + 1: 2\n")
  }

  @Test("Ten thousand questions in one text take time in proportion")
  func manyQuestions() {
    var session = Session()
    let outcome = session.run(String(repeating: "1+1\n", count: 10_000))
    #expect(outcome.status == .done)
    #expect(outcome.answerCount == 10_000)
  }

  @Test("A limit below one is no limit", arguments: Limits.names)
  func limits(name: String) {
    var limits = Limits()
    let isRefused = !limits.set(name, to: 0.0001)
    #expect(isRefused)
    let isTaken = limits.set(name, to: 1)
    #expect(isTaken)
  }

  @Test("An unknown name beside another is told as well; recursion is not begun again")
  func operands() {
    var session = Session()
    #expect(session.run("let q = A1 + B2").messages.map(\.code) == ["R201", "R201"])
    #expect(session.run("fn f(n) = f(n + 1) + f(n + 2)\nf(1)").messages.map(\.code) == ["R603"])
  }

  @Test("What was drawn to the same file twice is kept once: the last of it")
  func redrawn() {
    var session = Session()
    session.host.save = { (_, _, _) throws(Host.Failure) in }
    session.trials = 32
    for text in [
      "simulate 2 months; product A { users 100 }", "plot A.users to \"users.svg\"",
      "A.users at end",
      "plot A.users at month 1 to \"users.svg\"",
    ] {
      #expect(session.run(text).status == .done)
    }
    let source = session.source
    #expect(source.contains("plot A.users at month 1 to"))
    #expect(!source.contains("plot A.users to"))
    #expect(source.contains("A.users at end"))
    var copy = Session()
    copy.host.save = { (_, _, _) throws(Host.Failure) in }
    #expect(copy.run(source).status == .done)
  }

  @Test("What a block or an import asks is answered with its text, not with every later one")
  func askedOnce() {
    var session = Session()
    session.host.load = { (name, _) throws(Host.Failure) in (name, Array("let y = 5\ny * 2".utf8)) }
    #expect(session.run("let x = 2\nif x > 1 { x }").report() == "x: 2\n")
    #expect(session.run("import \"lib.reroute\"").report() == "y * 2: 10\n")
    #expect(session.run("for i in [1, 2] { i + y }").report() == "i + y: 6\ni + y: 7\n")
    #expect(session.run("1 + 1").report() == "1 + 1: 2\n")
    #expect(session.refusal(ofQuestion: "x + y") == nil)
    #expect(session.run("x").report() == "x: 2\n")
    #expect(
      session.run("let x = 3").changes.map(\.after) == ["3", "3"], "of the name and of the question"
    )
  }

  @Test(
    "Lines of data end as files end them, and a row that can't be used is shown",
    arguments: [
      ("month,users\r2024-01,5\r2024-02\r", 3, "2024-02"),
      ("month,users\r\n2024-01,5\r\n2024-02\r\n", 3, "2024-02"),
      ("month,users\n2024-01\u{B}\u{C}\u{85}\u{2028}\n", 2, "2024-01"),
      ("\u{FEFF}month,users\n\u{B}\u{B}2024-01,\"5\n", 2, "2024-01,"),
      ("month,users\n\"20\"\"24\n-01\",5\n2024-02", 4, "2024-02"),
    ])
  func linesOfData(file: String, line: Int, shown: String) {
    var session = Session()
    session.host.load = { (name, _) throws(Host.Failure) in (name, Array(file.utf8)) }
    let outcome = session.run(
      """
      simulate 2 months from 2024-01
      product A { users 5 }
      observe A.users from "a.csv" { time "month"; value "users" }
      """)
    let told = outcome.renderedMessages()
    #expect(outcome.status == .wrong)
    #expect(told.contains("line \(line) of `a.csv`"), "\(told)")
    #expect(told.contains(shown), "\(told)")
  }

  @Test(
    "A correction of a number changes it",
    arguments: [
      ("let x = 5²", "let x = 5^2"), ("let x = 2\u{611}", "let x = 2\u{611}"),
      ("let x = 1__000", "let x = 1_000"),
    ])
  func malformedNumbers(script: String, mended: String) {
    let session = Session()
    let repair = session.repair(bytes: Array(script.utf8))
    #expect(String(decoding: repair.bytes, as: UTF8.self) == mended)
    let edits = session.check(bytes: Array(script.utf8)).messages.flatMap(\.corrections).flatMap(
      \.edits)
    for edit in edits {
      #expect(Array(script.utf8)[edit.span.utf8] != Array(edit.replacement.utf8)[...])
    }
  }
}
