import Foundation
import Testing

/// check, test, format and explain.
@Suite struct ToolTests {
  @Test func `check finds mistakes and simulates nothing`() throws {
    let good = try reroute("check", "-", input: Program.endless)
    #expect(good.status == 0)
    #expect(good.output.isEmpty && good.errors.isEmpty)
    let bad = try reroute("check", "-", input: Program.wrong)
    #expect(bad.status == 2)
    #expect(bad.errors.components(separatedBy: "error[R").count == 3, "\(bad.errors)")
  }

  @Test(arguments: ["tokens", "tree", "values", "portfolio", "plan"])
  func `check shows every stage`(stage: String) throws {
    let ran = try reroute(
      "check", "--show", stage, "-", input: "let pace = 3\n" + Program.uncertain)
    #expect(ran.status == 0)
    #expect(ran.output.split(separator: "\n").count >= 1)
    let words = [
      "tokens": "simulate", "tree": "product", "values": "pace = 3", "portfolio": "product A",
      "plan": "scenario baseline",
    ]
    #expect(ran.output.contains(words[stage] ?? "?"))
  }

  @Test func `check goes on to the next file`() throws {
    let scratch = try Scratch()
    let wrong = try scratch.file("wrong.reroute", Program.wrong)
    let ran = try reroute("check", scratch.url.appendingPathComponent("none").path, wrong)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("error[R701]"))
    #expect(ran.errors.contains("wrong.reroute:2"))
  }

  @Test func `check tells messages in JSON`() throws {
    let ran = try reroute("check", "--json", "-", input: Program.wrong)
    let object = try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [String: Any]
    #expect((object?["messages"] as? [Any])?.count == 2)
    #expect(ran.status == 2)
  }

  @Test func `test tells verdicts`() throws {
    let scratch = try Scratch()
    let good = try scratch.file("good.reroute", Program.uncertain)
    let failing = try scratch.file("failing.reroute", Program.failing)
    let wrong = try scratch.file("wrong.reroute", Program.wrong)
    let held = try reroute("test", good)
    #expect(held.status == 0)
    #expect(held.output == "\(good): 1 of 1 expectations hold\n")
    let failed = try reroute("test", good, failing)
    #expect(failed.status == 1)
    #expect(failed.output.contains("\(failing): 0 of 1 expectations hold\n"))
    #expect(failed.output.contains("expect A.users at end > 5 users: FAILS: does not hold"))
    let all = try reroute("test", wrong, failing, good)
    #expect(all.status == 2)
    #expect(all.output.contains("\(good): 1 of 1"))
    #expect(all.output.contains("\(wrong): is wrong"))
  }

  @Test func `format lays out, twice the same, in place only where asked`() throws {
    let scratch = try Scratch()
    let crooked = "simulate   3 months\nproduct A{users 5 ;churn 5%/month}   # why\n"
    let file = try scratch.file("a.reroute", crooked)
    let once = try reroute("format", file)
    #expect(once.status == 0)
    #expect(once.output.contains("# why"))
    #expect(try scratch.text("a.reroute") == crooked)
    #expect(try reroute("format", "-", input: once.output).output == once.output)
    let checked = try reroute("format", "--check", file)
    #expect(checked.status == 1)
    #expect(checked.output == "\(file)\n")
    #expect(try reroute("format", "--in-place", file).status == 0)
    #expect(try scratch.text("a.reroute") == once.output)
    #expect(try reroute("format", "--check", file).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
    #expect(names == ["a.reroute"])
  }

  @Test func `format leaves what it can't read as it is`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.reroute", "product A {\n")
    let ran = try reroute("format", "--in-place", file)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("error[R107]"))
    #expect(try scratch.text("a.reroute") == "product A {\n")
  }

  @Test func `explain tells of a code, and of all`() throws {
    let one = try reroute("explain", "r306")
    #expect(one.status == 0)
    #expect(one.output.hasPrefix("R306"))
    let all = try reroute("explain")
    #expect(all.output.split(separator: "\n").count > 50)
    let none = try reroute("explain", "R999")
    #expect(none.status == 2)
    #expect(none.errors.contains("R999"))
  }
}
