/// Writes diagnostics for a person: what was found, the line with the exact characters marked, why, and how to go on.
package struct DiagnosticRenderer: Sendable {
  /// How much is said, and for whom.
  package enum Form: String, Sendable, CaseIterable {
    /// The message with the lines it is about, for those who see them.
    case full
    /// A line each: place, code and message, for those who know the rest.
    case short
    /// Sentences only, with places in words, for screen readers.
    case narrated
  }

  /// The texts the spans point into.
  package var sources: SourceMap
  /// `true` to colour with ANSI escapes.
  package var colour: Bool
  /// How much is said. Narrated messages have no colour.
  package var form: Form
  /// The columns to keep to; nil for as many as the sentences take.
  package var width: Int?

  /// Creates a renderer over `sources`.
  package init(
    sources: SourceMap, colour: Bool = false, form: Form = .full, width: Int? = nil
  ) {
    (self.sources, self.colour, self.form) = (sources, colour && form != .narrated, form)
    self.width = width.map { max($0, Self.narrowest) }
  }

  /// How many diagnostics are rendered at once; a person mends the first ones first.
  package static let maximumShown = 50
  /// The columns below which nothing is wrapped any more.
  private static let narrowest = 30
  /// The columns of a line of the text beyond which only a part of it is shown, where no width is given.
  private static let widest = 160

  /// The rendering of all of `diagnostics`, a blank line between two.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let sorted = diagnostics.sortedByPlace()
    let shown = sorted.prefix(Self.maximumShown).map(render)
      .joined(separator: form == .short ? "" : "\n")
    let rest = sorted.count - Self.maximumShown
    return rest > 0 ? shown + "\nand \(rest) more like these; mend the first ones first\n" : shown
  }

  /// The rendering of one diagnostic, with a line end.
  package func render(_ diagnostic: Diagnostic) -> String {
    let diagnostic = diagnostic.showingControls
    return switch form {
    case .full: full(diagnostic)
    case .short: short(diagnostic)
    case .narrated: narrated(diagnostic)
    }
  }

  // MARK: In full

  private func full(_ diagnostic: Diagnostic) -> String {
    var out = head(diagnostic)
    if let primary = diagnostic.primary {
      let sameText = diagnostic.secondary.filter { $0.span.source == primary.span.source }
      out += excerpt([(primary, true)] + sameText.map { ($0, false) }, of: primary.span.source)
      for other in diagnostic.secondary where other.span.source != primary.span.source {
        out += excerpt([(other, false)], of: other.span.source)
      }
    }
    for note in diagnostic.notes { out += item("note: ", note, "36") }
    for help in diagnostic.help + diagnostic.corrections.map(\.title) {
      out += item("help: ", help, "32")
    }
    return out
  }

  private func head(_ diagnostic: Diagnostic) -> String {
    let name = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
    let text = wrapped(name + ": " + diagnostic.message, indent: 2)
    return paint(name, Self.colour(of: diagnostic.severity)) + text.dropFirst(name.count) + "\n"
  }

  private static func colour(of severity: Severity) -> String {
    switch severity {
    case .error: "31;1"
    case .warning: "33;1"
    case .note: "36;1"
    }
  }

  private func item(_ label: String, _ text: String, _ code: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      wrapped("  " + label + $0, indent: 8).dropFirst(2 + label.count)
    }
    return "  " + paint(label, code) + lines.joined(separator: "\n        ") + "\n"
  }

  /// `text` on lines of at most ``width`` columns, those after the first indented.
  private func wrapped(_ text: String, indent: Int) -> String {
    width.map { DisplayWidth.wrapped(text, to: $0, indent: indent) } ?? text
  }

  private func paint(_ text: String, _ code: String) -> String {
    colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  // MARK: Lines of the text

  /// The lines of one text that the labels are on, with marks below them.
  private func excerpt(_ labels: [(label: Label, isPrimary: Bool)], of source: SourceID) -> String {
    guard let file = sources[source], let first = labels.first else { return "" }
    let place = file.position(at: first.label.span.start)
    let lines = Set(labels.map { file.line(at: $0.label.span.start) }).sorted()
    let gutter = String(lines.last.map { $0 + 1 } ?? 1).count
    let blank = String(repeating: " ", count: gutter)
    var out = blank + paint("--> ", "34") + "\(file.shownName):\(place.line):\(place.column)\n"
    var previous: Int?
    for line in lines {
      if let previous, line > previous + 1 { out += blank + paint(" ...", "34") + "\n" }
      previous = line
      let number = String(line + 1)
      let range = file.lineRange(line)
      let onLine = labels.filter { file.line(at: $0.label.span.start) == line }
      let shown = window(
        of: range, around: onLine.map(\.label.span), in: file, columns: room(beside: gutter))
      let isCut = (shown.lowerBound > range.lowerBound, shown.upperBound < range.upperBound)
      out +=
        String(repeating: " ", count: gutter - number.count) + paint("\(number) | ", "34")
        + (isCut.0 ? "…" : "") + Self.visible(file.text(shown)) + (isCut.1 ? "…" : "") + "\n"
      for (label, isPrimary) in onLine {
        let start = min(max(label.span.start, shown.lowerBound), shown.upperBound)
        let before = Self.visible(file.text(shown.lowerBound..<start))
        let end = min(label.span.end, shown.upperBound)
        let marked = Self.visible(file.text(start..<max(end, start)))
        let mark = String(
          repeating: isPrimary ? "^" : "-", count: max(1, DisplayWidth.columns(marked)))
        let indent = DisplayWidth.columns(before) + (isCut.0 ? 1 : 0)
        out += blank + paint(" | ", "34") + String(repeating: " ", count: indent)
        out += paint(
          beside(mark, label.text, indent: gutter + 3 + indent), isPrimary ? "31" : "34")
        out += "\n"
      }
    }
    return out
  }

  /// A mark with what is said of it behind it, or on a line of its own where there is no room.
  private func beside(_ mark: String, _ text: String, indent: Int) -> String {
    guard !text.isEmpty else { return mark }
    let columns = DisplayWidth.columns(text)
    guard let width, indent + mark.count + 1 + columns > width else { return mark + " " + text }
    let lines = wrapped(text, indent: 0).split(separator: "\n")
    let widest = lines.map { DisplayWidth.columns(String($0)) }.max() ?? 0
    let margin = String(repeating: " ", count: max(0, min(indent, width - widest)))
    return mark + lines.map { "\n" + margin + $0 }.joined()
  }

  /// The columns for a line of the text beside line numbers of `gutter` digits.
  private func room(beside gutter: Int) -> Int {
    width.map { max(12, $0 - gutter - 5) } ?? Self.widest
  }

  /// The part of a long line that is shown: what lies around the first of its marks.
  private func window(
    of line: Range<Int>, around spans: [SourceSpan], in file: SourceFile, columns: Int
  ) -> Range<Int> {
    // A line of so few bytes takes no more columns than it has bytes, but for its tabs.
    let tabs = file.bytes[line].count { $0 == 0x09 }
    guard line.count + 3 * tabs > columns, let first = spans.first else { return line }
    // Of a very long line only what is near: a character takes four bytes at most, but for marks on it.
    func whole(_ offset: Int) -> Int {
      var offset = min(max(offset, line.lowerBound), line.upperBound)
      while offset > line.lowerBound, offset < line.upperBound, file.bytes[offset] & 0xC0 == 0x80 {
        offset -= 1
      }
      return offset
    }
    let line = whole(first.start - 4 * columns)..<whole(first.start + 8 * columns)
    let text = file.text(line)
    guard DisplayWidth.columns(Self.visible(text)) > columns else { return line }
    // Where each character begins, in bytes and in columns.
    var places = [(offset: line.lowerBound, column: 0)]
    for character in text {
      let last = places[places.count - 1]
      places.append(
        (
          last.offset + character.utf8.count,
          last.column + DisplayWidth.columns(Self.visible(String(character)))
        ))
    }
    let mark = places.last { $0.offset <= max(first.start, line.lowerBound) } ?? places[0]
    let total = places[places.count - 1].column
    let wanted = max(0, min(mark.column - columns / 3, total - columns))
    let start = places.first { $0.column >= wanted } ?? places[0]
    let end = places.last { $0.column <= start.column + columns } ?? start
    return start.offset..<min(max(start.offset, end.offset), line.upperBound)
  }

  /// `text` with tabs as four spaces and control characters as pictures, or escapes where there are none, so that columns can be
  /// counted.
  private static func visible(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: out += "    "
      case 0xFEFF: break
      case 0..<0x20: out.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
      case 0x7F: out += "\u{2421}"
      case _ where scalar.isControl: out += scalar.controlEscape
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  // MARK: For experts

  private func short(_ diagnostic: Diagnostic) -> String {
    var place = ""
    if let span = diagnostic.primary?.span, let file = sources[span.source] {
      let start = file.position(at: span.start)
      place = "\(file.shownName):\(start.line):\(start.column): "
    }
    let name = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]"
    let way = diagnostic.corrections.first.map { " (\($0.title))" } ?? ""
    return place + paint(name, Self.colour(of: diagnostic.severity)) + ": " + diagnostic.message
      + way + "\n"
  }

  // MARK: For the ear

  private func narrated(_ diagnostic: Diagnostic) -> String {
    var lines = [
      "\(sentenceStart(diagnostic.severity.rawValue)) \(diagnostic.code.rawValue): \(sentence(diagnostic.message))"
    ]
    if let primary = diagnostic.primary {
      lines.append(place(primary, as: "Where"))
      if let file = sources[primary.span.source] {
        let line = file.line(at: primary.span.start)
        let text = Self.visible(file.text(file.lineRange(line)))
        if !text.allSatisfy(\.isWhitespace) { lines.append("Line \(line + 1) reads: \(text)") }
      }
    }
    lines += diagnostic.secondary.map { place($0, as: "See also") }
    lines += diagnostic.notes.map { "Why: \(sentence($0))" }
    let ways = diagnostic.help + diagnostic.corrections.map(\.title)
    for (i, way) in ways.enumerated() {
      let number = ways.count > 1 ? ", way \(i + 1) of \(ways.count)" : ""
      lines.append("How to go on\(number): \(sentence(way))")
    }
    return lines.map { wrapped($0, indent: 0) }.joined(separator: "\n") + "\n"
  }

  /// A place in words: which text, line and column, what stands there, and what is said of it.
  private func place(_ label: Label, as heading: String) -> String {
    guard let file = sources[label.span.source] else { return heading + ": unknown." }
    let (start, end) = (
      file.position(at: label.span.start), file.position(at: max(label.span.start, label.span.end))
    )
    var text = "\(heading): \(file.shownName), line \(start.line), column \(start.column)"
    if end.line == start.line, end.column > start.column + 1 { text += " to \(end.column - 1)" }
    if end.line > start.line { text += ", to line \(end.line), column \(end.column)" }
    let marked = Self.visible(file.text(label.span.start..<label.span.end))
    if !marked.isEmpty, marked.count <= 60, end.line == start.line {
      text += ", at the text \(marked)"
    }
    return text + (label.text.isEmpty ? "" : ": \(label.text)") + "."
  }

  /// A message as a sentence: a capital first, a full stop last.
  private func sentence(_ text: String) -> String {
    let whole = sentenceStart(text)
    return [".", "!", "?", "…"].contains(String(whole.suffix(1))) ? whole : whole + "."
  }

  private func sentenceStart(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
