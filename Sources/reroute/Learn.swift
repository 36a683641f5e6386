import ArgumentParser
import Lessons
import LineEditor
import Prompt
import Reroute
import SourceText

/// `reroute learn`: the lessons, at the prompt.
struct Learn: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take lessons at the prompt.",
    discussion: """
      Without arguments it goes on where you left off. A lesson is named by its number, its name or a file of your own; several files make a \
      course. How to write one is told in Scripts/lessons/README.md.
      """)

  @Argument(help: "A lesson of those that come along, or files of lessons.")
  var lessons: [String] = []

  @Flag(help: "List the lessons and how far you are.")
  var list = false

  @Flag(
    help:
      "Run every reference answer and every typical mistake instead; status 2 if one doesn't hold.")
  var check = false

  @Flag(help: "Take the lessons without skipping.")
  var noSkip = false

  @Flag(help: "Forget what was done in these lessons, or in all.")
  var reset = false

  @Flag(help: "Write what was done as JSON, for a teacher.")
  var report = false

  @Option(help: ArgumentHelp("Who took the lessons, for the report.", valueName: "name"))
  var learner: String?

  @Flag(help: "Write the closing notes of a lesson.")
  var notes = false

  func validate() throws {
    if [list, check, reset, report, notes].filter({ $0 }).count > 1 {
      throw ValidationError("Choose one of --list, --check, --reset, --report and --notes.")
    }
    if learner != nil, !report { throw ValidationError("--learner goes with --report.") }
    if notes, lessons.count != 1 { throw ValidationError("--notes wants one lesson.") }
  }

  func run() throws {
    LineEditor.installInterruptHandler()
    let (course, chosen) = try selection()
    var store = ProgressStore()
    let selected = chosen.map { [course.lessons[$0]] } ?? course.lessons
    if check { return try rehearse(selected, course) }
    if list { return try Console.answer(course.listing(store.records)) }
    if report {
      return try Console.answer(LessonReport.json(selected, store.records, learner: learner))
    }
    if reset {
      let events = selected.map { ProgressEvent(lesson: $0.id, step: "", kind: .reset) }
      store.add(events)
      if let warning = store.takeWarning() {
        Console.write("warning: \(warning)\n", to: 2)
        throw ExitCode(2)
      }
      return
    }
    if notes, let lesson = selected.first {
      let room = Classroom(lesson, template: session)
      return try Console.answer(room.notes(store.record(of: lesson)))
    }
    var options = LessonDesk.Options()
    options.allowsSkip = !noSkip
    options.leavesPrompt = true
    guard
      let desk = LessonDesk(
        course, number: chosen, template: session, store: store, options: options)
    else { return }
    guard LineEditor.isTerminal(0), LineEditor.isTerminal(1) else {
      return LessonScript.run(session, lessons: desk)
    }
    PromptLoop.run(session, lessons: desk)
  }

  private var session: Session { RunSettings().session() }

  /// The course, and the lesson of it that was named.
  private func selection() throws(ExitCode) -> (Course, Int?) {
    guard let first = lessons.first else { return (try sound(.shipped), nil) }
    if lessons.count == 1, !first.contains("/"), !first.hasSuffix(".md") {
      let course = try sound(.shipped)
      guard let number = course.lesson(first) else {
        Console.write(
          "error: there is no lesson `\(first)`; these are\n\(course.listing([:]))", to: 2)
        throw ExitCode(2)
      }
      return (course, number)
    }
    var files: [(name: String, bytes: [UInt8])] = []
    for file in lessons { files.append((file, try Script.bytes(of: file))) }
    return (try sound(Course(files)), nil)
  }

  /// The course, if its files can be read as lessons.
  private func sound(_ course: Course) throws(ExitCode) -> Course {
    guard !course.diagnostics.isEmpty else { return course }
    let renderer = DiagnosticRenderer(sources: course.sources, colour: Console.wantsColour(2))
    Console.write(renderer.render(course.diagnostics), to: 2)
    throw ExitCode(2)
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private func rehearse(_ lessons: [Lesson], _ course: Course) throws(ExitCode) {
    let renderer = DiagnosticRenderer(sources: course.sources, colour: Console.wantsColour(2))
    var isSound = true
    for lesson in lessons {
      let (diagnostics, entries) = Rehearsal.check(lesson, template: session)
      if LineEditor.interruptRequested { throw ExitCode(130) }
      Console.write(renderer.render(diagnostics), to: 2)
      try Console.answer(
        "\(lesson.title): \(Self.count(lesson.steps.count, "step")), \(entries) entries, \(diagnostics.isEmpty ? "all as they should be" : "\(diagnostics.count) not as they should be")\n"
      )
      isSound = isSound && diagnostics.isEmpty
    }
    if !isSound { throw ExitCode(2) }
  }
}
