package import Reroute

/// The interactive loop.
package enum PromptLoop {
  /// Runs a prompt that starts from a session.
  package static func run(_ session: Session) {}
}
