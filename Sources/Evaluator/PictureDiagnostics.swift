import SourceText

/// The messages about pictures.
extension Diagnostic {
  static func notToPlot(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .wrongKind, "`\(text)` holds nothing that can be drawn", at: span,
      help: [
        "plot figures (`plot A.users, B.users`), `compare …`, `explain …`, `drives …`, or `flow`, where the users of failed products went"
      ])
  }

  static func noFlow(_ scenario: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .noFlow, "in `\(scenario)` no product fails, is redirected or closes", at: span,
      notes: ["the flow shows where the users of such products went"],
      help: [
        "declare a `failure`, a `redirect` or a `close`, or name another scenario: `plot flow in plan`"
      ])
  }

  static func flowTime(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .uncertainWhereCertain, "`\(text)` is another month in each trial", at: span,
      notes: ["the flow adds up to one month, the same in all trials"],
      help: ["name a month: `plot flow at month 12`"])
  }

  static func pictureFile(_ name: String, _ endings: [String], _ span: SourceSpan) -> Diagnostic {
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
    let stem =
      name.contains(".") && ending.count < name.count - 1
      ? String(name.dropLast(ending.count + 1)) : name.filter { $0 != "." }
    let isMermaid = ending.lowercased() == "mmd"
    let written = "\"\((stem.isEmpty ? "picture" : stem)).svg\""
    return Diagnostic(
      .pictureFormat,
      isMermaid
        ? "Mermaid draws only the flow"
        : "the ending of `\(name)` doesn't say in which format to draw",
      at: span,
      notes: [
        Self.pictureFormats
      ],
      corrections: span.end - span.start == name.utf8.count + 2
        ? [Correction("write `\(written)`", replacing: span, with: written)] : [])
  }

  static func pictureFileUnquoted(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .pictureFormat, "a picture's file stands in double quotes", at: span,
      notes: [Self.pictureFormats],
      corrections: [
        Correction("write `\"\(text)\"`", replacing: span, with: "\"\(text)\"")
      ])
  }

  private static let pictureFormats =
    "a picture is drawn as SVG (`.svg`) or written as Vega-Lite (`.json`); the flow also as Mermaid (`.mmd`)"
}
