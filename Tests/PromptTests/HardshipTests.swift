import PseudoTerminal
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A terminal for the tests: its width, its locale and what it can do.
struct Setting: Sendable, CustomTestStringConvertible {
  let columns: Int
  let environment: [String: String]

  var testDescription: String {
    "\(columns) columns, \(environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })"
  }

  /// Every width in every locale, with colour and without, and a terminal that can't move its cursor.
  static let all = [40, 80, 200].flatMap { columns in
    [
      Setting(columns: columns, environment: ["LC_ALL": "C.UTF-8", "NO_COLOR": ""]),
      Setting(columns: columns, environment: ["LC_ALL": "C"]),
      Setting(columns: columns, environment: ["LC_ALL": "C.UTF-8", "TERM": "dumb"]),
    ]
  }
}

@Suite("Hardships", .serialized)
struct HardshipTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  @Test(
    "A whole session at every width, in every locale, with CJK names and emoji in titles",
    arguments: Setting.all)
  func everywhere(setting: Setting) throws {
    let prompt = try startPrompt(
      folder, environment: setting.environment, columns: setting.columns, rows: 50)
    let isDumb = setting.environment["TERM"] == "dumb"
    prompt.enter("simulate 12 months")
    prompt.paste(isDumb ? "" : "product 日本 \"🎵 音楽\" {\n  users 1M # 百万\n  churn 4% to 6%/month\n}")
    prompt.enter(isDumb ? "product 日本 \"🎵 音楽\" { users 1M; churn 4% to 6%/month }" : "")
    let answer = prompt.enter("日本.users at end").split(separator: "\n").joined()
    #expect(answer.contains("545k users (90%: 474k to 612k)"), "\(prompt.plainOutput)")
    prompt.enter(":watch 日本.users at month 6")
    #expect(prompt.enter("日本.churn = 1%/month").contains("886.385k users"), "\(prompt.plainOutput)")
    #expect(prompt.enter(":undo").contains("undone"))
    #expect(prompt.enter(":info 日本").contains("🎵"))
    #expect(prompt.enter(":sources").contains("without a source"))
    #expect(prompt.enter("1 + 日本").contains("error[R"))
    prompt.send("日" + Key.tab)
    #expect(prompt.waitUntil { $0.currentLine.hasSuffix("日本") } != nil, "\(prompt.plainOutput)")
    prompt.interrupt()
    #expect(prompt.enter(":list").contains("日本"))
    prompt.end()
    if isDumb { #expect(!prompt.output.contains(0x1B)) }
    if isDumb || setting.environment["NO_COLOR"] == nil {
      #expect(!String(decoding: prompt.output, as: UTF8.self).contains("\u{1B}[1;34m"))
    }
    if isDumb { return }
    for line in prompt.screen.lines { #expect(line.count <= setting.columns) }
  }

  @Test("What is told is broken between words, whatever the width", arguments: [30, 40, 60])
  func narrow(columns: Int) throws {
    let prompt = try startPrompt(folder, columns: columns)
    prompt.enter("product A { users 1M; churn 5% }")
    let told = prompt.plainOutput
    for word in ["Ctrl-D", "twelvefold,", "differ", "doesn't"] {
      #expect(told.contains(word), "\(told)")
    }
    prompt.end()
  }

  /// A script of so many lines that declares and asks.
  private func script(lines: Int) -> String {
    (1...lines).map { i in
      i % 50 == 0 ? "n\(i - 1) + n\(i - 2)" : "let n\(i) = \(i)  # 行 \(i)"
    }.joined(separator: "\n")
  }

  @Test(
    "A paste of 500 lines is one entry, is run once, and nothing of it is lost",
    arguments: [40, 200])
  func longPaste(columns: Int) throws {
    let prompt = try startPrompt(folder, columns: columns, rows: 30)
    let text = script(lines: 500)
    prompt.paste(text)
    #expect(prompt.waitUntil { $0.currentLine == "n499 + n498" } != nil)
    prompt.send("\r")
    #expect(prompt.waitFor("_10, n499 + n498: 997\nreroute>") != nil, "\(prompt.screen.lines)")
    #expect(prompt.ask("n1 + n499") == "500\n")
    prompt.enter(":save \(folder.file("a.reroute"))")
    #expect(try folder.text(of: "a.reroute").split(separator: "\n").count >= 500)
    prompt.send(Key.up + Key.up + Key.up)
    #expect(prompt.waitUntil { $0.currentLine == "n499 + n498" } != nil)
    prompt.interrupt()
    prompt.end()
  }

  @Test(
    "Lines that arrive as if typed are entries, in order",
    arguments: [("dumb", 500), ("xterm-256color", 100)])
  func typedAhead(terminal: String, count: Int) throws {
    let prompt = try startPrompt(folder, environment: ["TERM": terminal], rows: 30)
    let lines = script(lines: count).split(separator: "\n")
    prompt.send(lines.map { $0 + "\r" }.joined())
    prompt.send("n\(count - 1)\r")
    let last = "_\(count / 50 + 1) = \(count - 1)\nreroute>"
    #expect(
      prompt.waitFor(last, timeout: 3 * PseudoTerminal.patience) != nil, "\(prompt.screen.lines)")
    prompt.enter(":save \(folder.file("a.reroute"))")
    #expect(try folder.text(of: "a.reroute").contains("let n\(count - 1) = \(count - 1)"))
    let history = try folder.text(of: ".local/state/reroute/history").split(separator: "\n")
    #expect(history.count > count)
    prompt.end()
  }

  @Test("Tab held down, anywhere in a statement")
  func heldTab() throws {
    let prompt = try startPrompt(folder, columns: 60, rows: 20)
    prompt.enter("simulate 12 months from 2024-01; \(PromptTests.product)")
    for typed in [
      "", "A.", "redirect A ", "A.users at ", "let x = 5 ", ":", ":help ", "\"", "product X { ",
      "é日🙂",
    ] {
      prompt.send(typed + String(repeating: Key.tab, count: 40))
      prompt.send("\u{5}zz")
      #expect(
        prompt.waitUntil { $0.currentLine.hasSuffix("zz") } != nil,
        "\(typed): \(prompt.screen.lines)")
      prompt.interrupt()
    }
    #expect(prompt.ask("1 + 1") == "2\n")
  }

  @Test("A window that is resized while an entry is edited loses nothing of it")
  func resizing() throws {
    let prompt = try startPrompt(folder, columns: 80, rows: 24)
    prompt.send("let total = [11111, 22222, 33333, 44444, 55555, 66666")
    prompt.waitFor("66666")
    for (columns, rows) in [(40, 24), (20, 10), (200, 50), (2, 2), (80, 24)] {
      prompt.resize(columns: columns, rows: rows)
      prompt.send(", 7")
    }
    prompt.send("]")
    #expect(
      prompt.waitUntil { $0.text.filter { !$0.isWhitespace }.contains("66666,7,7,7,7,7]") } != nil,
      "\(prompt.screen.lines)")
    prompt.send("\r")
    #expect(prompt.waitForLine(ready))
    #expect(prompt.ask("total[1] + length(total)") == "11.122k\n")
    prompt.send("spare")
    prompt.waitFor("spare")
    prompt.resize(columns: 100, rows: 30)
    prompt.interrupt()
  }

  @Test("Ctrl-C at every moment leaves the session as it was")
  func interrupts() throws {
    let prompt = try startPrompt(folder, rows: 30)
    prompt.enter("simulate 120 months; product A { users 1M to 2M; churn 1% to 5%/month }")
    prompt.enter("let x = 5")
    // While typing: in a line, a block, a search, a completion, a paste.
    for typed in [
      "half", "product B {\rusers 1M", Key.controlR + "x", "A." + Key.tab,
      "\u{1B}[200~half a paste", Key.up,
    ] {
      prompt.send(typed)
      prompt.settle(0.02)
      prompt.interrupt()
    }
    // While answering: at once, and at any later moment.
    prompt.enter(":trials 20M")
    // A terminal drops what wasn't read yet with the Ctrl-C, so that at once the prompt may stay as it is.
    for wait in [0, 0.001, 0.01] {
      prompt.send("A.users at end\r")
      prompt.settle(wait)
      prompt.send(Key.controlC)
      prompt.settle(1)
      #expect(prompt.waitForLine("reroute>"), "\(prompt.plainOutput)")
    }
    for wait in [0.05, 0.2] {
      prompt.send("A.users at end\r")
      prompt.settle(wait)
      prompt.interrupt()
    }
    prompt.enter(":trials 100")
    #expect(prompt.ask("x") == "5\n", "\(prompt.screen.lines)")
    #expect(prompt.enter(":list").contains("product A"))
    prompt.end()
  }

  @Test("What is typed during an evaluation waits for the next prompt")
  func typedMeanwhile() throws {
    let prompt = try startPrompt(folder)
    prompt.enter("simulate 120 months; product A { users 1M to 2M; churn 1% to 5%/month }")
    prompt.enter(":trials 200k")
    prompt.send("A.users at end\r")
    prompt.send("let y = 7\r")
    let next = "\nreroute> let y = 7\nreroute>"
    #expect(
      prompt.waitFor(next, timeout: 3 * PseudoTerminal.patience) != nil, "\(prompt.plainOutput)")
    #expect(prompt.plainOutput.contains("\n_1 = "), "\(prompt.plainOutput)")
    #expect(prompt.ask("y") == "7\n")
  }

  @Test("A history that can't be written, or is no text, loses neither the session nor the file")
  func history() throws {
    let sealed = folder.file("sealed")
    mkdir(sealed, 0o500)
    let prompt = try startPrompt(folder, environment: ["REROUTE_HISTORY": "/proc/version/history"])
    #expect(prompt.enter("let x = 5").contains("warning: cannot save the history"))
    #expect(prompt.ask("x") == "5\n")
    prompt.send("let" + Key.up)
    #expect(prompt.waitForLine("reroute> let x = 5"))
    prompt.interrupt()
    prompt.end()
    try folder.write(
      "_HiStOrY_V2_\nlet\\040good\\040=\\0401\n\\999broken\nlet\\040late\\040=\\0402\n",
      to: "history")
    let other = try startPrompt(folder, environment: ["REROUTE_HISTORY": folder.file("history")])
    #expect(other.plainOutput.contains("has 1 damaged entry"))
    other.enter("let x = 5")
    other.send("let good" + Key.up)
    #expect(other.waitForLine("reroute> let good = 1"))
    other.interrupt()
    other.end()
    let text = try folder.text(of: "history")
    #expect(text.contains("\\999broken\n") && text.hasSuffix("let\\040x\\040=\\0405\n"))
  }
}
