import Reroute
import SourceText
import Testing

/// `reroute explain CODE`: every code has one, and its examples do what they say.
@Suite struct ExplanationTests {
  /// Codes without a wrong example, with the reason.
  static let withoutWrong: [String: String] = [
    "R101": "bytes that are no text can't be printed",
    "R102": "a control character can't be printed",
    "R505": "it takes an interruption", "R506": "a defect of the engine",
    "R606": "it takes a clock", "R702": "it takes a file that can't be written",
    "R705": "it takes a file", "R706": "it takes files", "R707": "it takes a part of a run",
    "R711": "it takes a lesson's file", "R712": "it takes a lesson's file",
  ]

  @Test(arguments: DiagnosticCode.allCases) func parts(_ code: DiagnosticCode) {
    let text = code.explanation
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count > 3 && lines[1].isEmpty, "a title, then a paragraph")
    #expect(lines[0].count < 60)
    #expect(lines.allSatisfy { $0.count <= 100 || $0.hasPrefix("    ") })
    #expect(text.split(separator: ".").count >= 2)
    #expect(Reroute.explanation(of: code.rawValue.lowercased())?.contains(text) == true)
  }

  @Test(arguments: DiagnosticCode.allCases) func rightExample(_ code: DiagnosticCode) throws {
    let script = try #require(Self.example("Right", of: code))
    let outcome = Self.run(script)
    #expect(outcome.messages.filter { $0.severity == .error }.map(\.text) == [])
    #expect(outcome.messages.filter { $0.code == code.rawValue }.map(\.text) == [])
  }

  @Test(arguments: DiagnosticCode.allCases) func wrongExample(_ code: DiagnosticCode) throws {
    let script = Self.example("Wrong", of: code)
    if Self.withoutWrong[code.rawValue] != nil {
      #expect(script == nil)
      return
    }
    #expect(Set(Self.run(try #require(script)).messages.map(\.code)) == [code.rawValue])
  }

  private static func run(_ script: String) -> Outcome {
    let bytes = Array(script.utf8)
    var session = ErrorCorpus.session(for: bytes)
    return session.run(bytes: bytes, name: "example.reroute")
  }

  /// The indented lines under a heading.
  private static func example(_ heading: String, of code: DiagnosticCode) -> String? {
    let lines = code.explanation.split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(of: heading + ":") else { return nil }
    let script = lines[(start + 1)...].prefix { $0.hasPrefix("    ") }
    return script.map { String($0.dropFirst(4)) }.joined(separator: "\n")
  }
}
