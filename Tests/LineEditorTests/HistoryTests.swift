import PseudoTerminal
import Testing

@testable import LineEditor

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("History", .serialized)
struct HistoryTests {

  /// Types entries in a session with the history of `folder`, and ends it.
  private func session(_ folder: Folder, _ entries: String...) throws -> String {
    let demo = try startDemo([folder.file("history")])
    for entry in entries { demo.enter(entry) }
    demo.end()
    return demo.settle()
  }

  @Test("Entries come back in the next session, from a file for its owner alone")
  func persistent() throws {
    let folder = try Folder()
    _ = try session(folder, "first 日本", "second \\012", "second \\012")
    var status = stat()
    #expect(stat(folder.file("history"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let demo = try startDemo([folder.file("history")])
    demo.send(Key.up)
    #expect(demo.waitUntil { $0.currentLine == "demo> second \\012" } != nil)
    demo.send(Key.up)
    #expect(demo.waitUntil { $0.currentLine == "demo> first 日本" } != nil)
    demo.send(Key.down + Key.down)
    #expect(demo.waitUntil { $0.currentLine == "demo>" } != nil)
  }

  @Test("An entry of several lines is recalled, and edited, as one")
  func severalLines() throws {
    let folder = try Folder()
    let first = try startDemo([folder.file("history")])
    first.paste("let a = 1\nlet b = 2\nlet c = 3")
    first.send("\r")
    first.waitFor("<let a = 1|let b = 2|let c = 3>\ndemo>")
    first.end()

    let second = try startDemo([folder.file("history")])
    second.send(Key.up)
    #expect(second.waitFor("demo> let a = 1\nlet b = 2\nlet c = 3") != nil)
    second.send(Key.up + Key.backspace + "9")
    #expect(second.waitFor("let b = 9\nlet c = 3") != nil, "\(second.plainOutput)")
    second.send("\r")
    #expect(second.waitFor("read 29 bytes: <let a = 1|let b = 9|let c = 3>") != nil)
  }

  @Test("An entry of 60 lines is recalled as one, in a window of 24")
  func long() throws {
    let demo = try startDemo()
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n")
    demo.paste(lines)
    demo.send("\r")
    #expect(demo.waitFor("read \(lines.utf8.count) bytes") != nil)
    demo.settle()
    demo.send(Key.up)
    demo.settle()
    demo.send("!\r")
    #expect(demo.waitFor("read \(lines.utf8.count + 1) bytes") != nil, "\(demo.plainOutput)")
  }

  @Test("Up finds the entries that begin with what is typed; Ctrl-R what is inside")
  func search() throws {
    let demo = try startDemo()
    for entry in ["apple 1", "banana", "apple 2", "cherry a"] {
      demo.enter(entry)
    }
    demo.send("a" + Key.up)
    #expect(demo.waitUntil { $0.currentLine == "demo> apple 2" } != nil)
    demo.send(Key.up)
    #expect(demo.waitUntil { $0.currentLine == "demo> apple 1" } != nil)
    demo.send(Key.up)
    #expect(demo.waitUntil { $0.bells == 1 } != nil)
    demo.send(Key.down + Key.down)
    #expect(demo.waitUntil { $0.currentLine == "demo> a" } != nil)
    demo.send(Key.controlC)
    demo.waitFor("interrupted\ndemo>")
    demo.send(Key.controlR + "nan")
    #expect(demo.waitFor("demo> banana\nbck:nan") != nil, "\(demo.plainOutput)")
    demo.send("\r")
    #expect(demo.waitUntil { $0.text.split(separator: "<banana>").count == 3 } != nil)
  }

  @Test("A file that is no history is reported and left alone")
  func corrupt() throws {
    let folder = try Folder()
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
    try folder.write(bytes, to: "history")
    let shown = try session(folder, "entry")
    #expect(shown.contains("warning: \(folder.file("history")) is not a history"))
    #expect(try folder.bytes(of: "history") == bytes)
  }

