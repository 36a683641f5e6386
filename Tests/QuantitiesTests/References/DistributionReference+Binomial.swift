// mpmath 1.3 at 40 digits; not edited by hand.

import Quantities

extension DistributionReference {
  static let binomialReferences: [DistributionReference] = [
    DistributionReference(
      distribution: .binomial(count: 10, probability: 0.3),
      mean: 3.0, deviation: 1.44913767461894386,
      quantiles: [
        (1e-300, 0.0),
        (1e-12, 0.0),
        (0.01, 0.0),
        (0.05, 1.0),
        (0.3, 2.0),
        (0.5, 3.0),
        (0.95, 5.0),
        (0.999, 8.0),
        (0.9999999999990905, 10.0),
      ],
      cumulatives: [
        (0.0, 0.0282475249),
        (1.0, 0.1493083459),
        (3.0, 0.6496107184),
        (9.0, 0.9999940951),
      ]),
    DistributionReference(
      distribution: .binomial(count: 100, probability: 0.02),
      mean: 2.0, deviation: 1.4,
      quantiles: [
        (1e-300, 0.0),
        (1e-12, 0.0),
        (0.01, 0.0),
        (0.05, 0.0),
        (0.3, 1.0),
        (0.5, 2.0),
        (0.95, 5.0),
        (0.999, 7.0),
        (0.9999999999990905, 18.0),
      ],
      cumulatives: [
        (0.0, 0.132619555894753188),
        (1.0, 0.403271710782004591),
        (2.0, 0.676685622351778967),
        (99.0, 1.0),
      ]),
    DistributionReference(
      distribution: .binomial(count: 400, probability: 0.75),
      mean: 300.0, deviation: 8.66025403784438647,
      quantiles: [
        (1e-300, 0.0),
        (1e-12, 236.0),
        (0.01, 280.0),
        (0.05, 286.0),
        (0.3, 296.0),
        (0.5, 300.0),
        (0.95, 314.0),
        (0.999, 326.0),
        (0.9999999999990905, 356.0),
      ],
      cumulatives: [
        (0.0, 1.49969681389563095e-241),
        (150.0, 2.4006072210238645e-56),
        (300.0, 0.519186732456871673),
        (399.0, 1.0),
      ]),
  ]
}
