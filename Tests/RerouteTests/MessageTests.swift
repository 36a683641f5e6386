import Foundation
import Reroute
import Testing

@Suite struct MessageTests {
  @Test func `spans count bytes, UTF-16 units, lines and characters`() throws {
    var session = Session()
    let text = "# 微信 📱\nlet 微信 = \"📱👩‍👩‍👧\"; let x = 微信 + 名前"
    let outcome = session.run(text, name: "plan.reroute")
    #expect(outcome.status == .wrong)
    let message = try #require(outcome.messages.first)
    #expect(message.code == "R201")
    let span = try #require(message.primary?.span)
    #expect(span.source == "plan.reroute")
    let utf8 = Array(text.utf8)[span.utf8]
    #expect(String(decoding: utf8, as: UTF8.self) == "名前")
    let utf16 = Array(text.utf16)[span.utf16]
    #expect(String(decoding: utf16, as: UTF16.self) == "名前")
    #expect(span.line == 2)
    let line = text.split(separator: "\n")[1]
    let place = try #require(line.range(of: "名前"))
    #expect(span.column == line.distance(from: line.startIndex, to: place.lowerBound) + 1)
  }

  @Test func `a correction mends the text`() throws {
    var session = Session()
    let text = "# 🙂\nlet share = 10% to 5%"
    let message = try #require(session.tried(text).messages.first)
    #expect(message.code == "R306")
    let correction = try #require(message.corrections.first)
    var bytes = Array(text.utf8)
    for edit in correction.edits.sorted(by: { $0.span.utf8.lowerBound > $1.span.utf8.lowerBound }) {
      bytes.replaceSubrange(edit.span.utf8, with: Array(edit.replacement.utf8))
    }
    #expect(String(decoding: bytes, as: UTF8.self) == "# 🙂\nlet share = 5% to 10%")
    session.keep(String(decoding: bytes, as: UTF8.self))
  }

  @Test func `JSON has every field, in the types the reference says`() throws {
    var session = Session()
    let outcome = session.run("simulate 3 months\nproduct A { users 5 }\nproduct A { users 6 }")
    let message = try #require(outcome.messages.first)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(message.json.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "code", "severity", "message", "primary", "secondary", "notes", "help", "corrections",
      ])
    #expect(object["severity"] as? String == "error")
    let primary = try #require(object["primary"] as? [String: Any])
    let span = try #require(primary["span"] as? [String: Any])
    #expect(Set(span.keys) == ["source", "utf8", "utf16", "line", "column"])
    #expect((span["utf8"] as? [Int])?.count == 2)
    #expect((object["secondary"] as? [Any])?.count == message.secondary.count)
    #expect(!message.secondary.isEmpty)
  }

  @Test func `every code has an explanation`() {
    #expect(Reroute.codes.count > 60)
    for code in Reroute.codes {
      #expect(Reroute.explanation(of: code)?.hasPrefix(code) == true)
    }
    #expect(Reroute.explanation(of: "R000") == nil)
  }

  @Test func `bytes that are no text are refused with their place`() {
    var session = Session()
    let outcome = session.run(bytes: Array("let x = \"".utf8) + [0xFF, 0x22])
    #expect(outcome.status == .wrong)
    #expect(outcome.messages.contains { $0.code == "R101" })
  }
}
