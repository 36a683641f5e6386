/// Where the prompt keeps its history.
enum HistoryLocation {
  /// In words, for help.
  static let explanation =
    "$REROUTE_HISTORY, else $XDG_STATE_HOME/reroute/history, else ~/.local/state/reroute/history"

  /// The path; nil where there is no home either, so that entries last as long as the session.
  static var path: String? {
    if let path = Output.environment("REROUTE_HISTORY") { return path }
    if let state = Output.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/reroute/history"
    }
    return Output.environment("HOME").map { $0 + "/.local/state/reroute/history" }
  }
}
