import Foundation
import Metrics
import Quantities
import Testing

@testable import Reroute

/// Whether what is printed covers what is true as often as it says, over 1,000 seeds.
///
/// `Scripts/validate` runs it in full: all figures, at the usual 10,000 trials, also with replicates.
@Suite struct CoverageTests {
  static let isFull = ProcessInfo.processInfo.environment["REROUTE_VALIDATION"] == "full"
  static let trials = isFull ? 10_000 : 400
  static let repetitions = 1_000

  /// A question whose mean and percentiles are known.
  struct Figure: Sendable {
    let question: String
    let mean: Double
    /// The tails of its replicates' means, which the error of a replicated mean supposes to be those of a normal.
    let tails: Tails
    /// The value below which the figure lies with a probability.
    let quantile: @Sendable (Double) -> Double

    enum Tails { case normal, short, long }

    init(
      _ question: String, mean: Double, _ tails: Tails,
      quantile: @escaping @Sendable (Double) -> Double
    ) {
      (self.question, self.mean, self.tails, self.quantile) = (question, mean, tails, quantile)
    }

    init(_ question: String, _ distribution: Distribution, _ tails: Tails = .normal) {
      self.init(question, mean: distribution.mean, tails) { distribution.quantile($0) }
    }

    /// How much less and more often than Student's t says the error of a replicated mean may cover it; set after the figures in
    /// Tests/VALIDATION.md had been seen.
    var slack: (less: Double, more: Double) {
      switch tails {
      case .normal: (0, 0)
      case .short: (0, 1)
      case .long: (0.07, 0)
      }
    }
  }

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
      Figure("Q.users at end", mean: mean, .short) {
        1000 * pow(1 - churn.high + $0 * (churn.high - churn.low), 2)
      },
    ]
    guard isFull else { return few }
    return few + [
      Figure("uniform(2, 6)", .uniform(low: 2, high: 6), .short),
      Figure("beta(4, 6)", .beta(alpha: 4, beta: 6)),
      Figure("gamma(6, 3)", .gamma(shape: 4, scale: 1.5)),
      Figure("triangular(2, 5, 12)", .triangular(low: 2, mode: 5, high: 12)),
      Figure("exp(normal(0, 1))", .lognormal(mu: 0, sigma: 1), .long),
    ]
  }()

  /// How the trials are sampled, and how often values lie within 1 and 1.96 errors.
  struct Sampling: Sendable, CustomTestStringConvertible {
    let name: String
    let within1: Double
    let within2: Double
    var testDescription: String { name }

    /// Independent trials: errors are as good as known, and the mean is normal.
    static let plain = Sampling(name: "plain", within1: 0.682_689_5, within2: 0.950_004_2)
    /// Errors told by 16 replicates: Student's t with 15 degrees of freedom, which supposes that the replicates' means are
    /// normal; see ``Figure/slack``.
    static let replicated = ["sobol", "latin hypercube"].map {
      Sampling(name: $0, within1: 0.666_829_9, within2: 0.931_155_8)
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
      (session.seed, session.trials) = (UInt64(seed), Self.trials)
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
    let noise = (less: Self.isFull ? 0 : 0.03, more: 0.0)
    let isPlain = sampling.name == "plain"
    // Between two order statistics, as the ends are, lies so much of what is to come on the mean.
    let n = Double(Self.trials)
    for (figure, found) in zip(Self.figures, covered) {
      expect(
        found.fresh, 0.9 * (n - 1) / (n + 1),
        "\(figure.question), \(sampling.name): a draw to come in the interval")
      for (end, count, slack) in [
        ("mean", found.mean, isPlain ? (less: 0, more: 0) : figure.slack),
        ("low end", found.low, noise),
        ("high end", found.high, noise),
      ] {
        let what = "\(figure.question), \(sampling.name): \(end)"
        expect(count.within1, sampling.within1, "\(what) ± 1 error", slack)
        expect(count.within2, sampling.within2, "\(what) ± 1.96 errors", slack)
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

  /// Expects a count of repetitions within 3.3 binomial deviations (passed by chance once in a thousand) of a probability.
  private func expect(
    _ count: Int, _ probability: Double, _ what: String,
    _ slack: (less: Double, more: Double) = (0, 0)
  ) {
    let n = Double(Self.repetitions)
    let (share, spread) = (Double(count) / n, (probability * (1 - probability) / n).squareRoot())
    if Self.isFull { print("| \(what) | \(share) | \(probability) ± \(spread) |") }
    #expect(
      share <= probability + 3.3 * spread + slack.more
        && share >= probability - 3.3 * spread - slack.less,
      "\(what): \(share), not \(probability)")
  }
}
