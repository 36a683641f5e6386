/// Writes diagnostics for a person: what was found, the line with the exact characters marked, why, and how to go on.
package struct DiagnosticRenderer: Sendable {
  /// The texts the spans point into.
  package var sources: SourceMap
  /// `true` to colour with ANSI escapes.
  package var colour: Bool

  /// Creates a renderer over `sources`.
  package init(sources: SourceMap, colour: Bool = false) {
    (self.sources, self.colour) = (sources, colour)
  }

  /// How many diagnostics are rendered at once; a person mends the first ones first.
  package static let maximumShown = 50

  /// The rendering of all of `diagnostics`, a blank line between two.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let sorted = diagnostics.sortedByPlace()
    let shown = sorted.prefix(Self.maximumShown).map(render).joined(separator: "\n")
    let rest = sorted.count - Self.maximumShown
    return rest > 0 ? shown + "\nand \(rest) more like these; mend the first ones first\n" : shown
  }

  /// The rendering of one diagnostic, with a line end.
  package func render(_ diagnostic: Diagnostic) -> String {
    var out = head(diagnostic)
    if let primary = diagnostic.primary {
      let sameText = diagnostic.secondary.filter { $0.span.source == primary.span.source }
      out += excerpt([(primary, true)] + sameText.map { ($0, false) }, of: primary.span.source)
      for other in diagnostic.secondary where other.span.source != primary.span.source {
        out += excerpt([(other, false)], of: other.span.source)
      }
    }
    for note in diagnostic.notes { out += "  " + paint("note: ", "36") + indented(note) + "\n" }
    for help in diagnostic.help { out += "  " + paint("help: ", "32") + indented(help) + "\n" }
    for correction in diagnostic.corrections {
      out += "  " + paint("help: ", "32") + indented(correction.title) + "\n"
    }
    return out
  }

  private func head(_ diagnostic: Diagnostic) -> String {
    let code =
      switch diagnostic.severity {
      case .error: "31;1"
      case .warning: "33;1"
      case .note: "36;1"
      }
    return paint("\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]", code) + ": "
      + diagnostic.message + "\n"
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n        ")
  }

  private func paint(_ text: String, _ code: String) -> String {
    colour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// The lines of one text that the labels are on, with marks below them.
  private func excerpt(_ labels: [(label: Label, isPrimary: Bool)], of source: SourceID) -> String {
    guard let file = sources[source], let first = labels.first else { return "" }
    let place = file.position(at: first.label.span.start)
    let lines = Set(labels.map { file.line(at: $0.label.span.start) }).sorted()
    let gutter = String(lines.last.map { $0 + 1 } ?? 1).count
    let blank = String(repeating: " ", count: gutter)
    var out = blank + paint("--> ", "34") + "\(file.name):\(place.line):\(place.column)\n"
    var previous: Int?
    for line in lines {
      if let previous, line > previous + 1 { out += blank + paint(" ...", "34") + "\n" }
      previous = line
      let number = String(line + 1)
      let range = file.lineRange(line)
      out +=
        String(repeating: " ", count: gutter - number.count) + paint("\(number) | ", "34")
        + visible(file.text(range)) + "\n"
      for (label, isPrimary) in labels where file.line(at: label.span.start) == line {
        let before = visible(file.text(range.lowerBound..<label.span.start))
        let end = min(label.span.end, range.upperBound)
        let marked = visible(file.text(label.span.start..<max(end, label.span.start)))
        let mark = String(
          repeating: isPrimary ? "^" : "-", count: max(1, DisplayWidth.columns(marked)))
        out += blank + paint(" | ", "34")
        out += String(repeating: " ", count: DisplayWidth.columns(before))
        out += paint(mark + (label.text.isEmpty ? "" : " " + label.text), isPrimary ? "31" : "34")
        out += "\n"
      }
    }
    return out
  }

  /// `text` with tabs as four spaces and control characters as pictures, so that columns can be counted.
  private func visible(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: out += "    "
      case 0xFEFF: break
      case 0..<0x20: out.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
      case 0x7F: out += "\u{2421}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
