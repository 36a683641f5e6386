import LineEditor
import Reroute
import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What Tab offers: the language's words from the library, and the prompt's own commands and files.
enum PromptCompletion {
  static func complete(_ line: String, _ offset: Int, _ state: PromptState) -> Completion {
    let before = String(decoding: Array(line.utf8.prefix(offset)), as: UTF8.self)
    guard state.pending.isEmpty, before.hasPrefix(":") else {
      if let start = fileName(before) {
        return files(String(decoding: Array(before.utf8)[start...], as: UTF8.self), from: start)
      }
      return language(state.pending + before, state.pending.utf8.count, state)
    }
    guard let space = before.firstIndex(of: " ") else {
      return words(
        (state.lessons == nil ? [] : LessonDesk.words)
          + Command.all.map { (":" + $0.name, $0.summary) }, typed: before, from: 0)
    }
    let name = before[before.index(after: before.startIndex)..<space]
    let rest = before[before.index(after: space)...]
    let argument = rest.drop { $0 == " " }
    let start = before.utf8.count - argument.utf8.count
    switch name {
    case "help":
      let topics =
        Command.all.map { ($0.name, $0.summary) } + HelpTopic.all.map { ($0.name, $0.summary) }
      return words(topics, typed: argument, from: start)
    case "info", "sources", "edit", "drop", "drop!":
      let isOwn = name != "info"
      let names = state.session.knownWords.filter { name in
        !isOwn || state.session.declarationText(of: name) != nil
      }
      if name == "info", argument.contains(".") { return language(String(argument), -start, state) }
      return words(
        names.map { ($0, state.session.info($0)?.title ?? "") }, typed: argument, from: start)
    case "watch":
      return language(String(argument), -start, state)
    case "keys": return words([("vi", ""), ("emacs", "")], typed: argument, from: start)
    case "restore", "forget":
      let kept = state.store?.kept() ?? []
      return words(
        kept.enumerated().map { ("\($0 + 1)", "\($1.began): \($1.summary)") }, typed: argument,
        from: start)
    case "diff":
      let number = argument.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      let states = state.states.all.enumerated().map {
        ("\($0)", String($1.entry.prefix { !$0.isNewline }))
      }
      return words(states, typed: number, from: before.utf8.count - number.utf8.count)
    case "time", "error": return words([("on", ""), ("off", "")], typed: argument, from: start)
    case "explain": return words(Reroute.codes.map { ($0, "") }, typed: argument, from: start)
    case "load", "save": return files(String(argument), from: start)
    case "show":
      guard let end = argument.firstIndex(of: " ") else {
        return words(
          Session.Stage.allCases.map { ($0.rawValue, "") }, typed: argument, from: start)
      }
      let text = argument[argument.index(after: end)...]
      return language(
        String(text), -(before.utf8.count - text.utf8.count), state)
    default: return .none
    }
  }

  /// Tells about the name at the cursor: a command's, or one of the language.
  static func describe(_ line: String, _ offset: Int, _ state: PromptState) -> [String] {
    if state.pending.isEmpty, line.hasPrefix(":") {
      let name = line.dropFirst().prefix { !$0.isWhitespace }
      if offset <= name.utf8.count + 1 {
        guard let command = Command.named(String(name)) else { return [] }
        return ["\(command.usage)  \(command.summary)"]
      }
    }
    let hidden = state.pending.utf8.count
    guard let info = state.session.info(at: offset + hidden, in: state.pending + line) else {
      return []
    }
    let lines = [info.title] + info.lines.map { "  \($0.label): \($0.text)" }
    return lines.map { $0.showingControls() }
  }

  /// Where the name of a file begins that a text ends in: after `import "`, or an observation's `from "`; nil elsewhere.
  private static func fileName(_ text: String) -> Int? {
    let line = text.split(whereSeparator: { $0.isNewline || $0 == ";" }).last ?? ""
    guard let quote = line.lastIndex(of: "\""), line.count(where: { $0 == "\"" }) % 2 == 1 else {
      return nil
    }
    let words = line[..<quote].split(whereSeparator: \.isWhitespace)
    guard words.last == "import" || words.last == "from" && words.first == "observe" else {
      return nil
    }
    return text.utf8.count - line[line.index(after: quote)...].utf8.count
  }

  /// What the library offers at the end of `text`, whose first `hidden` bytes are not in the line.
  private static func language(_ text: String, _ hidden: Int, _ state: PromptState) -> Completion {
    let found = Completer.complete(text, text.utf8.count, state.session)
    return Completion(
      replaceFrom: found.replaceFrom - hidden,
      candidates: found.candidates.map {
        candidate($0.text, display: $0.display, summary: $0.summary)
      })
  }

  private static func words(
    _ all: [(text: String, summary: String)], typed: some StringProtocol, from start: Int
  ) -> Completion {
    Completion(
      replaceFrom: start,
      candidates: all.filter { $0.text.hasPrefix(typed) }.map {
        candidate($0.text, display: $0.text, summary: $0.summary)
      })
  }

  /// A candidate, whose name or summary may hold anything, as it may be listed.
  private static func candidate(
    _ text: String, display: String, summary: String
  ) -> Completion.Candidate {
    Completion.Candidate(
      text: text, display: display.showingControls(inLine: true),
      summary: summary.showingControls(inLine: true))
  }

  /// The files and folders that a path may go on to; those that begin with a dot only if one was typed.
  private static func files(_ typed: String, from start: Int) -> Completion {
    let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
    let name = typed.dropFirst(folder.count)
    var found: [String] = []
    guard let directory = opendir(folder.isEmpty ? "." : FilePath.expanded(folder)) else {
      return .none
    }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let spelled = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard spelled.hasPrefix(name), name.hasPrefix(".") || !spelled.hasPrefix(".") else {
        continue
      }
      var status = stat()
      let isFolder =
        stat(FilePath.expanded(folder) + spelled, &status) == 0
        && status.st_mode & S_IFMT == S_IFDIR
      found.append(folder + spelled + (isFolder ? "/" : ""))
    }
    return Completion(
      replaceFrom: start, candidates: found.sorted().map { candidate($0, display: $0, summary: "") }
    )
  }
}

/// Paths as a person types them.
enum FilePath {
  /// The path with a leading `~/` as the home folder.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = Output.environment("HOME") else { return path }
    return home + path.dropFirst()
  }
}
