import Reroute
import Testing

/// One run tells all independent mistakes, in order, none twice, and none that only follows from another.
@Suite struct SeveralMistakesTests {
  private func messages(_ script: String) -> [String] {
    var session = Session()
    return session.run(script).messages.map { "\($0.code):\($0.primary?.span.line ?? 0)" }
  }

  @Test func syntaxNamesUnitsAndPortfolioTogether() {
    let script = """
      simulate 12 months
      product A { users 1M; churn 4% to 2%/month }
      product B { users 10 million; chrun 5%/month }
      let a = 5M users + $3
      let b = a * 2
      let c = (1 +
      let d = b + 1
      redirect A -> A { reach 50%; accept 50% }
      overlap A, B 0.3 of A
      A.users at month 15
      """
    #expect(
      messages(script) == [
        "R306:2", "R111:3", "R112:3", "R301:4", "R106:6", "R405:8", "R317:9", "R408:10",
      ])
  }

  @Test func whatDependsOnAMistakeStaysSilent() {
    #expect(
      messages("let a = 1 + missing\nlet b = a + 1\nlet c = b + a\nfn f(x) = a + x\nf(1)\nc")
        == ["R201:1"])
  }

  @Test func aProductThatCantBeReadIsNotMissed() {
    let script = """
      simulate 12 months
      product A { users 1M; churn }
      product B { users 1M }
      redirect B -> A { reach 50%; accept 50%; reach 60% }
      C.users at end
      """
    #expect(messages(script) == ["R106:2", "R113:4"])
  }

  @Test func everyWrongClauseIsTold() {
    let script = """
      simulate 12 months
      product A {
        users     -5M
        churn     5%
        arpu      3 users
        cost      $2M
        capacity  25%
        frob      5
      }
      product B { users 1M }
      integrate Lyrics from A into B { adoption 5%; wobble 3% }
      redirect A -> B { accept 150% }
      """
    #expect(
      messages(script) == [
        "R402:3", "R302:4", "R301:5", "R302:6", "R301:7", "R112:8", "R416:11", "R401:12", "R317:12",
      ])
  }

  @Test func aMistakeInALoopIsToldOnce() {
    #expect(messages("for i in range(1, 50) { let a = i + missing }") == ["R201:1"])
  }

  @Test func aMistakeInAFunctionIsToldOnce() {
    #expect(messages("fn f(x) = x + $1\nlet a = f(1 users)\nlet b = f(2 users)") == ["R301:1"])
  }

  @Test func theOrderIsThatOfTheText() {
    let lines = messages(
      "simulate 5 months\nA.users at month 9\nproduct A { users 1M; churn 5% }\nlet x = y\nclose B end"
    )
    #expect(lines == ["R408:2", "R302:3", "R201:4", "R407:5"])
  }

  @Test func whatIsDeclaredAnewWithAMistakeIsNotDeclaredTwice() {
    var session = Session()
    #expect(
      session.run(
        "simulate 12 months\nproduct A { users 1M; churn 5%/month }\nfailure A { when users < 900k }"
      ).status == .done)
    let outcome = session.run("failure A { when users < 800k; becuase competition; at }")
    #expect(!outcome.messages.isEmpty && !outcome.messages.contains { $0.code == "R202" })
  }
}
