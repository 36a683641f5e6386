import Foundation
import Lessons
import Reroute
import SourceText
import Testing

@Suite struct ReaderTests {
  @Test func `a lesson is what its file says`() throws {
    let lesson = try LessonFiles.lesson(LessonFiles.small)
    #expect(lesson.id == "a-first-look" && lesson.minutes == 10 && lesson.allowsSkip)
    #expect(lesson.blocks == [.paragraph("Once upon a time.")])
    #expect(lesson.steps.map(\.id) == ["how-many-are-left", "send-them-on"])
    let step = lesson.steps[0]
    #expect(step.answer.text == "A.users at month 12")
    #expect(step.given?.text.hasPrefix("simulate 12 months\nproduct A") == true)
    #expect(step.hints[.series] == ["One month of them.", "Take month 12."])
    #expect(step.equals.map(\.remark.text) == ["The end is month 12."])
    #expect(step.mistakes.map(\.kind) == [.series])
    #expect(lesson.closing == "That was all.")
  }

  @Test func `the example of the documentation is a lesson that keeps its promises`() throws {
    let text = try String(
      contentsOf: LessonFiles.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let parts = text.components(separatedBy: "````")
    try #require(parts.count == 3)
    let example = parts[1].drop { $0 != "\n" }.dropFirst()
    let lesson = try LessonFiles.lesson(String(example))
    #expect(Rehearsal.check(lesson, template: .init()).diagnostics == [])
    // Every kind is documented, and every keyword is.
    for kind in MistakeKind.found { #expect(parts[2].contains("`\(kind)`"), "\(kind)") }
  }

  /// A change of the small lesson and the message it must give, with its place.
  static let wrong: [(from: String, to: String, place: String, message: String)] = [
    ("# A first look\n", "A first look\n", "1:1", "the lesson has no title"),
    ("Teaches:", "Teches:", "3:1", "`Teches` is no keyword of a lesson"),
    ("Task: Ask", "Ask", "7:4", "has no `Task:`"),
    ("Check: same answer\n", "", "7:4", "has no `Check:`"),
    ("Check: same answer", "Check: same answer within x%", "22:8", "`x%` is no tolerance"),
    ("Check: same answer", "Check: answer is wet", "22:8", "a figure can't be `wet`"),
    ("Check: same answer", "Check: no users", "22:8", "names nothing that a model has"),
    ("Check: same answer", "Check: asks nicely", "22:8", "wants the form of a question"),
    ("Mistake series:", "Mistake serious:", "27:9", "there is no kind of mistake called `serious`"),
    ("Mistake series:", "Mistake:", "27:8", "a mistake is of a kind"),
    ("Hint series: Take", "Hint siries: Take", "32:6", "called `siries`"),
    ("Answer:\n    ```reroute\n    A", "Answer:\n\n    A", "20:1", "wants a block of Reroute"),
    ("## Send them on", "## How many are left?", "36:4", "two steps are called"),
    ("Once upon a time.", "Check: same answer", "5:8", "stands before the first step"),
    ("Once upon a time.", "Minutes: many", "5:10", "a whole number from 1 to 600"),
    ("Once upon a time.", "Skip: maybe", "5:7", "`Skip:` wants yes or no"),
    ("# A first look", "# A first look\n# Again", "2:3", "a lesson has one title"),
  ]

  @Test(arguments: wrong.indices) func `mistakes have their place`(_ i: Int) throws {
    let (from, to, place, message) = Self.wrong[i]
    func unindented(_ text: String) -> String {
      text.replacingOccurrences(of: "\n    ", with: "\n")
    }
    let text = LessonFiles.small.replacingOccurrences(of: unindented(from), with: unindented(to))
    try #require(text != LessonFiles.small)
    let course = Course([("lesson.md", Array(text.utf8))])
    let told = DiagnosticRenderer(sources: course.sources).render(course.diagnostics)
    #expect(course.lessons.isEmpty)
    #expect(course.diagnostics.allSatisfy { $0.code == .lessonUnreadable && !$0.help.isEmpty })
    #expect(told.contains("lesson.md:\(place)\n"), "\(told)")
    #expect(told.contains(message), "\(told)")
  }

  @Test func `a block that never ends, other bytes and twins are told`() {
    for (text, message) in [
      ("# A\n\n## B\n\nAnswer:\n```reroute\n1 user\n", "this block never ends"),
      ("# A\n", "the lesson has no step"), ("", "the lesson has no title"),
    ] {
      let course = Course([("lesson.md", Array(text.utf8))])
      #expect(course.diagnostics.contains { $0.message == message }, "\(course.diagnostics)")
    }
    #expect(
      Course([("x.md", [0x23, 0xFF])]).diagnostics.map(\.message) == ["this file is not UTF-8 text"]
    )
    let twins = Array(LessonFiles.small.utf8)
    #expect(
      Course([("a.md", twins), ("b.md", twins)]).diagnostics.map(\.message) == [
        "two lessons are called `a-first-look`"
      ])
  }

  /// No text makes the reader trap: every prefix of a lesson, and the lesson with a line left out.
  @Test func `the reader takes whatever comes`() {
    let bytes = Array(LessonFiles.small.utf8)
    for end in stride(from: 0, to: bytes.count, by: 7) {
      _ = Course([("lesson.md", Array(bytes[..<end]))])
    }
    let lines = LessonFiles.small.components(separatedBy: "\n")
    for i in lines.indices {
      var fewer = lines
      fewer.remove(at: i)
      _ = Course([("lesson.md", Array(fewer.joined(separator: "\r\n").utf8))])
    }
  }

  @Test func `the command holds the files as they are`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: LessonFiles.folder.path)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
    #expect(Course.shippedFiles.map(\.name) == names)
    for (name, bytes) in Course.shippedFiles {
      let data = try Data(contentsOf: LessonFiles.folder.appendingPathComponent(name))
      #expect(Array(data) == bytes, "\(name) was changed since the command was built")
    }
    #expect(names.count >= 8)
    #expect(LessonFiles.shipped.diagnostics == [])
  }

  @Test func `a lesson is found by its number, its name and a part of it`() {
    let course = LessonFiles.shipped
    #expect(course.lesson("3") == 2 && course.lesson("delay") == 2)
    #expect(course.lesson("cost of delay") == 2 && course.lesson("Redirecting") == 3)
    #expect(course.lesson("0") == nil && course.lesson("9") == nil)
    #expect(course.lesson("in") == nil, "several lessons have it")
  }
}
