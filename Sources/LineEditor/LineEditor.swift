import CLineEditor

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A prompt on the terminal with editing, history and completion.
///
/// It owns libedit's editor and history, and gives the terminal back when it goes away. libedit
/// reads C's standard streams and signals are the process's, so a program has one editor at a time.
package struct LineEditor: ~Copyable {

  /// The C half of the editor.
  private let editor: OpaquePointer

  /// What answers keys while a line is read.
  ///
  /// It is a class because C keeps a pointer to it for as long as the editor lives, and a
  /// structure has no address to give: it moves when it is passed on.
  private let responder: KeyResponder

  /// The file of earlier entries, if there is one.
  private let file: HistoryFile?

  /// The entries of this session that the file does not have yet.
  private var unsaved: [String] = []

  /// What was wrong with the history file when the editor was made.
  package let historyWarning: HistoryProblem?

  /// Makes an editor whose `.editrc` lines start with `name:` and whose history is in the file
  /// at `historyPath`, or only in memory when that is `nil`.
  ///
  /// A history that cannot be read is no error: see `historyWarning`.
  package init(name: String, historyPath: String?) throws(LineEditorError) {
    let responder = KeyResponder()
    let opened = cle_open(
      name, Int32(HistoryFile.capacity), answerKey, Unmanaged.passUnretained(responder).toOpaque())
    guard let opened else { throw .noTerminal }
    let file = historyPath.map { HistoryFile(path: $0) }
    let contents = file?.load() ?? HistoryContents()
    for entry in contents.entries { cle_enter(opened, entry) }
    responder.editor = opened
    responder.recall = HistoryRecall(entries: contents.entries)
    self.editor = opened
    self.responder = responder
    self.file = file
    self.historyWarning = contents.problem
  }

  deinit { cle_close(editor) }

  /// Makes Tab offer what `complete` finds for the text and the cursor, a UTF-8 offset in it.
  package mutating func setCompletion(_ complete: @escaping (String, Int) -> Completion) {
    responder.actions.complete = complete
  }

  /// Makes `actions` answer the keys. A terminal that can't move its cursor ends an entry with each Enter.
  package mutating func setActions(_ actions: EditorActions) {
    responder.actions = actions
    if !movesCursor { responder.actions.continuation = { _, _ in nil } }
  }

  /// Whether the keys are those of vi instead of those of emacs; `~/.editrc` chooses them at first.
  package var usesVi: Bool {
    get { cle_uses_vi(editor) }
    nonmutating set { cle_use_keys(editor, newValue) }
  }

  /// `true` iff the terminal can move its cursor about, so that entries of several lines can be edited.
  package var movesCursor: Bool {
    getenv("TERM").map { terminal in
      let name = String(cString: terminal)
      return !name.isEmpty && name != "dumb"
    } ?? false
  }

  /// Shows `text` in the place of the prompt and the entry that was read last; returns `false` where that can't be done,
  /// because they scrolled off, say.
  package mutating func replaceEntry(with text: String) -> Bool { cle_replace_entry(editor, text) }

  /// Runs `body`, which runs another program on the terminal, with the terminal as it was before the editor.
  package mutating func lendTerminal<Result>(_ body: () -> Result) -> Result {
    cle_echo(editor, true)
    defer { cle_echo(editor, false) }
    return body()
  }

  /// Reads one entry, which has several lines when they were pasted or typed with Alt-Enter.
  ///
  /// An interrupt that arrived before is forgotten; a hangup is not.
  package mutating func read(prompt: Prompt) -> ReadResult {
    Self.clearInterrupt()
    responder.recall.reset()
    var line: UnsafePointer<CChar>?
    var count = 0
    let status = cle_read(editor, prompt.escaped, Int32(clamping: prompt.width), &line, &count)
    switch status {
    case CLEStatusInterrupted: return .interrupted
    case CLEStatusEnd: return .endOfInput
    default: return Self.decode(line, count: count)
    }
  }

  /// Adds an entry to the history, as a whole also when it has several lines.
  ///
  /// An entry equal to the one before, or empty, is not added.
  package mutating func addHistory(_ entry: String) {
    let entry = HistoryCoding.normalized(entry)
    guard !entry.isEmpty, responder.recall.append(entry) else { return }
    cle_enter(editor, entry)
    unsaved.append(entry)
  }

  /// Appends this session's new entries to the history file.
  ///
  /// It is cheap enough to call after every entry. Entries that could not be saved stay for the
  /// next call.
  package mutating func saveHistory() throws(LineEditorError) {
    guard let file, !unsaved.isEmpty else { return }
    do throws(HistoryProblem) {
      try file.append(unsaved)
    } catch {
      throw .history(error)
    }
    unsaved = []
  }

  /// The number of columns of the terminal on standard output, 80 when it is unknown.
  package static var columns: Int { Int(cle_columns()) }

  /// The number of rows of the terminal on standard output, 24 when it is unknown.
  package static var rows: Int { Int(cle_rows()) }

  /// Returns what was read, whose last newline is the Enter key.
  private static func decode(_ line: UnsafePointer<CChar>?, count: Int) -> ReadResult {
    let bytes = UnsafeBufferPointer(start: line, count: count)
    // libedit stops encoding at NUL, and the reader shows bytes that are not UTF-8 as U+FFFD.
    guard !bytes.contains(0) else { return .invalidUTF8 }
    let body = bytes.last == CChar(bitPattern: 0x0A) ? bytes.dropLast() : bytes[...]
    let text = String(validating: body.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let text, !text.unicodeScalars.contains("\u{FFFD}") else { return .invalidUTF8 }
    return .line(text)
  }
}