  @Test("Damaged entries are reported, skipped and kept")
  func damaged() throws {
    let folder = try Folder()
    let old = Array("_HiStOrY_V2_\ngood\n\\q\n".utf8) + [0xFF, 0x0A] + Array("last".utf8)
    try folder.write(old, to: "history")
    let shown = try session(folder, "new")
    #expect(shown.contains("has 2 damaged entries"))
    #expect(try folder.bytes(of: "history") == old + Array("\nnew\n".utf8))
    #expect(HistoryFile(path: folder.file("history")).load().entries == ["good", "last", "new"])
  }

  @Test("A history that cannot be written is reported, and stops nothing")
  func unwritable() throws {
    for path in ["/proc/nowhere/history", "/tmp", "/dev/null/history", "/dev/null"] {
      let demo = try startDemo([path])
      demo.enter("x")
      demo.end()
      #expect(demo.settle().contains("warning: "), "\(demo.plainOutput)")
    }
  }

  @Test("A missing folder is created")
  func missingFolder() throws {
    let folder = try Folder()
    let path = folder.file("deep/er/history")
    let file = HistoryFile(path: path)
    #expect(file.load().problem == nil)
    try file.append(["x"])
    #expect(file.load().entries == ["x"])
  }

  @Test("Two sessions do not lose each other's entries")
  func shared() throws {
    let folder = try Folder()
    let one = try startDemo([folder.file("history")])
    let two = try startDemo([folder.file("history")])
    for (demo, entry) in [(one, "one 1"), (two, "two 1"), (one, "one 2"), (two, "two 2")] {
      demo.enter(entry)
    }
    for demo in [one, two] {
      demo.end()
    }
    let entries = HistoryFile(path: folder.file("history")).load().entries
    #expect(entries == ["one 1", "one 2", "two 1", "two 2"])
  }

  @Test("Many writers at once lose nothing, also when the file is shortened meanwhile")
  func concurrent() async throws {
    let folder = try Folder()
    let path = folder.file("history")
    try HistoryFile(path: path).append((0..<4990).map { "old \($0)" })
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for entry in 0..<10 {
            #expect(throws: Never.self) {
              try HistoryFile(path: path).append(["new \(writer) \(entry)"])
            }
          }
        }
      }
    }
    let entries = HistoryFile(path: path).load().entries
    #expect(entries.count(where: { $0.hasPrefix("new") }) == 40)
    #expect(entries.count <= HistoryFile.capacity + 40)
    #expect(try !folder.text(of: "history").contains("old 0\n"))
  }

  @Test("A session that keeps the file locked does not block the others")
  func locked() throws {
    let folder = try Folder()
    let path = folder.file("history")
    try folder.write("_HiStOrY_V2_\n", to: "history")
    let other = try FileHandle(opening: path, O_RDWR)
    #expect(try other.lock())
    #expect(throws: HistoryProblem.busy(path: path)) { try HistoryFile(path: path).append(["x"]) }
  }

  @Test("The coding is libedit's, and loses nothing")
  func coding() {
    #expect(HistoryCoding.encoded("a b\nc\\d\té") == Array("a\\040b\\012c\\\\d\\011é".utf8))
    for entry in ["", " ", "日本\n🙂", "\u{7F}\u{1}\u{1B}[0m", "\\", "\\\\0", "\\0123"] {
      #expect(HistoryCoding.decoded(HistoryCoding.encoded(entry)) == entry)
    }
    #expect(HistoryCoding.decoded("\\M-C\\M-)\\^A\\^?\\1x".utf8) == "é\u{1}\u{7F}\u{1}x")
    for damaged in ["\\", "\\M", "\\M-", "\\^", "\\777", "\\z", "\\0", "\\377"] {
      #expect(HistoryCoding.decoded(damaged.utf8) == nil, "\(damaged)")
    }
    #expect(HistoryCoding.normalized("a\0b\n\r\n") == "ab")
  }
}
