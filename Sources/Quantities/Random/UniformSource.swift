/// Where the uniform numbers of a run come from: the one place that knows the ways to sample.
///
/// Whatever the way, a number depends on the seed, its key, its trial and what a way needs to know
/// of the whole run, never on how the trials are shared out to blocks, threads and parts.
package enum UniformSource: Hashable, Sendable {
  /// Independent numbers.
  case independent(RandomStream)
  /// Scrambled Sobol points.
  case sobol(SobolStream)
  /// Latin hypercubes.
  case latinHypercube(LatinHypercubeStream)

  /// The source for a way to sample: under a seed, for a run of so many trials in all, whose draws
  /// have these keys.
  package init(_ sampling: Sampling, seed: UInt64, trials: Int, keys: [StreamKey]) {
    switch sampling {
    case .random: self = .independent(RandomStream(seed: seed))
    case .sobol: self = .sobol(SobolStream(seed: seed, keys: keys))
    case .latinHypercube:
      self = .latinHypercube(LatinHypercubeStream(seed: seed, trials: trials))
    }
  }

  /// The uniform in the open interval (0, 1) of one trial.
  package func uniform(_ key: StreamKey, trial: Int) -> Double {
    switch self {
    case .independent(let stream): stream.uniform(key, trial: trial)
    case .sobol(let stream): stream.uniform(key, trial: trial)
    case .latinHypercube(let stream): stream.uniform(key, trial: trial)
    }
  }

  /// Fills a column with the uniforms of consecutive trials, bit for bit as `uniform` gives them.
  package func fill(
    _ column: UnsafeMutableBufferPointer<Double>, key: StreamKey, firstTrial: Int,
    on set: InstructionSet = .widest
  ) {
    switch self {
    case .independent(let stream): stream.fill(column, key: key, firstTrial: firstTrial, on: set)
    case .sobol(let stream): stream.fill(column, key: key, firstTrial: firstTrial)
    case .latinHypercube(let stream): stream.fill(column, key: key, firstTrial: firstTrial)
    }
  }
}
