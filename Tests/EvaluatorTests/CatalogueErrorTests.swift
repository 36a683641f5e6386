import Reroute
import Testing

@Suite("What the functions refuse")
struct CatalogueErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let script: String
    let code: String
    let says: String
    init(_ script: String, _ code: String, _ says: String) {
      (self.script, self.code, self.says) = (script, code, says)
    }
    var testDescription: String { script }
  }

  static let cases: [Case] = [
    // What was silent before: a mistake inside a function was lost.
    Case("mean(\"x\")", "R206", "found a text"),
    Case("sum(3)", "R206", "expected a list"),
    Case("1e308 * 10", "R313", "beyond all numbers"),
    Case("peak(3)", "R318", "a series"),
    // Events
    Case("dau([1, 2], 3)", "R206", "{ user, day }"),
    Case("dau(table { user, date\n1, 2\n}, 3)", "R704", "no column called `day`"),
    Case("dau(table { user, day\n1, \"July\"\n}, 3)", "R804", "row 1 says `July`"),
    Case("dau(table { user, day\n1, 19970101\n}, 3)", "R804", "19970101"),
    Case("dau(table { user, day\n1, 2.5\n}, 3)", "R804", "no whole number"),
    Case("dau(table { user, day\n1, 2023-07\n}, 3)", "R804", "`2023-07-01`"),
    Case("dau(table { user, day\n1, 2\n2, 2023-07-01\n}, 3)", "R804", "one way"),
    Case("dau(table { user, day\n1, 2\n}, 2023-07-01)", "R804", "one way"),
    Case("dau(table { user, day\ntrue, 2\n}, 3)", "R206", "as a user"),
    Case("dau(table { user, day\n1, 2 users\n}, 3)", "R206", "in row 1"),
    Case("mau(table { user, day\n1, 2\n}, \"week\", 3)", "R203", "trailing 28"),
    Case("mau(table { user, day\n1, 2\n}, \"calendar month\", 3)", "R804", "no calendar month"),
    Case("growth_accounting(table { user, day\n1, 2\n})", "R804", "no calendar month"),
    Case("retention(table { user, day\n1, 2\n}, \"day\", 3)", "R203", "on or after"),
    Case("retention(table { user, day\n1, 2\n}, \"on day\", -1)", "R318", "whole number"),
    Case("retention(table { user, day\n1, 2\n}, \"in days\", [5, 2])", "R318", "[7, 13]"),
    // Models
    Case("sbg_fit([90%])", "R803", "2 shares are needed, 1 given"),
    Case("sbg_fit([90%, 95%])", "R803", "number 2"),
    Case("sbg_fit([0.9, 0.8])", "R317", "percentages"),
    Case("sbg_fit([100%, 100%])", "R803", "nobody leaves"),
    Case("sbg_survival({ alpha: 1 }, 2)", "R203", "beta"),
    Case("sbg_survival({ alpha: 0, beta: 1 }, 2)", "R318", "above 0"),
    Case("sbg_survival(3, 2)", "R206", "a model"),
    Case("bass(-1, 0.1, 0.1, 3)", "R318", "the market"),
    Case("bass(1, 0, 0.1, 3)", "R318", "innovation"),
    Case("bass(1, 0.1, -1, 3)", "R318", "imitation"),
    Case("bass_fit([1, 2, 3])", "R803", "5 periods"),
    Case("bass_fit([1, 2, -3, 4, 5])", "R803", "number 3"),
    Case("bass_fit([1, 2, 4, 8, 16])", "R803", "peak"),
    // Switching and overlap
    Case("switching([[1, 2]])", "R206", "as a choice"),
    Case("switching([3])", "R206", "lists of choices"),
    Case("switching(table { id, choice\n1, \"a\"\n})", "R704", "panelist"),
    Case("stationary([[\"a\", \"b\"]])", "R804", "can't be reached"),
    Case("diversion([[\"a\", \"b\"]], \"c\")", "R203", "did you mean `a`?"),
    Case("diversion([[\"a\", \"b\"]], \"b\")", "R804", "nobody was seen"),
    Case("switching(table { from, a, b\n\"a\", 1, 50%\n\"b\", 1, 1\n})", "R804", "no whole number"),
    Case("switching(table { from, a, b\n\"a\", 1, 2\n})", "R804", "the columns of a, b"),
    Case("overlap_bounds(50%, 10%, 50%)", "R318", "from 0% to 20%"),
    // Detection
    Case("cusum([1, 2], 1, -1, 3)", "R318", "the allowance"),
    Case("cusum([1, 2], 1, 1, 0)", "R318", "the threshold"),
    Case("cusum([1, 2], 1, 1, 3, \"up\")", "R203", "rises"),
    Case("cusum([1 users], 1, 1, 3)", "R301", "same unit"),
    Case("pelt([1, 2, 3])", "R804", "12 or more"),
    Case("theil_sen([1])", "R804", "2 or more"),
    // Work that grows faster than the list
    Case("theil_sen(range(1, 100_000))", "R602", "steps"),
    Case("mann_kendall(range(1, 100_000))", "R602", "steps"),
    Case("pelt(range(1, 100_000))", "R602", "steps"),
    Case("bass_fit(range(1, 100_000))", "R602", "steps"),
    Case(
      "fn pair(i) = [\"{i}\", \"b\"]\nswitching(map(range(1, 9_000), pair))", "R602", "steps"),
    // Decision
    Case("increase(-1, 2)", "R402", "before"),
    Case("increase(1 users, $2)", "R301", "same unit"),
    Case("increase(1, 2, 0 months)", "R318", "more than 0"),
    Case("ltv(10, 80%, 10%)", "R301", "the margin"),
    Case("ltv($10/month, 80%, 10%)", "R302", "/year"),
    Case("ltv($10, 120%, 10%)", "R317", "100%"),
    Case("payback([$1], 3 users)", "R301", "same unit"),
    Case("evpi([[1, 2]], [50%])", "R804", "2 payoffs"),
    Case("evpi([[1, 2]], [50%, 40%])", "R804", "90%"),
    Case("evpi([[1, $2]], [50%, 50%])", "R301", "same unit"),
    Case("stock_and_flow(-1 users, 1 users/month, 5%/month, 3)", "R402", "users"),
    Case("stock_and_flow(1 users, 1 users, 5%/month, 3)", "R301", "per month"),
    // Files
    Case("csv(\"none.csv\")", "R701", "none.csv"),
    Case("csv(\"twice.csv\")", "R202", "column"),
    Case("csv(\"empty.csv\")", "R804", "is empty"),
    Case("csv(\"ragged.csv\")", "R703", "line 3"),
  ]

  @Test("One message with the code, that says what was found and how to go on", arguments: cases)
  func refused(_ test: Case) {
    let outcome = run(
      test.script,
      files: ["twice.csv": "a,a\n1,2\n", "empty.csv": "", "ragged.csv": "a,b\n1,2\n1\n"])
    #expect(outcome.status == .wrong)
    #expect(outcome.messages.map(\.code) == [test.code])
    let text = outcome.renderedMessages()
    #expect(text.contains(test.says), "\(text)")
  }

  @Test(
    "A file's columns are numbers where every cell is one, else texts; quotes and signs are read")
  func files() {
    let files = ["a.csv": "name,users,note\nA,1.5M,\"x, y\"\nB,2_000,3\n"]
    #expect(figure("sum(column(csv(\"a.csv\"), \"users\"))", files: files) == 1_502_000)
    #expect(
      run("column(csv(\"a.csv\"), \"note\")", files: files).report(showsQuestion: false)
        == "[x, y, 3]\n")
    #expect(figure("length(csv(\"a.csv\"))", files: ["a.csv": "only,a,header\n"]) == 0)
    #expect(run("csv(\"a.csv\")").messages.map(\.code) == ["R701"])
  }

  @Test("What is computed from an undefined figure is undefined, and no condition holds of it")
  func undefined() {
    let script = "let r = retention(table { user, day\n1, 0\n}, \"on day\", 7)\n"
    for expression in ["r", "r * 100 users", "r + 5%", "1 / r", "max(r, 0%)"] {
      #expect(
        run(script + expression).report(showsQuestion: false) == "undefined\n", "\(expression)")
    }
    #expect(run(script + "r >= 0%").report(showsQuestion: false) == "false\n")
    for use in [
      "mean([r, 3%])", "simulate 3 months\nproduct A { users r * 1M users }\nA.users at end",
      "sqrt(2) * sbg_survival({ alpha: r, beta: 1 }, 2)", "increase(r, 3%)",
    ] {
      let outcome = run(script + use)
      #expect(outcome.messages.map(\.code) == ["R313"], "\(use)")
      #expect(outcome.renderedMessages().contains("it isn't 0"), "\(use)")
    }
    let kept = "fn seen(x) = x >= 0%\nmean(filter([r, 3%, 5%], seen))"
    #expect(agree(figure(script + kept), 0.04, within: 1e-15))
  }
}
