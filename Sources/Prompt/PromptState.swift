import Reroute

/// What the loop and the completion share: the session, and the lines of an entry that is under way.
///
/// It is a class because the editor keeps the completion's closure, which must see the session as it is by then.
final class PromptState {
  /// The session.
  var session: Session
  /// The lines of the entry before the one being edited, each with its end.
  var pending = ""
  /// The sessions to go back to, and what went away with each.
  var past: [(session: Session, entry: String)] = []
  /// The sessions to go forth to.
  var future: [(session: Session, entry: String)] = []
  /// The files saved to or loaded from, which `:save` may write again without being told twice.
  var ownFiles: Set<String> = []
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
      future: [(session: Session, entry: String)]
    )?

  init(_ session: Session, showsError: Bool, colour: Bool) {
    (self.session, self.showsError, self.colour) = (session, showsError, colour)
  }

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
    session = last.session
    return (last.entry, from)
  }

  /// Begins lessons: the session and its ways back wait until they are left.
  func begin(_ desk: LessonDesk) {
    outsideLessons = (session, past, future)
    (past, future) = ([], [])
    lessons = desk
    desk.open(self)
  }

  /// Leaves the lessons for the session before them.
  func endLessons() {
    if let outsideLessons { (session, past, future) = outsideLessons }
    (lessons, outsideLessons) = (nil, nil)
  }

  /// `text` in colour, where there is colour.
  func paint(_ text: String, _ style: String) -> String {
    colour ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }
}
