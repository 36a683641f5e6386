import LineEditor
import Reroute

/// Runs an entry, a command or statements, and tells what came of it.
struct PromptEntry {
  let state: PromptState

  init(_ state: PromptState) { self.state = state }

  /// Runs an entry; returns `false` iff it leaves.
  func run(_ entry: String) -> Bool {
    // What people type in other shells.
    let habits = ["help": "help", "?": "help", "quit": "quit", "exit": "quit"]
    if let command = habits[entry.trimmedEnds] { return runCommand(command, "") }
    guard entry.hasPrefix(":") else {
      runStatements(Array(entry.utf8), name: "prompt", entry: entry)
      return true
    }
    let body = entry.dropFirst()
    let name = body.prefix { !$0.isWhitespace }
    let argument = body.dropFirst(name.count).drop { $0.isWhitespace }
    var text = String(argument)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return runCommand(String(name), text)
  }

  // MARK: Statements

  /// Runs a text in the session and tells the messages, the answers and what changed.
  func runStatements(_ bytes: [UInt8], name: String, entry: String) {
    let start = state.session.host.clock()
    var next = state.session
    let outcome = next.run(bytes: bytes, name: name)
    if outcome.status != .wrong {
      if next.revision != state.session.revision {
        state.advance(to: next, by: entry)
      } else {
        state.session = next
      }
    }
    // A comment alone is nothing to complain of.
    if outcome.status == .wrong, outcome.messages.allSatisfy({ $0.code == "R114" }) { return }
    tell(outcome)
    if outcome.status == .done || outcome.status == .expectationFailed,
      LineEditor.interruptRequested
    {
      Output.write("interrupted before the earlier questions were answered again\n")
    }
    tellTime(since: start)
  }

  private func tell(_ outcome: Outcome) {
    Output.write(outcome.renderedMessages(colour: state.colour))
    Output.write(
      outcome.report(
        .text, showsQuestion: outcome.answerCount > 1, showsError: state.showsError,
        colour: state.colour, width: Output.columns, isPlain: Output.isPlain))
    for statement in outcome.dropped {
      let line = statement.split(whereSeparator: \.isNewline).joined(separator: " ")
      Output.write("dropped \(line): the product was declared anew\n")
    }
    tell(outcome.changes)
  }

  /// Tells changed values, each in a line where it fits.
  func tell(_ changes: [Outcome.Change]) {
    for change in changes {
      let name = state.paint(change.name, "1")
      if change.before.contains("\n") || change.after.contains("\n") {
        Output.write("\(name) is now\n\(change.after)\n")
      } else if change.name.count + change.before.count + change.after.count > 110 {
        Output.write("\(name):\n     \(change.before)\n  -> \(change.after)\n")
      } else {
        Output.write("\(name): \(change.before) -> \(change.after)\n")
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
  fileprivate var trimmedEnds: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
