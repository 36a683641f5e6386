/// A number and its standard error.
package struct Measured: Hashable, Sendable {
  /// The number.
  package var value: Double
  /// Its standard error.
  package var error: Double
  /// Creates a measured number.
  package init(_ value: Double, error: Double) { (self.value, self.error) = (value, error) }

  /// `false` iff the number can't be told from 0: it lies within 2.13 standard errors of it, where 95% of Student's t with the 15
  /// degrees of freedom of 16 replicates lie.
  package var isDistinct: Bool { abs(value) > 2.13 * error }
}

/// Errors of what is computed from replicates, by leaving out one at a time (Quenouille, 1949; Tukey, 1958).
package enum Jackknife {
  /// The numbers that `statistic` makes of all replicates, with their errors: √((n − 1)/n · Σ(θᵢ − θ̄)²) over the n numbers θᵢ made
  /// of all but one. Not a number for fewer than two replicates.
  package static func estimates<Replicate>(
    _ replicates: [Replicate], _ statistic: ([Replicate]) -> [Double]
  ) -> [Measured] {
    let whole = statistic(replicates)
    let n = Double(replicates.count)
    guard replicates.count > 1 else { return whole.map { Measured($0, error: .nan) } }
    let partial = replicates.indices.map { left in
      statistic(replicates.indices.filter { $0 != left }.map { replicates[$0] })
    }
    return whole.indices.map { i in
      let mean = partial.reduce(0) { $0 + $1[i] } / n
      let squares = partial.reduce(0) { $0 + ($1[i] - mean) * ($1[i] - mean) }
      return Measured(whole[i], error: ((n - 1) / n * squares).squareRoot())
    }
  }

  /// The mean of independent numbers with its error: deviation / √n.
  package static func mean(_ values: [Double]) -> Measured {
    estimates(values) { [$0.reduce(0, +) / Double($0.count)] }[0]
  }
}
