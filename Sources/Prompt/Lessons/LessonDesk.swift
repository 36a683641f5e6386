package import Lessons
import LineEditor
package import Reroute

/// Lessons at the prompt: what the learner types goes here until the lesson is left.
///
/// It is a class because the loop and the entries share it, as they do ``PromptState``.
package final class LessonDesk {
  /// How lessons are taken.
  package struct Options: Sendable {
    /// Whether steps may be skipped.
    package var allowsSkip = true
    /// Whether leaving the lesson leaves the prompt.
    package var leavesPrompt = false
    /// The usual way.
    package init() {}
  }

  private let course: Course
  private let options: Options
  private let template: Session
  private var store: ProgressStore
  private var classroom: Classroom
  private var number: Int
  /// The session, the ways back and forth of the prompt outside of free play.
  private var outside:
    (
      session: Session, past: [(session: Session, entry: String)],
      future: [(session: Session, entry: String)]
    )?

  /// Begins lessons at the one numbered `number` from 0, or where the learner left off; nil for a course without lessons.
  package init?(
    _ course: Course, number: Int?, template: Session, store: ProgressStore, options: Options
  ) {
    guard !course.lessons.isEmpty else { return nil }
    (self.course, self.options, self.template, self.store) = (course, options, template, store)
    let first = number ?? course.next(store.records)
    self.number = first
    classroom = Self.classroom(course, first, template, store, options)
  }

  private static func classroom(
    _ course: Course, _ number: Int, _ template: Session, _ store: ProgressStore, _ options: Options
  ) -> Classroom {
    let lesson = course.lessons[number]
    let next = store.record(of: lesson).next(in: lesson)
    let place = course.lessons.count > 1 ? "\(number + 1) of \(course.lessons.count)" : ""
    return Classroom(
      lesson, place: place, at: next == lesson.steps.count ? 0 : next, template: template,
      allowsSkip: options.allowsSkip)
  }

  /// The prompt before the learner's entries.
  var prompt: String {
    if outside != nil { return "play> " }
    let step = classroom.isDone ? "end" : "\(classroom.index + 1)"
    return "lesson \(number + 1).\(step)> "
  }

  /// `true` iff leaving the lesson goes back to the prompt.
  var isInside: Bool { !options.leavesPrompt }

  /// `true` iff the learner plays freely.
  var isPlaying: Bool { outside != nil }

  // MARK: Entries

  /// Takes an entry: `true` to go on, `false` to leave the prompt, nil where it is for the prompt itself.
  func take(_ entry: String, _ state: PromptState) -> Bool? {
    defer { Self.tellWarning(&store) }
    let text = entry.drop { $0.isWhitespace }
    guard text.hasPrefix(":") else {
      if isPlaying { return nil }
      say(state) { $0.enter(entry) }
      return true
    }
    let name = String(text.dropFirst().prefix { !$0.isWhitespace })
    var argument = text.dropFirst(name.count + 1).drop { $0.isWhitespace }
    while argument.last?.isWhitespace == true { argument.removeLast() }
    if isPlaying { return play(name, state) }
    return command(name, String(argument), state)
  }

  private func command(_ name: String, _ argument: String, _ state: PromptState) -> Bool? {
    switch name {
    case "hint": say(state) { $0.hint() }
    case "skip": say(state) { $0.skip() }
    case "again": say(state) { $0.show() }
    case "back": say(state) { $0.back() }
    case "restart": say(state) { $0.restart() }
    case "play": startPlay(state)
    case "done": Output.write("You are in the lesson; `:play` begins free play.\n")
    case "lessons": Output.write(course.listing(store.records) + "`:learn N` goes to one.\n")
    case "learn" where argument.isEmpty:
      Output.write(course.listing(store.records) + "`:learn N` goes to one.\n")
    case "learn", "lesson": choose(argument, state)
    case "next": next(state)
    case "notes": notes(argument, replaces: false)
    case "notes!": notes(argument, replaces: true)
    case "leave", "quit", "q", "exit": return leave(state)
    case "help", "h", "?": if argument.isEmpty { help() } else { return nil }
    case "undo", "redo", "load", "save", "save!", "seed", "trials", "drop", "drop!", "edit",
      "restore",
      "forget", "watch":
      Output.write("`:\(name)` works in free play: `:play` begins it, `:done` comes back here.\n")
    default: return nil
    }
    return true
  }

  /// Lets the classroom say something, and keeps what happened.
  private func say(_ state: PromptState, _ act: (inout Classroom) -> String) {
    classroom.page = LessonPage(
      width: LineEditor.columns - 1, colour: state.colour, isPlain: Output.isPlain)
    let text = act(&classroom)
    store.add(classroom.takeEvents())
    Output.write(text)
    state.session = classroom.session
  }

  /// Opens the lesson: what is told first.
  func open(_ state: PromptState) {
    Self.tellWarning(&store)
    say(state) { $0.open() }
    Output.write(
      classroom.page.commandLine(
        "`:hint` helps, `:play` lets you try things, `:help` lists the rest."))
    Self.tellWarning(&store)
  }

  private static func tellWarning(_ store: inout ProgressStore) {
    if let warning = store.takeWarning() { Output.write("warning: \(warning)\n") }
  }

  // MARK: Free play

  private func startPlay(_ state: PromptState) {
    outside = (state.session, state.past, state.future)
    (state.past, state.future) = ([], [])
    Output.write(
      classroom.page.commandLine(
        "Play with the plan as you like: all of the prompt works, and nothing of it counts. `:done` comes back to the step."
      ))
  }

  private func play(_ name: String, _ state: PromptState) -> Bool? {
    switch name {
    case "done", "back":
      endPlay(state)
      say(state) { $0.show() }
      return true
    case "leave": return leave(state)
    case "hint", "skip", "again", "restart", "next", "notes", "learn", "play":
      Output.write("`:done` comes back to the lesson first.\n")
      return true
    default: return nil
    }
  }

  private func endPlay(_ state: PromptState) {
    guard let outside else { return }
    (state.session, state.past, state.future) = outside
    self.outside = nil
  }

  // MARK: Other lessons

  private func choose(_ argument: String, _ state: PromptState) {
    guard let found = course.lesson(argument) else {
      Output.write("error: there is no lesson `\(argument)`\n" + course.listing(store.records))
      return
    }
    go(to: found, state)
  }

  private func next(_ state: PromptState) {
    guard number + 1 < course.lessons.count else {
      Output.write("That was the last lesson. `:lessons` lists them all.\n")
      return
    }
    go(to: number + 1, state)
  }

  private func go(to number: Int, _ state: PromptState) {
    self.number = number
    classroom = Self.classroom(course, number, template, store, options)
    say(state) { $0.open() }
  }

  private func leave(_ state: PromptState) -> Bool {
    endPlay(state)
    state.endLessons()
    if !options.leavesPrompt { Output.write("The lesson waits; `:learn` goes on with it.\n") }
    return !options.leavesPrompt
  }

  // MARK: Notes and help

  private func notes(_ argument: String, replaces: Bool) {
    guard !argument.isEmpty else {
      Output.write("error: `:notes` wants a file's name, as in `:notes lesson.md`\n")
      return
    }
    let path = FilePath.expanded(argument)
    if !replaces, FileWriter.isFile(path) {
      Output.write("error: `\(argument)` is there already; `:notes! \(argument)` replaces it\n")
      return
    }
    do throws(FileWriter.Failure) {
      try FileWriter.write(classroom.notes(store.record(of: classroom.lesson)), to: path)
      Output.write("saved \(argument)\n")
    } catch {
      Output.write("\(error)\n")
    }
  }

  /// The commands of a lesson, as `:help` lists them.
  static let commands = [
    (":hint", "a hint; again for a plainer one"),
    (":play", "try things freely; `:done` comes back, and nothing of it counts"),
    (":skip", "show the answer, explain it and go on"), (":again", "tell the step again"),
    (":back", "the step before"), (":restart", "the first step"),
    (":notes FILE", "keep what the lesson taught, with a script that runs"),
    (":next", "the next lesson"), (":learn [LESSON]", "list the lessons, or go to one"),
    (":leave", "leave; the lesson waits"),
  ]

  /// The commands of a lesson that the prompt doesn't have, for completion.
  static let words = commands.filter { !$0.0.hasPrefix(":learn") }.map { usage, summary in
    (String(usage.prefix { $0 != " " }), summary)
  }

  private func help() {
    let widest = Self.commands.map(\.0.count).max() ?? 0
    for (usage, summary) in Self.commands where options.allowsSkip || usage != ":skip" {
      let lines = wrapped(summary, width: max(10, classroom.page.width - widest - 2))
      for (i, line) in lines.enumerated() {
        let head = i == 0 ? usage : ""
        Output.write(head + String(repeating: " ", count: widest + 2 - head.count) + line + "\n")
      }
    }
    for line in [
      "Progress is kept in \(ProgressStore.explanation).",
      "The prompt's own commands that only look work too: `:list`, `:explain CODE`, `:help COMMAND`.",
    ] { Output.write(classroom.page.commandLine(line)) }
  }
}
