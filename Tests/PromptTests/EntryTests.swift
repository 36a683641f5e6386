import PseudoTerminal
import Testing

@Suite("Entering statements", .serialized)
struct EntryTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func text(_ prompt: PseudoTerminal) -> String {
    String(decoding: prompt.output, as: UTF8.self)
  }

  @Test("An accepted statement is shown again in canonical form and colour, in its own place")
  func canonical() throws {
    let prompt = try startPrompt(folder, environment: ["NO_COLOR": ""])
    prompt.enter("let x=2   to 5 #about")
    #expect(
      prompt.plainOutput.contains("\nreroute> let x = 2 to 5  #about\nreroute>"),
      "\(prompt.plainOutput)")
    #expect(
      text(prompt).contains(
        "\u{1B}[1;34mlet\u{1B}[0m x = \u{1B}[36m2\u{1B}[0m \u{1B}[1;34mto\u{1B}[0m"))
    #expect(text(prompt).contains("\u{1B}[2m#about\u{1B}[0m"))
    // A wrong one stays as it is, for the message to point at.
    prompt.enter("let y=2)")
    #expect(prompt.plainOutput.contains("reroute> let y=2)\nerror["))
  }

  @Test("Control characters that a plan holds are shown, not sent", arguments: ["", "1"])
  func controlCharacters(_ noColour: String) throws {
    let prompt = try startPrompt(folder, environment: ["NO_COLOR": noColour])
    prompt.enter(#"let s = "a\u{1B}[2J\u{7}""#)
    #expect(prompt.ask("s") == "a\\u{1B}[2J\\u{7}\n")
    let changed = prompt.enter(#"let s = "b\u{9B}\u{202E}""#)
    #expect(changed.contains("s: a\\u{1B}[2J\\u{7} -> b\\u{9B}\\u{202E}\n"), "\(changed)")
    for command in [":diff", ":states", ":undo", ":info s", ":list", ":watch s"] {
      #expect(prompt.enter(command).contains("\\u{1B}"), "\(command)")
    }
    #expect(["\u{1B}[2J", "\u{7}", "\u{9B}", "\u{202E}"].allSatisfy { !text(prompt).contains($0) })
  }

  @Test("Without a cursor to move, only a statement that changes is shown again, below")
  func canonicalOfDumb() throws {
    let prompt = try startPrompt(folder, environment: ["TERM": "dumb"])
    prompt.enter("let x = 5")
    prompt.enter("let y=x+1")
    prompt.send("let z = [1,\r")
    #expect(prompt.waitForLine("     ...>"))
    prompt.enter("2]")
    #expect(
      prompt.plainOutput.contains(
        "reroute> let x = 5\nreroute> let y=x+1\nlet y = x + 1\nreroute> let z = [1,"),
      "\(prompt.plainOutput)")
    #expect(prompt.ask("z[2]") == "2\n")
    #expect(!prompt.output.contains(0x1B))
  }

  @Test("A long entry that wraps is replaced whole", arguments: [40, 80])
  func wrapped(columns: Int) throws {
    let prompt = try startPrompt(folder, columns: columns)
    prompt.enter("let total=[\"alpha\",\"beta\",\"gamma\",\"delta\",\"epsilon\"]")
    let shown = prompt.plainOutput.filter { $0 != "\n" }
    #expect(
      shown.contains(
        "reroute> let total = [\"alpha\", \"beta\", \"gamma\", \"delta\", \"epsilon\"]reroute>"),
      "\(prompt.plainOutput)")
    #expect(prompt.ask("1 + 1") == "2\n")
  }

  @Test("Answers are numbered, and later statements may use them")
  func results() throws {
    let prompt = try startPrompt(folder)
    #expect(prompt.enter("2M to 5M users").hasPrefix("_1 = 3.2"))
    #expect(prompt.enter("_ - _") == "_2 = 0 users\n")
    #expect(prompt.plainOutput.contains("reroute> _1 - _1\n"))
    #expect(prompt.enter("_1 / _1") == "_3 = 1\n")
    let both = prompt.enter("3 + 4; _2 + 1 user")
    #expect(both == "_4, 3 + 4: 7\n_5, _2 + 1 user: 1 user\n")
    #expect(prompt.enter("_9").contains("no name called `_9`"))
    prompt.enter(":save \(folder.file("a.reroute"))")
    #expect(try shell("$R a.reroute", in: folder).contains("_1 - _1: 0 users\n"))
    #expect(try folder.text(of: "a.reroute").contains("let _1 = 2M to 5M users\n"))
  }

  @Test("A paste of a session is taken without its prompts and answers", arguments: [true, false])
  func pastedSession(bracketed: Bool) throws {
    let prompt = try startPrompt(folder, environment: bracketed ? [:] : ["TERM": "dumb"])
    let copied =
      "reroute> let x = 5\nreroute> product A {\n     ...>   users 1M\n     ...> }\n_1 = 7"
    if bracketed {
      prompt.paste(copied)
      prompt.enter("")
    } else {
      prompt.enter("reroute> let x = 5")
    }
    #expect(prompt.ask("x + 1") == "6\n", "\(prompt.plainOutput)")
    #expect(prompt.enter(":list").hasPrefix("let x = 5\n"))
  }

  @Test(
    "Enter in the middle of a block goes on there; Up and Down move in it, then through the entries"
  )
  func block() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("let a = 1")
    prompt.send("let b = [\r10,\r20")
    #expect(prompt.waitUntil { $0.text.contains("  20") } != nil)
    prompt.send(Key.up + Key.up + Key.up)
    #expect(prompt.waitForLine("reroute> let a = 1"))
    prompt.send(Key.down)
    #expect(prompt.waitFor("let b = [\n  10,\n  20") != nil)
    prompt.send("\r]\r")
    #expect(
      prompt.waitUntil { $0.text.contains("     ...> ]\nreroute>") } != nil, "\(prompt.plainOutput)"
    )
    #expect(prompt.ask("b[2]") == "20\n")
    prompt.send("let c = 1" + Key.altEnter + "let d = 2\r")
    #expect(
      prompt.waitFor("reroute> let c = 1\n     ...> let d = 2\nreroute>") != nil,
      "\(prompt.plainOutput)")
    prompt.send(Key.controlR + "b = [")
    #expect(prompt.waitFor("bck:b = [") != nil)
    prompt.interrupt()
  }

  @Test(
    "vi keys, from ~/.editrc or by :keys: lines, pastes, history, Tab", arguments: [true, false])
  func vi(fromFile: Bool) throws {
    if fromFile { try folder.write("reroute:bind -v\n", to: ".editrc") }
    let prompt = try startPrompt(folder)
    if !fromFile { #expect(prompt.enter(":keys vi") == "keys of vi\n") }
    prompt.send("let y = 12" + Key.escape + "0wwwi")
    prompt.send("3\r")
    #expect(prompt.waitFor("reroute> let y = 312\nreroute>") != nil, "\(prompt.plainOutput)")
    prompt.paste("let x = [1,\n2]")
    #expect(prompt.waitFor("let x = [1,\n2]") != nil, "\(prompt.plainOutput)")
    prompt.enter("")
    #expect(prompt.ask("x[2]") == "2\n")
    prompt.send("pro\t")
    #expect(
      prompt.waitUntil { $0.currentLine.hasPrefix("reroute> pro") && $0.text.contains("product") }
        != nil)
    prompt.interrupt()
    prompt.send(Key.up + Key.up)
    #expect(prompt.waitFor("reroute> let x = [1,\n2]") != nil, "\(prompt.plainOutput)")
    prompt.interrupt()
    prompt.enter(":keys emacs")
    prompt.enter("let z = 4")
    #expect(prompt.ask("z") == "4\n")
  }

  @Test("$EDITOR edits the last entry, a declaration, and the entry being typed")
  func editor() throws {
    try folder.write("sed -i -e 's/5/7/' -e 's/one/1/' \"$1\"\n", to: "edit.sh")
    let editor = "sh \(folder.file("edit.sh"))"
    let prompt = try startPrompt(folder, environment: ["EDITOR": editor])
    prompt.enter("let x = 5")
    prompt.enter("let y = 50 users")
    prompt.enter(":edit")
    #expect(
      prompt.waitFor("reroute> let y = 70 users\ny: 50 users -> 70 users\nreroute>") != nil,
      "\(prompt.plainOutput)")
    prompt.enter(":edit x")
    #expect(
      prompt.waitFor("reroute> let x = 7\nx: 5 -> 7\nreroute>") != nil, "\(prompt.plainOutput)")
    #expect(prompt.ask("x") == "7\n", "\(prompt.plainOutput)")
    #expect(prompt.enter(":edit nowhere").contains("nothing here declares `nowhere`"))
    prompt.send("one + 1" + Key.editor)
    #expect(prompt.waitForLine("reroute> 1 + 1"), "\(prompt.plainOutput)")
    #expect(prompt.enter("").hasPrefix("_2 = 2\n"))
    // The edited entry is in the history.
    prompt.send("let x" + Key.up)
    #expect(prompt.waitForLine("reroute> let x = 7"))
    prompt.interrupt()
    prompt.end()
    let missing = try startPrompt(folder, environment: ["EDITOR": "no-such-editor"])
    missing.enter("let x = 5")
    #expect(missing.enter(":edit").contains("error: `no-such-editor` ended with status 127"))
    #expect(missing.ask("x") == "5\n")
  }

  @Test("Ctrl-G tells about the name at the cursor without losing the line")
  func describe() throws {
    let prompt = try startPrompt(folder)
    prompt.enter(
      "simulate 12 months; product A \"Ä, 音\" { users 1M; churn 5%/month source \"a survey\" }")
    prompt.send("A.churn" + Key.controlG)
    #expect(
      prompt.waitUntil {
        $0.text.contains("source: a survey") && $0.currentLine == "reroute> A.churn"
      } != nil, "\(prompt.plainOutput)")
    prompt.send(Key.controlU + "pert(1, 2, 3" + "\u{1}" + Key.controlG)
    #expect(
      prompt.waitUntil {
        $0.text.contains("pert: a function") && $0.currentLine.hasPrefix("reroute> pert(1")
      } != nil)
    prompt.interrupt()
    prompt.send(":watch" + Key.controlG)
    #expect(prompt.waitFor(":watch [QUESTION]  answer a question again") != nil)
    prompt.send(Key.controlU + "nothing" + Key.controlG)
    #expect(prompt.waitUntil { $0.bells > 0 } != nil)
  }

  @Test("Files are completed where a script names them, and near names where nothing begins so")
  func completion() throws {
    try folder.write("let r = 1\n", to: "rates.reroute")
    let prompt = try startPrompt(folder)
    func complete(_ typed: String, _ expected: String) {
      prompt.send(typed + Key.tab)
      #expect(prompt.waitForLine("reroute> " + expected), "\(prompt.plainOutput)")
      prompt.interrupt()
    }
    complete("import \"\(folder.path)/ra", "import \"\(folder.path)/rates.reroute")
    complete("simluate", "simulate")
    complete(":help overl", ":help overlap")
    complete(":keys v", ":keys vi")
    prompt.enter("simulate 12 months; \(PromptTests.product)")
    complete(":info A.chu", ":info A.churn")
    complete(":watch A.arp", ":watch A.arpu")
  }
}
