package import Portfolio
package import Quantities

/// Which uncertain inputs a figure hangs on, and what knowing them would be worth for a choice.
package struct DriversAnswer: Hashable, Sendable {
  /// The figure.
  package var figure: Figure
  /// `true` iff the figure is a series, taken at the end.
  package var isAtEnd: Bool
  /// The scenarios to choose among; empty without a choice.
  package var scenarios: [ScenarioID]
  /// What was found.
  package var outcome: Outcome

  /// How it went.
  package enum Outcome: Hashable, Sendable {
    case found(Drivers)
    /// The figure is the same on all points.
    case certain(Double)
    /// The figure has no value on so many of the points.
    case undefined(points: Int, of: Int)
    /// The run was stopped before there was anything to tell.
    case stopped
  }
}

/// What the points of a variance study tell.
package struct Drivers: Hashable, Sendable {
  /// The points of each of the two matrices.
  package var points: Int
  /// The points that were asked for; more than ``points`` where the run was stopped.
  package var requested: Int
  /// Where a choice is asked: the scenarios whose difference the shares are of, the best less the next best.
  package var difference: [ScenarioID]
  /// The mean of what the shares are of, over both matrices.
  package var mean: Double
  /// Its standard deviation.
  package var deviation: Double
  /// The inputs that matter most, by their total share: ten at most.
  package var groups: [DriverGroup]
  /// The others that reach the figure: how many, and the sums of their shares.
  package var rest: Rest?
  /// The sum of all shares of inputs alone, and 1 less it: what only several together explain.
  package var alone: Measured
  /// What only several together explain.
  package var interactions: Measured
  /// The declared inputs without any effect on the figure, on any point.
  package var withoutEffect: Int
  /// What the choice is worth; nil without one.
  package var choice: ChoiceValue?
  /// `false` iff the run was stopped before all of it was known.
  package var isComplete: Bool

  /// The inputs that are not shown.
  package struct Rest: Hashable, Sendable {
    /// How many.
    package var count: Int
    /// The sum of the shares they explain alone.
    package var alone: Measured
    /// The sum of their total shares: no less than what they explain together.
    package var total: Measured
  }
}

/// An input, or several that are correlated, and the shares of the variance.
package struct DriverGroup: Hashable, Sendable {
  /// The inputs; several where they are correlated.
  package var members: [DriverInput]
  /// The share of the variance that would go, on average, if the group were known.
  package var alone: Measured
  /// The share that would be left if all but the group were known.
  package var total: Measured
}

/// An input and what it does to the figure.
package struct DriverInput: Hashable, Sendable {
  /// The input.
  package var input: Input
  /// How it is spread.
  package var distribution: Distribution
  /// `true` iff each month draws anew: one input over all months.
  package var isMonthly: Bool
  /// What it does by itself; nil where the run was stopped before.
  package var effect: Effect?
  /// What knowing the input exactly would be worth for the choice; nil without one, or where the run was
  /// stopped before.
  package var worth: Measured?
  /// How much too high the worth may come out, on average, because payoffs are known by their means over finitely many points; nil
  /// without a choice.
  package var worthBias: Double?

  /// What an input does to the figure by itself.
  package struct Effect: Hashable, Sendable {
    /// Spearman's rank correlation with the figure; of a monthly input, of its mean over the months.
    package var rank: Measured
    /// The figure's mean with the input at its 5th percentile, all others drawn as they are.
    package var low: Measured
    /// The same at its 95th percentile.
    package var high: Measured
    /// The mean at the 95th percentile less that at the 5th.
    package var swing: Measured
  }

  /// The input's value that a share of its distribution lies below, in base units.
  package func value(at share: Double) -> Double { distribution.quantile(share) }
}

/// A choice among scenarios under uncertainty.
package struct ChoiceValue: Hashable, Sendable {
  /// `true` iff less is taken to be better, as of a cost.
  package var lessIsBetter: Bool
  /// By scenario: the mean of the figure.
  package var means: [Measured]
  /// By scenario: the share of the points in which it is best.
  package var best: [Double]
  /// The position of the scenario that is best on average.
  package var choice: Int
  /// The expected value of perfect information: E[max] − max E on the same points.
  package var evpi: Measured
  /// At so many values each input is held for what knowing it is worth, all others drawn at 256 points.
  package var values: Int
}

extension DriversAnswer {
  /// `true` iff the run was stopped before its last point.
  package var wasStopped: Bool {
    switch outcome {
    case .found(let drivers): !drivers.isComplete
    case .stopped: true
    case .certain, .undefined: false
    }
  }
}
