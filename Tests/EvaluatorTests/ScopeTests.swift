import Reroute
import Testing

/// What names stand for where blocks, calls and the top level give them.
@Suite struct ScopeTests {
  @Test(arguments: [
    ("let x = 1\nfor x in [2, 3] { x }\nx", ["2", "3", "1"]),
    (
      "let x = 1\nif true {\n  let x = 5\n  if true {\n    let x = 6\n    x\n  }\n  x\n}\nx",
      ["6", "5", "1"]
    ),
    ("let x = 1\nfn f(x) = x + 1\nf(10) + x", ["12"]),
    ("fn f(a) {\n  let a = a + 1\n  a * 2\n}\nf(2)", ["6"]),
    ("for x in [1, 2] {\n  fn f(y) = x + y\n  for x in [10] { f(x) }\n}", ["11", "12"]),
    ("fn f(n) = if n == 0 then later(0) else f(n - 1)\nfn later(n) = n + 7\nf(3)", ["7"]),
    ("let x = 2\nfn f() = x\nif true {\n  let x = 9\n  f()\n}", ["2"]),
    // More names than are looked through one by one.
    (
      "if true {\n" + (1...20).map { "  let v\($0) = \($0)" }.joined(separator: "\n")
        + "\n  v1 + v8 + v9 + v20\n}", ["38"]
    ),
    // The Kelvin sign is a K, and a composed letter is its parts.
    ("let K = 5\n\u{212A} + 1", ["6"]),
    ("let caf\u{E9} = 5\ncafe\u{301} + 1", ["6"]),
  ]) func `the innermost scope counts`(_ script: String, _ wanted: [String]) {
    #expect(answers(script) == wanted)
  }

  @Test func `a name is told as it was given, not as it was first mentioned`() {
    let script = "fn f(n) = if n == 0 then 1 else cafe\u{301}\nlet a = f(0)\nlet caf\u{E9} = 5\n"
    let told = Session().show(.values, bytes: Array(script.utf8), name: "test")
    let names = told.split(separator: "\n").map { Array($0.prefix { $0 != " " }.utf8) }
    #expect(names.last == Array("caf\u{E9}".utf8))
  }

  /// In a block that gives no other name, a function is no function of the top level: each call of it has a path of its own.
  @Test func `a function of a block doesn't number the draws of one that is called alike`() {
    let script = """
      fn f(x) = x + (1 to 2)
      let k = f
      if true {
        fn f(x) = x + 1
        let a = f(1) + k(1)
        a
      }
      """
    #expect(answers(script) == ["4.45 (90%: 4 to 5.01)"])
  }

  @Test func `what fits a hole is looked for in the innermost scope first`() {
    var session = Session()
    let outcome = session.run(
      """
      simulate 6 months
      for ab in [4%/month] { for ab in ["text"] {
        product ("Q{ab}") { users 1M; churn ? }
      } }
      """)
    #expect(outcome.renderedMessages().contains("R901"))
    #expect(!outcome.renderedMessages().contains("`ab`"))
  }
}
