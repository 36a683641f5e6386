import Foundation
import PseudoTerminal
import Testing

/// What other programs read, and what only a person at a terminal sees.
@Suite struct OutputTests {
  @Test func `JSON is JSON`() throws {
    let ran = try reroute("--json", "-", input: Program.uncertain)
    let object = try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [String: Any]
    let result = try #require(object?["result"] as? [String: Any])
    #expect(object?["status"] as? Int == 0)
    #expect(result["trials"] as? Int == 200)
    let answers = try #require(result["answers"] as? [[String: Any]])
    #expect(answers.map { $0["kind"] as? String } == ["value", "table", "expectation"])
  }

  @Test func `wrong scripts have messages in JSON on standard output`() throws {
    let ran = try reroute("--json", "-", input: Program.wrong)
    let object = try JSONSerialization.jsonObject(with: Data(ran.output.utf8)) as? [String: Any]
    let messages = try #require(object?["messages"] as? [[String: Any]])
    #expect(ran.status == 2)
    #expect(object?["status"] as? Int == 2)
    #expect(messages.allSatisfy { ($0["code"] as? String)?.hasPrefix("R") ?? false })
    #expect(ran.errors.isEmpty)
  }

  @Test func `CSV has rows of one length in each table, numbers plain`() throws {
    let ran = try reroute("--csv", "-", input: Program.uncertain)
    #expect(ran.output.hasSuffix("\r\n"))
    let tables = ran.output.components(separatedBy: "\r\n\r\n")
    let table = try #require(tables.first { $0.hasPrefix("month,") })
    let rows = table.components(separatedBy: "\r\n").filter { !$0.isEmpty }
      .map { $0.components(separatedBy: ",") }
    #expect(rows.count == 5)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows.dropFirst().allSatisfy { Double($0[2]) != nil && Double($0[4]) != nil })
    let figure = tables[0].components(separatedBy: "\r\n").map { $0.components(separatedBy: ",") }
    #expect(figure[0] == ["figure", "unit", "month", "mean", "5%", "95%", "trials"])
    #expect(Array(figure[1][..<3]) == ["A.users at end", "users", ""])
    #expect(figure[1][3...].allSatisfy { Double($0) != nil })
  }

  @Test func `Markdown tables have a rule and rows of one length`() throws {
    let ran = try reroute("--markdown", "-", input: Program.uncertain)
    let rows = ran.output.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == 6)
    #expect(rows.contains { $0.hasPrefix("| ---:") })
    let bars = rows.map { row in row.filter { $0 == "|" }.count }
    #expect(Set(bars).count == 1)
  }

  @Test func `files get no colour, no prompt and no progress`() throws {
    let ran = try reroute(
      "-", input: Program.uncertain, environment: ["TERM": "xterm-256color"])
    #expect(!ran.output.contains("\u{1B}"))
    #expect(ran.errors.isEmpty)
    #expect(!ran.output.contains("\r"))
  }

  /// The bytes the command writes to a terminal.
  private func atTerminal(_ arguments: [String], _ environment: [String: String] = [:]) throws
    -> String
  {
    let terminal = try PseudoTerminal(
      command: [Command.path] + arguments, environment: environment, columns: 120)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
    terminal.settle(0.05)
    return String(decoding: terminal.output, as: UTF8.self)
  }

  @Test func `a terminal gets colour unless NO_COLOR says otherwise`() throws {
    let text = "simulate 2 months; product A { users 5 }; A.users at end"
    #expect(try atTerminal(["-e", text]).contains("\u{1B}[1m"))
    #expect(!(try atTerminal(["-e", text], ["NO_COLOR": "1"])).contains("\u{1B}"))
    #expect(!(try atTerminal(["-e", text], ["TERM": "dumb"])).contains("\u{1B}"))
  }

  @Test func `a reader that leaves is no error`() throws {
    let ran = try shell(
      #"{ "$REROUTE" -e 'range(1, 100_000)'; echo "status $?" >&2; } | head -c 1"#)
    #expect(ran.output == "r")
    #expect(ran.errors == "status 0\n")
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: ["-e '1 + 1'", "explain", "check --show tokens - </dev/null", "--json -e 1"])
  func `a full disk is an error that says so`(arguments: String) throws {
    let ran = try shell(#""$REROUTE" \#(arguments) >/dev/full"#)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("error[R702]: standard output can't be written: No space left"))
  }

  @Test func `a file that can't be written keeps what it held`() throws {
    let scratch = try Scratch()
    let folder = scratch.url.appendingPathComponent("locked")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = "let x=1\n"
    let file = try scratch.file("locked/a.reroute", text)
    // A folder in the place of the draft: no draft can be made, whoever runs the test.
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("a.reroute.new"), withIntermediateDirectories: true)
    let ran = try reroute("format", "--in-place", file)
    #expect(ran.status == 2)
    #expect(ran.errors.contains("error[R702]"))
    #expect(try scratch.text("locked/a.reroute") == text)
  }
}
