import LineEditor

/// What pictures may use of the terminal.
extension Output {
  /// The columns of the terminal on standard output; nil where there is none.
  package static var columns: Int? { LineEditor.isTerminal(1) ? max(20, LineEditor.columns) : nil }

  /// `true` iff only ASCII is sure to be shown: the locale is not of UTF-8, or the terminal is a dumb one.
  package static var isPlain: Bool {
    if environment("TERM") == "dumb" { return true }
    let locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
    // The ends of the name, not a search in it: that one takes a fifth of a start.
    let name = locale.prefix { $0 != "@" }.lowercased()
    return !name.hasSuffix("utf-8") && !name.hasSuffix("utf8")
  }
}
