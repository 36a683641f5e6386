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
  /// The columns that pictures may take.
  package var width = 80
  /// `true` to fit tables into them as well: columns that don't stand beside the others come below.
  package var fitsTables = false
  /// `true` to draw with the characters of ASCII alone.
  package var isPlain = false
  /// Creates the usual options.
  package init() {}
}

/// The forms of output.
package enum ReportFormat: String, CaseIterable, Sendable {
  case text, json, csv, markdown
}
