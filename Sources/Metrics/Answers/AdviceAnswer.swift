package import Quantities

/// How a recommendation was found.
package enum AdviceMethod: Hashable, Sendable {
  /// A linear program over the splits, for each of so many combinations of the other choices. Linearity was checked at so many
  /// splits, up to a deviation relative to the figure; `liftsCapacity` where capacities are rows of the program.
  case linear(checks: Int, deviation: Double, combinations: Int, liftsCapacity: Bool)
  /// Marginal returns levelled, step by step; separability and falling returns were checked.
  case waterFilling(checks: Int, deviation: Double, combinations: Int)
  /// Every plan of the grid.
  case exhaustive
  /// Steps to better plans from so many starts.
  case search(starts: Int)
}

/// Why no linear program was used.
package enum AdviceObstacle: Hashable, Sendable {
  /// There is nothing to split.
  case noSplit
  /// A percentile or a tail is not linear where the values of the trials are.
  case statistic
  /// A limit that needn't hold in every trial, or that is no comparison.
  case limit(String)
  /// The combinations of the other choices are too many to solve a program for each.
  case combinations(Int)
  /// The figure, or what a limit bounds, isn't linear in the shares: it differs by so much, relative to itself.
  case notLinear(deviation: Double)
  /// The program's corner was no best plan of the simulation.
  case notConfirmed
}

/// A plan beside the recommended one.
package struct RivalPlan: Hashable, Sendable {
  /// The plan.
  package var plan: AdvisedPlan
  /// What was to be made large.
  package var score: Double
  /// The figure under it.
  package var value: Estimate
  /// The figure under the recommended plan less that under this one, trial by trial.
  package var difference: Estimate
  /// Whether it meets the limits.
  package var isFeasible: Bool
}

/// What is answered to a question for advice.
package struct AdviceAnswer: Hashable, Sendable {
  /// What came of it.
  package enum Outcome: Hashable, Sendable {
    case advised
    /// The figure is the same whatever is chosen.
    case untouched
    /// No plan that was looked at meets the limits; nor comes any nearer to the one that is missed furthest than so much.
    case infeasible(limit: Int, by: Double)
    /// The figure has no value in some trials of every plan.
    case undefined
    /// It was stopped before any plan was simulated.
    case stopped
  }
  /// How one limit stands under the recommended plan.
  package struct LimitAnswer: Hashable, Sendable {
    /// The share of trials in which it holds.
    package var held: Double
    /// What there is to spare; nil where the limit is no comparison.
    package var spare: Estimate?
    /// What loosening it by one unit is worth; of a linear program.
    package var price: Double?
    /// By how much the best plan that only this limit keeps out is better; nil if none is.
    package var gain: Double?
  }
  /// What one more user of a target's capacity is worth.
  package struct CapacityPrice: Hashable, Sendable {
    /// The target.
    package var product: ProductID
    /// The worth.
    package var price: Double
  }
  /// What came of it.
  package var outcome: Outcome
  /// What was asked.
  package var question: AdviceQuestion
  /// How the recommendation was found, and why not by a linear program.
  package var method: AdviceMethod = .exhaustive
  /// Why no linear program was used; nil where one was.
  package var obstacle: AdviceObstacle?
  /// `true` iff it was stopped: what is recommended is the best so far.
  package var wasStopped = false
  /// The plans that were simulated, those that meet the limits, and all there are on the grid.
  package var simulated = 0
  /// Those simulated that meet the limits.
  package var feasible = 0
  /// All plans of the grid.
  package var all = 0.0
  /// The recommended plan.
  package var plan: AdvisedPlan?
  /// What was to be made large, under it.
  package var score = Double.nan
  /// The figure under it.
  package var value: Estimate?
  /// The second best, and the plan as it was declared.
  package var runnerUp: RivalPlan?
  /// The plan as it was declared, where its shares are certain.
  package var declared: RivalPlan?
  /// What the best of all plans simulated that meet the limits has in each trial beyond the recommended one.
  package var regret: Estimate?
  /// The limits, in order.
  package var limits: [LimitAnswer] = []
  /// Capacities that bind in a linear program.
  package var capacities: [CapacityPrice] = []
}
