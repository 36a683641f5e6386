extension DiagnosticCode {
  /// What the message means and how to go on, with an example.
  package var explanation: String { rawValue }
}
