import LineEditor
import Reroute

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Help, with examples that are run as they are shown.
extension PromptEntry {
  func help(_ argument: String) {
    let name = argument.hasPrefix(":") ? String(argument.dropFirst()) : argument
    if name.isEmpty { return overview() }
    if Reroute.explanation(of: name) != nil { return explain(name) }
    let commands = Self.commands(matching: name, only: argument.hasPrefix(":"))
    let topics = argument.hasPrefix(":") ? [] : HelpTopic.matching(name)
    let isExact = commands.contains { $0.name == name } || topics.contains { $0.name == name }
    let exactCommands = isExact ? commands.filter { $0.name == name } : commands
    let exactTopics = isExact ? topics.filter { $0.name == name } : topics
    guard exactCommands.count + exactTopics.count > 0 else {
      let near = Reroute.nearNames(
        to: name, among: Command.all.map(\.name) + HelpTopic.all.map(\.name))
      return complain(
        "there is no help about `\(argument)`; "
          + (near.isEmpty
            ? "`:help` lists what there is"
            : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"))
    }
    if isExact || exactCommands.count + exactTopics.count == 1 {
      for command in exactCommands { expand(command) }
      for topic in exactTopics { expand(topic) }
      return
    }
    list(
      exactCommands.map { (":" + $0.name, $0.summary) } + exactTopics.map { ($0.name, $0.summary) })
  }

  /// The commands that a pattern names, as topics are found.
  private static func commands(matching pattern: String, only: Bool) -> [Command] {
    let pattern = pattern.lowercased()
    let named = Command.all.filter { $0.name == pattern }
    if !named.isEmpty { return named }
    let begun = Command.all.filter { $0.name.hasPrefix(pattern) }
    return begun.isEmpty ? Command.all.filter { $0.name.contains(pattern) } : begun
  }

  private func list(_ rows: [(name: String, summary: String)]) {
    let widest = min(rows.map { displayWidth($0.name) }.max() ?? 0, max(12, state.width / 3))
    for row in rows { state.write(row.name, row.summary, indent: widest + 2) }
  }

  private func overview() {
    list(Command.all.map { ($0.usage, $0.summary) })
    Output.write("Topics, for `:help TOPIC`:\n")
    for group in HelpTopic.Group.allCases {
      let names = HelpTopic.all.filter { $0.group == group }.map(\.name)
      state.write("  " + group.rawValue, names.joined(separator: ", "), indent: 16)
    }
    Output.write("Anything else is a statement or a question. For example:\n")
    run(
      HelpTopic.matching("product").first.map { [$0] } ?? [])
  }

  private func expand(_ command: Command) {
    state.write(command.usage, command.summary, indent: displayWidth(command.usage) + 2)
    let paragraph = command.details.split(separator: "\n").joined(separator: " ")
    for line in wrapped(paragraph, width: state.width - 1) where !line.isEmpty {
      Output.write(line + "\n")
    }
  }

  private func expand(_ topic: HelpTopic) {
    state.write(topic.name, topic.summary, indent: displayWidth(topic.name) + 2)
    for paragraph in topic.text {
      for line in wrapped(paragraph, width: state.width - 1) { Output.write(line + "\n") }
    }
    Output.write("For example:\n")
    run([topic])
  }

  /// Runs examples now, each in a session of its own.
  private func run(_ topics: [HelpTopic]) {
    for topic in topics {
      for line in topic.setup.split(separator: "\n") {
        Output.write("  " + (state.colour ? Reroute.coloured(String(line)) : String(line)) + "\n")
      }
      for (statement, answer, _) in topic.run(clock: state.session.host.clock) {
        Output.write("  " + (state.colour ? Reroute.coloured(statement) : statement) + "\n")
        for line in answer.split(separator: "\n") { Output.write("    \(line)\n") }
      }
    }
  }

  // MARK: Names

  func info(_ argument: String) {
    guard !argument.isEmpty else {
      return complain(
        "`:info` wants a name, as in `:info \(state.session.knownWords.first ?? "churn")`")
    }
    guard let info = state.session.info(argument) else {
      let near = Reroute.nearNames(to: argument, among: state.session.knownWords)
      return complain(
        "nothing is known of `\(argument)`"
          + (near.isEmpty
            ? "" : "; did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"))
    }
    Output.write(state.paint(info.title, "1") + "\n")
    let indent = (info.lines.map { displayWidth($0.label) }.max() ?? 0) + 4
    var last = ""
    for line in info.lines {
      state.write(
        "  " + (line.label == last ? "" : line.label), line.text, indent: indent, style: "2")
      last = line.label
    }
  }

  /// This month, as `2026-11`.
  private static var today: String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    let month = parts.tm_mon + 1
    return "\(parts.tm_year + 1900)-\(month < 10 ? "0" : "")\(month)"
  }

  func sources(_ argument: String) {
    let all = state.session.sourcedNumbers(today: Self.today)
    let numbers =
      argument.isEmpty
      ? all
      : all.filter {
        $0.name == argument || $0.name.hasPrefix(argument + ".")
          || $0.name.hasPrefix(argument + " ") || $0.name.hasSuffix(" " + argument)
      }
    if numbers.isEmpty {
      return _ = Output.write(
        argument.isEmpty
          ? "no number is declared yet\n" : "no number of `\(argument)` is declared\n")
    }
    let isAnswered: (Session.SourcedNumber) -> Bool = { $0.source != nil || $0.asOf != nil }
    let widest = min(numbers.map { displayWidth($0.name) }.max() ?? 0, max(12, state.width / 3)) + 2
    for number in numbers where isAnswered(number) {
      var said = [number.value, number.source ?? "no source"]
      if let asOf = number.asOf {
        said.append("as of \(asOf)" + (number.ageInMonths.map { ", " + Self.age($0) } ?? ""))
      }
      if let note = number.note { said.append(note) }
      state.write(number.name, said.joined(separator: " · "), indent: widest)
    }
    let others = numbers.filter { !isAnswered($0) }
    guard !others.isEmpty else { return }
    let count = others.count == 1 ? "1 number" : "\(others.count) numbers"
    Output.write(state.paint("\(count) without a source:", "33") + "\n")
    for number in others {
      state.write(
        number.name, number.value + (number.note.map { " · " + $0 } ?? ""), indent: widest)
    }
  }

  /// An age in words: "3 years 4 months old".
  static func age(_ months: Int) -> String {
    guard months > 0 else { return months == 0 ? "of this month" : "of the future" }
    func count(_ number: Int, _ unit: String) -> String {
      "\(number) \(unit)\(number == 1 ? "" : "s")"
    }
    let parts = [
      months / 12 > 0 ? count(months / 12, "year") : nil,
      months % 12 > 0 ? count(months % 12, "month") : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: " ") + " old"
  }
}
