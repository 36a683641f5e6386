package import Portfolio
package import Quantities

/// A change, split into what it would have been without the actions, what each of them added, and what nothing here explains:
/// all that a waterfall shows.
///
/// `start + drift + Σ shares = end`, in every trial: `change = drift + Σ shares`.
package struct Attribution: Hashable, Sendable {
  /// Between what the change lies.
  package enum Basis: Hashable, Sendable {
    /// From a month to another; nil where that differs between trials.
    case months(from: Int, to: Int?)
    /// From no action to the scenario: the figure is one of all months.
    case noAction
    /// Between two measured months: no model, no control.
    case measured(from: TimePoint, to: TimePoint)
    /// Between the two figures of a claim.
    case claimed(Claim)
  }

  /// A change that may be told in two parts: of a ratio, what moved (the numerator) and what the denominator did. The two sum to it.
  package struct Amount: Hashable, Sendable {
    /// The change.
    package var total: Estimate
    /// What the numerator did, at the mean of the denominators; nil where the figure is no ratio of two series.
    package var moved: Estimate?
    /// What the denominator did, at the mean of the numerators.
    package var denominator: Estimate?
    /// Creates an amount.
    package init(_ total: Estimate, moved: Estimate? = nil, denominator: Estimate? = nil) {
      (self.total, self.moved, self.denominator) = (total, moved, denominator)
    }
  }

  /// What a player added.
  package struct Share: Hashable, Sendable {
    /// The player.
    package var player: Player
    /// Its Shapley value.
    package var amount: Amount
    /// The standard error that sampling its orders leaves the mean; nil where all subsets were simulated.
    package var samplingError: Double?
  }

  /// How the shares were found.
  package enum Method: Hashable, Sendable {
    /// There is nothing to share.
    case none
    /// From all subsets, so many.
    case exact(subsets: Int)
    /// From the subsets that so many orders of joining pass.
    case sampled(orders: Int, subsets: Int)
  }

  /// What is left beside an observation or a claim.
  package enum Residual: Hashable, Sendable {
    /// Nothing was measured or claimed to hold the end against; what was measured last, if there is something.
    case none(lastMeasured: TimePoint?)
    /// What was measured, less the end.
    case observed(Observation.Point, Estimate)
    /// The change that is claimed, less the change.
    case claimed(Claim, Estimate)
  }

  /// What is explained; of its number.
  package var figure: Figure
  /// The scenario; nil where nothing is simulated.
  package var scenario: ScenarioID?
  /// Between what the change lies.
  package var basis: Basis
  /// What it was before: at the first month, or without the actions.
  package var start: Estimate
  /// What it would have changed by without the actions; nil where ``basis`` has no months or there is no model.
  package var drift: Amount?
  /// What each player added.
  package var shares: [Share]
  /// The whole change.
  package var change: Amount
  /// What it is after.
  package var end: Estimate
  /// What is left.
  package var residual: Residual
  /// How the shares were found.
  package var method: Method

  /// `true` iff there are players and none of them touches the figure.
  package var isUntouched: Bool {
    !shares.isEmpty && shares.allSatisfy { $0.amount.total.isZero }
  }
}

extension Estimate {
  /// `true` iff the number is 0 in every trial.
  package var isZero: Bool { minimum == 0 && maximum == 0 && trials > 0 }

  /// A number that is the same in every trial.
  package init(certain value: Double) { self.init([value]) }

  /// The estimate, or 0 where no trial is farther from 0 than rounding may leave what is 0, beside numbers of the size `scale`.
  func cleared(beside scale: Double) -> Estimate {
    guard trials > 0, max(abs(minimum), abs(maximum)) <= 1e-11 * scale else { return self }
    var zero = self
    (zero.mean, zero.deviation, zero.low, zero.median, zero.high) = (0, 0, 0, 0, 0)
    (zero.minimum, zero.maximum) = (0, 0)
    (zero.meanError, zero.lowError, zero.highError, zero.brackets) = (0, 0, 0, nil)
    return zero
  }
}
