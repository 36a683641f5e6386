import Lessons
import PseudoTerminal
import Reroute
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("Lessons at the prompt", .serialized)
struct LessonPromptTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// The file of progress in the test's folder.
  private var progress: String { folder.file("out") }

  /// Starts the command with its progress in the test's folder, and waits for `prompt`.
  private func start(
    _ arguments: [String], _ environment: [String: String] = [:], columns: Int = 80,
    prompt: String
  ) throws -> PseudoTerminal {
    let all = ["HOME": folder.path, "NO_COLOR": "1", "REROUTE_PROGRESS": progress]
    let terminal = try PseudoTerminal(
      command: [PseudoTerminal.builtProgram("reroute")] + arguments,
      environment: all.merging(environment) { $1 }, in: folder.path, columns: columns,
      rows: 50)
    try #require(terminal.waitUntil { $0.currentLine == prompt } != nil, "\(terminal.plainOutput)")
    return terminal
  }

  /// Types an entry, waits until the last line is `prompt`, and returns what was shown.
  private func enter(_ terminal: PseudoTerminal, _ entry: String, then prompt: String) -> String {
    let before = terminal.plainOutput.count
    let shown = terminal.plainOutput.utf8.count
    terminal.send(entry + "\r")
    let isReady = terminal.waitUntil {
      $0.currentLine == prompt && $0.text.utf8.count >= shown + entry.utf8.count
    }
    #expect(isReady != nil, "\(entry): \(terminal.plainOutput)")
    return String(terminal.plainOutput.dropFirst(before))
  }

  static let terminals: [(columns: Int, environment: [String: String])] = [
    (80, [:]), (40, [:]), (80, ["TERM": "dumb"]), (40, ["LC_ALL": "C"]), (200, [:]),
  ]

  @Test(
    "The first lesson, with a mistake in each step; on other terminals its first steps",
    arguments: terminals.indices)
  func wholeLesson(_ i: Int) throws {
    let (columns, environment) = Self.terminals[i]
    let lesson = try #require(Course.shipped.lessons.first)
    let terminal = try start(["learn", "1"], environment, columns: columns, prompt: "lesson 1.1>")
    #expect(terminal.plainOutput.contains("Meet the prompt"))
    let help = enter(terminal, ":help", then: "lesson 1.1>")
    #expect(help.contains("plainer") && help.contains("`:done`"), "\(help)")
    let isWhole = i == 0
    for (number, step) in lesson.steps.enumerated().prefix(isWhole ? .max : 2) {
      let prompt = "lesson 1.\(number + 1)>"
      let mistake = try #require(step.mistakes.first { !$0.entry.text.contains("\n") })
      let told = enter(terminal, mistake.entry.text, then: prompt)
      #expect(told.contains("Hint:"), "\(told)")
      let next = number + 1 == lesson.steps.count ? "lesson 1.end>" : "lesson 1.\(number + 2)>"
      let right = enter(terminal, step.answer.text, then: next)
      #expect(right.contains("Right."), "\(right)")
    }
    if isWhole { #expect(terminal.plainOutput.contains("What to keep:")) }
    #expect(!terminal.plainOutput.contains("\u{1B}[3"), "colour under NO_COLOR")
    terminal.send(Key.controlD)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
  }

  @Test("Hints, free play, skipping, notes; then it goes on where it was left")
  func commands() throws {
    var terminal = try start(["learn", "1"], prompt: "lesson 1.1>")
    #expect(enter(terminal, ":help", then: "lesson 1.1>").contains(":skip"))
    #expect(enter(terminal, ":hint", then: "lesson 1.1>").contains("Hint:"))
    #expect(enter(terminal, ":undo", then: "lesson 1.1>").contains("works in free play"))
    #expect(enter(terminal, ":play", then: "play>").contains("Play with the plan"))
    _ = enter(terminal, "let x = 5", then: "play>")
    #expect(enter(terminal, "x + 1", then: "play>").contains("6"))
    #expect(enter(terminal, ":undo", then: "play>").contains("undone"))
    #expect(enter(terminal, ":done", then: "lesson 1.1>").contains("Step 1 of 7"))
    #expect(enter(terminal, "x", then: "lesson 1.1>").contains("no name called `x`"))
    let skipped = enter(terminal, ":skip", then: "lesson 1.2>")
    #expect(skipped.contains("The answer:") && skipped.contains("1M users"))
    let notes = ":notes ~/a.reroute"
    #expect(enter(terminal, notes, then: "lesson 1.2>").contains("saved ~/a.reroute"))
    #expect(enter(terminal, notes, then: "lesson 1.2>").contains("is there already"))
    #expect(try folder.text(of: "a.reroute").contains("# Notes: Meet the prompt"))
    #expect(enter(terminal, ":learn", then: "lesson 1.2>").contains("8  Deciding"))
    #expect(enter(terminal, ":learn nine", then: "lesson 1.2>").contains("no lesson `nine`"))
    #expect(enter(terminal, ":learn 3", then: "lesson 3.1>").contains("cost of delay"))
    terminal.send(":leave\r")
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
    terminal = try start(["learn", "1"], prompt: "lesson 1.2>")
    #expect(terminal.plainOutput.contains("Going on with step 2"))
    #expect(enter(terminal, ":restart", then: "lesson 1.1>").contains("Step 1 of 7"))
    terminal.send(Key.controlD)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
    var status = stat()
    #expect(stat(progress, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test("From the prompt, whose session waits meanwhile")
  func fromThePrompt() throws {
    let terminal = try start([], prompt: "reroute>")
    #expect(enter(terminal, "let mine = 7 users", then: "reroute>").contains("reroute>"))
    #expect(enter(terminal, ":learn list", then: "reroute>").contains("1  Meet the prompt"))
    #expect(enter(terminal, ":learn 2", then: "lesson 2.1>").contains("What failing means"))
    #expect(enter(terminal, "mine", then: "lesson 2.1>").contains("error[R201]"))
    #expect(enter(terminal, "Resso.users", then: "lesson 2.2>").contains("Right."))
    terminal.send(Key.controlD)
    #expect(terminal.waitUntil { $0.currentLine == "reroute>" } != nil)
    #expect(enter(terminal, "mine", then: "reroute>").contains("7 users"))
    #expect(enter(terminal, ":undo", then: "reroute>").contains("undone: let mine"))
    terminal.send(Key.controlD)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
  }

  @Test("Without skipping, Ctrl-C keeps the lesson, and what is open goes on over lines")
  func noSkip() throws {
    let terminal = try start(["learn", "4", "--no-skip"], prompt: "lesson 4.1>")
    #expect(enter(terminal, ":skip", then: "lesson 4.1>").contains("without skipping"))
    terminal.send("overlap Resso,")
    #expect(terminal.waitUntil { $0.currentLine == "lesson 4.1> overlap Resso," } != nil)
    terminal.send(Key.controlC)
    #expect(terminal.waitUntil { $0.currentLine == "lesson 4.1>" } != nil)
    let answer = "overlap Resso, TikTok 80% to 95% of Resso"
    #expect(enter(terminal, answer, then: "lesson 4.2>").contains("Right."))
    terminal.send("redirect Resso -> TikTok {\r")
    #expect(terminal.waitUntil { $0.currentLine.isEmpty && $0.column == 2 } != nil)
    for line in ["from failure; over 3 months", "reach 60% to 90%; accept 30% to 50%"] {
      terminal.send(line + "\r")
      #expect(terminal.waitUntil { $0.text.contains(line) && $0.currentLine.isEmpty } != nil)
    }
    #expect(enter(terminal, "}", then: "lesson 4.3>").contains("Right."))
    terminal.send(Key.controlD)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
  }

  @Test("Damaged, foreign and unwritable progress is told, and loses nothing")
  func badProgress() throws {
    try folder.write("reroute progress 1\nrubbish\n5\tprompt\ta\tskipped\n", to: "out")
    var terminal = try start(["learn", "1"], prompt: "lesson 1.1>")
    #expect(terminal.plainOutput.contains("warning: 1 damaged line"))
    _ = enter(terminal, "1M users", then: "lesson 1.2>")
    terminal.send(Key.controlD)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
    let text = try folder.text(of: "out")
    #expect(text.hasPrefix("reroute progress 1\nrubbish\n5\tprompt"))
    #expect(text.contains("\tpassed\t1M users\n"))
    try folder.write("my diary\n", to: "out")
    terminal = try start(["learn", "1"], prompt: "lesson 1.1>")
    #expect(terminal.plainOutput.contains("is not the progress of lessons"))
    #expect(enter(terminal, "1M users", then: "lesson 1.2>").contains("Right."))
    terminal.send(Key.controlD)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
    #expect(try folder.text(of: "out") == "my diary\n")
    terminal = try start(
      ["learn", "1"], ["REROUTE_PROGRESS": "/dev/null/progress"], prompt: "lesson 1.1>")
    #expect(terminal.plainOutput.contains("cannot save the progress of lessons"))
    #expect(enter(terminal, "1M users", then: "lesson 1.2>").contains("Right."))
    terminal.send(Key.controlD)
    #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
  }

  @Test("Two sessions at once keep what both did")
  func twoSessions() throws {
    let one = try start(["learn", "1"], prompt: "lesson 1.1>")
    let two = try start(["learn", "2"], prompt: "lesson 2.1>")
    _ = enter(one, "1M users", then: "lesson 1.2>")
    _ = enter(two, "Resso.users", then: "lesson 2.2>")
    _ = enter(one, "40k users/month * 1 year", then: "lesson 1.3>")
    for terminal in [one, two] {
      terminal.send(Key.controlD)
      #expect(terminal.waitForEnd() == .exited(0), "\(terminal.plainOutput)")
    }
    let listing = try shell("REROUTE_PROGRESS='\(progress)' $R learn --list", in: folder)
    #expect(listing.contains("step 3 of 7") && listing.contains("step 2 of 8"), "\(listing)")
  }

  @Test("Lists, reports, notes, resets, and lessons of one's own")
  func command() throws {
    let run = { (line: String) in
      try shell("export REROUTE_PROGRESS='\(progress)'; \(line); echo \"status $?\"", in: folder)
    }
    let played = try run("printf '1M\\n1M users\\n:leave\\n' | $R learn 1")
    #expect(played.contains("Hint: You have the number") && played.contains("Right."), "\(played)")
    #expect(try run("$R learn --list").contains("Meet the prompt"))
    let report = try run("$R learn --report --learner Ann prompt")
    #expect(report.contains("\"learner\" : \"Ann\"") && report.contains("\"entry\" : \"1M\""))
    #expect(try run("$R learn --notes delay").contains("# Notes: Cutting losses"))
    #expect(try run("$R learn --reset").contains("status 0"))
    #expect(!(try run("$R learn --list")).contains("step"))
    #expect(try run("$R learn --check 1").contains("all as they should be\nstatus 0"))
    #expect(try run("$R learn --check none.md").contains("error[R701]"))
    try folder.write("# A\n\n## B\n\nTaks: x\n", to: "a.reroute")
    let wrong = try run("$R learn --check ./a.reroute")
    #expect(
      wrong.contains("error[R711]") && wrong.contains("./a.reroute:5:1")
        && wrong.contains("status 2"))
    #expect(try run("$R learn 99").contains("no lesson `99`"))
    #expect(try run("$R learn --list --check").contains("status 64"))
  }
}
