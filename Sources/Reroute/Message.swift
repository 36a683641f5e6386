import SourceText

/// What was found in a script, why it is wrong and how to go on, as a value for other programs.
public struct Message: Sendable, Hashable, Error {
  /// How much a message matters.
  public enum Severity: String, Sendable, Hashable { case note, warning, error }

  /// A place in a text.
  public struct Span: Sendable, Hashable {
    /// What the text is called.
    public let source: String
    /// The place in UTF-8 bytes, half open.
    public let utf8: Range<Int>
    /// The place in UTF-16 code units, half open.
    public let utf16: Range<Int>
    /// The line of its start, from 1.
    public let line: Int
    /// The column of its start, from 1; columns count characters.
    public let column: Int
  }

  /// A place and what is said of it.
  public struct Label: Sendable, Hashable {
    /// The place.
    public let span: Span
    /// What is said of it.
    public let text: String
  }

  /// A change of the text that would mend what was found.
  public struct Correction: Sendable, Hashable {
    /// Who may apply a correction.
    public enum Applicability: String, Sendable, Hashable {
      /// A program, unasked: it says what the text surely means.
      case automatic
      /// A person who has read it: it is a guess, or one of several ways.
      case choice
      /// Nobody as it stands: something in it is still to be filled in.
      case template
    }

    /// What it does, as a phrase.
    public let title: String
    /// Who may apply it.
    public let applicability: Applicability
    /// The replaced places and what stands there afterwards.
    public let edits: [Edit]
    /// A replaced place.
    public struct Edit: Sendable, Hashable {
      /// The place.
      public let span: Span
      /// The new text.
      public let replacement: String
    }
  }

  /// The stable code, such as `R306`; ``Reroute/explanation(of:)`` expands it.
  public let code: String
  /// How much it matters.
  public let severity: Severity
  /// What was found, in one sentence.
  public let text: String
  /// The place to blame, if there is one.
  public let primary: Label?
  /// Other places that matter.
  public let secondary: [Label]
  /// Why it is wrong.
  public let notes: [String]
  /// How to go on.
  public let help: [String]
  /// Changes that would mend it, best first.
  public let corrections: [Correction]

  /// A place of the texts as other programs want it.
  static func span(_ span: SourceSpan, _ sources: SourceMap) -> Span {
    guard let file = sources[span.source] else {
      return Span(source: "", utf8: span.start..<span.end, utf16: 0..<0, line: 1, column: 1)
    }
    let place = file.position(at: span.start)
    return Span(
      source: file.name, utf8: span.start..<span.end,
      utf16: file.utf16Offset(at: span.start)..<file.utf16Offset(at: span.end), line: place.line,
      column: place.column)
  }

  init(_ diagnostic: Diagnostic, _ sources: SourceMap) {
    func span(_ span: SourceSpan) -> Span { Self.span(span, sources) }
    code = diagnostic.code.rawValue
    severity = Severity(rawValue: diagnostic.severity.rawValue) ?? .error
    text = diagnostic.message
    primary = diagnostic.primary.map { Label(span: span($0.span), text: $0.text) }
    secondary = diagnostic.secondary.map { Label(span: span($0.span), text: $0.text) }
    notes = diagnostic.notes
    help = diagnostic.help
    corrections = diagnostic.corrections.map { correction in
      Correction(
        title: correction.title,
        applicability: Correction.Applicability(rawValue: correction.applicability.rawValue)
          ?? .choice,
        edits: correction.edits.map {
          Correction.Edit(span: span($0.span), replacement: $0.replacement)
        })
    }
  }
}

extension Message {
  /// The message as a person reads it, without the lines it is about.
  public var rendered: String {
    let lines =
      "\(severity.rawValue)[\(code)]: \(text)\n" + notes.map { "  note: \($0)\n" }.joined()
      + help.map { "  help: \($0)\n" }.joined()
    return lines.showingControls()
  }
}
