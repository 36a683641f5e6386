import Foundation
import Testing

/// `reroute check --fix`, and how messages are told.
@Suite struct FixTests {
  static let wrong = """
    // two years\r
    simulate 24 mos\r
    product A { users 10,000,000, churn 5% }   # why\r

    """

  @Test func `fix writes what is sure, says so, and does no more the second time`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("plan.reroute", Self.wrong)
    let once = try reroute("check", "--fix", file)
    #expect(
      try scratch.text("plan.reroute") == """
        # two years\r
        simulate 24 months\r
        product A { users 10_000_000; churn 5% }   # why\r

        """)
    // What time is meant is for a person to say.
    #expect(once.status == 2)
    #expect(once.errors.contains("\(file):1:1: R116: write `#`\n"))
    #expect(once.errors.contains("\(file):3:19: R110: write `10_000_000`\n"))
    #expect(once.errors.contains("\(file): 4 corrections made\n"))
    #expect(once.errors.contains("error[R302]"))
    let text = try scratch.text("plan.reroute")
    let twice = try reroute("check", "--fix", file)
    #expect(twice.errors.hasPrefix("\(file): nothing to mend by itself\n"))
    #expect(try scratch.text("plan.reroute") == text)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["plan.reroute"])
  }

  @Test func `a dry run prints a diff and writes nothing`() throws {
    let scratch = try Scratch()
    let text = "let a = 1\nlet b = 2\nlet c = 3\nlet d = 4\nvar e = 5\nlet f = 6"
    let file = try scratch.file("plan.reroute", text)
    let ran = try reroute("check", "--fix", "--dry-run", file)
    #expect(
      ran.output == """
        --- \(file)
        +++ \(file)
        @@ -2,5 +2,5 @@
         let b = 2
         let c = 3
         let d = 4
        -var e = 5
        +let e = 5
         let f = 6
        \\ No newline at end of file

        """)
    #expect(ran.errors == "\(file):5:1: R116: write `let`\n\(file): 1 correction would be made\n")
    #expect(ran.status == 0)
    #expect(try scratch.text("plan.reroute") == text)
    // `-` is read and written through.
    let piped = try reroute("check", "--fix", "-", input: text)
    #expect(piped.output == text.replacing("var", with: "let"))
  }

  @Test func `a file that can't be written stays as it is`() throws {
    let scratch = try Scratch()
    let folder = scratch.url.appendingPathComponent("folder")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let ran = try reroute("check", "--fix", folder.path)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("error[R701]"))
    #expect(try reroute("check", "--dry-run", "-").status == 64)
    #expect(try reroute("check", "--fix", "--json", "-").status == 64)
  }

  @Test func `messages are told in sentences or in a line`() throws {
    let narrated = try reroute("check", "--narrate", "-", input: "let a = missing")
    #expect(
      narrated.errors.hasPrefix("Error R201: There is no name called `missing`.\nWhere: -, line 1"))
    let short = try reroute("run", "--short", "-", input: "let a = missing")
    #expect(short.errors == "standard input:1:9: error[R201]: there is no name called `missing`\n")
    #expect(try reroute("check", "--short", "--narrate", "-").status == 64)
  }

  @Test func `warnings are untold or counted where that is said`() throws {
    let doubtful = """
      product A { users 1M }
      product B { users 1M }
      simulate 2 months
      redirect A -> B { reach 50%; accept 50% }
      """
    #expect(try reroute("check", "-", input: doubtful).status == 0)
    #expect(try reroute("check", "--deny", "warnings", "-", input: doubtful).status == 2)
    #expect(try reroute("check", "--deny", "r412", "-", input: doubtful).status == 2)
    let allowed = try reroute(
      "check", "--deny", "warnings", "--allow", "R412", "-", input: doubtful)
    #expect(allowed.status == 0)
    #expect(allowed.errors.isEmpty)
    #expect(try reroute("check", "--deny", "R999", "-", input: doubtful).status == 64)
  }

  @Test func `a script with holes is checked, run and tested`() throws {
    let holes = "simulate 2 months\nproduct A { users 1M; churn ? }\nA.users at end\n1 + 1\n"
    #expect(try reroute("check", "-", input: holes).status == 0)
    let ran = try reroute("-", input: holes)
    #expect(ran.status == 0)
    #expect(ran.output == "1 + 1: 2\n")
    #expect(
      ran.errors.contains(
        "1M users with 0%/month, 250k users with 50%/month, 0 users with 100%/month"))
    let scratch = try Scratch()
    let file = try scratch.file("a.reroute", holes + "expect A.users > 1 users at end\n")
    let tested = try reroute("test", file)
    #expect(tested.status == 1)
    #expect(tested.output == "\(file): 0 of 1 expectations hold\n")
  }
}
