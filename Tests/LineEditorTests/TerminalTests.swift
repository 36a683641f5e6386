import PseudoTerminal
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("The terminal and signals", .serialized)
struct TerminalTests {

  @Test("A narrower window while editing wraps the line anew")
  func narrower() throws {
    let demo = try startDemo(columns: 60)
    demo.send("0123456789abcdefghij")
    #expect(demo.waitFor("ghij") != nil)
    demo.resize(columns: 16, rows: 24)
    #expect(demo.waitUntil { $0.lines[1] == "abcdefghij" } != nil, "\(demo.plainOutput)")
    #expect(demo.screen.lines[0] == "demo> 0123456789")
    demo.send("k\r")
    #expect(demo.waitFor("read 21 bytes: <") != nil)
  }

  @Test("A wider window while editing keeps what was there before")
  func wider() throws {
    let demo = try startDemo(columns: 20)
    demo.enter("one")
    demo.send("0123456789abcdefghij")
    #expect(demo.waitFor("ghij") != nil)
    demo.resize(columns: 60, rows: 24)
    #expect(demo.waitFor("demo> 0123456789abcdefghij") != nil, "\(demo.plainOutput)")
    demo.send("k\r")
    #expect(demo.waitFor("read 21 bytes: <0123456789abcdefghijk>") != nil)
    #expect(demo.plainOutput.contains("read 3 bytes: <one>"))
  }

  @Test("A window resized during an evaluation is known at the next line")
  func resizedMeanwhile() throws {
    let demo = try startDemo(columns: 60)
    demo.send("spin\r")
    demo.waitFor("spinning")
    demo.resize(columns: 20, rows: 24)
    demo.send(Key.controlC)
    demo.waitFor("stopped\ndemo>")
    demo.send("0123456789abcdefghij")
    #expect(demo.waitUntil { $0.currentLine == "efghij" } != nil, "\(demo.plainOutput)")
  }

  @Test("SIGTERM and SIGHUP save the history", arguments: [SIGTERM, SIGHUP])
  func terminated(by number: Int32) throws {
    let folder = try Folder()
    let demo = try startDemo([folder.file("history")])
    demo.enter("kept 1")
    demo.send("half")
    demo.waitFor("half")
    demo.signal(number)
    #expect(demo.waitFor("end by request") != nil)
    #expect(demo.waitForEnd() == .exited(0), "\(demo.plainOutput)")
    #expect(try folder.text(of: "history") == "_HiStOrY_V2_\nkept\\0401\n")
    #expect(demo.screen.modes.isEmpty)
  }

  @Test("SIGTERM stops an evaluation too")
  func terminatedMeanwhile() throws {
    let demo = try startDemo()
    demo.send("spin\r")
    demo.waitFor("spinning")
    demo.signal(SIGTERM)
    #expect(demo.waitFor("stopped\nend by request") != nil || demo.plainOutput.contains("end"))
    #expect(demo.waitForEnd() == .exited(0), "\(demo.plainOutput)")
  }

  @Test("A terminal that is closed ends the session, and saves the history")
  func closed() throws {
    let folder = try Folder()
    let demo = try startDemo([folder.file("history")])
    demo.enter("kept")
    demo.hangUp()
    #expect(demo.waitForEnd() == .exited(0), "\(demo.plainOutput)")
    #expect(try folder.text(of: "history") == "_HiStOrY_V2_\nkept\n")
  }

  @Test("SIGINT from elsewhere acts as Ctrl-C")
  func interrupted() throws {
    let demo = try startDemo()
    demo.send("half")
    demo.waitFor("half")
    demo.signal(SIGINT)
    #expect(demo.waitFor("interrupted\ndemo>") != nil)
  }

  @Test("Ctrl-C can be noticed without an editor, also while waiting for a line")
  func withoutEditor() throws {
    let program = PseudoTerminal.builtProgram("line-editor-demo")
    let demo = try PseudoTerminal(command: [program, "--script"])
    #expect(demo.waitFor("ready") != nil)
    demo.send("日本\r")
    #expect(demo.waitFor("line 1: 日本") != nil)
    demo.send(Key.controlC)
    #expect(demo.waitFor("interrupted") != nil)
    demo.send("x\r")
    #expect(demo.waitFor("line 2: x") != nil)
    demo.end()
  }

  @Test("Ctrl-Z stops with the terminal in order, and going on shows the line again")
  func suspended() throws {
    // A shell with job control stands between, or the program would have nobody to go back to.
    let program = PseudoTerminal.builtProgram("line-editor-demo")
    let shell = try PseudoTerminal(
      command: ["/bin/bash", "--norc", "--noprofile", "--noediting", "-i"],
      environment: ["PS1": "sh$ ", "HOME": "/nonexistent"])
    shell.waitFor("sh$")
    shell.send("\(program) - --plain\r")
    #expect(shell.waitFor("demo>") != nil)
    shell.send("half")
    #expect(shell.waitFor("demo> half") != nil)
    shell.send(Key.controlZ)
    #expect(shell.waitFor("Stopped") != nil, "\(shell.plainOutput)")
    #expect(!shell.screen.modes.contains(2004))
    shell.send("fg\r")
    #expect(shell.waitUntil { $0.currentLine == "demo> half" } != nil, "\(shell.plainOutput)")
    shell.send("日\r")
    #expect(shell.waitFor("read 7 bytes: <half日>") != nil, "\(shell.plainOutput)")
  }
}
