/// What an editor cannot do.
package enum LineEditorError: Error, Equatable, Sendable, CustomStringConvertible {

  /// libedit could not use the terminal.
  case noTerminal

  /// The history could not be saved.
  case history(HistoryProblem)

  /// The error in words, without a full stop.
  package var description: String {
    switch self {
    case .noTerminal: "cannot edit lines on this terminal"
    case .history(let problem): problem.description
    }
  }
}
