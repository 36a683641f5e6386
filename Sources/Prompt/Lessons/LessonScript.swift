import LineEditor
package import Reroute

/// Lessons without a terminal: entries come a line each, as from a file, and are shown behind the prompt.
package enum LessonScript {
  /// Reads, runs and answers the lines of standard input until their end, or until one leaves.
  package static func run(_ session: Session, lessons: LessonDesk) {
    let state = PromptState(session, showsError: false, colour: false)
    state.begin(lessons)
    var reader = PlainLineReader(descriptor: 0)
    while let line = reader.next() {
      switch line {
      case .text(let text):
        let start = "\n" + state.prompt
        Output.write((state.pending.isEmpty ? start : "     ...> ") + text + "\n")
        guard let entry = PromptLoop.entry(of: text, state) else { continue }
        if case .leave = PromptEntry(state).run(entry) { return }
      case .invalidUTF8: Output.write("error: that is not UTF-8 text; it was dropped\n")
      case .interrupted, .failure: return
      }
    }
  }
}
