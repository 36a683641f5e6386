import Foundation
import Reroute
import Testing

/// The README's and DocC's Swift, compiled and run; the lines between the marks are those of the README.
@Suite struct EmbeddingTests {
  @Test func `ten lines`() throws {
    // README
    var session = Session()
    session.limits.deadline = 5  // seconds; every limit is on from the start
    session.host.isCancelled = { Task.isCancelled }

    let outcome = session.run("simulate 12 months; product A { users 1M; churn 2% to 4%/month }")
    let problems = outcome.messages.map { "\($0.code) \($0.text)" }

    let users = try session.number("A.users at end")
    let halfway = try session.estimate("A.users at month 6")
    let report = session.run("table A.users").report(.markdown)
    // README: end
    #expect(outcome.status == .done && problems.isEmpty)
    #expect(users < halfway.low)
    #expect(report.hasPrefix("| month |"))
  }

  @Test func `from a text to a number`() throws {
    do {
      // DocC
      var session = Session()
      let users = try session.number("simulate 12 months; product A { users 1M }; A.users at end")
      // DocC: end
      #expect(users == 1e6)
    }
    // DocC
    var session = Session()
    let estimate = try session.estimate("let size = 5M to 10M users; size * 90%")
    let range = estimate.low...estimate.high
    // DocC: end
    #expect(range.contains(estimate.mean))
    // DocC
    let outcome = session.run("table size, size / 2", name: "plan.reroute")
    let page = outcome.report(.markdown)
    let data = outcome.report(.json)
    // DocC: end
    #expect(outcome.status == .done && !page.isEmpty && data.hasPrefix("{"))
  }

  @Test func `messages and changes`() {
    var session = Session()
    let text = "let 📱 = 1\n1 + 2 users"
    // DocC
    var underlined: [Range<Int>: String] = [:]
    for message in session.check(bytes: Array(text.utf8)).messages {
      guard let place = message.primary?.span else { continue }
      underlined[place.utf16] = message.text
    }
    // DocC: end
    #expect(!underlined.isEmpty)
    // DocC
    _ = session.run("let pace = 5%/month")
    _ = session.run("product A { users 100; churn pace }; simulate 2 months")
    _ = session.run("A.users at month 1")
    let changes = session.run("let pace = 10%/month").changes.map { "\($0.name): \($0.after)" }
    // DocC: end
    #expect(changes == ["pace: 10%/month", "A.users at month 1: 90 users"])
  }

  /// The lines between marks of this file, without their indentation.
  private func blocks(_ mark: String) throws -> [String] {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    var found: [String] = []
    var lines: [String]?
    var indent = 0
    for line in source.components(separatedBy: "\n") {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if trimmed == "// \(mark): end", let block = lines {
        found.append(block.joined(separator: "\n"))
        lines = nil
      } else if trimmed == "// \(mark)" {
        lines = []
        indent = line.count - trimmed.count
      } else {
        lines?.append(String(line.dropFirst(min(indent, line.count - trimmed.count))))
      }
    }
    return found
  }

  @Test func `the articles show these lines`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/Reroute/Reroute.docc")
    var shown: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      shown += text.components(separatedBy: "```").filter { $0.hasPrefix("swift\n") }
        .map { String($0.dropFirst(6).dropLast()) }
    }
    #expect(try Set(shown) == Set(blocks("DocC")))
  }

  @Test func `the README shows these lines`() throws {
    let readme = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("README.md"), encoding: .utf8)
    let lines = try blocks("README")
    for block in lines { #expect(readme.contains("```swift\nimport Reroute\n\n\(block)\n```")) }
    #expect(lines.count == readme.components(separatedBy: "```swift").count - 1)
  }
}
