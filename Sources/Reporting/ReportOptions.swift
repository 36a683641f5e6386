/// How a report is told.
package struct ReportOptions: Hashable, Sendable {
  /// `true` to tell the Monte Carlo error of every uncertain figure.
  package var showsError = false
  /// `true` to say before each answer what was asked.
  package var showsQuestion = true
  /// `true` to colour with ANSI escapes.
  package var colour = false
  /// `true` to give single figures as rows of numbers instead of a sentence.
  package var givesRows = false
  /// Creates the usual options.
  package init() {}
}

/// The forms of output.
package enum ReportFormat: String, CaseIterable, Sendable {
  case text, json, csv, markdown
}
