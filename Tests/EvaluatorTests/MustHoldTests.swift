import Foundation
import Reroute
import Testing

import struct Reroute.Host

/// What is accepted and answered, and what is refused with a clear error while the session lives on.
@Suite struct MustHoldTests {
  // MARK: Accepted and answered

  @Test func byteOrderMarkCarriageReturnsAndTabs() {
    #expect(answers("\u{FEFF}let a = 2\r\n\tlet\tb = 3\r\na * b\r\n") == ["6"])
    #expect(answers("simulate 3 months\r\nproduct A {\r\n\tusers 1M\r\n}\r\nA.users at end") != [])
  }

  @Test func aSumOfAHundredThousandTerms() {
    let start = ContinuousClock.now
    #expect(answers("0" + String(repeating: " + 1", count: 100_000)) == ["100k"])
    #expect(ContinuousClock.now - start < .seconds(20) * slowness)
  }

  @Test func aLongSumOfUncertainTerms() {
    let text = "trials 10\nlet x = 1 to 2\nlet y = x" + String(repeating: " + x", count: 20_000)
    #expect(codes(text + "\ny - y") == [])
  }

  @Test func namesOfAnyScriptAndTitlesWithEmoji() {
    let script = """
      simulate 3 months
      let 利用者 = 5M users
      product 抖音 "TikTok 🎵 抖音" { users 利用者 }
      product Ünïted { users 1M }
      抖音.users at end
      """
    #expect(answers(script) == ["5M users"])
  }

  // MARK: Refused

