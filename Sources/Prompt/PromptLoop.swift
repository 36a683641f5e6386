package import Reroute

/// The interactive loop.
package enum PromptLoop {
  package static func run(_ session: Session) {}
}
