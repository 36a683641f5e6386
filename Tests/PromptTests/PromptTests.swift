import PseudoTerminal
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("The prompt", .serialized)
struct PromptTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// A product, in a line.
  static let product = "product A { users 1M; churn 5%/month }"

  @Test("Statements accumulate, a failed one changes nothing, and Ctrl-D leaves")
  func accumulates() throws {
    let prompt = try startPrompt(folder)
    #expect(prompt.plainOutput.hasPrefix("Reroute 0.1.0; :help lists the commands"))
    #expect(prompt.enter("simulate 12 months") == "")
    #expect(prompt.enter(Self.product) == "")
    #expect(prompt.ask("A.users at end") == "540.36k users\n")
    let failed = prompt.enter("let x = 5; let y = A.users + $3")
    #expect(failed.contains("error[R") && failed.contains("^"), "\(failed)")
    #expect(prompt.enter("x").contains("no name called `x`"))
    #expect(prompt.ask("A.users at month 1") == "950k users\n")
    prompt.end()
  }

  @Test("A block goes on over lines, and an empty line submits what is there")
  func continuation() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("simulate 12 months")
    prompt.send("product A {\r")
    #expect(prompt.waitUntil { $0.currentLine.isEmpty && $0.column == 2 } != nil)
    prompt.send("users 1M\r")
    #expect(prompt.waitUntil { $0.text.contains("  users 1M") && $0.currentLine.isEmpty } != nil)
    prompt.send("churn 5%/month\r")
    #expect(prompt.waitUntil { $0.text.contains("  churn 5%") && $0.currentLine.isEmpty } != nil)
    #expect(prompt.enter("}").isEmpty)
    let canonical = """
      reroute> product A {
           ...>   users  1M
           ...>   churn  5%/month
           ...> }
      """
    #expect(prompt.plainOutput.contains(canonical), "\(prompt.plainOutput)")
    #expect(prompt.ask("A.users at end") == "540.36k users\n")
    prompt.send("product B {\r")
    #expect(prompt.waitUntil { $0.currentLine.isEmpty && $0.column == 2 } != nil)
    prompt.send("\r")
    #expect(prompt.waitFor("error[R") != nil)
    #expect(prompt.waitForLine(ready))
    prompt.send("product B {\r")
    #expect(prompt.waitUntil { $0.currentLine.isEmpty && $0.column == 2 } != nil)
    prompt.interrupt()
    #expect(prompt.ask("1 + 1") == "2\n")
    // The block is one entry.
    prompt.send(Key.up + Key.up + Key.up + Key.up + Key.up)
    #expect(prompt.waitFor("reroute> product A {\n  users 1M\n  churn 5%/month\n  }") != nil)
  }

  @Test("A pasted script is one entry")
  func paste() throws {
    let prompt = try startPrompt(folder)
    prompt.paste("simulate 12 months\n\nproduct A {\n  users 1M\n  churn 5%/month\n}\n")
    prompt.enter("")
    #expect(prompt.ask("A.users at end") == "540.36k users\n")
    prompt.send(Key.up + Key.up)
    #expect(prompt.waitFor("reroute> simulate 12 months\n\nproduct A {") != nil)
  }

  @Test("A redefinition says what it changes, and :undo and :redo go back and forth")
  func redefinition() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("simulate 12 months; \(Self.product)")
    prompt.enter("let x = 5")
    prompt.enter("let y = x * 2 users")
    prompt.enter("A.users at end")
    #expect(prompt.enter("let x = 7") == "x: 5 -> 7\ny: 10 users -> 14 users\n")
    let changed = "A.users at end: 540.36k users -> 886.385k users, by +346.025k users\n"
    #expect(prompt.enter("A.churn = 1%/month") == changed)
    let undone = prompt.enter(":undo")
    #expect(
      undone
        == "undone: A.churn = 1%/month\nA.users at end: 886.385k users -> 540.36k users, by -346.025k users\n"
    )
    #expect(prompt.enter(":redo") == "redone: A.churn = 1%/month\n" + changed)
    let again = prompt.enter("product A { users 2M; churn 5%/month }")
    #expect(again.hasPrefix("dropped A.churn = 1%/month: the product was declared anew\n"))
    #expect(
      again.hasSuffix("A.users at end: 886.385k users -> 1.08072M users, by +194.335k users\n"),
      "\(again)")
    for _ in 0..<6 { prompt.enter(":undo") }
    #expect(prompt.enter(":undo") == "error: there is nothing to undo\n")
    #expect(prompt.enter(":list") == "nothing is declared yet\n")
  }

  @Test("What is saved runs and answers the same; a failed statement isn't in it")
  func saves() throws {
    let prompt = try startPrompt(folder)
    prompt.paste("# how long\nsimulate 12 months # a year")
    prompt.enter("")
    prompt.enter("product A { users 1M to 2M; churn 5%/month }")
    prompt.enter(":seed 7")
    let answer = prompt.ask("A.users at end")
    prompt.enter("nonsense +* 3")
    #expect(prompt.enter(":save \(folder.file("a.reroute"))").hasPrefix("saved "))
    let saved = try folder.text(of: "a.reroute")
    #expect(saved.contains("# how long") && saved.contains("# a year"), "\(saved)")
    #expect(!saved.contains("nonsense") && saved.contains("seed 7"))
    let run = try shell("$R a.reroute", in: folder)
    #expect(run == "A.users at end: " + answer)
    prompt.end()
    let next = try startPrompt(folder)
    #expect(next.ask(":load \(folder.file("a.reroute"))") == answer)
    try folder.write("simulate 3 months\nlet q = 1 +* 2\n", to: "b.reroute")
    #expect(next.enter(":load \(folder.file("b.reroute"))").contains("b.reroute:2"))
    #expect(next.ask("A.users at month 12") == answer)
    #expect(next.enter(":load nowhere").contains("error[R701]: `nowhere` can't be read: No such"))
  }

  @Test("A full disk and a folder that takes no file are told, and nothing is lost")
  func cannotSave() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("let x = 5")
    #expect(
      prompt.enter(":save /dev/full")
        == "error[R702]: `/dev/full` can't be written: No space left on device\n")
    #expect(prompt.enter(":save /proc/nothing/x").contains("error[R702]"))
    #expect(prompt.enter(":save \(folder.path)").contains("error[R702]"))
    #expect(prompt.ask("x") == "5\n")
    #expect(access("/dev/full.new", F_OK) != 0)
  }

  @Test("The history lasts, an entry of several lines as one; SIGTERM saves it")
  func history() throws {
    let place = ["REROUTE_HISTORY": folder.file("history")]
    let first = try startPrompt(folder, environment: place)
    first.paste("let x = [1,\n2]")
    first.enter("")
    first.enter("x")
    first.signal(SIGTERM)
    #expect(first.waitForEnd() == .exited(0), "\(first.plainOutput)")
    let second = try startPrompt(folder, environment: place)
    second.send(Key.up + Key.up)
    #expect(second.waitFor("reroute> let x = [1,\n2]") != nil, "\(second.plainOutput)")
  }

  @Test("Without a path for it the history is in the home folder; one that is none is a warning")
  func historyPlace() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("1 + 1")
    prompt.end()
    #expect(try folder.text(of: ".local/state/reroute/history").contains("1\\040+\\0401"))
    try folder.write("no history", to: "history")
    let other = try startPrompt(folder, environment: ["REROUTE_HISTORY": folder.file("history")])
    #expect(other.plainOutput.contains("is not a history, so it is left alone"))
    #expect(other.ask("1 + 1").hasSuffix("2\n"))
    #expect(try folder.text(of: "history") == "no history")
  }

  @Test("Ctrl-C drops a line, and stops an evaluation soon with the session alive")
  func interrupt() throws {
    let prompt = try startPrompt(folder)
    prompt.send("half a line")
    #expect(prompt.waitForLine("reroute> half a line"))
    prompt.interrupt()
    prompt.enter("simulate 120 months; product A { users 1M to 2M; churn 1% to 5%/month }")
    prompt.enter(":trials 50M")
    prompt.send("A.users at end\r")
    #expect(prompt.waitFor("of 50,000,000 trials") != nil, "\(prompt.plainOutput)")
    let clock = ContinuousClock()
    let start = clock.now
    prompt.send(Key.controlC)
    #expect(prompt.waitFor("interrupted before all") != nil, "\(prompt.plainOutput)")
    #expect(clock.now - start < .seconds(PseudoTerminal.patience / 10))
    #expect(prompt.waitForLine(ready))
    #expect(prompt.waitFor("of 50,000,000 trials are in these answers") != nil)
    prompt.enter(":trials 100")
    #expect(prompt.enter("A.users at month 0").contains("users (90%:"))
    prompt.end()
  }

  @Test("Tab completes by grammar position, also over the lines of an entry")
  func completion() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("simulate 12 months; \(Self.product); scenario Bold { A.churn = 1%/month }")
    func complete(_ typed: String, _ expected: String) {
      prompt.send(typed + Key.tab)
      #expect(prompt.waitForLine("reroute> " + expected), "\(prompt.plainOutput)")
      prompt.interrupt()
    }
    complete("integ", "integrate")
    complete("A.arp", "A.arpu")
    complete("A.users in Bo", "A.users in Bold")
    complete("let t = 5 mon", "let t = 5 months")
    complete(":sa", ":save")
    complete(":show portf", ":show portfolio")
    complete(":help und", ":help undo")
    try folder.write("1 + 1", to: "a.reroute")
    complete(":load \(folder.path)/a", ":load \(folder.path)/a.reroute")
    prompt.send("product B {\r")
    #expect(prompt.waitUntil { $0.currentLine.isEmpty && $0.column == 2 } != nil)
    prompt.send("acq" + Key.tab)
    #expect(prompt.waitForLine("  acquisition"))
  }

  @Test("Names in any script and emoji in titles, also in the C locale")
  func unicode() throws {
    let prompt = try startPrompt(folder, environment: ["LC_ALL": "C"])
    prompt.enter("simulate 12 months; product 日本 \"🎵 music\" { users 1M; churn 5%/month }")
    #expect(prompt.ask("日本.users at end") == "540.36k users\n")
    prompt.send("日" + Key.tab)
    #expect(prompt.waitForLine("reroute> 日本"))
  }

  @Test("A dumb terminal gets no escape, NO_COLOR no colour, another terminal both")
  func terminals() throws {
    let dumb = try startPrompt(folder, environment: ["TERM": "dumb", "NO_COLOR": ""])
    #expect(dumb.enter("1 + x").contains("error[R"))
    dumb.end()
    #expect(!dumb.output.contains(0x1B))
    let plain = try startPrompt(folder)
    plain.enter("1 + x")
    #expect(!String(decoding: plain.output, as: UTF8.self).contains("\u{1B}[31;1m"))
    let colourful = try startPrompt(folder, environment: ["NO_COLOR": ""])
    colourful.enter("1 + x")
    #expect(String(decoding: colourful.output, as: UTF8.self).contains("\u{1B}[31;1m"))
  }

  @Test("~/.editrc may bind keys")
  func editrc() throws {
    try folder.write("reroute:bind ^T ed-move-to-beg\n", to: ".editrc")
    let prompt = try startPrompt(folder)
    prompt.send("+ 1\u{14}1 \r")
    #expect(prompt.waitFor("reroute> 1 + 1\n_1 = 2\nreroute>") != nil, "\(prompt.plainOutput)")
  }

  @Test("A comment alone is no mistake; one beside a statement is saved with it")
  func comments() throws {
    let prompt = try startPrompt(folder)
    #expect(prompt.enter("# nothing") == "")
    prompt.enter("let x = 1 # one")
    prompt.enter(":save \(folder.file("a.reroute"))")
    #expect(try folder.text(of: "a.reroute") == "let x = 1  # one\n")
  }

  @Test("Commands explain themselves, and near ones are suggested")
  func commands() throws {
    let prompt = try startPrompt(folder)
    #expect(prompt.enter(":help keys").contains("$REROUTE_HISTORY"))
    #expect(prompt.enter(":udno").contains("did you mean `:undo`?"))
    #expect(prompt.enter(":explain R306").hasPrefix("R306  "))
    prompt.enter("simulate 12 months; product A { users 1M to 2M; churn 5%/month }")
    #expect(
      prompt.enter(":list")
        == "simulate 12 months\nproduct A { users 1M to 2M; churn 5%/month }\n")
    prompt.enter("A.users at end")
    #expect(prompt.enter(":seed 9").hasPrefix("A.users at end: "))
    #expect(prompt.enter(":trials x").contains("wants a number"))
    prompt.enter(":error on")
    #expect(prompt.enter("A.users at end").contains("±"))
    prompt.enter(":time")
    #expect(prompt.ask("1 + 1").contains("2\ntook "))
    #expect(prompt.enter(":show tree 1 + 1").contains("sum"))
    #expect(prompt.enter(":show portfolio").contains("product A"))
    prompt.send(":quit\r")
    #expect(prompt.waitForEnd() == .exited(0), "\(prompt.plainOutput)")
  }

  @Test("Input that is no terminal runs as a script, without prompt or colour")
  func noTerminal() throws {
    try folder.write(
      "simulate 12 months\nproduct A {\n users 1M; churn 5%/month\n}\nA.users at end\n",
      to: "a.reroute")
    #expect(try shell("$R < a.reroute", in: folder) == "A.users at end: 540.36k users\n")
    #expect(try shell("echo '1 + 1' | $R", in: folder) == "1 + 1: 2\n")
    let failed = try shell("echo '1 +' | $R; echo status $?", in: folder)
    #expect(failed.hasSuffix("status 2\n") && !failed.contains("\u{1B}"), "\(failed)")
  }
}
