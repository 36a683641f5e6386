import SourceText
import Syntax
import Testing

/// Each independent mistake is reported once, at its place, whatever the text.
@Suite struct DiagnosticsTests {
  private func lines(_ text: String) -> [Int] {
    let result = parse(text)
    return result.diagnostics.map { diagnostic in
      diagnostic.primary.map { result.tree.file.line(at: $0.span.start) + 1 } ?? 0
    }
  }

  private func codes(_ text: String) -> [DiagnosticCode] { parse(text).diagnostics.map(\.code) }

  @Test func sixMistakesGiveSixDiagnostics() {
    let text = """
      simulate 24 months from July
      prodct TikTok {
        users  1B
        churn  2%/month
      }
      product Resso {
        users  1M
        churn  9% to
          13%/month
        arpu   = $3
        cost   $1M/month
        goal   5M users by end
      }
      let ok = (1 + 2)
      redirect Resso to TikTok {
        from failure
      }
      if ok > 1 {
        let let = 3
        TikTok.users
      }
      compare baseline on
      """
    #expect(lines(text) == [1, 2, 10, 15, 19, 22])
  }

  @Test func sixStatementsSixLines() {
    let text = """
      let a 1
      let b = 2 +* 3
      fn (x) = x
      product A { users }
      table a b
      close A someday
      """
    #expect(lines(text) == [1, 2, 3, 4, 5, 6])
  }

  @Test(
    arguments: [
      ("product A {\n  users (1M\n  churn 2%\n}\nlet x 3\nlet y = 4", [3, 5]),
      ("let x = f(1, 2\nlet y = 3\nlet z 4", [1, 3]),
      ("let x = [1, 2\nlet y = 3", [1]),
      ("product A {\n  users 1M\n", [1]),
      ("if x {\n  product A {\n    users 1M\n", [2]),
      ("let x = )\nlet y = ]\nlet z = }\nlet w = 1", [1, 2, 3]),
      ("}\nlet a = 1\n}\nlet b 2", [1, 3, 4]),
      ("let s = \"abc\nlet t = 3\nlet u 4", [1, 3]),
      ("let s = 5 & 6\nlet t = 1_ + 2\nlet u 4", [1, 2, 3]),
      ("product A { users & 3; churn @ }\nlet u 4", [1, 1, 2]),
      ("let x = { a: 1, b }\nlet y 3", [1, 2]),
      ("let x = table { a, b\n 1, 2\n 3 4\n 5, 6 }\nlet y 3", [3, 5]),
      ("observe A.users {\n 2023-07: 1\n soon: 2\n 2023-09: 3\n}\nlet y 3", [3, 6]),
      ("let x = \"a {b\"\nlet y = 3", [1]),
    ] as [(String, [Int])])
  func noCascades(text: String, expected: [Int]) {
    #expect(lines(text) == expected, "\(parse(text).diagnostics.map(\.message))")
  }

  @Test(
    arguments: [
      ("prodct A { users 1M }", "`prodct` begins no statement", "write `product`"),
      ("users 5M", "`users` begins no statement", nil),
      ("}", "this `}` closes nothing", "leave it out"),
      (
        "product A { churn = 3% }", "a clause's value follows its word without `=`",
        "leave the `=` out"
      ),
      (
        "product A { churn: 3% }", "a clause's value follows its word without `:`",
        "leave the `:` out"
      ),
      ("if a = 3 { b }", "`=` gives a name to a value; `==` compares", "write `==`"),
      ("let total = 10 million", "`10 million` is written with a suffix", "write `10M`"),
      ("let cost = 10,000", "a comma can't group digits", "write `10_000`"),
      ("let x = a\n+ b", "a statement can't begin with `+`", nil),
      ("redirect A to B", "a redirection is written with an arrow, not `to`", "write `->`"),
    ] as [(String, String, String?)])
  func messages(text: String, message: String, correction: String?) {
    let found = parse(text).diagnostics
    #expect(found.map(\.message) == [message])
    #expect(found.first?.corrections.first?.title == correction)
  }

  @Test func aBracketSaysWhereItWasOpened() {
    let found = parse("product A {\n  users (1M\n  churn 2%\n}").diagnostics
    #expect(found.first?.secondary.first?.text == "opened here")
    #expect(found.first?.secondary.first?.span.start == 20)
  }

  // MARK: Text that stops too early

  @Test(arguments: [
    "product A {", "if x {", "product A {\n  users 1M\n", "f(", "f(1, ", "[1, 2", "1 +", "1 +\n",
    "let x =", "let x =\n", "redirect A ->", "a to", "not", "x at", "x in", "table a,",
    "if x then", "if x then 1 else", "let x = { a: 1", "choose {", "table {", "table { a\n 1",
    "product A { users 1M", "product A {\n  users 1M +", "failure A { because x,", "\"a {",
    "\"a {x", "scenario S {\n  close A end\n\n", "if x { } else", "f((1)", "fn f(a,", "1 + # more",
    "product A {  # comment", "[{", "overlap A,", "observe A.users { 2023-07: 1,",
  ])
  func incomplete(text: String) {
    let result = parse(text)
    #expect(result.isIncomplete, "\(result.diagnostics.map(\.message))")
    #expect(result.diagnostics.count == 1)
  }

