import PseudoTerminal
import Testing

@testable import LineEditor

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("Completion", .serialized)
struct CompletionTests {

  @Test("A single candidate is inserted, and explained below")
  func single() throws {
    let demo = try startDemo()
    demo.send("1 sq\t")
    #expect(demo.waitUntil { $0.currentLine == "demo> 1 sqrt" } != nil)
    #expect(demo.screen.lines.contains("sqrt  what sqrt does"))
    demo.send("\r")
    #expect(demo.waitFor("read 6 bytes: <1 sqrt>") != nil)
  }

  @Test("What several candidates share is inserted, and they are listed")
  func ambiguous() throws {
    let demo = try startDemo()
    demo.send("so\t")
    #expect(demo.waitUntil { $0.currentLine == "demo> sort" && $0.row == 3 } != nil)
    #expect(
      demo.screen.lines.prefix(4) == [
        "demo> so", "sort    what sort does", "sorted  what sorted does", "demo> sort",
      ])
    demo.send("日\t")
    #expect(demo.waitFor("sort日") != nil)
  }

  @Test("Wide candidates keep the columns straight, and the text after the cursor stays")
  func wide() throws {
    let demo = try startDemo()
    demo.send("x" + Key.controlA + "日\t")
    #expect(demo.waitFor("日本  日光\ndemo> 日x") != nil)
    demo.send("本\t\r")
    #expect(demo.waitFor("read 7 bytes: <日本x>") != nil, "\(demo.plainOutput)")
  }

  @Test("Many candidates are listed in columns of the terminal's width")
  func columns() throws {
    let demo = try startDemo(columns: 40)
    demo.send("many\t")
    #expect(demo.waitFor("many0   many8   many16  many24  many32\n") != nil, "\(demo.plainOutput)")
    #expect(demo.waitUntil { $0.currentLine == "demo> many" } != nil)
  }

  @Test("The list goes below a line of several rows with the cursor in the first")
  func severalRows() throws {
    let demo = try startDemo(columns: 40)
    demo.send(" first" + Key.altEnter + "second" + Key.altEnter + "third" + Key.up + Key.up)
    demo.send(Key.controlA + "日\t")
    let shown = "日 first\nsecond\nthird\n日本  日光\ndemo> 日 first\nsecond\nthird"
    #expect(demo.waitFor(shown) != nil, "\(demo.plainOutput)")
    #expect(demo.waitUntil { $0.row == 4 && $0.column == 8 } != nil)
  }

  @Test("Nothing to complete rings the bell")
  func none() throws {
    let demo = try startDemo()
    demo.send("zzz\t")
    #expect(demo.waitUntil { $0.bells == 1 && $0.currentLine == "demo> zzz" } != nil)
  }

  @Test("The shared beginning ends at a whole character")
  func sharedBeginning() {
    let flags = ["x🇫🇷", "x🇫🇮"].map { Completion.Candidate(text: $0) }
    let completion = Completion(replaceFrom: 0, candidates: flags)
    #expect(completion.insertion(typed: "") == "x")
    #expect(completion.insertion(typed: "x") == nil)
    #expect(Completion.none.insertion(typed: "x") == nil)
  }

  @Test("A list leaves room for the line, and fits the width")
  func limits() {
    setlocale(LC_CTYPE, "C.UTF-8")  // as an editor does
    let many = (0..<100).map { Completion.Candidate(text: "candidate\($0)") }
    let listing = CandidateListing(candidates: many, columns: 20, rows: 10)
    #expect(listing.lines.count == 8)
    #expect(listing.lines.last == "… 93 more lines")
    let long = Completion.Candidate(text: "x", summary: String(repeating: "y", count: 200))
    let one = CandidateListing(candidates: [long], columns: 20, rows: 10)
    #expect(one.lines == ["x  " + String(repeating: "y", count: 15) + "…"])
    let evil = Completion.Candidate(text: "\u{1B}[2Jx\n")
    #expect(CandidateListing(candidates: [evil], columns: 20, rows: 10).lines == ["[2Jx"])
    #expect(CandidateListing(candidates: many, columns: 1, rows: 1).lines.count == 2)
    #expect(CandidateListing(candidates: [], columns: 80, rows: 24).lines.isEmpty)
  }
}
