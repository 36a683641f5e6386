/// What a message's code means: a title, why the language insists and how to go on, and an example of each.
struct Explanation {
  /// The mistake in a few words.
  var title: String
  /// What it means, why it is one, and how to go on.
  var text: String
  /// A script that gives the message; nil where no text by itself does.
  var wrong: String?
  /// A script that doesn't.
  var right: String

  init(_ title: String, _ text: String, wrong: String? = nil, right: String) {
    (self.title, self.text, self.wrong, self.right) = (title, text, wrong, right)
  }

  /// The explanation as it is printed: the title on a line of its own, examples indented by four spaces.
  var printed: String {
    func example(_ heading: String, _ script: String) -> String {
      let lines = script.split(separator: "\n", omittingEmptySubsequences: false)
      return "\n\n\(heading):\n" + lines.map { "    " + $0 }.joined(separator: "\n")
    }
    return title + "\n\n" + text + (wrong.map { example("Wrong", $0) } ?? "")
      + example("Right", right)
  }
}