  @Test(arguments: [
    "", "\n", "# comment", "1 + 2", "product A { users 1M }", "f(1)", "let x", "let x\n", "let",
    "product A {\n users\n", "1 + )", "f(1))", "\"abc", "let x = 5 &\nf(", "a b", "}", ")",
    "if x", "if x then 1", "let 3 = f(", "product", "product A }", "choose { }", "f(1; 2",
    "1 < 2 < 3",
    "explain A", "$", "redirect A to", "failure A",
  ])
  func notIncomplete(text: String) {
    #expect(!parse(text).isIncomplete)
  }

  // MARK: Unusual texts

  @Test(arguments: [
    "", "\n\n\n", "   \t ", "\u{FEFF}", "\u{FEFF}let a = 1", "let a = 1\r\nlet b = 2\r\n",
    "\tlet\ta\t=\t1\t", "#!/usr/bin/env reroute\nlet a = 1", "\u{FEFF}#!/usr/bin/env reroute\n1",
    "# a\n\nproduct A { # b\n # c\n users 1M # d\n # e\n} # f\n# g",
    "f( # a\n 1, # b\n # c\n 2 # d\n)",
    "product 微信 { 用户 1M }", "product A \"🎉 party 🇩🇪 👨‍👩‍👧\"", "let a = 1;;;let b = 2;", ";",
    "let x = [ # none\n]", "if a { # b\n} # c\n# d\nelse { }", "1 + # a\n# b\n2",
    "let a =\u{A0}1\u{3000}+\u{2009}2", "let é = 1", "let e\u{301} = 1", "\"tab\there\"",
  ])
  func accepted(text: String) {
    let result = parse(text)
    #expect(result.diagnostics.map(\.message) == [])
    #expect(result.tree.text == Array(text.utf8))
  }

  @Test func binaryIsRefusedOnceOrTwice() {
    #expect(codes("let a = 1\0") == [.controlCharacter])
    #expect(codes(String(repeating: "\0", count: 10_000)) == [.controlCharacter])
    var dice = Dice(seed: 1)
    let bytes = (0..<30_000).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    let result = parse(bytes)
    #expect(!result.diagnostics.isEmpty)
    #expect(result.diagnostics.count <= Parser.maximumDiagnostics)
    #expect(result.tree.text == bytes)
  }

  @Test func invalidTextIsRefusedInStringsAndComments() {
    #expect(parse(Array("let a = \"caf".utf8) + [0xE9] + Array("\"".utf8)).diagnostics.count == 1)
    let result = parse(Array("# caf".utf8) + [0xE9, 0x0A] + Array("let a = 1".utf8))
    #expect(result.diagnostics.map(\.code) == [.invalidUTF8])
    #expect(parse(Array("let a = caf".utf8) + [0xE9]).diagnostics.map(\.code) == [.invalidUTF8])
  }

  // MARK: Size

  @Test(arguments: [
    "(", "[", "{", "f(", "x[", "-", "not ", "if ", "2^", "\"{", "{ a: ", "choose { 1: ",
    "table { a; ",
    "if x { ", "scenario S { ", "for x in y { ", "f(1)(", "month (", "x at (",
    "x at 1 month after ",
    "x given ", "fn f() { ", "fn f() = ", "if a then ", "if a then b else ",
  ])
  func deepNestingIsRefusedFast(opener: String) {
    let clock = ContinuousClock()
    let text = String(repeating: opener, count: opener.count == 1 ? 100_000 : 10_000)
    var diagnostics: [Diagnostic] = []
    let time = clock.measure { diagnostics = parse(text).diagnostics }
    #expect((1...2).contains(diagnostics.count))
    #expect(time < .seconds(5), "\(opener)")
  }

  @Test func longChainsAreAccepted() {
    let sum = "1" + String(repeating: " + 1", count: 100_000)
    #expect(parse(sum).diagnostics.isEmpty)
    #expect(parse("[" + String(repeating: "1, ", count: 10_000) + "]").diagnostics.isEmpty)
    #expect(parse(String(repeating: "let x = 1\n", count: 5_000)).diagnostics.isEmpty)
    let disjunction = "a" + String(repeating: " and b or c", count: 5_000)
    #expect(parse(disjunction).diagnostics.isEmpty)
  }

  @Test func treesStayLow() {
    // Calls within the first argument of calls: each level of brackets adds two hundred nodes.
    var text = "x"
    for _ in 0..<150 { text = "f(\(text))" + String(repeating: "()", count: 150) }
    let result = parse(text)
    #expect(result.diagnostics.map(\.code) == [.nestingTooDeep])
    #expect(result.tree.text == Array(text.utf8))
  }

  @Test(arguments: [
    "let a 1\n", "}\n", ")\n", "@\n", "1_ 2\n", "\"\n", "product A { x }\n", "a b;",
  ])
  func thousandsOfMistakesAreCut(line: String) {
    let text = String(repeating: line, count: 3_000)
    let diagnostics = parse(text).diagnostics
    #expect(diagnostics.count <= Parser.maximumDiagnostics)
    #expect(diagnostics.last?.notes.last?.contains("more mistakes") == true)
  }

  @Test func anyBytesAreReadWithoutLoss() {
    var dice = Dice(seed: 9)
    let pool = Array("(){}[]\"\\#;\n\r,.:->=<!%$^*/ 0123eMk_tofelse unit é🙂\u{FEFF}\u{A0}".utf8)
    for round in 0..<1_500 {
      let bytes = (0..<dice.below(80)).map { _ in
        round % 3 == 0 || dice.chance(3) ? UInt8(dice.below(256)) : dice.pick(pool)
      }
      #expect(parse(bytes).tree.text == bytes)
    }
  }
}
