import SourceText

/// `// …` and `/* … */`.
extension Parser {
  /// The message about a comment of another language.
  func foreignComment(_ range: Range<Int>) -> Diagnostic {
    let text = tree.file.text(range)
    let span = SourceSpan(source: tree.source, start: range.lowerBound, end: range.upperBound)
    let marked = SourceSpan(
      source: tree.source, start: range.lowerBound, end: range.lowerBound + 2)
    let correction: Correction
    if text.hasPrefix("//") {
      let slashes = text.prefix { $0 == "/" }.utf8.count
      let signs = SourceSpan(
        source: tree.source, start: span.start, end: span.start + slashes)
      correction = Correction("write `#`", replacing: signs, with: "#", .automatic)
    } else if text.count < 4 || !text.hasSuffix("*/") {
      return Diagnostic(
        .foreignHabit, "a comment begins with `#`, and `/*` is never closed", at: marked,
        notes: ["it is read as if it ended with its line"],
        corrections: [Correction("write `#`", replacing: marked, with: "#")])
    } else {
      correction = Correction("write `#`", edits: edits(of: range), .automatic)
    }
    return Diagnostic(
      .foreignHabit, "a comment begins with `#` and ends with its line", at: marked,
      corrections: [correction])
  }

  /// The edits that make lines of their own, or the end of a line, of `/* … */`.
  private func edits(of range: Range<Int>) -> [Correction.Edit] {
    let bytes = tree.file.bytes
    func edit(_ start: Int, _ end: Int, _ text: String) -> Correction.Edit {
      Correction.Edit(
        span: SourceSpan(source: tree.source, start: start, end: end), replacement: text)
    }
    let blanks: Set<UInt8> = [0x20, 0x09]
    // What follows on the last line.
    var end = range.upperBound
    while end < bytes.count, blanks.contains(bytes[end]) { end += 1 }
    let isLast = end == bytes.count || bytes[end] == 0x0A || bytes[end] == 0x0D
    let inner = (range.lowerBound + 2)..<(range.upperBound - 2)
    let hasLines = bytes[range].contains(0x0A)
    var edits: [Correction.Edit] = []
    if !isLast, !hasLines {
      // The comment goes to the end of its line.
      var lineEnd = range.upperBound
      while lineEnd < bytes.count, bytes[lineEnd] != 0x0A, bytes[lineEnd] != 0x0D { lineEnd += 1 }
      return [
        edit(range.lowerBound, end, ""),
        edit(lineEnd, lineEnd, "  #" + tree.file.text(inner)),
      ]
    }
    edits.append(edit(range.lowerBound, range.lowerBound + 2, "#"))
    var i = inner.lowerBound
    while let line = bytes[i..<inner.upperBound].firstIndex(of: 0x0A) {
      var first = line + 1
      while first < inner.upperBound, blanks.contains(bytes[first]) { first += 1 }
      i = line + 1
      // The closing sign alone on its line leaves nothing.
      if first >= inner.upperBound { break }
      let isDecorated = first < inner.upperBound && bytes[first] == UInt8(ascii: "*")
      edits.append(edit(first, isDecorated ? first + 1 : first, isDecorated ? "#" : "# "))
    }
    var tail = inner.upperBound
    while tail > i, blanks.contains(bytes[tail - 1]) { tail -= 1 }
    if let last = edits.last, tail < last.span.end { tail = last.span.end }
    let isCRLF = bytes.contains(0x0D)
    edits.append(edit(tail, isLast ? range.upperBound : end, isLast ? "" : isCRLF ? "\r\n" : "\n"))
    return edits
  }
}
