import LineEditor
import Reroute
import SourceText

/// What the loop, the commands and the keys share: the session, and what was entered.
///
/// It is a class because the editor keeps closures that must see the session as it is by then.
final class PromptState {
  /// The session.
  var session: Session
  /// The lines of the entry before the one being edited, each with its end; only where entries are read line by line.
  var pending = ""
  /// The sessions to go back to, and what went away with each.
  var past: [(session: Session, entry: String)] = []
  /// The sessions to go forth to.
  var future: [(session: Session, entry: String)] = []
  /// The files saved to or loaded from, which `:save` may write again without being told twice.
  var ownFiles: Set<String> = []
  /// The questions that are answered again after every change.
  var watched: [String] = []
  /// Their answers as they were told last.
  var watchedAnswers: [String: String] = [:]
  /// The last entry that was no command.
  var lastEntry = ""
  /// Where sessions are kept; nil where there is no place for them.
  var store: SessionStore?
  /// `true` once it was said that sessions can't be kept.
  var hasWarnedOfStore = false
  /// Whether answers tell their Monte Carlo error, and how long they took.
  var showsError: Bool
  var showsTime = false
  /// Whether to colour.
  let colour: Bool

  /// The lessons that are being taken, and the session that waits for their end.
  private(set) var lessons: LessonDesk?
  private var outsideLessons:
    (
      session: Session, past: [(session: Session, entry: String)],
      future: [(session: Session, entry: String)], watched: [String]
    )?

  /// What is shown before an entry.
  var prompt: String { lessons?.prompt ?? PromptLoop.prompt }

  init(_ session: Session, showsError: Bool, colour: Bool) {
    (self.session, self.showsError, self.colour) = (session, showsError, colour)
    self.session.namesResults = true
    store = StatePlace.sessions.map { SessionStore(folder: $0) }
  }

  /// The columns to write in.
  var width: Int { LineEditor.columns }

  /// Makes `next` the session, with `entry` as what `:undo` takes back.
  func advance(to next: Session, by entry: String) {
    past.append((session, entry))
    future = []
    session = next
  }

  /// Goes back, or forth; returns what was undone or redone and the session before that, or nil at the end.
  func step(back: Bool) -> (entry: String, from: Session)? {
    guard let last = back ? past.popLast() : future.popLast() else { return nil }
    let from = session
    if back { future.append((from, last.entry)) } else { past.append((from, last.entry)) }
    // Answers keep their numbers.
    let results = session.results
    session = last.session
    session.keepResults(results)
    return (last.entry, from)
  }

  /// The states that undo and redo go through, in order, each with the entry that led to it; and which of them is the present one.
  var states: (all: [(session: Session, entry: String)], present: Int) {
    let sessions = past.map(\.session) + [session] + future.reversed().map(\.session)
    let entries = ["the beginning"] + past.map(\.entry) + future.reversed().map(\.entry)
    return (zip(sessions, entries).map { ($0, $1) }, past.count)
  }

  /// Keeps the session on the disk; says once if that can't be done. What is tried in a lesson is not kept.
  func keep(hasEnded: Bool = false) {
    guard lessons == nil else { return }
    do throws(SessionStore.Failure) {
      try store?.keep(session.source, watched: watched, hasEnded: hasEnded)
    } catch {
      if !hasWarnedOfStore {
        Output.write("warning: this session can't be kept in case of a crash: \(error)\n")
      }
      hasWarnedOfStore = true
    }
  }

  /// Begins lessons: the session and its ways back wait until they are left.
  func begin(_ desk: LessonDesk) {
    outsideLessons = (session, past, future, watched)
    (past, future, watched) = ([], [], [])
    lessons = desk
    desk.open(self)
  }

  /// Leaves the lessons for the session before them.
  func endLessons() {
    if let outsideLessons { (session, past, future, watched) = outsideLessons }
    (lessons, outsideLessons) = (nil, nil)
  }

  /// `text` in colour, where there is colour, and with its control characters shown.
  func paint(_ text: String, _ style: String) -> String {
    let text = text.showingControls()
    return colour ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }

  /// Writes `text` wrapped behind `label`, which is padded to `indent` columns.
  func write(_ label: String, _ text: String, indent: Int, style: String = "1") {
    let (label, text) = (label.showingControls(), text.showingControls())
    let room = max(16, width - 1 - indent)
    let padding = String(repeating: " ", count: max(1, indent - displayWidth(label)))
    let lines = wrapped(text, width: room)
    let isNarrow = displayWidth(label) >= indent
    let first = isNarrow ? "\n" + String(repeating: " ", count: indent) : padding
    Output.write(paint(label, style) + first + (lines.first ?? "") + "\n")
    for line in lines.dropFirst() {
      Output.write(String(repeating: " ", count: indent) + line + "\n")
    }
  }
}
