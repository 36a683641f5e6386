/// The reference of the functions, made from the table they are.
extension Catalogue {
  /// The files that examples read, by name.
  package static var exampleFiles: [String: String] {
    var files: [String: String] = [:]
    for example in all.flatMap(\.examples) { files.merge(example.files) { first, _ in first } }
    return files
  }

  /// All functions in Markdown: a heading for each section and function, its summary, and its examples as blocks of Reroute
  /// whose last comment is the answer.
  package static var reference: String {
    Builtin.Section.allCases.map { section in
      let functions = all.filter { $0.section == section }
      return "### \(section.rawValue)\n\n" + functions.map(\.reference).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension Builtin {
  /// The function in Markdown.
  package var reference: String {
    var text = "#### `\(signature)`\n\n\(sentence)\n"
    for example in examples {
      for (name, content) in example.files.sorted(by: { $0.key < $1.key }) {
        text += "\nWith this `\(name)`:\n\n```csv\n\(content)```\n"
      }
      let answer = example.answer.split(separator: "\n").map { "# \($0)\n" }.joined()
      text += "\n```reroute\n\(example.script)\n\(answer)```\n"
    }
    return text
  }

  /// The summary as a sentence.
  private var sentence: String { summary.prefix(1).uppercased() + summary.dropFirst() + "." }
}
