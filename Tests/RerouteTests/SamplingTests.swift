import Engine
import Quantities
import Reroute
import Testing

/// `sampling` and `until error`, from the script to the answers.
@Suite struct SamplingTests {
  private static let model = """
    simulate 12 months
    let market = exp(normal(0, 0.2))
    let season = monthly(normal(1, 0.1))
    product A {
      users 900 to 1100
      churn 2% to 4%/month
      acquisition market * season * (20 to 40 users/month)
    }
    product B {
      users 500 to 900
      churn 1% to 6%/month
      acquisition market * (10 to 30 users/month)
    }
    correlate A.churn with B.churn by 0.5
    (A.users + B.users) at end

    """
  private static let question = "(A.users + B.users) at end"

  @Test(arguments: Sampling.allCases) func theSameBits(sampling: Sampling) throws {
    let script = "sampling \(sampling.rawValue)\n" + Self.model
    let base = try ScriptTrials(script, trials: 3000, control: RunControl(threads: 1))
    for threads in [2, 7] {
      let run = try ScriptTrials(script, trials: 3000, control: RunControl(threads: threads))
      #expect(run.bits == base.bits)
    }
    let other = try ScriptTrials(script, trials: 3000, seed: 2)
    #expect(other[Self.question] != base[Self.question])
    #expect(Set(base[Self.question]).count == 3000)
  }

  /// A quick version of `Scripts/benchmarks/sobol-gain`.
  @Test func fewerTrialsForTheSameError() throws {
    let script = Self.model.replacing(
      "let season = monthly(normal(1, 0.1))", with: "let season = 1")
    let truth = try ScriptTrials("sampling sobol\n" + script, trials: 1 << 15, seed: 99)
    let mean = Summary(truth[Self.question]).mean
    func squaredError(_ sampling: Sampling) throws -> Double {
      var sum = 0.0
      for seed in UInt64(1)...16 {
        let run = try ScriptTrials(
          "sampling \(sampling.rawValue)\n" + script, trials: 4096, seed: seed)
        let error = Summary(run[Self.question]).mean - mean
        sum += error * error
      }
      return sum / 16
    }
    let random = try squaredError(.random)
    #expect(try squaredError(.sobol) < random / 100)
    #expect(try squaredError(.latinHypercube) < random / 5)
  }

  @Test("A question added moves no draw, nor does a statement that draws nothing")
  func edits() throws {
    let base = try ScriptTrials("sampling sobol\n" + Self.model)
    let now = try ScriptTrials(
      "sampling sobol\nlet n = 5\n" + Self.model + "B.users at month 3\ntotal(A.churned)\n")
    #expect(now[Self.question] == base[Self.question])
  }

  @Test func settingsAreTold() {
    func settings(_ script: String) -> String? {
      let text = Session().show(.portfolio, bytes: Array(script.utf8), name: "test")
      return text.split(separator: "\n").first.map(String.init)
    }
    let product = "simulate 3 months\nproduct A { users 1M to 2M }\nA.users at end\n"
    #expect(
      settings(product) == "simulate 3 months, 10000 trials, seed 1, sampling random")
    #expect(
      settings(product + "sampling latin hypercube")
        == "simulate 3 months, 10000 trials, seed 1, sampling latin hypercube")
    #expect(
      settings("sampling sobol\ntrials 20k until error < 1%\n" + product)
        == "simulate 3 months, 20000 trials until error < 0.01 of the mean, seed 1, sampling sobol")
    #expect(
      settings("trials 20k until error of A.users at end < 5k users\n" + product)?
        .hasSuffix(" < 5000.0, seed 1, sampling random") == true)
    // The last `trials` counts, with its bound or without.
    #expect(
      settings("trials 20k until error < 1%\ntrials 30k\n" + product)
        == "simulate 3 months, 30000 trials, seed 1, sampling random")
  }
}
