import Quantities
import Reporting

/// What a learner did, for a teacher, as JSON.
package enum LessonReport {
  /// The report of a course; `learner` is who is told about, if they said so.
  ///
  /// An object with `version` 1, `learner` (null unless given) and `lessons`, each with `lesson`, `title`, `status` (`passed`, `skipped`: done
  /// with skips, `incomplete`, `untouched`), `begun` and `finished` (UTC, or null), `seconds`, and `steps`: `step`, `title`, `status` (`passed`,
  /// `skipped`, `open`), `attempts`, `hintsAsked`, `answer` (or null), and `mistakes`: `kind`, `code` (or null), `hintLevel`, `entry`.
  package static func json(_ lessons: [Lesson], _ records: [String: LessonRecord], learner: String?)
    -> String
  {
    let value = JSONValue.object([
      "version": .number(1), "learner": learner.map { .text($0) } ?? .null,
      "lessons": .array(lessons.map { lesson($0, records[$0.id] ?? LessonRecord()) }),
    ])
    return (try? value.text()) ?? "{}\n"
  }

  private static func lesson(_ lesson: Lesson, _ record: LessonRecord) -> JSONValue {
    let steps = lesson.steps.map { ($0, record.steps[$0.id] ?? LessonRecord.Step()) }
    let isOver = steps.allSatisfy(\.1.isOver)
    let isSkipped = steps.contains { $0.1.isSkipped }
    let status =
      isOver
      ? isSkipped ? "skipped" : "passed" : record.begun == nil ? "untouched" : "incomplete"
    return .object([
      "lesson": .text(lesson.id), "title": .text(lesson.title), "status": .text(status),
      "begun": time(record.begun), "finished": time(isOver ? record.finished : nil),
      "seconds": .number(Double(record.seconds)),
      "steps": .array(steps.map { step($0.0, $0.1) }),
    ])
  }

  private static func step(_ step: LessonStep, _ record: LessonRecord.Step) -> JSONValue {
    .object([
      "step": .text(step.id), "title": .text(step.title.text),
      "status": .text(record.answer != nil ? "passed" : record.isSkipped ? "skipped" : "open"),
      "attempts": .number(Double(record.mistakes.count + (record.answer == nil ? 0 : 1))),
      "hintsAsked": .number(Double(record.hintsAsked)),
      "answer": record.answer.map { .text($0) } ?? .null,
      "mistakes": .array(
        record.mistakes.map { mistake in
          .object([
            "kind": .text(mistake.kind), "code": mistake.code.map { .text($0) } ?? .null,
            "hintLevel": .number(Double(mistake.level)), "entry": .text(mistake.entry),
          ])
        }),
    ])
  }

  /// A time of UTC as ISO 8601 writes it.
  static func time(_ seconds: Int?) -> JSONValue {
    guard let seconds, seconds > 0, let day = CalendarDay(number: seconds / 86_400) else {
      return .null
    }
    let rest = seconds % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return .text(
      "\(day.text)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z")
  }
}
