import Reroute
import Testing

import struct Reroute.Host

/// Names, functions, branches, loops, lists, records, tables, texts and imports.
@Suite struct ScriptTests {
  @Test(arguments: [
    ("let a = 2\nlet b = a * 3\nb + 1", "7"),
    ("2 + 3 * 4 ^ 2", "50"),
    ("-2 ^ 2", "-4"),
    ("7 - 2 - 1", "4"),
    ("12 / 3 / 2", "2"),
    ("1 < 2 and not (3 < 2)", "true"),
    ("1 > 2 or 2 > 1", "true"),
    ("\"a\" + \"b\" == \"ab\"", "true"),
    ("if 1 < 2 then 10 else 20", "10"),
    ("[10, 20, 30][2]", "20"),
    ("[1, 2] + [3]", "[1, 2, 3]"),
    ("({ low: 1, high: 2 }).high", "2"),
    ("let r = { low: 1, high: { inner: 5 } }\nr.high.inner", "5"),
    ("length([4, 5, 6])", "3"),
    ("sum(range(1, 4))", "10"),
    ("let n = 3\n\"{n} of {n + 1}\"", "3 of 4"),
    ("\"a \\\"quoted\\\" word\"", "a \"quoted\" word"),
    ("fn area(a, b) = a * b\narea(2, 3)", "6"),
    ("fn f(a) {\n  let b = a + 1\n  b * 2\n}\nf(2)", "6"),
    ("fn fact(n) = if n < 2 then 1 else n * fact(n - 1)\nfact(5)", "120"),
    (
      "fn even(n) = if n == 0 then true else odd(n - 1)\nfn odd(n) = if n == 0 then false else even(n - 1)\neven(10)",
      "true"
    ),
    ("fn twice(x) = 2 * x\nmap([1, 2], twice)", "[2, 4]"),
    ("let t = table {\n  name, size\n  \"A\", 5\n  \"B\", 6\n}\ncolumn(t, \"size\")", "[5, 6]"),
    ("let t = table {\n  name, size\n  \"A\", 5\n}\nt[1].name", "A"),
    ("min(3, 5) + max([1, 9, 4])", "12"),
    ("1 + # a comment\n2", "3"),
    ("let a = 1; let b = 2; a + b", "3"),
  ]) func value(_ script: String, _ answer: String) {
    #expect(answers(script) == [answer])
  }

  @Test func blocksHaveNamesOfTheirOwn() {
    #expect(answers("let a = 1\nif 1 < 2 { let a = 2 }\na") == ["1"])
    #expect(answers("let a = 1\nfor i in [5, 6] { let a = i }\na") == ["1"])
    #expect(codes("if 1 < 2 { let inner = 2 }\ninner") == ["R201"])
    #expect(codes("for i in [1] { let a = i }\ni") == ["R201"])
    #expect(answers("let a = 1\nfn f(a) = a + 1\nf(10) + a") == ["12"])
  }

  @Test func branchesOfBlocks() {
    let script = """
      let size = 5
      if size > 10 { product Large { users 10M } }
      else if size > 3 { product Middle { users 5M } }
      else { product Small { users 1M } }
      simulate 2 months
      portfolio.people at end
      """
    #expect(answers(script) == ["5M users"])
  }

  @Test func aFunctionSeesTheNamesWhereItWasMade() {
    #expect(answers("let k = 3\nfn scale(x) = k * x\nfn outer(k) = scale(k)\nouter(5)") == ["15"])
    #expect(answers("fn early(x) = later(x) + 1\nfn later(x) = 2 * x\nearly(3)") == ["7"])
  }

  @Test func loopsMakeProductsWithComputedNames() {
    let script = """
      simulate 2 months
      let rows = table {
        name,    size
        "Orkut", 300M
        "Bebo",  40M
        "Vine",  200M
      }
      for row in rows { product (row.name) "{row.name}, closed" { users row.size } }
      Orkut.users at end + Vine.users at end
      named("Bebo").users at end
      for i in range(1, 3) { product ("P{i}") { users i * 1M } }
      P2.users at end
      """
    #expect(answers(script) == ["500M users", "40M users", "2M users"])
  }

  @Test func importsShareNamesAndAreReadOnce() {
    var host = Host()
    host.load = { (name, from) throws(Host.Failure) in
      switch name {
      case "rates": ("rates", Array("let loss = 5%/month\nproduct Shared { users 2M }".utf8))
      case "both": ("both", Array("import \"rates\"\nlet more = 2 * loss".utf8))
      default: throw .unreadable("there is no such file")
      }
    }
    let script = """
      import "rates"
      import "both"
      simulate 1 month
      product A { users 1M; churn more }
      A.users at end
      Shared.users at end
      """
    #expect(answers(script, host: host) == ["900k users", "2M users"])
    #expect(codes("import \"none\"", host: host) == ["R701"])
    #expect(codes("import \"rates\"") == ["R207"])
  }

  @Test func mistakesOfAnImportedTextAreToldThere() {
    var host = Host()
    host.load = { (_, _) throws(Host.Failure) in ("bad", Array("let a = 1\nlet b = missing".utf8)) }
    var session = Session(host: host)
    let message = session.run("import \"bad\"").messages.first
    #expect(message?.primary?.span.source == "bad")
    #expect(message?.primary?.span.line == 2)
  }

  @Test func declarationsInAnyOrder() {
    let script = """
      A.users at end
      compare baseline, Calm on A.users
      redirect A -> B { from month 1; over instant; reach 100%; accept 50% }
      overlap A, B 0% of A
      scenario Calm { A.churn = 1%/month }
      product B { users 0 }
      product A { users 100k }
      simulate 1 month
      """
    #expect(codes(script) == [])
  }
}
