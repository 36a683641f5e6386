import Engine
import Planner
import Portfolio
import Quantities
import Testing

/// Rank correlations between draws.
@Suite struct CorrelationTests {
  private static let trials = 20_000
  private static let distributions: [Distribution] = [
    .lognormal(mu: 1, sigma: 0.5), .uniform(low: 2, high: 3), .beta(alpha: 2, beta: 5),
  ]

  /// The trials of three draws under correlations between them, by position.
  private func run(_ correlations: [(Int, Int, Double)]) throws -> [[Double]] {
    var model = Model()
    let draws = Self.distributions.enumerated().map { i, distribution in
      Draw(name: "draw \(i)", distribution: distribution)
    }
    let asked = draws.map { model.graph.add($0) }
    model.graph.correlations = correlations.map { a, b, rho in
      Correlation(draws[a].key, draws[b].key, rho: rho)
    }
    let planned = try AnswerPlanner.plan(asked, of: model)
    let results = Executor.run(
      planned.plan, RunSettings(trials: Self.trials, seed: 3), control: RunControl(threads: 2))
    return planned.outputs.map { results.values[$0][0] }
  }

  private func spearman(_ x: [Double], _ y: [Double]) -> Double {
    func ranks(_ values: [Double]) -> [Double] {
      var ranks = [Double](repeating: 0, count: values.count)
      for (rank, i) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
        ranks[i] = Double(rank)
      }
      return ranks
    }
    let n = Double(x.count)
    let squares = zip(ranks(x), ranks(y)).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return 1 - 6 * squares / (n * (n * n - 1))
  }

  /// Four standard errors of a measured Spearman correlation (Bonett and Wright, 2000).
  private func tolerance(_ rho: Double) -> Double {
    4 * (1 - rho * rho) * ((1 + rho * rho / 2) / Double(Self.trials)).squareRoot()
  }

  @Test("A pair", arguments: [-0.95, -0.6, -0.2, 0.3, 0.6, 0.9])
  func pair(rho: Double) throws {
    let draws = try run([(0, 1, rho)])
    #expect(abs(spearman(draws[0], draws[1]) - rho) <= tolerance(rho))
    #expect(abs(spearman(draws[0], draws[2])) <= tolerance(0))
  }

  @Test("A chain of three, in any order of the statements")
  func chain() throws {
    let draws = try run([(0, 1, 0.6), (1, 2, -0.5)])
    #expect(abs(spearman(draws[0], draws[1]) - 0.6) <= tolerance(0.6))
    #expect(abs(spearman(draws[1], draws[2]) + 0.5) <= tolerance(0.5))
    #expect(abs(spearman(draws[0], draws[2])) <= tolerance(0))
    #expect(try run([(2, 1, -0.5), (1, 0, 0.6)]) == draws)
  }

  @Test("A full triple")
  func triple() throws {
    let draws = try run([(0, 1, 0.6), (1, 2, 0.5), (0, 2, 0.7)])
    #expect(abs(spearman(draws[0], draws[1]) - 0.6) <= tolerance(0.6))
    #expect(abs(spearman(draws[1], draws[2]) - 0.5) <= tolerance(0.5))
    #expect(abs(spearman(draws[0], draws[2]) - 0.7) <= tolerance(0.7))
  }

  @Test("No marginal changes")
  func marginals() throws {
    let draws = try run([(0, 1, 0.8), (1, 2, -0.4)])
    let n = Double(Self.trials)
    for (values, distribution) in zip(draws, Self.distributions) {
      for p in [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99] {
        let limit = distribution.quantile(p)
        let share = Double(values.count { $0 <= limit }) / n
        #expect(abs(share - p) <= 5 * (p * (1 - p) / n).squareRoot())
      }
      let summary = Summary(values)
      #expect(abs(summary.mean - distribution.mean) <= 5 * summary.standardErrorOfMean)
    }
  }

  @Test("What can't all hold is refused")
  func contradiction() {
    #expect(throws: DrawSources.Contradiction.self) {
      _ = try run([(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)])
    }
  }
}
