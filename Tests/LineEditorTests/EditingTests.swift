import PseudoTerminal
import Testing

@Suite("Editing a line", .serialized)
struct EditingTests {

  @Test(
    "UTF-8 comes back intact in any locale", arguments: ["C", "C.UTF-8", "POSIX", "xx_XX.latin1"])
  func utf8(locale: String) throws {
    let demo = try startDemo(environment: ["LC_ALL": locale])
    demo.send("日本é🙂\r")
    #expect(demo.waitFor("read 12 bytes: <日本é🙂>") != nil)
    #expect(demo.screen.lines[0] == "demo> 日本é🙂")
  }

  @Test("Backspace takes a whole wide character away")
  func backspace() throws {
    let demo = try startDemo()
    demo.send("a🙂日")
    #expect(demo.waitFor("a🙂日") != nil)
    demo.send(Key.backspace)
    #expect(demo.waitUntil { $0.currentLine == "demo> a🙂" && $0.column == 9 } != nil)
    demo.send(Key.backspace + "b\r")
    #expect(demo.waitFor("read 2 bytes: <ab>") != nil)
  }

  @Test("Bytes that are not UTF-8 are shown and reported, and can be deleted")
  func invalid() throws {
    let demo = try startDemo()
    demo.send([0x61, 0xFF, 0x62, 0x0D])
    #expect(demo.waitFor("not text\ndemo>") != nil)
    #expect(demo.screen.lines[0] == "demo> a\u{FFFD}b")
    demo.send([0x61, 0xC3, 0x7F, 0x7F, 0x62, 0x0D])
    #expect(demo.waitFor("read 1 bytes: <b>") != nil)
  }

  @Test("A NUL cannot be typed")
  func nul() throws {
    let demo = try startDemo()
    demo.send([0x61, 0x16, 0x00, 0x62, 0x0D])
    #expect(demo.waitFor("read 2 bytes: <ab>") != nil)
  }

  @Test("A very long line is one entry", arguments: [900, 1023, 1024, 1025, 5000])
  func veryLong(count: Int) throws {
    let demo = try startDemo()
    demo.paste(String(repeating: "é", count: count))
    demo.send("\r")
    #expect(demo.waitFor("read \(2 * count) bytes: <é") != nil)
    demo.settle()
    demo.send(Key.up + "x\r")
    #expect(demo.waitFor("read \(2 * count + 1) bytes: <é") != nil)
  }

  @Test("A broken sequence does not swallow Enter")
  func brokenThenEnter() throws {
    let demo = try startDemo()
    demo.send([0x61, 0xE6, 0x97, 0x0D])
    #expect(demo.waitFor("not text\ndemo>") != nil)
  }

  @Test("Ctrl-C drops the half-typed line")
  func interrupt() throws {
    let demo = try startDemo()
    demo.send("half")
    #expect(demo.waitFor("half") != nil)
    demo.send(Key.controlC)
    #expect(demo.waitFor("interrupted\ndemo>") != nil)
    demo.send("whole\r")
    #expect(demo.waitFor("read 5 bytes: <whole>") != nil)
    #expect(demo.screen.lines[0] == "demo> half^C")
  }

  @Test("Ctrl-C in the middle of a long line leaves all of it on the screen")
  func interruptWrapped() throws {
    let demo = try startDemo(columns: 20, rows: 10)
    demo.send("0123456789abcdefghijklmnopqrstuvw" + Key.controlA)
    #expect(demo.waitUntil { $0.row == 0 && $0.column == 6 && $0.lines[1] != "" } != nil)
    demo.send(Key.controlC)
    #expect(demo.waitFor("interrupted\ndemo>") != nil)
    #expect(demo.plainOutput.contains("opqrstuvw\ninterrupted"), "\(demo.plainOutput)")
  }

  @Test("Ctrl-C while searching, and in a paste, drops the line")
  func interruptSearch() throws {
    let demo = try startDemo()
    demo.enter("abc")
    demo.send(Key.controlR + "b")
    #expect(demo.waitFor("bck:b") != nil)
    demo.send(Key.controlC)
    #expect(demo.waitFor("interrupted\ndemo>") != nil)
    demo.send("\u{1B}[200~half")
    demo.settle()
    demo.send(Key.controlC)
    #expect(demo.waitUntil { $0.text.split(separator: "interrupted").count == 3 } != nil)
    demo.send("x\r")
    #expect(demo.waitFor("read 1 bytes: <x>") != nil)
  }

  @Test("Ctrl-C stops an evaluation, and does not reach the next line")
  func interruptEvaluation() throws {
    let demo = try startDemo()
    demo.send("spin\r")
    #expect(demo.waitFor("spinning") != nil)
    demo.send(Key.controlC)
    #expect(demo.waitFor("stopped\ndemo>") != nil)
    demo.send("x\r")
    #expect(demo.waitFor("read 1 bytes: <x>") != nil)
    #expect(!demo.plainOutput.contains("interrupted"))
  }

