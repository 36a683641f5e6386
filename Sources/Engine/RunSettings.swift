package import Quantities

/// Which trials a run computes, and on which numbers.
package struct RunSettings: Hashable, Sendable {
  /// The number of the first trial; the trials of a whole run are numbered from 0.
  package var firstTrial: Int
  /// The count of trials.
  package var trials: Int
  /// The seed of all draws.
  package var seed: UInt64
  /// How the uniform numbers are chosen.
  package var sampling: Sampling

  /// Creates settings.
  package init(
    firstTrial: Int = 0, trials: Int, seed: UInt64, sampling: Sampling = .random
  ) {
    (self.firstTrial, self.trials, self.seed, self.sampling) = (firstTrial, trials, seed, sampling)
  }
}

extension RunSettings {
  /// In how many replicates the trials come, each drawn independently of the others, so that their means tell the error: block b
  /// of 256 trials belongs to replicate b mod 16. 1 where every trial is independent.
  package var replicates: Int { sampling == .random ? 1 : 16 }
}
