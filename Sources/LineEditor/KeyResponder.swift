import CLineEditor

/// What answers Tab, Enter, the arrow keys and pastes while libedit reads a line.
final class KeyResponder {

  /// The editor whose keys are answered; it outlives every call.
  var editor: OpaquePointer?

  /// What the program answers.
  var actions = EditorActions()

  /// The history that the arrow keys go through.
  var recall = HistoryRecall()

  /// Answers `key` with the cursor at the UTF-8 offset `cursor` of `text`; returns `true` iff Enter ends the entry.
  func press(_ key: CLEKey, text: String, cursor: Int) -> Bool {
    let split = text.utf8.index(text.startIndex, offsetBy: min(cursor, text.utf8.count))
    let line = EditedLine(text: text, cursor: split)
    switch key {
    case CLEKeyComplete: offerCompletion(line)
    case CLEKeyPrevious: goUp(line)
    case CLEKeyNext: goDown(line)
    case CLEKeyDescribe: describe(line)
    case CLEKeyEditor: edit(line)
    case CLEKeyPaste: insert(actions.paste(text))
    default:
      guard let continuation = actions.continuation(text, line.offset) else { return true }
      insert(continuation)
      return false
    }
    return true
  }

  /// Inserts `text` at the cursor.
  private func insert(_ text: String) {
    if !text.isEmpty { cle_edit(editor, 0, 0, text) }
  }

  /// Tells under the line about what stands at the cursor.
  private func describe(_ line: EditedLine) {
    let columns = LineEditor.columns
    let lines = actions.describe(line.text, line.offset).flatMap { wrapped($0, width: columns - 1) }
    if lines.isEmpty { return cle_beep(editor) }
    let room = max(1, Int(cle_rows()) - 3)
    let shown = lines.count > room ? lines.prefix(room - 1) + ["…"] : lines[...]
    cle_show_below(editor, shown.map { $0 + "\r\n" }.joined())
  }

  /// Lets the whole entry be edited elsewhere.
  private func edit(_ line: EditedLine) {
    cle_leave(editor)
    let text = actions.edit(line.text)
    cle_return(editor)
    if let text, text != line.text { replace(line, with: text) }
  }

  /// Inserts what all candidates share, and lists them when there is more to say.
  private func offerCompletion(_ line: EditedLine) {
    let completion = actions.complete(line.text, line.offset)
    let candidates = completion.candidates
    guard !candidates.isEmpty, let typed = line.typed(from: completion.replaceFrom) else {
      cle_beep(editor)
      return
    }
    if candidates.count > 1 || !candidates[0].summary.isEmpty {
      let listing = CandidateListing(
        candidates: candidates, columns: LineEditor.columns, rows: LineEditor.rows)
      cle_show_below(editor, listing.text)
    }
    if let insertion = completion.insertion(typed: typed) {
      cle_edit(editor, Int32(clamping: typed.unicodeScalars.count), 0, insertion)
    }
  }

  /// Goes to the line above, or from the first one to an older entry.
  private func goUp(_ line: EditedLine) {
    if let move = line.moveUp { return cle_move(editor, Int32(clamping: move)) }
    replace(line, with: recall.older(than: line.text, typed: String(line.before)))
  }

  /// Goes to the line below, or from the last one to a newer entry.
  private func goDown(_ line: EditedLine) {
    if let move = line.moveDown { return cle_move(editor, Int32(clamping: move)) }
    replace(line, with: recall.newer(than: line.text, typed: String(line.before)))
  }

  /// Shows `entry` in place of the whole line, or rings the bell when there is none.
  private func replace(_ line: EditedLine, with entry: String?) {
    guard let entry else { return cle_beep(editor) }
    let before = Int32(clamping: line.before.unicodeScalars.count)
    let after = Int32(clamping: line.after.unicodeScalars.count)
    cle_edit(editor, before, after, entry)
  }
}

/// Passes a key from C to the responder that `context` points to.
let answerKey: CLEKeyHandler = { context, key, text, length, cursor in
  guard let context, let text else { return true }
  let responder = Unmanaged<KeyResponder>.fromOpaque(context).takeUnretainedValue()
  let bytes = UnsafeRawBufferPointer(start: text, count: length)
  return responder.press(key, text: String(decoding: bytes, as: UTF8.self), cursor: cursor)
}
