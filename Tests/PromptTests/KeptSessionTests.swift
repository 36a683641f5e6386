import PseudoTerminal
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("Sessions that are kept", .serialized)
struct KeptSessionTests {
  let folder: Folder
  let kept = ".local/state/reroute/sessions"

  init() throws { folder = try Folder() }

  private var scripts: [String] { folder.names(in: kept).filter { $0.hasSuffix(".reroute") } }

  @Test("A session that was killed is offered, and comes back with answers, watches and numbers")
  func killed() throws {
    let first = try startPrompt(folder)
    first.enter("simulate 12 months; \(PromptTests.product)")
    first.enter("let 値 = \"🎵\"")
    first.enter("nonsense +* 3")
    let answer = first.ask("A.users at end")
    first.enter(":watch A.users at month 6")
    first.enter("let x = 5")
    first.signal(SIGKILL)
    #expect(first.waitForEnd() == .signalled(SIGKILL))
    var status = stat()
    #expect(scripts.count == 1)
    #expect(stat(folder.file(kept + "/" + (scripts.first ?? "")), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)

    let second = try startPrompt(folder)
    #expect(second.plainOutput.contains("was cut off"), "\(second.plainOutput)")
    let restored = second.enter(":restore")
    #expect(
      restored.contains("product A") && restored.contains("1 answer is known again"), "\(restored)")
    #expect(restored.contains("watch 1, A.users at month 6: "))
    #expect(second.ask("_1") == answer)
    #expect(second.ask("値") == "🎵\n")
    #expect(second.enter("let x = 6").hasPrefix("x: 5 -> 6\n"))
    #expect(second.enter(":list").contains("let x = 6"))
    #expect(!second.plainOutput.contains("nonsense"))
    second.end()
    // It ended as it should, and the one that was restored is part of it.
    #expect(scripts.count == 1)
    let third = try startPrompt(folder)
    #expect(!third.plainOutput.contains("was cut off"))
    #expect(third.enter(":sessions").hasPrefix("1   2"), "\(third.plainOutput)")
    #expect(third.enter(":restore").contains("restored; "))
    #expect(third.enter(":forget all") == "0 deleted\n")
  }

  @Test(
    "A terminal that goes away, and a request to end, are no end of a session",
    arguments: [true, false])
  func hungUp(closes: Bool) throws {
    let first = try startPrompt(folder)
    first.enter("let x = 5")
    first.enter("x + 1")
    first.send("half an ent")
    first.waitFor("half an ent")
    if closes { first.hangUp() } else { first.signal(SIGTERM) }
    #expect(first.waitForEnd() == .exited(0), "\(first.plainOutput)")
    let second = try startPrompt(folder)
    #expect(second.plainOutput.contains("was cut off"))
    second.enter(":restore")
    #expect(second.ask("_1") == "6\n")
    #expect(second.ask("x") == "5\n")
    second.send("let x" + Key.up)
    #expect(second.waitForLine("reroute> let x = 5"))
  }

  @Test("Several sessions at once don't mix, and an open one isn't offered")
  func several() throws {
    let first = try startPrompt(folder)
    first.enter("let a = 1")
    let second = try startPrompt(folder)
    #expect(!second.plainOutput.contains("cut off"))
    second.enter("let b = 2")
    first.enter("let c = 3")
    #expect(second.enter(":sessions") == "no session is kept\n")
    #expect(second.enter("a").contains("no name called `a`"))
    first.signal(SIGKILL)
    second.signal(SIGKILL)
    _ = (first.waitForEnd(), second.waitForEnd())
    #expect(scripts.count == 2)
    let texts = try scripts.map { try folder.text(of: kept + "/" + $0) }
    #expect(texts.contains { $0.hasSuffix("let a = 1\nlet c = 3\n") })
    #expect(texts.contains { $0.hasSuffix("let b = 2\n") })
    // Their entries are in the one history, none lost.
    let third = try startPrompt(folder)
    for entry in ["let a", "let b", "let c"] {
      third.send(entry + Key.up)
      #expect(
        third.waitUntil { $0.currentLine.hasPrefix("reroute> \(entry) = ") } != nil,
        "\(third.plainOutput)")
      third.interrupt()
    }
    #expect(third.enter(":forget all") == "2 deleted\n")
    #expect(scripts.isEmpty)
  }

  @Test("A folder that takes nothing is told once, and nothing else suffers")
  func unwritable() throws {
    try folder.write("a file", to: "blocked")
    let prompt = try startPrompt(folder, environment: ["REROUTE_SESSIONS": folder.file("blocked")])
    #expect(
      prompt.enter("let x = 5").contains("warning: this session can't be kept in case of a crash"))
    #expect(prompt.ask("x") == "5\n")
    prompt.end()
  }

  @Test("What is no session, or not any more, loses nothing")
  func damaged() throws {
    let first = try startPrompt(folder)
    first.enter("let x = 5")
    first.signal(SIGKILL)
    _ = first.waitForEnd()
    let file = kept + "/" + (scripts.first ?? "")
    let text = try folder.text(of: file)
    try folder.write(text + "let y = \u{1}[\n", to: file)
    try folder.write("\u{7F}no session\n", to: kept + "/1999-01-01-000000-1.reroute")
    let second = try startPrompt(folder)
    #expect(second.enter(":restore 2").contains("its statements are in"), "\(second.plainOutput)")
    #expect(try folder.text(of: file).contains("let x = 5"))
    #expect(second.ask("1 + 1") == "2\n")
  }

  @Test("No more than twenty sessions stay")
  func bounded() throws {
    let first = try startPrompt(folder)
    first.enter("let x = 5")
    first.end()
    for i in 0..<25 {
      try folder.write(
        "# A session of Reroute\n#: ended\nlet x = \(i)\n",
        to: kept + "/2020-01-01-0000\(i + 10)-1.reroute")
    }
    let second = try startPrompt(folder)
    #expect(second.enter(":sessions").split(separator: "\n").count { $0.contains("let x") } >= 20)
    #expect(scripts.count == 20)
  }
}
