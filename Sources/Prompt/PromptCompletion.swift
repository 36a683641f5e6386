import LineEditor
import Reroute

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
      return words(Command.all.map { ($0.name, $0.summary) }, typed: argument, from: start)
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

  /// What the library offers at the end of `text`, whose first `hidden` bytes are not in the line.
  private static func language(_ text: String, _ hidden: Int, _ state: PromptState) -> Completion {
    let found = Completer.complete(text, text.utf8.count, state.session)
    return Completion(
      replaceFrom: found.replaceFrom - hidden,
      candidates: found.candidates.map {
        Completion.Candidate(text: $0.text, display: $0.display, summary: $0.summary)
      })
  }

  private static func words(
    _ all: [(text: String, summary: String)], typed: some StringProtocol, from start: Int
  ) -> Completion {
    Completion(
      replaceFrom: start,
      candidates: all.filter { $0.text.hasPrefix(typed) }.map {
        Completion.Candidate(text: $0.text, summary: $0.summary)
      })
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
      replaceFrom: start, candidates: found.sorted().map { Completion.Candidate(text: $0) })
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
