import LineEditor
import SourceText
package import Reroute

/// The interactive loop.
package enum PromptLoop {
  /// What is shown before an entry, and before its further lines.
  static let prompt = "reroute> "
  static let continuation = "     ...> "

  /// Reads, runs and answers entries until the end of the input. A terminal is on both standard streams.
  package static func run(_ session: Session, showsError: Bool = false, lessons: LessonDesk? = nil)
  {
    let state = PromptState(session, showsError: showsError, colour: Output.wantsColour(1))
    do throws(LineEditorError) {
      let editor = try LineEditor(name: "reroute", historyPath: StatePlace.history)
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
    editor.setActions(actions(state))
    let banner = "Reroute \(Reroute.version); :help lists the commands, Ctrl-D leaves"
    for line in wrapped(banner, width: state.width) { Output.write(line + "\n") }
    if let lessons { state.begin(lessons) } else { PromptEntry(state).offerLostSession() }
    let style = state.colour ? "1;36" : nil
    var hasWarned = false
    while true {
      let text = state.pending.isEmpty ? state.prompt : continuation
      switch editor.read(prompt: Prompt(text, style: style)) {
      case .line(let line):
        let isWhole = state.pending.isEmpty
        guard let entry = entry(of: line, state) else { continue }
        editor.addHistory(entry)
        save(&editor, &hasWarned)
        showCanonical(entry, &editor, state, isWhole: isWhole)
        var next = PromptEntry(state).run(entry)
        while case .edit(let text) = next {
          next = .stay
          guard let edited = editor.lendTerminal({ edited(text) }),
            !edited.allSatisfy(\.isWhitespace)
          else {
            break
          }
          editor.addHistory(edited)
          save(&editor, &hasWarned)
          Output.write(state.session.canonical(edited).map { shown($0, state) } ?? edited + "\n")
          next = PromptEntry(state).run(edited)
        }
        switch next {
        case .leave:
          state.keep(hasEnded: true)
          return
        case .keys(let vi): editor.usesVi = vi
        case .stay, .edit: break
        }
        state.keep()
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
        // A terminal that went away ends no session: it is offered again.
        state.keep(hasEnded: !LineEditor.hangupRequested && LineEditor.isTerminal(0))
        // The shell's prompt belongs on a line of its own.
        Output.write("\n")
        return
      }
    }
  }

  /// What the editor's keys do.
  private static func actions(_ state: PromptState) -> EditorActions {
    var actions = EditorActions()
    actions.complete = { text, offset in PromptCompletion.complete(text, offset, state) }
    actions.continuation = { text, offset in
      text.hasPrefix(":") ? nil : state.session.continuation(of: text, at: offset)
    }
    actions.describe = { text, offset in PromptCompletion.describe(text, offset, state) }
    actions.paste = { PastedText.stripped($0, prompt: prompt, continuation: continuation) }
    actions.edit = { edited($0) }
    return actions
  }

  /// The text as a person left it in an editor; nil, with a message, where that failed.
  private static func edited(_ text: String) -> String? {
    do throws(ExternalEditor.Failure) {
      return try ExternalEditor.edit(text)
    } catch {
      Output.write("error: \(error)\n")
      return nil
    }
  }

  /// Shows an entry again in canonical form and colour: in its own place where the terminal can, else below it where it differs.
  private static func showCanonical(
    _ entry: String, _ editor: inout LineEditor, _ state: PromptState, isWhole: Bool
  ) {
    guard !entry.hasPrefix(":"), let canonical = state.session.canonical(entry) else { return }
    let differs = canonical != entry
    guard differs || state.colour || entry.contains("\n") else { return }
    if isWhole, editor.replaceEntry(with: shown(canonical, state)) { return }
    // What is longer than the screen would push away what it is about.
    let lines = canonical.count { $0 == "\n" } + 1
    if differs, lines * 2 < LineEditor.rows { Output.write(shown(canonical, state, prompt: "")) }
  }

  /// A statement as the prompt shows it.
  private static func shown(
    _ canonical: String, _ state: PromptState, prompt: String? = nil
  ) -> String {
    let prompt = prompt ?? state.prompt
    let canonical = canonical.showingControls()
    let text = state.colour ? Reroute.coloured(canonical) : canonical
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = prompt.isEmpty ? "" : state.paint(String(prompt.dropLast()), "1;36") + " "
    let further = prompt.isEmpty ? "" : state.paint(String(continuation.dropLast()), "1;36") + " "
    return lines.enumerated().map { ($0 == 0 ? first : further) + $1 + "\n" }.joined()
  }

  /// The whole entry once `line` ends it; nil while it goes on, or if there is nothing.
  static func entry(of line: String, _ state: PromptState) -> String? {
    let line = PastedText.stripped(line, prompt: prompt, continuation: continuation)
    let isBlank = line.allSatisfy { $0.isWhitespace }
    if isBlank, state.pending.isEmpty { return nil }
    let text = isBlank ? String(state.pending.dropLast()) : state.pending + line
    let isCommand = state.pending.isEmpty && line.hasPrefix(":")
    if !isBlank, !isCommand, !line.contains("\n"), state.session.isIncomplete(text) {
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
