import Foundation
import Metrics
import Quantities
import Testing

@testable import Reroute

/// Whether what is printed covers what is true as often as it says, over 1,000 seeds.
///
/// `Scripts/validate` runs it in full: all figures, at the usual 10,000 trials, and with replicates; see Tests/VALIDATION.md.
@Suite struct CoverageTests {
  static let isFull = ProcessInfo.processInfo.environment["REROUTE_VALIDATION"] == "full"
  static let repetitions = 1_000

  /// A question whose mean and percentiles are known.
  struct Figure: Sendable {
    let question: String
    let mean: Double
    /// How its replicates' means are spread, of which their error is told.
    let spread: Spread
    /// The value below which the figure lies with a probability.
    let quantile: @Sendable (Double) -> Double

    /// How the means of replicates are spread; measured and explained in Tests/VALIDATION.md.
    enum Spread {
      /// As a normal is, which Student's t supposes.
      case normal
      /// With `sampling sobol` almost always next to nothing, so that one replicate makes both the error and what is told of it.
      case seldom
      /// With a long tail on one side.
      case skewed
    }

    init(
      _ question: String, mean: Double, _ spread: Spread,
      quantile: @escaping @Sendable (Double) -> Double
    ) {
      (self.question, self.mean, self.spread, self.quantile) = (question, mean, spread, quantile)
    }

    init(_ question: String, _ distribution: Distribution, _ spread: Spread = .normal) {
      self.init(question, mean: distribution.mean, spread) { distribution.quantile($0) }
    }

    /// How often the true mean is to lie within 1 and 1.96 errors.
    func coverage(_ sampling: Sampling) -> Coverage {
      switch spread {
      case .seldom where sampling.name == "sobol": (0...1, sampling.within2...1)
      // By a simulation of 16 replicates of 625 trials apart from ours.
      case .skewed where sampling.name != Sampling.plain.name: (0.629...0.629, 0.865...0.865)
      case .normal, .seldom, .skewed: sampling.coverage
      }
    }
  }

  /// How often what is true is to lie within 1 and 1.96 errors.
  typealias Coverage = (within1: ClosedRange<Double>, within2: ClosedRange<Double>)

  static let model = """
    simulate 2 months
    product Q { users 1000; churn 2% to 4%/month as uniform }

    """

  static let figures: [Figure] = {
    // The 90% interval of a uniform is the middle nine tenths of it.
    let churn = (low: 0.03 - 0.01 / 0.9, high: 0.03 + 0.01 / 0.9)
    let mean =
      1000 * (pow(1 - churn.low, 3) - pow(1 - churn.high, 3)) / (3 * (churn.high - churn.low))
    let few = [
      Figure("normal(10, 2)", .normal(mean: 10, deviation: 2)),
      Figure("Q.users at end", mean: mean, .seldom) {
        1000 * pow(1 - churn.high + $0 * (churn.high - churn.low), 2)
      },
    ]
    guard isFull else { return few }
    return few + [
      Figure("uniform(2, 6)", .uniform(low: 2, high: 6), .seldom),
      Figure("beta(4, 6)", .beta(alpha: 4, beta: 6)),
      Figure("gamma(6, 3)", .gamma(shape: 4, scale: 1.5)),
      Figure("triangular(2, 5, 12)", .triangular(low: 2, mode: 5, high: 12)),
      Figure("exp(normal(0, 1))", .lognormal(mu: 0, sigma: 1), .skewed),
    ]
  }()

  /// How the trials are sampled, and how often values lie within 1 and 1.96 errors.
  struct Sampling: Sendable, CustomTestStringConvertible {
    let name: String
    let trials: Int
    let within1: Double
    let within2: Double
    var testDescription: String { name }
    var coverage: Coverage { (within1...within1, within2...within2) }

    /// Independent trials: errors are as good as known, and the mean is normal.
    static let plain = Sampling(
      name: "plain", trials: isFull ? 10_000 : 400, within1: 0.682_689_5, within2: 0.950_004_2)
    /// Errors told by 16 replicates: Student's t with 15 degrees of freedom, which supposes that the replicates' means are
    /// normal and of the same spread; so Sobol points come in whole nets, 512 a replicate.
    static let replicated = [("sobol", 8_192), ("latin hypercube", 10_000)].map {
      Sampling(name: $0, trials: $1, within1: 0.666_829_9, within2: 0.931_155_8)
    }
  }

