import LineEditor
import Reroute
import SourceText

/// Runs an entry, a command or statements, and tells what came of it.
struct PromptEntry {
  /// What the loop is to do after an entry.
  enum Next {
    case stay, leave
    /// Let a text be edited elsewhere, and run it.
    case edit(String)
    /// Take the keys of vi, or of emacs.
    case keys(vi: Bool)
  }

  let state: PromptState

  init(_ state: PromptState) { self.state = state }

  /// Runs an entry.
  func run(_ entry: String) -> Next {
    if let goesOn = state.lessons?.take(entry, state) { return goesOn ? .stay : .leave }
    // What people type in other shells.
    let habits = ["help": "help", "?": "help", "quit": "quit", "exit": "quit"]
    if let command = habits[entry.trimmedEnds] { return runCommand(command, "") }
    guard entry.hasPrefix(":") else {
      state.lastEntry = entry
      runStatements(Array(entry.utf8), name: "prompt", entry: entry)
      return .stay
    }
    let body = entry.dropFirst()
    let name = body.prefix { !$0.isWhitespace }
    let argument = body.dropFirst(name.count)
    return runCommand(String(name), String(argument).trimmedEnds)
  }

  // MARK: Statements

  /// Runs a text in the session and tells the messages, the answers and what changed.
  func runStatements(_ bytes: [UInt8], name: String, entry: String) {
    let start = state.session.host.clock()
    let before = state.session
    var next = state.session
    let outcome = next.run(bytes: bytes, name: name)
    let isChange = outcome.status != .wrong && next.revision != before.revision
    if outcome.status != .wrong {
      if isChange { state.advance(to: next, by: entry) } else { state.session = next }
    }
    // A comment alone is nothing to complain of.
    if outcome.status == .wrong, outcome.messages.allSatisfy({ $0.code == "R114" }) { return }
    tell(outcome)
    if outcome.status == .done || outcome.status == .expectationFailed,
      LineEditor.interruptRequested
    {
      Output.write("interrupted before the earlier questions were answered again\n")
    } else if isChange {
      tellWatched(since: before)
    }
    tellTime(since: start)
  }

  private func tell(_ outcome: Outcome) {
    Output.write(outcome.renderedMessages(colour: state.colour, width: Output.columns))
    let (answers, notes) = outcome.told(
      showsError: state.showsError, colour: state.colour, width: Output.columns,
      isPlain: Output.isPlain)
    for answer in answers { tell(answer, isOnly: answers.count == 1) }
    Output.write(notes)
    for statement in outcome.dropped {
      let line = statement.split(whereSeparator: \.isNewline).joined(separator: " ")
      Output.write("dropped \(line.showingControls()): the product was declared anew\n")
    }
    tell(outcome.changes)
  }

  /// Tells an answer with its number; what was asked too where there are several.
  private func tell(_ answer: Outcome.Told, isOnly: Bool) {
    let isTable = answer.text.contains("\n")
    let question = answer.question.showingControls()
    guard let number = answer.number else {
      let isVerdict = !isTable && !isOnly
      return _ = Output.write((isVerdict ? question + ": " : "") + answer.text + "\n")
    }
    let name = state.paint("_\(number)", "2")
    let asked = isOnly ? "" : ", " + question
    Output.write(name + asked + (isTable ? ":\n" : isOnly ? " = " : ": ") + answer.text + "\n")
  }

  /// Tells changed values, each in a line where it fits; watched questions are told apart.
  func tell(_ changes: [Outcome.Change]) {
    for change in changes where !state.watched.contains(change.name) {
      tell(change, state.paint(change.name, "1"))
    }
  }

  private func tell(_ change: Outcome.Change, _ name: String) {
    let (before, after) = (change.before.showingControls(), change.after.showingControls())
    if before.contains("\n") || after.contains("\n") {
      Output.write("\(name) is now\n\(after)\n")
      if let difference = change.difference { Output.write("     by \(difference)\n") }
      return
    }
    let difference = change.difference.map { ", by " + $0 } ?? ""
    let columns = displayWidth(change.name + before + after + difference) + 6
    if columns < state.width {
      Output.write("\(name): \(before) -> \(after)\(difference)\n")
    } else {
      Output.write("\(name):\n     \(before)\n  -> \(after)\n")
      if let difference = change.difference { Output.write("  by \(difference)\n") }
    }
  }

  // MARK: Watching

  /// Answers what is watched again, and tells how it differs from before.
  func tellWatched(since before: Session) {
    guard !state.watched.isEmpty else { return }
    guard let answers = state.session.answers(toAll: state.watched) else {
      return _ = Output.write("interrupted before the watched questions were answered\n")
    }
    let differences = state.session.differences(of: state.watched, since: before)
    for (i, (question, answer)) in zip(state.watched, answers).enumerated() {
      let old = state.watchedAnswers[question]
      state.watchedAnswers[question] = answer
      if let old, old != answer {
        tell(
          Outcome.Change(
            name: question, before: old, after: answer, difference: differences[i]),
          watchedName(i + 1, question))
      } else {
        tellWatched(i + 1, question, answer)
      }
    }
  }

  private func tellTime(since start: Double) {
    guard state.showsTime else { return }
    let seconds = state.session.host.clock() - start
    let tenths = Int((seconds * 10_000).rounded())
    Output.write(
      seconds < 1
        ? "took \(tenths / 10).\(tenths % 10) ms\n"
        : "took \(Int(seconds)).\(Int(seconds * 10) % 10)\(Int(seconds * 100) % 10) s\n")
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmedEnds: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
