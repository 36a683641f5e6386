/// What people paste that was copied from a session: prompts before the statements, answers between them.
package enum PastedText {

  /// Returns `text` without `prompt` and `continuation` at the beginnings of its lines, and without the lines between entries,
  /// which are answers. A text whose first line doesn't begin with the prompt is returned as it is.
  ///
  /// Blanks at the end of a prompt may have been lost in copying, and blanks before it gained.
  package static func stripped(
    _ text: String, prompt: String, continuation: String
  ) -> String {
    let prompt = prompt.trimmed, continuation = continuation.trimmed
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first(where: { !$0.trimmed.isEmpty }),
      first.trimmed.hasPrefix(prompt)
    else { return text }
    return lines.compactMap { line -> String? in
      let line = line.trimmedFront
      for mark in [prompt, continuation] where line.hasPrefix(mark) {
        let rest = line.dropFirst(mark.count)
        return String(rest.first == " " ? rest.dropFirst() : rest)
      }
      return nil
    }.joined(separator: "\n")
  }
}

extension String {

  /// The text without blanks at its beginning.
  fileprivate var trimmedFront: String { String(drop { $0 == " " || $0 == "\t" }) }

  /// The text without blanks at its ends.
  fileprivate var trimmed: String {
    String(trimmedFront.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
