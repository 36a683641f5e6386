import Quantities

/// Payoffs of actions in states of the world, and what knowing the state would be worth.
package struct PayoffTable: Hashable, Sendable {
  /// `payoffs[action][state]`, in money.
  package let payoffs: [[Double]]
  /// The probability of each state.
  package let probabilities: [Double]

  /// A table; nil without actions or states, where rows differ in length from the probabilities,
  /// a payoff is not finite, a probability is negative, or they do not sum to 1 within 1e-9.
  package init?(payoffs: [[Double]], probabilities: [Double]) {
    guard !payoffs.isEmpty, !probabilities.isEmpty,
      payoffs.allSatisfy({ $0.count == probabilities.count && $0.allSatisfy(\.isFinite) }),
      probabilities.allSatisfy({ $0 >= 0 }),
      (probabilities.reduce(0, +) - 1).magnitude <= 1e-9
    else { return nil }
    self.payoffs = payoffs
    self.probabilities = probabilities
  }

  /// The expected payoff of each action.
  package var expected: [Double] { payoffs.map { mean($0) } }

  /// The first action of greatest expected payoff.
  package var best: Int {
    let values = expected
    return values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
  }

  /// The expected payoff if the action is chosen once the state is known: `E[max]`.
  package var withPerfectInformation: Double {
    mean(probabilities.indices.map { state in payoffs.map { $0[state] }.max() ?? 0 })
  }

  /// EVPI, `E[max over actions] − max E`: the most that any information can be worth; at least 0.
  package var valueOfPerfectInformation: Double {
    max(0, withPerfectInformation - expected[best])
  }

  private func mean(_ values: [Double]) -> Double {
    var sum = NeumaierSum()
    for (value, probability) in zip(values, probabilities) { sum.add(value * probability) }
    return sum.total
  }
}
