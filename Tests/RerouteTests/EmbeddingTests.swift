import Foundation
import Reroute
import Testing

/// The README's and DocC's Swift, compiled and run; the lines between the marks are those of the README.
@Suite struct EmbeddingTests {
  @Test func `ten lines`() throws {
    // README: ten lines
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

  @Test func `the README shows these lines`() throws {
    let here = URL(fileURLWithPath: #filePath)
    let source = try String(contentsOf: here, encoding: .utf8).components(separatedBy: "\n")
    let readme = try String(
      contentsOf: here.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("README.md"), encoding: .utf8)
    var shown = 0
    var lines: [String]?
    for line in source {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if trimmed == "// README: end", let block = lines {
        #expect(
          readme.contains("```swift\nimport Reroute\n\n\(block.joined(separator: "\n"))\n```"))
        shown += 1
        lines = nil
      } else if trimmed.hasPrefix("// README: ") {
        lines = []
      } else {
        lines?.append(String(line.dropFirst(min(4, line.count - trimmed.count))))
      }
    }
    #expect(shown == readme.components(separatedBy: "```swift").count - 1)
  }
}
