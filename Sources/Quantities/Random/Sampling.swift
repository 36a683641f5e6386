/// How the uniform numbers of a run's trials are chosen.
package enum Sampling: String, Hashable, Sendable, CaseIterable {
  /// Independent random numbers: plain Monte Carlo.
  case random
}
