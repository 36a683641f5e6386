import Quantities
import Testing

/// Against `DistributionReference.all` (mpmath).
@Suite struct DistributionTests {
  @Test(arguments: DistributionReference.all) func moments(_ reference: DistributionReference) {
    let distribution = reference.distribution
    #expect(
      isClose(distribution.mean, reference.mean, relative: 1e-12, absolute: 1e-15),
      "\(distribution.mean) for \(reference.mean)")
    #expect(
      isClose(distribution.deviation, reference.deviation, relative: 1e-11),
      "\(distribution.deviation) for \(reference.deviation)")
  }

  @Test(arguments: DistributionReference.all) func quantiles(_ reference: DistributionReference) {
    let scale = reference.deviation
    for (p, expected) in reference.quantiles {
      let value = reference.distribution.quantile(p)
      // Zero crossings are held to the width of the distribution.
      #expect(
        isClose(value, expected, relative: 2e-12, absolute: 5e-15 * scale),
        "p \(p): \(value) for \(expected)")
    }
  }

  @Test(arguments: DistributionReference.all) func cumulatives(_ reference: DistributionReference) {
    for (x, expected) in reference.cumulatives {
      let value = reference.distribution.cumulative(x)
      #expect(isClose(value, expected, relative: 1e-12), "x \(x): \(value) for \(expected)")
      let tails = reference.distribution.tails(x)
      #expect(isClose(tails.lower + tails.upper, 1, relative: 1e-14))
    }
  }

  @Test(arguments: DistributionReference.all) func roundTrips(_ reference: DistributionReference) {
    let distribution = reference.distribution
    for (x, _) in reference.cumulatives {
      let p = distribution.cumulative(x)
      guard p > 1e-250, p < 1 - 1e-6 else { continue }
      let back = distribution.quantile(p)
      let expected = distribution.isDiscrete ? x.rounded(.down) : x
      let close = isClose(back, expected, relative: 1e-9, absolute: 1e-12 * reference.deviation)
      #expect(close, "x \(x) p \(p) back \(back)")
      if distribution.isDiscrete { #expect(back == expected) }
    }
  }

  @Test(arguments: DistributionReference.all) func monotone(_ reference: DistributionReference) {
    let distribution = reference.distribution
    var last = -Double.infinity
    var probabilities = [0, 1e-300, 1e-200, 1e-50, 1e-16]
    for index in 1..<200 { probabilities.append(Double(index) / 200) }
    probabilities += [1 - 1e-6, 1 - 1e-12, 1 - 0x1p-52, 1 - 0x1p-53, 1]
    for p in probabilities {
      let value = distribution.quantile(p)
      #expect(value >= last, "p \(p): \(value) after \(last)")
      #expect(value >= distribution.support.lowerBound && value <= distribution.support.upperBound)
      if p > 0, p < 1 { #expect(value.isFinite, "p \(p)") }
      last = value
    }
    var below = 0.0
    for step in -40...40 {
      let p = distribution.cumulative(distribution.mean + Double(step) / 5 * distribution.deviation)
      #expect(p >= below - 1e-14 && p <= 1, "\(step) \(p) \(below)")
      below = p
    }
  }

  @Test(arguments: DistributionReference.all)
  func outsideTheDomain(_ reference: DistributionReference) {
    let distribution = reference.distribution
    #expect(distribution.quantile(-0.1).isNaN)
    #expect(distribution.quantile(1.1).isNaN)
    #expect(distribution.quantile(.nan).isNaN)
    #expect(distribution.cumulative(.nan).isNaN)
    #expect(distribution.cumulative(-.infinity) == 0)
    #expect(distribution.cumulative(.infinity) == 1)
  }

  @Test(arguments: DistributionReference.all)
  func negatedAndScaled(_ reference: DistributionReference) {
    let base = reference.distribution
    let negated = Distribution.negated(base)
    let scaled = Distribution.scaled(base, by: 4)
    #expect(negated.mean == -base.mean && negated.deviation == base.deviation)
    #expect(scaled.mean == 4 * base.mean && scaled.deviation == 4 * base.deviation)
    #expect(negated.support.upperBound == -base.support.lowerBound)
    #expect(scaled.support.upperBound == 4 * base.support.upperBound)
    for (x, _) in reference.cumulatives {
      #expect(scaled.cumulative(4 * x) == base.cumulative(x))
      if !base.isDiscrete { #expect(negated.cumulative(-x) == base.tails(x).upper) }
    }
    for p in [0.01, 0.25, 0.5, 0.875] {
      #expect(scaled.quantile(p) == 4 * base.quantile(p))
      if !base.isDiscrete {
        #expect(isClose(negated.quantile(p), -base.quantile(1 - p), relative: 1e-13))
      } else {
        let k = negated.quantile(p)
        #expect(negated.cumulative(k) >= p - 1e-15 && negated.cumulative(k - 1) < p)
        #expect(negated.quantile(negated.cumulative(k)) == k)
      }
    }
  }
}
