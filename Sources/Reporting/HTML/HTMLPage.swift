/// A report as a page: a script, and beside each question what was answered.
package struct HTMLPage: Sendable {
  /// A piece of a script's line.
  package struct Piece: Hashable, Sendable {
    /// What it is, for its colour.
    package enum Kind: String, Hashable, Sendable { case plain, word, number, text, comment }
    /// The text.
    package var text: String
    /// What it is.
    package var kind: Kind
    /// The term of the glossary that it names, if it is one.
    package var term: String?
    /// Creates a piece.
    package init(_ text: String, _ kind: Kind = .plain, term: String? = nil) {
      (self.text, self.kind, self.term) = (text, kind, term)
    }
  }

  /// Lines of the script up to the end of a question, and the answers to it.
  package struct Step: Sendable {
    /// The number of the first line, from 1.
    package var firstLine: Int
    /// The lines.
    package var lines: [[Piece]]
    /// What was answered; empty after the last question.
    package var answers: [Block]
    /// Creates a step.
    package init(firstLine: Int, lines: [[Piece]], answers: [Block]) {
      (self.firstLine, self.lines, self.answers) = (firstLine, lines, answers)
    }
  }

  /// A word of the language and what it means.
  package struct Term: Hashable, Sendable {
    /// The word as it is written.
    package var name: String
    /// What it means.
    package var definition: String
    /// Creates a term.
    package init(_ name: String, _ definition: String) {
      (self.name, self.definition) = (name, definition)
    }
  }

  /// What the page is about.
  package var title: String
  /// The script's own name.
  package var name: String
  /// The script with its answers.
  package var steps: [Step]
  /// What is wrong or doubtful, as it is told at a terminal.
  package var messages: String
  /// The words that the script uses, in the order of the alphabet.
  package var terms: [Term]
  /// How the answers were made, in sentences.
  package var notes: [String]
  /// Creates a page.
  package init(
    title: String, name: String, steps: [Step], messages: String, terms: [Term], notes: [String]
  ) {
    (self.title, self.name, self.steps) = (title, name, steps)
    (self.messages, self.terms, self.notes) = (messages, terms, notes)
  }

  // MARK: Writing

  /// The page as one document that needs nothing else: no network, no scripts.
  package func html() -> String {
    let definitions = Dictionary(terms.map { ($0.name, $0.definition) }) { a, _ in a }
    var writer = HTMLBlocks()
    let script = steps.map { step in
      let code = step.lines.enumerated().map { i, line in
        self.line(line, number: step.firstLine + i, definitions)
      }.joined()
      let answers = step.answers.map { writer.html($0) }.joined()
      let beside =
        answers.isEmpty
        ? "" : "<div class=\"answers\" role=\"group\" aria-label=\"Answers\">\n\(answers)</div>\n"
      let shown =
        code.isEmpty ? "" : "<pre class=\"code\"><code>\(code)</code></pre>\n"
      return
        "<section class=\"step\(answers.isEmpty ? "" : " asked")\">\n\(shown)\(beside)</section>\n"
    }.joined()
    let told =
      messages.isEmpty
      ? ""
      : "<section class=\"messages\"><h2>Messages</h2>\n<pre>\(Self.escaped(messages))</pre></section>\n"
    let glossary =
      terms.isEmpty
      ? ""
      : "<section class=\"glossary\"><h2>What the words mean</h2>\n<dl>\n"
        + terms.map {
          "<dt id=\"\(Self.anchor($0.name))\">\(Self.escaped($0.name))</dt><dd>\(Self.escaped($0.definition))</dd>\n"
        }.joined() + "</dl></section>\n"
    let foot = notes.map { "<p>\(Self.escaped($0))</p>\n" }.joined()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(Self.escaped(title))</title>
      <style>
      \(Self.style)
      \(SVGWriter.style)
      </style>
      </head>
      <body>
      <header><h1>\(Self.escaped(title))</h1><p class="name">\(Self.escaped(name))</p></header>
      <main>
      \(script)\(told)\(glossary)</main>
      <footer>
      \(foot)</footer>
      </body>
      </html>

      """
  }

  /// A line of the script; its number is no part of what is copied.
  private func line(_ pieces: [Piece], number: Int, _ definitions: [String: String]) -> String {
    let text = pieces.map { piece -> String in
      let escaped = Self.escaped(piece.text)
      if let term = piece.term, let definition = definitions[term] {
        return
          "<a class=\"def \(piece.kind.rawValue)\" href=\"#\(Self.anchor(term))\" title=\"\(Self.escaped(definition))\">\(escaped)</a>"
      }
      return piece.kind == .plain
        ? escaped : "<span class=\"\(piece.kind.rawValue)\">\(escaped)</span>"
    }.joined()
    return "<span class=\"line\" data-n=\"\(number)\">\(text)\n</span>"
  }

  /// Text as it may stand in a document.
  static func escaped(_ text: String) -> String {
    // Line ends stay; a drawing's texts have none.
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      SVGWriter.escaped(String($0))
    }
    .joined(separator: "\n")
  }

  /// Where a term is explained.
  static func anchor(_ term: String) -> String {
    "def-"
      + term.unicodeScalars.map { $0.properties.isAlphabetic || $0 == "_" ? String($0) : "-" }
      .joined()
  }
}
