/// How the uniform numbers of a run's trials are chosen. The raw value is how a script writes it.
package enum Sampling: String, Hashable, Sendable, CaseIterable {
  /// Independent random numbers: plain Monte Carlo.
  case random
  /// Scrambled Sobol points, in replicates that are scrambled independently; see ``SobolStream``.
  case sobol
  /// Latin hypercubes, in replicates that are drawn independently; see ``LatinHypercubeStream``.
  case latinHypercube = "latin hypercube"

  /// What it is, in one line for a list.
  package var summary: String {
    switch self {
    case .random: "independent draws"
    case .sobol: "draws that fill the space evenly: far fewer trials for the same error"
    case .latinHypercube: "each quantity spread evenly over a fixed number of trials"
    }
  }
}