  @Test(
    "Errors and intervals cover what is true as often as they say",
    arguments: isFull ? [.plain] + Sampling.replicated : [Sampling.plain])
  func coverage(_ sampling: Sampling) throws {
    var covered = Self.figures.map { _ in Covered() }
    let ends = Self.figures.map { ($0.quantile(0.05), $0.quantile(0.95)) }
    let chosen = sampling.name == Sampling.plain.name ? "" : "sampling \(sampling.name)\n"
    let script = chosen + Self.model + Self.figures.map(\.question).joined(separator: "\n")
    var dice = SplitMix64(seed: 2026)
    for seed in 1...Self.repetitions {
      var session = Session()
      (session.seed, session.trials) = (UInt64(seed), sampling.trials)
      let answers = try #require(session.run(script).answers?.answers)
      for (i, figure) in Self.figures.enumerated() {
        let estimate = try #require(Self.estimate(answers[i]))
        let fresh = figure.quantile((Double(dice.next() >> 12) + 0.5) * 0x1p-52)
        covered[i].mean.add(estimate.mean, estimate.meanError, figure.mean)
        covered[i].low.add(estimate.low, estimate.lowError, ends[i].0)
        covered[i].high.add(estimate.high, estimate.highError, ends[i].1)
        covered[i].fresh += fresh >= estimate.low && fresh <= estimate.high ? 1 : 0
      }
    }
    // A percentile's error is itself read off a few order statistics: at 400 trials the error of an end varies by a third
    // between seeds, which costs some coverage; at 10,000 it varies by a seventh.
    let noise = Self.isFull ? 0 : 0.03
    // Between two order statistics, as the ends are, lies so much of what is to come on the mean.
    let interval = 0.9 * Double(sampling.trials - 1) / Double(sampling.trials + 1)
    for (figure, found) in zip(Self.figures, covered) {
      expect(
        found.fresh, interval...interval,
        "\(figure.question), \(sampling.name): a draw to come in the interval")
      let usual = sampling.coverage
      for (end, count, wanted, less) in [
        ("mean", found.mean, figure.coverage(sampling), 0),
        ("low end", found.low, usual, noise),
        ("high end", found.high, usual, noise),
      ] {
        let what = "\(figure.question), \(sampling.name): \(end)"
        expect(count.within1, wanted.within1, "\(what) ± 1 error", less: less)
        expect(count.within2, wanted.within2, "\(what) ± 1.96 errors", less: less)
      }
    }
  }

  /// What is told of the figure that a script asks for.
  private static func estimate(_ answer: Answer) -> Metrics.Estimate? {
    guard case .value(.figure(let figure)) = answer.form else { return nil }
    return figure.estimates.last
  }

  /// How often the figures of one question covered what is true.
  private struct Covered {
    var (mean, low, high) = (Within(), Within(), Within())
    var fresh = 0
  }

  /// How often a value lay within its errors of the true one.
  private struct Within {
    var within1 = 0
    var within2 = 0

    mutating func add(_ value: Double, _ error: Double, _ expected: Double) {
      if abs(value - expected) <= error { within1 += 1 }
      if abs(value - expected) <= 1.96 * error { within2 += 1 }
    }
  }

  /// Expects a count of repetitions within 3.3 binomial deviations (passed by chance once in a thousand) of a probability, or of
  /// a range of them.
  private func expect(
    _ count: Int, _ probability: ClosedRange<Double>, _ what: String, less: Double = 0
  ) {
    let n = Double(Self.repetitions)
    let share = Double(count) / n
    func spread(_ p: Double) -> Double { (p * (1 - p) / n).squareRoot() }
    let (low, high) = (probability.lowerBound, probability.upperBound)
    let told = low == high ? "\(low)" : "\(low) to \(high)"
    if Self.isFull { print("| \(what) | \(share) | \(told) ± \(spread(low)) |") }
    #expect(
      share <= high + 3.3 * spread(high) && share >= low - 3.3 * spread(low) - less,
      "\(what): \(share), not \(told)")
  }
}