  @Test("Ctrl-D on an empty line ends, with the terminal as it was")
  func endOfInput() throws {
    let demo = try startDemo()
    demo.send(Key.controlD)
    #expect(demo.waitFor("end") != nil)
    #expect(demo.waitForEnd() == .exited(0), "\(demo.plainOutput)")
    #expect(demo.screen.modes.isEmpty)
  }

  @Test("Alt-Enter inserts a newline, and the arrows move between lines")
  func altEnter() throws {
    let demo = try startDemo()
    demo.send("ab" + Key.altEnter + "cdef")
    #expect(demo.waitUntil { $0.lines[0] == "demo> ab" && $0.lines[1] == "cdef" } != nil)
    demo.send(Key.up + "X")
    #expect(demo.waitUntil { $0.lines[0] == "demo> abX" } != nil)
    demo.send(Key.down + "Y\r")
    #expect(demo.waitFor("read 9 bytes: <abX|cdeYf>") != nil)
  }

  @Test("A paste of 60 lines is one entry", arguments: [80, 20])
  func paste(columns: Int) throws {
    let demo = try startDemo(columns: columns)
    let lines = (1...60).map { "line \($0) of 日本 🙂 pasted" }
    #expect(demo.screen.modes == [2004])
    demo.paste(lines.joined(separator: "\n") + "\n\n")
    demo.settle()
    #expect(!demo.plainOutput.contains("read"))
    demo.send("\r")
    let bytes = lines.joined(separator: "\n").utf8.count
    #expect(demo.waitFor("read \(bytes) bytes:") != nil, "\(demo.plainOutput)")
    // Blanks at the ends of rows are not on the screen, so none are compared.
    let shown = demo.settle().filter { $0 != "\n" && $0 != " " }
    #expect(shown.contains("<\(lines.joined(separator: "|"))>".filter { $0 != " " }))
    #expect(demo.plainOutput.split(separator: "read").count == 2)
  }

  @Test("A paste cannot smuggle in control characters")
  func pasteControls() throws {
    let demo = try startDemo()
    demo.paste("a\u{1B}[31mb\u{7}\tc\u{9B}d")
    demo.send("\r")
    #expect(demo.waitFor("read 9 bytes: <a[31mb") != nil, "\(demo.plainOutput)")
  }

  @Test("An empty paste inserts nothing")
  func emptyPaste() throws {
    let demo = try startDemo()
    demo.paste("\n")
    demo.send("x\r")
    #expect(demo.waitFor("read 1 bytes: <x>") != nil)
  }

  @Test("A coloured prompt takes only the columns that are seen")
  func colour() throws {
    let demo = try startDemo(columns: 20)
    #expect(String(decoding: demo.output, as: UTF8.self).contains("\u{1B}[1;34mdemo>\u{1B}[0m "))
    demo.send("0123456789abcdefgh")
    #expect(demo.waitUntil { $0.lines[0] == "demo> 0123456789abcd" && $0.row == 1 } != nil)
  }

  @Test("A dumb terminal gets no escape sequence")
  func dumb() throws {
    let demo = try startDemo(["-", "--plain"], environment: ["TERM": "dumb"])
    demo.send("日本" + Key.backspace + "é\r")
    #expect(demo.waitFor("read 5 bytes: <日é>\ndemo>") != nil)
    demo.send("so\t\r")
    #expect(demo.waitFor("read 4 bytes: <sort>\ndemo>") != nil, "\(demo.plainOutput)")
    demo.send(Key.controlD)
    #expect(demo.waitForEnd() == .exited(0), "\(demo.plainOutput)")
    #expect(!demo.output.contains(0x1B))
  }

  @Test("An unknown terminal works too")
  func unknownTerminal() throws {
    let demo = try startDemo(["-", "--plain"], environment: ["TERM": "no-such-terminal"])
    demo.send("abc\r")
    #expect(demo.waitFor("read 3 bytes: <abc>") != nil)
  }

  @Test(".editrc has the last word about keys")
  func editrc() throws {
    let folder = try Folder()
    try folder.write("demo:bind ^T ed-move-to-beg\nother:bind a ed-newline\n", to: ".editrc")
    let demo = try startDemo(environment: ["HOME": folder.path])
    demo.send("ab\u{14}X\r")
    #expect(demo.waitFor("read 3 bytes: <Xab>") != nil)
  }

  @Test("vi keys can be chosen in .editrc, and Tab still completes")
  func vi() throws {
    let folder = try Folder()
    try folder.write("bind -v\n", to: ".editrc")
    let demo = try startDemo(environment: ["HOME": folder.path])
    #expect(demo.screen.modes == [2004])
    demo.send("sq\t\u{1B}")
    demo.send("0ix\r")
    #expect(demo.waitFor("read 5 bytes: <xsqrt>") != nil, "\(demo.plainOutput)")
  }
}
