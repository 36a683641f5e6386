import Lessons
import Reroute
import SourceText
import Testing

/// `reroute learn --check`: that lessons keep their promises, and that one which doesn't is found out.
@Suite struct RehearsalTests {
  @Test(arguments: LessonFiles.shipped.lessons.indices)
  func `every answer passes and every mistake is recognised`(_ i: Int) {
    let lesson = LessonFiles.shipped.lessons[i]
    let (diagnostics, entries) = Rehearsal.check(lesson, template: Session())
    #expect(
      diagnostics.isEmpty,
      "\(DiagnosticRenderer(sources: LessonFiles.shipped.sources).render(diagnostics))")
    #expect(entries > 5 * lesson.steps.count)
  }

  /// What is said of each lesson in the issue: ten minutes, steps with hints, mistakes and something to keep.
  @Test(arguments: LessonFiles.shipped.lessons.indices)
  func `lessons are whole`(_ i: Int) {
    let lesson = LessonFiles.shipped.lessons[i]
    #expect(lesson.minutes == 10 && (5...12).contains(lesson.steps.count))
    #expect(!lesson.teaches.isEmpty && !lesson.blocks.isEmpty && !lesson.closing.isEmpty)
    for step in lesson.steps {
      #expect(step.mistakes.count >= 3, "\(step.title.text)")
      #expect(!step.why.isEmpty && !step.keep.isEmpty, "\(step.title.text)")
    }
  }

  /// A change of the small lesson, and what must be found.
  static let broken: [(from: String, to: String, message: String)] = [
    (
      "A.users at month 12\n```\nCheck: same", "A.users at month 13\n```\nCheck: same",
      "the reference answer doesn't run"
    ),
    (
      "Check: same answer", "Check: answer ~ 3 users",
      "the reference answer doesn't pass `answer ~ 3 users`"
    ),
    ("Check: same answer", "Check: B.users at end ~ 2M users", "pass before anything is done"),
    (
      "A.users at end\n", "B.users at end\n",
      "should be accepted and is taken for a mistake of kind `product`"
    ),
    ("A.users at end\n", "A.users at month 12\n", "without its remark"),
    (
      "```reroute\nA.users\n```", "```reroute\nA.users at month 12\n```", "this mistake is accepted"
    ),
    (
      "```reroute\nA.users\n```", "```reroute\nB.users at end\n```",
      "recognised as `product`, not as `series`"
    ),
    ("product B { users 2M }", "product B { users $2 }", "what is given doesn't run"),
    ("{A.users at end}", "{A.user at end}", "`{A.user at end}` has no value"),
  ]

  @Test(arguments: broken.indices) func `broken promises are found`(_ i: Int) throws {
    let (from, to, message) = Self.broken[i]
    let text = LessonFiles.small.replacing(from, with: to, maxReplacements: 1)
    try #require(text != LessonFiles.small)
    let found = Rehearsal.check(try LessonFiles.lesson(text), template: Session()).diagnostics
    #expect(found.contains { $0.message.contains(message) }, "\(found.map(\.message))")
    #expect(found.allSatisfy { $0.code == .lessonFails && $0.primary != nil })
  }

  @Test func `the small lesson holds`() throws {
    let found = Rehearsal.check(try LessonFiles.lesson(LessonFiles.small), template: Session())
    #expect(found.diagnostics.map(\.message) == [])
  }
}
