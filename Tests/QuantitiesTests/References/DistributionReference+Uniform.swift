// mpmath 1.3 at 40 digits; not edited by hand.

import Quantities

extension DistributionReference {
  static let uniformReferences: [DistributionReference] = [
    DistributionReference(
      distribution: .uniform(low: -3.0, high: 5.0),
      mean: 1.0, deviation: 2.30940107675850306,
      quantiles: [
        (1e-300, -3.0),
        (1e-12, -2.999999999992),
        (0.01, -2.92),
        (0.05, -2.59999999999999998),
        (0.3, -0.600000000000000089),
        (0.5, 1.0),
        (0.95, 4.59999999999999964),
        (0.999, 4.99199999999999999),
        (0.9999999999990905, 4.99999999999272404),
      ],
      cumulatives: [
        (-1.0, 0.25),
        (3.0, 0.75),
      ])
  ]
}
