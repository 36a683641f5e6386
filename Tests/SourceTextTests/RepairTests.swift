import Reroute
import Testing

/// Who reads only the message can mend the program: what is offered leads to a script that is accepted.
@Suite struct RepairTests {
  /// Programs whose corrections lead on to another mistake that only a person can mend, with the reason.
  static let others: [String: String] = [
    "R106-assignment-to-a-name": "which of two is meant depends on whether the name exists",
    "R101-not-utf8": "the bytes can't be guessed",
  ]

  /// A program is mended by the first correction of its first error, again and again.
  @Test(arguments: ErrorCorpus.programs) func accepted(_ program: ErrorCorpus.Program) throws {
    if Self.others[program.name] != nil { return }
    var bytes = try program.bytes()
    for _ in 0..<12 {
      let errors = check(bytes, program).messages.filter {
        $0.severity == .error || !$0.corrections.isEmpty
      }
      if errors.isEmpty { return }
      let offered = errors.lazy.compactMap { message in
        message.corrections.first { correction in
          correction.applicability != .template && !correction.edits.isEmpty
            && correction.edits.allSatisfy { $0.span.source == program.file }
        }
      }.first
      // Where nothing is offered, the sentences must do, which no test can read.
      guard let correction = offered else { return }
      bytes = Self.applying(correction, to: bytes)
    }
    Issue.record("\(String(decoding: bytes, as: UTF8.self))")
  }

  /// A program all of whose mistakes have corrections is accepted in the end.
  @Test(arguments: ErrorCorpus.programs) func acceptedWhereAllIsOffered(
    _ program: ErrorCorpus.Program
  ) throws {
    if Self.others[program.name] != nil { return }
    let start = try program.bytes()
    let errors = check(start, program).messages.filter { $0.severity == .error }
    let isOffered = errors.allSatisfy { message in
      message.corrections.contains { $0.applicability != .template }
    }
    guard isOffered, !errors.isEmpty else { return }
    var bytes = start
    for _ in 0..<12 {
      guard let error = check(bytes, program).messages.first(where: { $0.severity == .error })
      else { return }
      let correction = try #require(
        error.corrections.first { $0.applicability != .template },
        "\(error.text): \(String(decoding: bytes, as: UTF8.self))")
      bytes = Self.applying(correction, to: bytes)
    }
    Issue.record("\(String(decoding: bytes, as: UTF8.self))")
  }

  /// What a program may do unasked mends what it is offered for, and is done once.
  @Test(arguments: ErrorCorpus.programs) func repaired(_ program: ErrorCorpus.Program) throws {
    let bytes = try program.bytes()
    let session = ErrorCorpus.session(for: bytes)
    let repair = session.repair(bytes: bytes, name: program.file)
    #expect(
      !repair.outcome.messages.contains { message in
        message.corrections.contains { $0.applicability == .automatic }
      })
    let again = session.repair(bytes: repair.bytes, name: program.file)
    #expect(again.steps.isEmpty)
    #expect(again.bytes == repair.bytes)
    #expect(repair.steps.isEmpty == (repair.bytes == bytes))
    let before = session.check(bytes: bytes, name: program.file).messages
    let isAllAutomatic = before.allSatisfy { message in
      message.corrections.contains { $0.applicability == .automatic }
    }
    if isAllAutomatic, !before.isEmpty {
      #expect(!repair.outcome.messages.contains { $0.severity == .error })
    }
  }

  @Test func severalCorrectionsAreMadeAtOnceAndTheRestIsKept() {
    let text = """
      // two years\r
      var a = 10 million   # ten\r
      product A = { users 1,500,000, churn 5% monthly }\r
      product B { users 3M; churn 4% }\r
      if a = 3 { let b = 1 && 2 }\r

      """
    let repair = Session().repair(bytes: Array(text.utf8), name: "a")
    #expect(
      String(decoding: repair.bytes, as: UTF8.self)
        == """
        # two years\r
        let a = 10M   # ten\r
        product A { users 1_500_000; churn 5%/month }\r
        product B { users 3M; churn 4% }\r
        if a == 3 { let b = 1 and 2 }\r

        """.replacing("product A {", with: "product A  {"))
    #expect(repair.steps.count == 9)
    // What time is meant only the author knows.
    #expect(repair.outcome.messages.contains { $0.code == "R302" })
  }

  @Test func commentsOfOtherLanguagesKeepTheirWords() {
    let text = """
      /* First
       * second
         third */
      let a = 1 /* one */ + 2
      let b = 3 // three
      /* four */ let c = 4
      """
    let repair = Session().repair(bytes: Array(text.utf8), name: "a")
    #expect(
      String(decoding: repair.bytes, as: UTF8.self)
        == """
        # First
         # second
           # third
        let a = 1 + 2  # one
        let b = 3 # three
        let c = 4  # four
        """.replacing("# one", with: "# one ").replacing("# four", with: "# four "))
    #expect(repair.outcome.messages.isEmpty)
  }

  private func check(_ bytes: [UInt8], _ program: ErrorCorpus.Program) -> Outcome {
    ErrorCorpus.session(for: bytes).check(bytes: bytes, name: program.file)
  }

  private static func applying(_ correction: Message.Correction, to bytes: [UInt8]) -> [UInt8] {
    var mended = bytes
    let edits = correction.edits.enumerated().sorted {
      ($0.element.span.utf8.lowerBound, $0.offset) > ($1.element.span.utf8.lowerBound, $1.offset)
    }
    for (_, edit) in edits {
      mended.replaceSubrange(edit.span.utf8, with: Array(edit.replacement.utf8))
    }
    return mended
  }
}
