/// How much a diagnostic matters.
package enum Severity: String, Sendable, Comparable, CaseIterable {
  case note, warning, error

  /// Orders from the less severe to the more severe.
  package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// A place in a text and what is to be said of it.
package struct Label: Hashable, Sendable {
  /// The place.
  package var span: SourceSpan
  /// What is said of it; may be empty.
  package var text: String

  /// Creates a label that says `text` of `span`.
  package init(_ span: SourceSpan, _ text: String = "") { (self.span, self.text) = (span, text) }
}

/// A change of the text that would mend what a diagnostic found.
package struct Correction: Hashable, Sendable {
  /// The replaced place and what stands there afterwards.
  package struct Edit: Hashable, Sendable {
    /// The replaced place.
    package var span: SourceSpan
    /// The new text.
    package var replacement: String

    /// Creates the replacement of `span` by `replacement`.
    package init(span: SourceSpan, replacement: String) {
      (self.span, self.replacement) = (span, replacement)
    }
  }

  /// Who may apply a correction.
  package enum Applicability: String, Sendable {
    /// A program, unasked: it says what the text surely means, so `reroute check --fix` applies it.
    case automatic
    /// A person who has read it: it is a guess, or one of several ways.
    case choice
    /// Nobody as it stands: something in it is still to be filled in.
    case template
  }

  /// What the correction does, as a phrase: "write 10M".
  package var title: String
  /// The edits, none overlapping another.
  package var edits: [Edit]
  /// Who may apply it.
  package var applicability: Applicability

  /// Creates the correction `title`, made of `edits`.
  package init(_ title: String, edits: [Edit], _ applicability: Applicability = .choice) {
    (self.title, self.edits, self.applicability) = (title, edits, applicability)
  }

  /// Creates the correction that replaces `span` by `replacement`.
  package init(
    _ title: String, replacing span: SourceSpan, with replacement: String,
    _ applicability: Applicability = .choice
  ) {
    self.init(title, edits: [Edit(span: span, replacement: replacement)], applicability)
  }
}

/// What was found, why it is wrong and how to go on, as a value.
package struct Diagnostic: Hashable, Sendable, Error {
  /// The stable code that `reroute explain` expands.
  package var code: DiagnosticCode
  /// How much it matters.
  package var severity: Severity
  /// What was found, in one sentence.
  package var message: String
  /// The exact place; nil only where no text is to blame.
  package var primary: Label?
  /// Other places that matter, such as an earlier declaration.
  package var secondary: [Label]
  /// Why it is wrong, in sentences.
  package var notes: [String]
  /// How to go on.
  package var help: [String]
  /// Changes that would mend it, best first.
  package var corrections: [Correction]

  /// Creates a diagnostic; see the properties.
  package init(
    _ code: DiagnosticCode, _ message: String, severity: Severity = .error,
    at primary: SourceSpan?, label: String = "", secondary: [Label] = [], notes: [String] = [],
    help: [String] = [], corrections: [Correction] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.primary = primary.map { Label($0, label) }
    self.secondary = secondary
    self.notes = notes
    self.help = help
    self.corrections = corrections
  }
}

extension [Diagnostic] {
  /// The diagnostics in the order of their places, each once.
  package func sortedByPlace() -> [Diagnostic] {
    if count < 2 { return self }
    var seen = Set<Diagnostic>()
    let unique = filter { seen.insert($0).inserted }
    return unique.enumerated().sorted { a, b in
      switch (a.element.primary?.span, b.element.primary?.span) {
      case (let x?, let y?) where x != y: x < y
      case (nil, _?): false
      case (_?, nil): true
      default: a.offset < b.offset
      }
    }.map(\.element)
  }

  /// `true` iff one of the diagnostics is an error.
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
