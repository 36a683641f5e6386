import LineEditor
import Reroute
import SourceText

/// The commands.
extension PromptEntry {
  /// Runs a command.
  func runCommand(_ name: String, _ argument: String) -> Next {
    switch name {
    case "quit", "q", "exit": return .leave
    case "help", "h", "?": help(argument)
    case "info": info(argument)
    case "sources": sources(argument)
    case "list": list()
    case "show": show(argument)
    case "undo": step(back: true)
    case "redo": step(back: false)
    case "drop": drop(argument)
    case "drop!": drop(argument, all: true)
    case "watch": watch(argument)
    case "states": states()
    case "diff": diff(argument)
    case "edit": return edit(argument)
    case "save": save(argument)
    case "save!": save(argument, replaces: true)
    case "load": load(argument)
    case "sessions": sessions()
    case "restore": restore(argument)
    case "forget": forget(argument)
    case "time": toggle(argument, "time", &state.showsTime, "how long an answer took")
    case "error":
      toggle(argument, "error", &state.showsError, "the Monte Carlo error of a figure")
    case "seed": setSeed(argument)
    case "trials": setTrials(argument)
    case "keys": return keys(argument)
    case "explain": explain(argument)
    case "learn": learn(argument)
    default: unknown(name)
    }
    return .stay
  }

  func complain(_ text: String) {
    Output.write(state.paint("error", "31;1") + ": " + text.showingControls() + "\n")
  }

  func unknown(_ name: String) {
    let near = Reroute.nearNames(to: name, among: Command.all.map(\.name)).map { "`:\($0)`" }
    let advice =
      near.isEmpty ? "`:help` lists them" : "did you mean \(near.joined(separator: " or "))?"
    complain("there is no command `:\(name)`; \(advice)")
  }

  func explain(_ code: String) {
    if let text = Reroute.explanation(of: code) { return _ = Output.write(text) }
    let near = Reroute.nearNames(to: code.uppercased(), among: Reroute.codes)
    complain(
      code.isEmpty
        ? "which code? For example `:explain \(Reroute.codes.first ?? "")`"
        : "there is no code `\(code)`"
          + (near.isEmpty ? "" : "; near ones are \(near.joined(separator: ", "))"))
  }

  // MARK: The session

  func list() {
    let listing = state.session.listing
    if listing.isEmpty { Output.write("nothing is declared yet\n") }
    for declared in listing {
      Output.write(fitted(declared.text.showingControls(), width: max(20, state.width - 1)) + "\n")
    }
  }

  private func show(_ argument: String) {
    let word = argument.prefix { !$0.isWhitespace }
    let stages = Session.Stage.allCases.map(\.rawValue)
    guard let stage = Session.Stage(rawValue: String(word)) else {
      return complain("`:show` wants one of \(stages.joined(separator: ", "))")
    }
    let text = argument.dropFirst(word.count).drop { $0.isWhitespace }
    guard text.isEmpty else {
      let bytes = Array(text.utf8)
      Output.write(state.session.show(stage, bytes: bytes, name: "prompt"))
      Output.write(
        state.session.check(bytes: bytes, name: "prompt").renderedMessages(
          colour: state.colour, width: Output.columns))
      return
    }
    var empty = Session(host: state.session.host, limits: state.session.limits)
    (empty.trials, empty.seed) = (state.session.trials, state.session.seed)
    let shown = empty.show(stage, bytes: Array(state.session.source.utf8), name: "session")
    Output.write(
      shown.allSatisfy(\.isWhitespace) ? "nothing of that is in the session yet\n" : shown)
  }

  private func step(back: Bool) {
    guard let (entry, before) = state.step(back: back) else {
      return complain(back ? "there is nothing to undo" : "there is nothing to redo")
    }
    let lines = entry.showingControls().split(whereSeparator: \.isNewline)
    Output.write(
      "\(back ? "undone" : "redone"): \(lines.first ?? "")\(lines.count > 1 ? " …" : "")\n")
    tell(state.session.changes(since: before))
    tellWatched(since: before)
  }

  private func edit(_ argument: String) -> Next {
    if argument.isEmpty { return .edit(state.lastEntry) }
    guard let text = state.session.declarationText(of: argument) else {
      complain("nothing here declares `\(argument)`")
      return .stay
    }
    return .edit(text)
  }

  private func keys(_ argument: String) -> Next {
    switch argument {
    case "vi", "emacs":
      Output.write("keys of \(argument)\n")
      return .keys(vi: argument == "vi")
    case "": help("keys")
    default: complain("`:keys` wants `vi` or `emacs`")
    }
    return .stay
  }

  // MARK: Files

  private func save(_ argument: String, replaces: Bool = false) {
    guard !argument.isEmpty else { return complain("`:save` wants a file's name") }
    let path = FilePath.expanded(argument)
    if !replaces, !state.ownFiles.contains(path), FileWriter.isFile(path) {
      return complain("`\(argument)` is there already; `:save! \(argument)` replaces it")
    }
    do throws(FileWriter.Failure) {
      let text = state.session.source
      try FileWriter.write(text, to: path)
      state.ownFiles.insert(path)
      Output.write("saved \(argument)\n")
      // What it imports is looked for beside it.
      let check = Session(host: state.session.host, limits: state.session.limits)
        .check(bytes: Array(text.utf8), name: path)
      if check.status == .wrong, !text.isEmpty {
        Output.write(
          "but from there it doesn't run:\n"
            + check.renderedMessages(colour: state.colour, width: Output.columns))
      }
    } catch {
      Output.write("\(error)\n")
    }
  }

  private func load(_ argument: String) {
    guard !argument.isEmpty else { return complain("`:load` wants a file's name") }
    let file: (name: String, bytes: [UInt8])
    do throws(Host.Failure) {
      file = try state.session.host.load(FilePath.expanded(argument), "")
    } catch {
      let reason =
        switch error {
        case .refused(let why), .unreadable(let why): why
        }
      return _ = Output.write("error[R701]: `\(argument)` can't be read: \(reason)\n")
    }
    state.ownFiles.insert(FilePath.expanded(argument))
    runStatements(file.bytes, name: file.name, entry: ":load " + argument)
  }

  // MARK: Settings

  private func toggle(_ argument: String, _ name: String, _ value: inout Bool, _ what: String) {
    switch argument {
    case "": value.toggle()
    case "on": value = true
    case "off": value = false
    default: return complain("`:\(name)` wants `on` or `off`")
    }
    Output.write("\(value ? "tells" : "doesn't tell") \(what)\n")
  }

  private func setSeed(_ argument: String) {
    let number = UInt64(argument.filter { $0 != "_" })
    guard number != nil || argument == "off" else {
      return complain("`:seed` wants a whole number, as in `:seed 42`, or `off`")
    }
    change(":seed " + argument) { $0.seed = number }
  }

  private func setTrials(_ argument: String) {
    let number = Reroute.wholeNumber(argument)
    guard number.map({ (1...1_000_000_000).contains($0) }) ?? (argument == "off") else {
      return complain("`:trials` wants a number from 1 to 1000M, as in `:trials 50k`, or `off`")
    }
    change(":trials " + argument) { $0.trials = number }
  }

  private func change(_ entry: String, _ set: (inout Session) -> Void) {
    let before = state.session
    var next = state.session
    set(&next)
    let changes = next.recompute()
    if LineEditor.interruptRequested { Output.write("interrupted; the setting stays\n") }
    state.advance(to: next, by: entry)
    tell(changes)
    if !LineEditor.interruptRequested { tellWatched(since: before) }
  }
}
