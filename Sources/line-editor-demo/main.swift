import LineEditor

// A prompt that says what it read, for the tests to drive. Arguments: the history file, or `-`.
let words = ["sort", "sorted", "sqrt", "sum", "日本", "日光"]
let path = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "-"
let plain = CommandLine.arguments.contains("--plain")

/// Completes the word before the cursor.
func complete(_ text: String, _ cursor: Int) -> Completion {
  let before = Array(text.utf8.prefix(cursor))
  let start = before.lastIndex { $0 == UInt8(ascii: " ") || $0 == 0x0A }.map { $0 + 1 } ?? 0
  let typed = String(decoding: before[start...], as: UTF8.self)
  let many = (0..<40).map { "many\($0)" }
  let found = (typed.hasPrefix("many") ? many : words).filter { $0.hasPrefix(typed) }
  return Completion(
    replaceFrom: start,
    candidates: found.map {
      Completion.Candidate(text: $0, summary: $0.hasPrefix("s") ? "what \($0) does" : "")
    })
}

/// Reads until the end of the input.
func run() throws(LineEditorError) {
  var editor = try LineEditor(name: "demo", historyPath: path == "-" ? nil : path)
  editor.setCompletion(complete)
  if let warning = editor.historyWarning { print("warning: \(warning)") }
  reading: while true {
    switch editor.read(prompt: Prompt("demo> ", style: plain ? nil : "1;34")) {
    case .line("spin"):
      print("spinning")
      while !LineEditor.interruptRequested {}
      print("stopped")
    case .line(let line):
      editor.addHistory(line)
      print(
        "read \(line.utf8.count) bytes: <\(line.split(separator: "\n").joined(separator: "|"))>")
    case .interrupted: print("interrupted")
    case .invalidUTF8: print("not text")
    case .endOfInput: break reading
    }
  }
  do throws(LineEditorError) {
    try editor.saveHistory()
  } catch {
    print("warning: \(error)")
  }
  print("end\(LineEditor.hangupRequested ? " by request" : "")")
}

/// Reads lines without an editor.
func runScript() {
  LineEditor.installInterruptHandler()
  var reader = PlainLineReader(descriptor: 0)
  print("ready")
  while let line = reader.next() {
    switch line {
    case .text(let text): print("line \(reader.lineNumber): \(text)")
    case .interrupted:
      LineEditor.clearInterrupt()
      print("interrupted")
    case .invalidUTF8, .failure: print("trouble in line \(reader.lineNumber)")
    }
  }
}

if CommandLine.arguments.contains("--script") { runScript() } else { try run() }
