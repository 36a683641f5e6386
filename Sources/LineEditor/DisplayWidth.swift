import CLineEditor

/// Returns the columns `text` takes on a terminal, by the tables that libedit uses.
///
/// Characters that cannot be printed count nothing.
package func displayWidth(_ text: some StringProtocol) -> Int {
  text.unicodeScalars.reduce(0) { $0 + max(0, Int(cle_width($1.value))) }
}

/// Returns `text` in at most `width` columns, with an ellipsis for what is missing, and without
/// characters that cannot be printed.
package func fitted(_ text: String, width: Int) -> String {
  let printable = String(String.UnicodeScalarView(text.unicodeScalars.filter(isPrintable)))
  guard displayWidth(printable) > width else { return printable }
  var kept = ""
  var used = 1
  for character in printable {
    used += displayWidth(String(character))
    if used > width { break }
    kept.append(character)
  }
  return kept + "…"
}

/// Returns `text` in lines of at most `width` columns, broken between words where that can be done; those after the first
/// are indented by two columns.
package func wrapped(_ text: String, width: Int) -> [String] {
  let width = max(width, 8)
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    if !line.isEmpty, displayWidth(line) + 1 + displayWidth(word) > width {
      lines.append(fitted(line, width: width))
      line = "  "
    } else if !line.isEmpty {
      line += " "
    }
    line += word
  }
  return lines + [fitted(line, width: width)]
}

/// Returns `true` iff `scalar` can be shown.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool { cle_width(scalar.value) >= 0 }
