import Foundation
import Reroute
import SourceText
import Testing

/// The forms of messages: in full at any width, in a line, in sentences.
@Suite struct RendererTests {
  @Test(arguments: ErrorCorpus.programs) func fitsItsWidth(_ program: ErrorCorpus.Program) throws {
    let bytes = try program.bytes()
    var session = ErrorCorpus.session(for: bytes)
    let outcome = session.run(bytes: bytes, name: program.file)
    func words(_ text: String) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    for width in [40, 60, 80, 200] {
      let told = words(outcome.renderedMessages(width: width))
      for text in outcome.messages.prefix(50).flatMap({ $0.notes + $0.help }) {
        #expect(told.contains(words(text)), "\(width) columns: \(text)")
      }
      for form in [Outcome.MessageForm.full, .narrated] {
        for line in outcome.renderedMessages(form: form, width: width).split(separator: "\n") {
          // A word that is longer than the line stays whole: a path, an example.
          let words = line.split(separator: " ").map { DisplayWidth.columns(String($0)) }
          let isLongWord = (words.max() ?? 0) > width - 12
          #expect(
            DisplayWidth.columns(String(line)) <= width || isLongWord,
            "\(width) columns: \(line)")
        }
      }
    }
  }

  @Test(arguments: ErrorCorpus.programs) func narratedIsSentences(_ program: ErrorCorpus.Program)
    throws
  {
    let bytes = try program.bytes()
    var session = ErrorCorpus.session(for: bytes)
    let outcome = session.run(bytes: bytes, name: program.file)
    let text = outcome.renderedMessages(colour: true, form: .narrated)
    #expect(!text.contains("\u{1B}"))
    #expect(!text.contains("^^") && !text.contains("-->") && !text.contains(" | "))
    for message in outcome.messages {
      #expect(text.contains(message.code))
      if let place = message.primary?.span { #expect(text.contains("line \(place.line)")) }
    }
    let short = outcome.renderedMessages(form: .short)
    #expect(short.split(separator: "\n").count == min(outcome.messages.count, 50))
  }

  @Test func narratedSaysEverything() {
    var session = Session()
    let outcome = session.run(
      "let a = 1\nlet b = 2\nlet a = 3", name: "plan.reroute")
    #expect(
      outcome.renderedMessages(form: .narrated) == """
        Error R202: The name `a` is given twice.
        Where: plan.reroute, line 3, column 5, at the text a: given again.
        Line 3 reads: let a = 3
        See also: plan.reroute, line 1, column 5, at the text a: first given here.
        How to go on: Give one of the two another name, or leave it out.

        """)
    #expect(
      outcome.renderedMessages(form: .short)
        == "plan.reroute:3:5: error[R202]: the name `a` is given twice\n")
  }

  /// The mark stands under what it marks, whatever stands before.
  @Test(arguments: [
    "let \u{9}\u{9}a = missing", "product 微信 { users missing }", "let a = \"🎉🇩🇪👨‍👩‍👧\" + missing",
    "let e\u{301}te\u{301} = missing",
    "let a = \"" + String(repeating: "漢字", count: 70) + "\" + missing + \""
      + String(repeating: "字", count: 90) + "\"",
  ])
  func marksStandUnderWhatTheyMark(script: String) throws {
    var session = Session()
    let outcome = session.run(script)
    for width in [40, 80, nil] {
      let lines = outcome.renderedMessages(width: width).split(separator: "\n")
      let text = try #require(lines.first { $0.contains("missing") && $0.hasPrefix("1 |") })
      let mark = try #require(lines.first { $0.contains("^^^^^^^") })
      let before = text[..<(try #require(text.range(of: "missing")?.lowerBound))]
      let indent = mark.prefix { $0 != "^" }
      #expect(DisplayWidth.columns(String(before)) == DisplayWidth.columns(String(indent)))
    }
  }
}
