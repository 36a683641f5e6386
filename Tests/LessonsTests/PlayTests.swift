import Lessons
import Reroute
import Testing

/// Lessons as they are played: entries in, texts out.
@Suite struct PlayTests {
  /// Fewer trials than a learner's: hints hang on kinds, not on the last digit.
  static var quick: Session {
    var session = Session()
    session.trials = 1000
    return session
  }

  /// Text without its line ends and spaces, as it is filled to some width.
  static func words(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// The beginning of a hint as it is shown, up to a figure that would be filled in.
  static func start(_ hint: String) -> String {
    words(String(hint.prefix { $0 != "{" && $0 != "\n" }))
  }

  @Test(arguments: LessonFiles.shipped.lessons.indices)
  func `played with its typical mistakes a lesson gets to its end, each mistake with its hint`(
    _ i: Int
  ) {
    let lesson = LessonFiles.shipped.lessons[i]
    let width = i % 2 == 0 ? 40 : 80
    var room = Classroom(
      lesson, template: Self.quick, page: LessonPage(width: width, colour: false))
    _ = room.open()
    for (number, step) in lesson.steps.enumerated() {
      #expect(room.index == number)
      var met: [MistakeKind: Int] = [:]
      for mistake in step.mistakes {
        let told = room.enter(mistake.entry.text)
        #expect(room.index == number, "\(mistake.entry.text)")
        // An end or a suffix is a value too, where it has no hints of its own.
        let isValue =
          [.interval, .factor].contains(mistake.kind) && step.hints[mistake.kind] == nil
        let key = isValue ? .value : mistake.kind
        let count = (met[key] ?? 0) + 1
        met[key] = count
        let plain = Self.words(told.filter { $0 != "`" })
        #expect(plain.contains("Hint:"), "\(told)")
        if let hints = step.hints[key], count <= hints.count {
          let hint = Self.start(hints[count - 1].filter { $0 != "`" })
          #expect(plain.contains(hint), "\(mistake.entry.text): \(told)")
        }
        if width == 40 {
          // What a script prints keeps its own form; what a lesson says fits.
          let said = told.split(separator: "\n").drop { !$0.hasPrefix("Hint:") }
          #expect(
            said.allSatisfy {
              $0.count <= 40 || $0.hasPrefix("  ") || !$0.contains(" ") || $0.contains("`")
            }, "\(told)")
        }
      }
      let told = room.enter(step.answer.text)
      #expect(told.contains("Right."), "\(step.title.text): \(told)")
    }
    #expect(room.isDone)
    let events = room.takeEvents()
    #expect(events.last?.kind == .finished)
    let passed = events.filter { if case .passed = $0.kind { true } else { false } }
    #expect(passed.map(\.step) == lesson.steps.map(\.id))
  }

