/// Where the prompt keeps what outlives it.
enum StatePlace {
  /// Where the entries are kept.
  static var history: String? { path("history") }

  /// The folder where sessions are kept.
  static var sessions: String? { path("sessions") }

  /// In words, for help.
  static func explanation(_ name: String) -> String {
    "$REROUTE_\(name.uppercased()), else $XDG_STATE_HOME/reroute/\(name), else ~/.local/state/reroute/\(name)"
  }

  /// The path; nil where there is no home either, so that things last as long as the session.
  private static func path(_ name: String) -> String? {
    if let path = Output.environment("REROUTE_" + name.uppercased()) { return path }
    if let state = Output.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/reroute/" + name
    }
    return Output.environment("HOME").map { $0 + "/.local/state/reroute/" + name }
  }
}
