import Foundation
import Testing

/// Running scripts: from a file, from standard input, from the command line, by themselves.
@Suite struct RunTests {
  @Test func `a file, standard input and a text give the same answer`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.reroute", Program.figure)
    let expected = "A.users at end: 540.36k users\n"
    for ran in [
      try reroute(file), try reroute("run", file), try reroute("-", input: Program.figure),
      try reroute(input: Program.figure), try reroute("-e", Program.figure),
      try reroute("run", "-e", Program.figure),
    ] {
      #expect(ran.status == 0)
      #expect(ran.output == expected)
      #expect(ran.errors.isEmpty)
    }
  }

  @Test func `a script with a first line for the shell runs by itself`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("plan", "#!/usr/bin/env reroute\n" + Program.figure)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    let folder = URL(fileURLWithPath: Command.path).deletingLastPathComponent().path
    let ran = try Command([], program: file, environment: ["PATH": "\(folder):/usr/bin:/bin"])
      .finish()
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.output == "A.users at end: 540.36k users\n")
  }

  @Test func `imports and observed files are found beside the script`() throws {
    let scratch = try Scratch()
    _ = try scratch.file("share.reroute", "let share = 5%/month\n")
    _ = try scratch.file("users.csv", "month,users\n2024-01,100\n2024-02,90\n")
    let file = try scratch.file(
      "main.reroute",
      """
      import "share.reroute"
      simulate 2 months from 2024-01
      product A { users 100; churn share }
      observe A.users from "users.csv"
      A.users at month 1
      observed(A) at month 2
      """)
    let ran = try reroute(file)
    #expect(ran.status == 0, "\(ran.errors)")
    #expect(ran.output == "A.users at month 1: 95 users\nobserved(A) at month 2: 90 users\n")
  }

  @Test func `what a script does tells in the exit status`() throws {
    let scratch = try Scratch()
    let wrong = try scratch.file("wrong.reroute", Program.wrong)
    let failing = try scratch.file("failing.reroute", Program.failing)
    #expect(try reroute("-e", "1 + 1").status == 0)
    #expect(try reroute(failing).status == 1)
    let ran = try reroute(wrong)
    #expect(ran.status == 2)
    #expect(ran.output.isEmpty)
    #expect(ran.errors.contains("error[R"))
    #expect(ran.errors.contains("wrong.reroute:2"))
  }

  @Test func `what can't be read is told with its name and reason`() throws {
    let scratch = try Scratch()
    let missing = try reroute(scratch.url.appendingPathComponent("none.reroute").path)
    #expect(missing.status == 2)
    #expect(missing.errors.contains("error[R701]"))
    #expect(missing.errors.contains("none.reroute"))
    #expect(missing.errors.contains("No such file"))
    let folder = try reroute(scratch.url.path)
    #expect(folder.status == 2)
    #expect(folder.errors.contains("error[R701]"))
    for bytes in ["", "\u{0}\u{1}\u{2}"] {
      let file = try scratch.file("bytes", bytes)
      let ran = try reroute(file)
      #expect(ran.status == 2)
      #expect(ran.errors.contains("error[R"))
    }
  }

  @Test(arguments: [
    ["--nonsense"], ["run", "a", "b"], ["-e"], ["--trials", "0", "-e", "1"],
    ["--json", "--csv", "-e", "1"], ["--limit", "steps", "-e", "1"],
    ["--limit", "none=3", "-e", "1"], ["check"], ["check", "--show", "nothing", "-"],
    ["format"], ["test"], ["--threads", "0", "-e", "1"],
  ])
  func `a wrong command line is status 64`(arguments: [String]) throws {
    let ran = try Command(arguments).finish()
    #expect(ran.status == 64)
    #expect(ran.output.isEmpty)
    #expect(!ran.errors.isEmpty)
  }

  @Test func `help and version are answers`() throws {
    #expect(try reroute("--help").status == 0)
    #expect(try reroute("--version").output.hasPrefix("0."))
  }

  @Test func `limits are named where they are reached, and can be raised`() throws {
    let text = "for i in range(1, 50) { let x = i }"
    let ran = try reroute("--limit", "statements=20", "-e", text)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("error[R601]"))
    #expect(ran.errors.contains("--limit statements="))
    #expect(try reroute("--limit", "statements=200", "-e", text).status == 0)
  }

  @Test func `what needs no options means the same as what is read with them`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.reroute", Program.figure)
    let wrong = try scratch.file("wrong.reroute", Program.wrong)
    // Behind `--` everything is read by way of the options.
    let pairs = [
      ([file], ["--", file]), ([wrong], ["--", wrong]), (["-e", "1 +"], ["run", "-e", "1 +"]),
      (["none.reroute"], ["--", "none.reroute"]),
      (["check", wrong, file], ["check", "--", wrong, file]),
      (["check", "none"], ["check", "--", "none"]), ([""], ["--", ""]), ([], ["run"]),
    ]
    for (plain, long) in pairs {
      let (a, b) = (try Command(plain).finish(), try Command(long).finish())
      #expect(a.status == b.status, "\(plain)")
      #expect(a.output == b.output, "\(plain)")
      #expect(a.errors == b.errors, "\(plain)")
    }
    // What begins with a dash is an option, and the name of a subcommand is no file.
    for arguments in [["-e", "-1"], ["-e"], ["format"], ["check"], ["check", "--nonsense"]] {
      #expect(try Command(arguments).finish().status == 64, "\(arguments)")
    }
  }

  @Test func `check's limits can be raised`() throws {
    let text = "for i in range(1, 50) { let x = i }"
    let ran = try reroute("check", "--limit", "statements=20", "-", input: text)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("error[R601]"))
    #expect(try reroute("check", "--limit", "statements=200", "-", input: text).status == 0)
    #expect(try reroute("check", "--limit", "statements", "-", input: text).status == 64)
  }
}
