/// What a run came to: a summary of every output, without the trials themselves.
package struct RunSummary: Sendable {
  /// The trials done.
  package var trials: Int
  /// The trials that were asked for.
  package var requested: Int
  /// Why the run was stopped early; nil if it wasn't, also where a stopping rule ended it.
  package var stopped: StopReason?
  /// For each output, for each of its months (one for a scalar).
  package var columns: [[ColumnSummary]]
  /// What the checks found, in order.
  package var findings: [CheckResult]
  /// How the stopping rule went; nil without one.
  package var precision: Precision?
  /// What can be merged with other parts of the run.
  package var part: RunPart

  /// How near a run came to the errors it was to reach.
  package struct Precision: Hashable, Sendable {
    /// The largest standard error of a mean among those watched: of the mean itself where the bound is relative.
    package var error: Double
    /// Whether it is below the bound.
    package var isMet: Bool
  }
}

/// What a run is asked for.
package struct RunRequest: Sendable {
  /// For each output of the plan, what is wanted of it.
  package var details: [SummaryDetail]
  /// Whether percentiles beyond the trials that are kept are found exactly, by simulating twice.
  package var isExact: Bool
  /// When fewer trials do.
  package var stopping: Stopping?

  /// Standard errors that end a run.
  package struct Stopping: Hashable, Sendable {
    /// The outputs whose means are watched, in all their months.
    package var outputs: [Int]
    /// The standard error to stay below; a fraction of the mean where it is relative.
    package var bound: Double
    /// Whether it is.
    package var isRelative: Bool

    /// Of the outputs, those that are told only if they are defined in so many trials as ``fewest``: with fewer no error is small enough.
    package var rare: Set<Int>
    /// The trials in which they must be defined.
    package var fewest: Int

    /// Creates a rule.
    package init(
      outputs: [Int], bound: Double, isRelative: Bool, rare: Set<Int> = [], fewest: Int = 0
    ) {
      (self.outputs, self.bound, self.isRelative) = (outputs, bound, isRelative)
      (self.rare, self.fewest) = (rare, fewest)
    }
  }

  /// Creates a request.
  package init(details: [SummaryDetail], isExact: Bool = false, stopping: Stopping? = nil) {
    (self.details, self.isExact, self.stopping) = (details, isExact, stopping)
  }
}
