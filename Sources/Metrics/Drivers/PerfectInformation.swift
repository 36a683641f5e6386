/// What it would be worth to know, before a choice, what is now uncertain.
package enum PerfectInformation {
  /// By action its payoff, the mean over the points; then the expected value of perfect information, E[max] − max E, on the same
  /// points; then by action the share of points in which it is best, the first of equals. Raiffa and Schlaifer (1961).
  ///
  /// - Parameter payoffs: by action, by point; all of one length, none empty.
  package static func value(_ payoffs: [[Double]]) -> (
    means: [Double], evpi: Double, best: [Double]
  ) {
    let count = payoffs[0].count
    var sums = [Double](repeating: 0, count: payoffs.count)
    var wins = sums
    var most = 0.0
    for point in 0..<count {
      var winner = 0
      for action in payoffs.indices {
        sums[action] += payoffs[action][point]
        if payoffs[action][point] > payoffs[winner][point] { winner = action }
      }
      wins[winner] += 1
      most += payoffs[winner][point]
    }
    let means = sums.map { $0 / Double(count) }
    return (means, gain(most / Double(count), over: means), wins.map { $0 / Double(count) })
  }

  /// How much a mean lies above the best of several; what rounding leaves is nothing.
  private static func gain(_ mean: Double, over means: [Double]) -> Double {
    let best = means.max() ?? 0
    let scale = means.reduce(0) { max($0, abs($1)) }
    return mean - best > 1e-12 * scale ? mean - best : 0
  }

  /// The expected value of knowing one input, from the means of the payoffs at some values of it, the nodes.
  ///
  /// The nodes' means are shifted so that over the nodes they come to the payoffs' `means`: what the points of everything else
  /// add to all nodes alike cancels, and an input that the payoffs don't hang on is worth exactly nothing.
  ///
  /// - Parameters:
  ///   - nodes: by node, by action: the mean payoff there.
  ///   - weights: by node: how much it counts; their sum is above 0.
  ///   - means: by action: the mean payoff over all.
  package static func value(nodes: [[Double]], weights: [Double], means: [Double]) -> Double {
    let count = weights.reduce(0, +)
    let shifts = means.indices.map { action in
      means[action] - zip(nodes, weights).reduce(0) { $0 + $1.0[action] * $1.1 } / count
    }
    let most = zip(nodes, weights).reduce(0) { sum, node in
      sum + node.1 * (node.0.indices.map { node.0[$0] + shifts[$0] }.max() ?? 0)
    }
    return gain(most / count, over: means)
  }
}