  @Test(arguments: LessonFiles.shipped.lessons.indices)
  func `skipped, it shows every answer, and its notes hold a script that runs`(_ i: Int) throws {
    let lesson = LessonFiles.shipped.lessons[i]
    var room = Classroom(lesson, template: Self.quick)
    _ = room.open()
    for step in lesson.steps {
      let told = room.skip()
      #expect(told.contains("The answer:"))
      for line in step.answer.text.split(separator: "\n") { #expect(told.contains(line)) }
      #expect(Self.words(told).contains(Self.start(step.why)))
    }
    #expect(room.isDone)
    let notes = room.notes(LessonRecord())
    for step in lesson.steps { #expect(notes.contains(Self.start(step.keep)) || step.keep.isEmpty) }
    let script = try #require(notes.components("```reroute\n").last?.components("```").first)
    var session = Self.quick
    let outcome = session.run(String(script))
    #expect(outcome.messages.filter { $0.severity == .error }.map(\.text) == [])
    #expect(outcome.answerCount > 0)
  }

  @Test func `what was typed before never makes a right answer wrong`() throws {
    let lesson = try LessonFiles.lesson(LessonFiles.small)
    var room = Classroom(lesson, at: 1, template: Session())
    _ = room.open()
    // The wrong way round, and a product of one's own: both are taken back.
    #expect(
      room.enter("redirect B -> A { from month 3; reach 50%; accept 40%; overlap 10% }").contains(
        "Hint:"))
    #expect(room.enter("product C { users 9M }").contains("taken back"))
    #expect(room.enter("1 +").contains("error[R"))
    let told = room.enter("failure A { at month 3 }")
    #expect(told.contains("a part of it; it stays"), "\(told)")
    // The second half alone is enough now.
    let end = room.enter("redirect A -> B { from failure; reach 50%; accept 40%; overlap 10% }")
    #expect(room.isDone && end.contains("Right."), "\(end)")
    // The whole plan at once would have been fine as well.
    var other = Classroom(lesson, at: 1, template: Session())
    _ = other.open()
    _ = other.enter("failure A { at month 5 }")
    #expect(other.enter(lesson.steps[1].answer.text).contains("Right."))
  }

  @Test func `equal answers are accepted with a remark`() throws {
    let lesson = try LessonFiles.lesson(LessonFiles.small)
    func told(_ entry: String) -> String {
      var room = Classroom(lesson, template: Session())
      _ = room.open()
      return Self.words(room.enter(entry))
    }
    #expect(told("A.users at month 12").contains("Right. Now 540.36k users are left."))
    #expect(told("A.users   at month 12 # so").contains("Right. Now"))
    #expect(told("A.users at end").contains("Right. The end is month 12."))
    #expect(told("540_360 users").contains("Right. That does it as well."))
    #expect(told("let x = A.users at end\nx").contains("Right. That does it as well."))
  }

  @Test func `hints have three levels for each kind, and more are asked for`() throws {
    let lesson = try LessonFiles.lesson(LessonFiles.small)
    var room = Classroom(lesson, template: Session())
    _ = room.open()
    #expect(room.enter("A.users").contains("Hint: One month of them."))
    #expect(room.enter("B.users at end").contains("Hint: That is about another product"))
    #expect(room.enter("A.users").contains("Hint: Take month 12."))
    #expect(room.enter("A.users").contains("`A.users at month …`"))
    #expect(room.enter("A.users").contains("`:skip` shows the answer"))
    #expect(room.enter("A.users at month 11").contains("another month. You have 568.8k users."))
    #expect(room.hint().contains("begins like this"))
    #expect(room.hint().contains("`A.users at month …`"))
    let levels = room.takeEvents().compactMap { event in
      if case .mistake(_, _, let level, _) = event.kind { level } else { nil }
    }
    #expect(levels == [1, 1, 2, 3, 3, 1])
  }

  @Test func `what is given is shown where the text has it`() throws {
    let text = LessonFiles.small.replacing("Given:", with: "This is given:\n\nGiven:")
      .replacing("Task: Ask how", with: "That was it.\n\nTask: Ask how")
    var room = Classroom(try LessonFiles.lesson(text), template: Session())
    #expect(
      room.open().contains("This is given:\n\n  simulate 12 months\n"), "\(room.show())")
    #expect(room.show().contains("  product B { users 2M }\n\nThat was it.\n"), "\(room.show())")
  }

  @Test func `no hint gives a short answer away`() throws {
    let lesson = try #require(Course.shipped.lessons.first)
    var room = Classroom(lesson, template: Session())
    _ = room.open()
    for _ in 1...3 { #expect(!room.hint().contains("1M users")) }
  }

  @Test func `without skipping a step stays until it is done`() throws {
    var room = Classroom(
      try LessonFiles.lesson(LessonFiles.small), template: Session(), allowsSkip: false)
    _ = room.open()
    #expect(room.skip().contains("taken without skipping") && room.index == 0)
    for _ in 0..<4 { #expect(!room.enter("A.users").contains(":skip")) }
    let own = LessonFiles.small.replacing("Teaches:", with: "Skip: no\nTeaches:")
    #expect(!Classroom(try LessonFiles.lesson(own), template: Session()).allowsSkip)
  }

  @Test func `back, again and restart`() throws {
    var room = Classroom(try LessonFiles.lesson(LessonFiles.small), template: Session())
    #expect(room.open().contains("Once upon a time."))
    #expect(room.back().contains("This is the first step."))
    _ = room.skip()
    #expect(room.show().contains("Step 2 of 2: Send them on"))
    #expect(room.back().contains("Step 1 of 2"))
    #expect(room.restart().contains("Once upon a time."))
    #expect(room.takeEvents().map(\.kind) == [.opened, .skipped, .reset, .opened])
  }

  @Test func `a finished lesson is there to play with`() throws {
    var room = Classroom(try LessonFiles.lesson(LessonFiles.small), at: 2, template: Session())
    #expect(room.open().contains("That was all."))
    #expect(room.enter("A.users at end").contains("users"))
    #expect(room.enter("product C { users 3 }").isEmpty)
    #expect(room.enter("C.users at end") == "3 users\n")
    #expect(room.hint().contains("done") && room.skip().contains("done"))
  }
}

extension String {
  /// The text divided at a mark.
  func components(_ mark: String) -> [Substring] {
    split(separator: mark, omittingEmptySubsequences: false)
  }
}

extension Substring {
  func components(_ mark: String) -> [Substring] {
    split(separator: mark, omittingEmptySubsequences: false)
  }
}