  /// Scripts and what they must be refused with.
  static let refused: [(String, [UInt8], String)] = [
    ("empty", [], "R114"),
    ("binary", [0x7F, 0x45, 0x4C, 0x46, 0, 1, 0xFF, 0xFE, 0x80, 0], "R101"),
    ("invalid UTF-8", Array("let a = ".utf8) + [0xC3, 0x28], "R101"),
    ("NUL", Array("let a = 1\0".utf8), "R102"),
    ("brackets", Array(("let a = " + String(repeating: "(", count: 100_000)).utf8), "R108"),
    (
      "closed brackets",
      Array(
        (String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)).utf8),
      "R108"
    ),
    ("braces", Array(String(repeating: "if 1 < 2 { ", count: 100_000).utf8), "R108"),
    ("signs", Array(("let a = " + String(repeating: "- ", count: 100_000) + "1").utf8), "R108"),
    ("negations", Array((String(repeating: "not ", count: 100_000) + "true").utf8), "R108"),
    ("unknown name", Array("let a = b".utf8), "R201"),
    ("duplicate name", Array("let a = 1; let a = 2".utf8), "R202"),
    ("unit", Array("let a = 1 users + $1".utf8), "R301"),
    ("interval", Array("let a = 0% to 10%".utf8), "R307"),
    ("zero horizon", Array("simulate 0 months".utf8), "R409"),
    ("negative users", Array("product A { users -1 }".utf8), "R402"),
    ("division by zero", Array("1 / 0".utf8), "R312"),
    ("infinity", Array("let a = 10 ^ 999".utf8), "R313"),
    ("infinite horizon", Array("simulate 1e300 months".utf8), "R409"),
    ("recursion", Array("fn f(n) = 1 + f(n)\nf(1)".utf8), "R603"),
    ("a loop without end", Array("fn f(n) = f(n)\nf(1)".utf8), "R602"),
    ("mutual recursion", Array("fn f(n) = g(n)\nfn g(n) = 1 + f(n)\nf(1)".utf8), "R603"),
    ("recursion over lists", Array("fn f(n) = map([n], f)\nf(1)".utf8), "R603"),
    (
      "recursion in a block",
      Array("fn f(n) {\n let a = if n > 0 then f(n + 1) else 0\n a\n}\nf(1)".utf8), "R603"
    ),
    ("doubling", Array("fn f(n) = f(n + 1) + f(n + 2)\nf(1)".utf8), "R603"),
    ("a list too long", Array("for i in range(1, 1e9) { let a = i }".utf8), "R607"),
    ("unreadable", Array("import \"missing\"".utf8), "R701"),
    ("import circle", Array("import \"self\"".utf8), "R208"),
  ]

  @Test(arguments: refused) func refusedAndAlive(_ name: String, _ bytes: [UInt8], _ code: String) {
    var host = Host()
    host.load = { (file, _) throws(Host.Failure) in
      if file == "self" { return ("self", Array("import \"self\"".utf8)) }
      throw .unreadable("there is no such file")
    }
    var session = Session(host: host)
    #expect(session.run("let kept = 41").status == .done)
    let start = ContinuousClock.now
    // An empty text is nothing to run only where there is nothing before it.
    var fresh = Session(host: host)
    let outcome = code == "R114" ? fresh.run(bytes: bytes) : session.run(bytes: bytes)
    #expect(outcome.status == .wrong)
    #expect(outcome.messages.contains { $0.code == code }, "\(outcome.messages.map(\.code))")
    #expect(outcome.renderedMessages().utf8.count < 20_000)
    #expect(ContinuousClock.now - start < .seconds(10) * slowness)
    #expect(session.run("kept + 1").report(showsQuestion: false) == "42\n")
  }

  @Test func manyStatementsReachTheirLimit() {
    let loop = "for i in range(1, 1e5) { for j in range(1, 1e5) { let a = 1 } }"
    let start = ContinuousClock.now
    var session = Session()
    _ = session.limits.set("statements", to: 20_000)
    #expect(session.run(loop).messages.map(\.code) == ["R601"])
    #expect(ContinuousClock.now - start < .seconds(20) * slowness)
  }

  @Test func exponentialWorkReachesItsLimit() {
    var session = Session()
    session.limits.deadline = 60 * slowness
    _ = session.limits.set("steps", to: 200_000)
    let script = "fn f(n) = if n < 1 then 1 else f(n - 1) + f(n - 1)\nf(60)"
    #expect(session.run(script).messages.map(\.code) == ["R602"])
  }

  @Test func whatDoublesReachesALimitOrIsTold() {
    let texts = "fn f(s, n) = if n < 1 then s else f(s + s, n - 1)\nlength(f(\"abcdefgh\", 60))"
    #expect(codes(texts) == ["R607"])
    let holes =
      "fn f(s, n) = if n < 1 then s else f(\"{s}{s}\", n - 1)\nlength(f(\"abcdefgh\", 60))"
    #expect(codes(holes) == ["R607"])
    var session = Session()
    _ = session.limits.set("elements", to: 1_000)
    let lists = "fn f(l, n) = if n < 1 then l else f([l, l], n - 1)\nlet nested = f([1], 60)"
    #expect(session.run(lists).messages.map(\.code) == [])
    var products = ""
    for i in 1...40 { products += "let a\(i) = a\(i - 1) * a\(i - 1) - a\(i - 1)\n" }
    let shared = """
      simulate 2 months; trials 10
      let a0 = 1 to 1.0001
      \(products)product A { users 1M; acquisition a40 * 1 user / 1 month }
      A.users at end
      """
    #expect(answers(shared).count == 1)
  }

  /// A host may run scripts on a thread with little stack.
  @Test func recursionOnAThreadWithASmallStack() async {
    for script in [
      "fn f(n) = 1 + f(n + 1)\nf(1)", "fn f(n) = if n < 1 then 0 else 1 + f(n - 1)\nf(200)",
      "let a = " + String(repeating: "(", count: 190) + "1" + String(repeating: ")", count: 190),
    ] {
      let found = await withCheckedContinuation { continuation in
        let thread = Thread {
          var session = Session()
          let outcome = session.run(script)
          continuation.resume(returning: outcome.messages.map(\.code))
        }
        thread.stackSize = 512 << 10
        thread.start()
      }
      #expect(found == (script.contains("n + 1") ? ["R603"] : []))
    }
  }

  @Test func recursionThatEndsIsAnswered() {
    #expect(answers("fn f(n) = if n < 1 then 0 else 1 + f(n - 1)\nf(100)") == ["100"])
  }

  // MARK: While simulating

  private func simulated(_ script: String) -> [String] {
    var session = Session()
    let outcome = session.run("simulate 6 months; trials 500\n" + script)
    let text = outcome.messages.map { "\($0.severity.rawValue) \($0.code)" }
    #expect(session.run("1 + 1").status == .done)
    return text
  }

  @Test func divisionByZeroInAllTrialsAndInSome() {
    #expect(
      simulated(
        "product A { users 1M; acquisition 1M users / (0 * (1 to 2)) / 1 month }\nA.users at end")
        == ["error R312"])
    let some = "let x = bernoulli(50%)\nproduct A { users 1M; acquisition 1M users / x / 1 month }"
    #expect(simulated(some + "\nA.users at end") == ["warning R501"])
    #expect(simulated("product A { users 0 }\n$5 / A.users at end") == ["error R312"])
  }

  @Test func aTargetClosedInAllTrialsAndInSome() {
    let two = """
      product A { users 1M; churn 5% to 20%/month }
      product B { users 2M }
      overlap A, B 10% of A
      failure A { when users < 800k }
      redirect A -> B { from failure; reach 50%; accept 50% }

      """
    #expect(simulated(two + "close B month 4\nB.users at end") == ["warning R502"])
    let sure = two.replacing("when users < 800k", with: "at month 2")
    #expect(simulated(sure + "close B month 1\nB.users at end") == ["error R414"])
  }

  @Test func messagesOfARunTellTheShareTheScenarioAndTheMonth() {
    var session = Session()
    let outcome = session.run(
      """
      simulate 6 months; trials 500
      product A { users 1M; churn normal(90%, 10%) / 1 month; acquisition if month > 2 then 5 users / bernoulli(50%) / 1 month else 0 users/month }
      A.users at end
      """)
    let text = outcome.messages.map(\.text).joined(separator: "\n")
    #expect(text.contains("% of trials of baseline"))
  }
}
