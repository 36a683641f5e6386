import Foundation
import Reroute
import SourceText
import Testing

/// Every message as a person reads it. `REROUTE_RECORD=1` writes the expected texts anew, and fails.
@Suite struct ErrorCorpusTests {
  /// Codes that no script can be made to give, with the reason.
  static let unreachable: [String: String] = [
    "R506": "a defect of the engine, which conservation tests look for",
    "R702": "given by the command, when a file or its output can't be written",
    "R705": "about files of parts, see PartTests", "R706": "about several parts, see PartTests",
    "R707": "about a part of a run, see PartTests",
    "R711": "about a lesson's file, see LessonsTests",
    "R712": "about a lesson, see LessonsTests",
  ]

  @Test(arguments: ErrorCorpus.programs) func rendering(_ program: ErrorCorpus.Program) throws {
    let bytes = try program.bytes()
    var session = ErrorCorpus.session(for: bytes)
    let outcome = session.run(bytes: bytes, name: program.file)
    let actual = outcome.renderedMessages()
    #expect(!outcome.messages.isEmpty, "it gives no message")
    #expect(Set(outcome.messages.map(\.code)) == [program.code])
    let expected = ErrorCorpus.folder.appendingPathComponent(program.name + ".expected")
    let observed = ErrorCorpus.folder.appendingPathComponent(program.name + ".observed")
    if ProcessInfo.processInfo.environment["REROUTE_RECORD"] == "1" {
      try Data(actual.utf8).write(to: expected)
      Issue.record("recorded, not compared")
      return
    }
    let known = try? String(contentsOf: expected, encoding: .utf8)
    if known == actual {
      try? FileManager.default.removeItem(at: observed)
    } else {
      try Data(actual.utf8).write(to: observed)
      #expect(known == actual, "see \(observed.lastPathComponent)")
    }
    // The session lives on.
    session.host = Host()
    session.limits = Limits()
    #expect(session.run("1 + 1").report().contains("2"))
  }

  @Test func everyCodeHasAProgram() {
    let shown = Set(ErrorCorpus.programs.map(\.code)).union(Self.unreachable.keys)
    #expect(Reroute.codes.filter { !shown.contains($0) } == [])
    #expect(shown.filter { !Reroute.codes.contains($0) } == [])
  }

  /// A correction, applied alone, takes the mistake away it was offered for.
  @Test(arguments: ErrorCorpus.programs) func corrections(_ program: ErrorCorpus.Program) throws {
    let bytes = try program.bytes()
    var session = ErrorCorpus.session(for: bytes)
    let messages = session.run(bytes: bytes, name: program.file).messages
    for message in messages {
      for correction in message.corrections where !correction.edits.isEmpty {
        guard correction.edits.allSatisfy({ $0.span.source == program.file }),
          correction.applicability != .template
        else { continue }
        var mended = bytes
        for edit in correction.edits.sorted(by: {
          $0.span.utf8.lowerBound > $1.span.utf8.lowerBound
        }) {
          mended.replaceSubrange(edit.span.utf8, with: Array(edit.replacement.utf8))
        }
        var again = ErrorCorpus.session(for: mended)
        let left = again.run(bytes: mended, name: program.file).messages.filter {
          $0.code == message.code
            && $0.primary?.span.utf8.lowerBound == message.primary?.span.utf8.lowerBound
        }
        #expect(left.isEmpty, "\(correction.title): \(left.first?.text ?? "")")
        var third = ErrorCorpus.session(for: mended)
        let new = third.run(bytes: mended, name: program.file).messages.filter { found in
          found.severity == .error && !messages.contains { $0.code == found.code }
        }
        // Which of two is meant depends on whether the name exists; here it doesn't.
        if program.name == "R106-assignment-to-a-name", correction.title.contains("compare") {
          continue
        }
        #expect(new.isEmpty, "\(correction.title) leads to: \(new.first?.text ?? "")")
      }
    }
  }

  /// Every message tells how to go on.
  @Test(arguments: ErrorCorpus.programs) func waysOn(_ program: ErrorCorpus.Program) throws {
    let bytes = try program.bytes()
    var session = ErrorCorpus.session(for: bytes)
    for message in session.run(bytes: bytes, name: program.file).messages {
      let saysSo = ["expected", "must be"].contains { message.text.contains($0) }
      #expect(
        saysSo || !message.help.isEmpty || !message.corrections.isEmpty, "\(message.text)")
    }
  }
}
