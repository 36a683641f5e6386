import Reroute
import SourceText
import Testing

/// What a plan holds that would act on the terminal of who reads it is shown, not sent.
@Suite struct ControlCharacterTests {
  @Test(arguments: [
    ("", ""), ("plain – ünïcode 表 🙂", "plain – ünïcode 表 🙂"), ("a\tb\nc\r\nd", "a\tb\nc\r\nd"),
    ("\u{1B}[2J", "\\u{1B}[2J"), ("a\u{0}b\u{7}", "a\\u{0}b\\u{7}"), ("\u{7F}", "\\u{7F}"),
    ("\u{80}\u{9B}31m\u{9F}\u{A0}", "\\u{80}\\u{9B}31m\\u{9F}\u{A0}"),
    ("over\rwritten\r", "over\\u{D}written\\u{D}"),
    ("\u{2029}\u{202A}\u{202E}\u{202F}", "\u{2029}\\u{202A}\\u{202E}\u{202F}"),
    ("\u{2065}\u{2066}\u{2069}\u{206A}", "\u{2065}\\u{2066}\\u{2069}\u{206A}"),
    ("e\u{301}\u{1B}\u{301}", "e\u{301}\\u{1B}\u{301}"),
  ]) func `they are shown as a script writes them`(_ text: String, _ shown: String) {
    #expect(Array(text.showingControls().utf8) == Array(shown.utf8))
    #expect(text.holdsControls() == (text.utf8.count != shown.utf8.count))
  }

  @Test(arguments: 0..<100) func `wherever they stand`(_ place: Int) {
    for (control, shown) in [
      ("\u{1B}", "\\u{1B}"), ("\u{9B}", "\\u{9B}"), ("\u{202E}", "\\u{202E}"),
    ] {
      for filling in ["a", "\n", "–"] {
        let before = String(repeating: filling, count: place)
        let after = String(repeating: filling, count: 40)
        #expect((before + control + after).showingControls() == before + shown + after)
        #expect(!(before + after).holdsControls())
      }
    }
  }

  @Test func `in the name of a file tabs and line ends are shown too`() {
    #expect("a\tb\r\nc".showingControls(inLine: true) == "a\\u{9}b\\u{D}\\u{A}c")
  }

  /// Every control character that none of ours is: all but colours, tabs and line ends.
  private static func foreign(_ text: String) -> [Unicode.Scalar] {
    // Those of ours set a colour, or bold or dim, or end it.
    let ours = text.replacing(/\x{1B}\[([012]|[0-9;]*3[0-9][0-9;]*)m/, with: "")
    return ours.unicodeScalars.filter {
      switch $0.value {
      case 0x09, 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
  }

  private static let plan = #"""
    simulate 3 months
    trials 300
    product ("A\u{1B}[41m") { users 100; churn 2% to 3%/month }
    product ("B\u{202E}x") { users 100 }
    redirect ("A\u{1B}[41m") -> ("B\u{202E}x") { reach 50%; accept 50% }
    "told \u{1B}[2J\u{7}"
    let words = "a\u{9B}b\u{2066}c\u{7F}d\te\nf"
    words
    [{ a: "x\u{1B}[2J" }, { a: "y" }]
    portfolio.users
    plot portfolio.users
    plot flow
    drives portfolio.users at end
    """#

  @Test func `reports show them in every format, in colour and without`() throws {
    var session = Session()
    let outcome = session.run(Self.plan + "\n\"raw \u{1B}[8m\u{9B}\"")
    try #require(outcome.status == .done, "\(outcome.renderedMessages())")
    for format in Outcome.Format.allCases {
      for colour in [false, true] {
        let report = outcome.report(format, colour: colour)
        let text = format == .csv ? String(report.filter { $0 != "\r\n" }) : report
        #expect(Self.foreign(text).isEmpty, "\(format)")
      }
    }
    let report = outcome.report(.text, colour: true)
    #expect(report.contains("\\u{1B}[2J\\u{7}"))
    #expect(report.contains("a\\u{9B}b\\u{2066}c\\u{7F}d\te\nf"))
    #expect(report.contains("\u{1B}[1m"), "our own colours stay")
    #expect(outcome.report(.csv).contains("words,\"a\\u{9B}b\\u{2066}c\\u{7F}d\te\nf\"\r\n"))
    #expect(outcome.report(.json).contains("a\\u009Bb\\u2066c\\u007Fd\\te\\nf"))
  }

  @Test func `messages show them, and the names of files`() throws {
    var session = Session()
    let text =
      "product A { users 4 \"raw\u{1B}[31m\u{9B}\" }\nlet x = 2 \"\u{202E}\"\nlet y = z\u{7}"
    let name = "a\u{1B}[2J\n.reroute"
    let outcome = session.run(bytes: Array(text.utf8), name: name)
    #expect(outcome.status == .wrong)
    for form in Outcome.MessageForm.allCases {
      for colour in [false, true] {
        let told = outcome.renderedMessages(colour: colour, form: form)
        #expect(Self.foreign(told).isEmpty, "\(form): \(told.debugDescription)")
        #expect(told.contains("a\\u{1B}[2J\\u{A}.reroute"))
      }
    }
    let told = outcome.messages.map(\.rendered).joined()
    #expect(Self.foreign(told).isEmpty && told.contains("raw\\u{1B}[31m"), "\(told)")
  }
}
