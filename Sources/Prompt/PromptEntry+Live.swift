import LineEditor
import Reroute
import SourceText

/// The live model: what is dropped, watched and compared.
extension PromptEntry {
  func drop(_ argument: String, all: Bool = false) {
    guard !argument.isEmpty else {
      return complain("`:drop` wants a name; `:list` shows what there is")
    }
    let before = state.session
    var next = before
    switch next.drop(argument, all: all) {
    case .dropped(let statements, let changes):
      state.advance(to: next, by: ":drop " + argument)
      for statement in statements { Output.write("dropped \(shortened(statement, by: 8))\n") }
      tell(changes)
      tellWatched(since: before)
    case .unknown(let near):
      let advice =
        near.isEmpty
        ? "`:list` shows what there is"
        : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
      complain("nothing here declares `\(argument)`; \(advice)")
    case .inUse(let statements, let why):
      complain("`\(argument)` is in use; `:drop! \(argument)` drops all of these with it:")
      for statement in statements { Output.write("  \(shortened(statement, by: 2))\n") }
      if statements.isEmpty { Output.write(why) }
    }
  }

  /// A statement in what is left of a line.
  private func shortened(_ text: String, by used: Int) -> String {
    fitted(text.showingControls(), width: max(20, state.width - 1 - used))
  }

  // MARK: Watching

  func watch(_ argument: String) {
    let words = argument.split(separator: " ")
    if words.first == "off", words.count <= 2 {
      return endWatching(words.dropFirst().first.map(String.init))
    }
    if argument.isEmpty {
      if state.watched.isEmpty { Output.write("nothing is watched; `:watch QUESTION` begins it\n") }
      return tellWatched(since: state.session)
    }
    let argument = state.session.question(of: argument) ?? argument
    if let refusal = state.session.refusal(ofQuestion: argument) {
      return _ = Output.write(refusal)
    }
    if !state.watched.contains(argument) { state.watched.append(argument) }
    guard let answer = state.session.answers(toAll: [argument])?.first else {
      return _ = Output.write("interrupted; it is watched from the next change on\n")
    }
    state.watchedAnswers[argument] = answer
    let number = (state.watched.firstIndex(of: argument) ?? 0) + 1
    tellWatched(number, argument, answer)
    Output.write("`:watch off \(number)` ends it\n")
  }

  /// Tells the answer to a watched question, below it where it doesn't fit behind.
  func tellWatched(_ number: Int, _ question: String, _ answer: String) {
    let name = watchedName(number, question)
    let columns = displayWidth("watch \(number), \(question.showingControls()): \(answer)")
    let fits = columns < state.width && !answer.contains("\n")
    let indented = answer.contains("\n") ? answer : "  " + answer
    Output.write(fits ? "\(name): \(answer)\n" : "\(name):\n\(indented)\n")
  }

  /// A watched question with its number.
  func watchedName(_ number: Int, _ question: String) -> String {
    state.paint("watch \(number)", "35") + ", " + state.paint(question, "1")
  }

  private func endWatching(_ number: String?) {
    guard let number else {
      state.watched = []
      return _ = Output.write("nothing is watched any more\n")
    }
    guard let index = Int(number), state.watched.indices.contains(index - 1) else {
      return complain(
        state.watched.isEmpty
          ? "nothing is watched"
          : "`:watch off` wants a number from 1 to \(state.watched.count), or nothing for all")
    }
    let question = state.watched.remove(at: index - 1).showingControls()
    Output.write("\(question) is not watched any more\n")
  }

  // MARK: States

  func states() {
    let (all, present) = state.states
    for (i, step) in all.enumerated() {
      let lines = step.entry.split(whereSeparator: \.isNewline)
      let text = (lines.first.map(String.init) ?? "") + (lines.count > 1 ? " …" : "")
      Output.write("\(i == present ? "*" : " ") \(i)  \(shortened(text, by: 4 + "\(i)".count))\n")
    }
  }

  func diff(_ argument: String) {
    let (all, present) = state.states
    let words = argument.split(separator: " ")
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, words.count <= 2,
      numbers.allSatisfy({ all.indices.contains($0) })
    else {
      return complain(
        "`:diff` wants numbers from 0 to \(all.count - 1); `:states` tells what they are")
    }
    guard present > 0 || !numbers.isEmpty else {
      return _ = Output.write("there is one state yet\n")
    }
    let from = numbers.first ?? present - 1
    let to = numbers.count > 1 ? numbers[1] : present
    let comparison = all[to].session.comparison(with: all[from].session)
    for line in comparison.removed {
      Output.write(state.paint("- \(shortened(line, by: 2))", "31") + "\n")
    }
    for line in comparison.added {
      Output.write(state.paint("+ \(shortened(line, by: 2))", "32") + "\n")
    }
    let watched = state.watched
    state.watched = []
    tell(comparison.changes)
    state.watched = watched
    if comparison.removed.isEmpty, comparison.added.isEmpty, comparison.changes.isEmpty {
      Output.write("states \(from) and \(to) differ in nothing that is declared or was asked\n")
    }
  }
}
