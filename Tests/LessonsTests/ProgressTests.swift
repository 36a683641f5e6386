import Foundation
import Lessons
import Testing

@Suite struct ProgressTests {
  static let events = [
    ProgressEvent(
      lesson: "a-first-look", step: "how-many-are-left", kind: .opened, time: 1_700_000_000),
    ProgressEvent(
      lesson: "a-first-look", step: "how-many-are-left",
      kind: .mistake(kind: "unit", code: "R301", level: 1, entry: "a\tb\\n\nc 🎵\r"),
      time: 1_700_000_060),
    ProgressEvent(
      lesson: "a-first-look", step: "how-many-are-left", kind: .hint(kind: "unit", level: 2),
      time: 1_700_000_070),
    ProgressEvent(
      lesson: "a-first-look", step: "how-many-are-left", kind: .passed(answer: "A.users at end"),
      time: 1_700_000_100),
    ProgressEvent(
      lesson: "a-first-look", step: "send-them-on", kind: .skipped, time: 1_700_009_000),
    ProgressEvent(lesson: "a-first-look", step: "", kind: .finished, time: 1_700_009_000),
  ]

  @Test func `events come back as they were written`() {
    for event in Self.events {
      #expect(event.line.hasSuffix("\n") && event.line.dropLast().allSatisfy { $0 != "\n" })
      #expect(ProgressEvent(line: event.line.dropLast()) == event)
    }
    let reset = ProgressEvent(lesson: "x", step: "", kind: .reset)
    #expect(ProgressEvent(line: reset.line.dropLast()) == reset)
  }

  @Test(arguments: [
    "", "nonsense", "1\ta\tb", "x\ta\tb\topened", "1\t\tb\topened", "1\ta\tb\tflew",
    "1\ta\tb\tpassed", "1\ta\tb\tmistake\tunit\t\tx\ty", "1\ta\tb\topened\tmore",
    "1\ta\\\tb\topened",
  ])
  func `damaged lines are none`(_ line: String) { #expect(ProgressEvent(line: line) == nil) }

  @Test func `a record tells what was done and where to go on`() throws {
    let lesson = try LessonFiles.lesson(LessonFiles.small)
    var record = LessonRecord()
    #expect(record.next(in: lesson) == 0 && record.state(of: lesson) == "")
    for event in Self.events.prefix(4) { record.add(event) }
    #expect(record.next(in: lesson) == 1 && record.state(of: lesson) == "step 2 of 2")
    for event in Self.events.dropFirst(4) { record.add(event) }
    #expect(record.next(in: lesson) == 2 && record.state(of: lesson) == "done")
    // A pause of hours is none of the time spent.
    #expect(record.seconds == 100)
    record.add(ProgressEvent(lesson: lesson.id, step: "", kind: .reset))
    #expect(record == LessonRecord())
  }

  @Test func `the teacher's report`() throws {
    let lesson = try LessonFiles.lesson(LessonFiles.small)
    let records = LessonRecord.records(of: Self.events)
    let text = LessonReport.json([lesson], records, learner: "Ann")
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["version"] as? Int == 1 && json["learner"] as? String == "Ann")
    let told = try #require((json["lessons"] as? [[String: Any]])?.first)
    #expect(told["lesson"] as? String == "a-first-look" && told["status"] as? String == "skipped")
    #expect(told["begun"] as? String == "2023-11-14T22:13:20Z" && told["seconds"] as? Int == 100)
    let steps = try #require(told["steps"] as? [[String: Any]])
    #expect(steps.map { $0["status"] as? String } == ["passed", "skipped"])
    #expect(steps[0]["attempts"] as? Int == 2 && steps[0]["hintsAsked"] as? Int == 1)
    let mistake = try #require((steps[0]["mistakes"] as? [[String: Any]])?.first)
    #expect(mistake["kind"] as? String == "unit" && mistake["code"] as? String == "R301")
    #expect(mistake["entry"] as? String == "a\tb\\n\nc 🎵\r")
    let untouched = LessonReport.json([lesson], [:], learner: nil)
    #expect(untouched.contains("\"untouched\"") && untouched.contains("\"learner\" : null"))
  }

  @Test func `the lesson to go on with`() throws {
    let course = LessonFiles.shipped
    #expect(course.next([:]) == 0)
    func done(_ i: Int) -> LessonRecord {
      var record = LessonRecord()
      record.add(ProgressEvent(lesson: course.lessons[i].id, step: "", kind: .opened, time: 1))
      for step in course.lessons[i].steps {
        record.add(
          ProgressEvent(lesson: course.lessons[i].id, step: step.id, kind: .skipped, time: 1))
      }
      return record
    }
    #expect(course.next([course.lessons[0].id: done(0)]) == 1)
    var begun = LessonRecord()
    begun.add(ProgressEvent(lesson: course.lessons[4].id, step: "", kind: .opened, time: 1))
    #expect(course.next([course.lessons[4].id: begun]) == 4)
    let listing = course.listing([course.lessons[0].id: done(0), course.lessons[4].id: begun])
    #expect(listing.contains("1  Meet the prompt") && listing.contains("done"))
    #expect(listing.contains("step 1 of 6"))
  }
}
