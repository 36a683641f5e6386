import LineEditor
package import Reroute

/// The interactive loop.
package enum PromptLoop {
  /// Reads, runs and answers entries until the end of the input. A terminal is on both standard streams.
  package static func run(_ session: Session, showsError: Bool = false, lessons: LessonDesk? = nil)
  {
    let state = PromptState(session, showsError: showsError, colour: Output.wantsColour(1))
    do throws(LineEditorError) {
      let editor = try LineEditor(name: "reroute", historyPath: HistoryLocation.path)
      loop(editor, state, lessons)
    } catch {
      Output.write("error: \(error)\n", to: 2)
    }
  }

  private static func loop(
    _ owned: consuming LineEditor, _ state: PromptState, _ lessons: LessonDesk?
  ) {
    var editor = owned
    if let warning = editor.historyWarning { Output.write("warning: \(warning)\n") }
    editor.setCompletion { text, offset in PromptCompletion.complete(text, offset, state) }
    Output.write("Reroute \(Reroute.version); :help lists the commands, Ctrl-D leaves\n")
    if let lessons { state.begin(lessons) }
    let style = state.colour ? "1;36" : nil
    var hasWarned = false
    while true {
      let text = state.pending.isEmpty ? state.lessons?.prompt ?? "reroute> " : "     ...> "
      switch editor.read(prompt: Prompt(text, style: style)) {
      case .line(let line):
        guard let entry = entry(of: line, state) else { continue }
        editor.addHistory(entry)
        save(&editor, &hasWarned)
        guard PromptEntry(state).run(entry) else { return }
      case .interrupted: state.pending = ""
      case .invalidUTF8: Output.write("error: that is not UTF-8 text; it was dropped\n")
      case .endOfInput where !state.pending.isEmpty && !LineEditor.hangupRequested:
        state.pending = ""
        Output.write("\nthe unfinished statement is dropped; Ctrl-D again leaves\n")
      case .endOfInput where state.lessons?.isInside == true && !LineEditor.hangupRequested:
        Output.write("\n")
        _ = PromptEntry(state).run(":leave")
      case .endOfInput:
        save(&editor, &hasWarned)
        // The shell's prompt belongs on a line of its own.
        Output.write("\n")
        return
      }
    }
  }

  /// The whole entry once `line` ends it; nil while it goes on, or if there is nothing.
  static func entry(of line: String, _ state: PromptState) -> String? {
    let isBlank = line.allSatisfy { $0.isWhitespace }
    if isBlank, state.pending.isEmpty { return nil }
    let text = isBlank ? String(state.pending.dropLast()) : state.pending + line
    let isCommand = state.pending.isEmpty && line.hasPrefix(":")
    if !isBlank, !isCommand, state.session.isIncomplete(text) {
      state.pending = text + "\n"
      return nil
    }
    state.pending = ""
    return text
  }

  /// Saves the history; tells once if that can't be done.
  private static func save(_ editor: inout LineEditor, _ hasWarned: inout Bool) {
    do throws(LineEditorError) {
      try editor.saveHistory()
    } catch {
      if !hasWarned { Output.write("warning: \(error)\n") }
      hasWarned = true
    }
  }
}
