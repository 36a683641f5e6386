import Engine
import Metrics
import Planner
import Portfolio
import Quantities
import Testing

/// A script run for its trials: what each asked figure comes to in every trial and month.
struct ScriptTrials {
  /// By the text of the question, then by month (one for a scalar), then by trial.
  private(set) var values: [String: [[Double]]] = [:]
  private(set) var trials = 0
  private(set) var sites: [CheckSite] = []

  init(
    _ text: String, trials: Int = 500, seed: UInt64 = 1, control: RunControl = RunControl()
  ) throws {
    let script = try EvaluatedScript(text)
    var figures: [Figure] = []
    for question in script.questions {
      if case .value(.figure(let figure)) = question.form { figures.append(figure) }
    }
    let run = try AnswerPlanner.plan(figures.map(\.expression), of: script.model)
    let settings = RunSettings(
      trials: trials, seed: seed, sampling: script.model.sampling)
    let results = Executor.run(run.plan, settings, control: control)
    self.trials = results.trials
    for (figure, output) in zip(figures, run.outputs) {
      values[figure.text] = results.values[output]
    }
    sites = run.findings(results.findings).map(\.site)
  }

  /// The trials of a figure; of a series, at its last month.
  subscript(_ question: String) -> [Double] { values[question]?.last ?? [] }

  /// The bits of every figure.
  var bits: [String: [[UInt64]]] {
    values.mapValues { months in months.map { trials in trials.map(\.bitPattern) } }
  }
}

/// The trials in the order of their values: what a monotone transform leaves alone.
func order(_ values: [Double]) -> [Int] { values.indices.sorted { values[$0] < values[$1] } }

/// The mean and its standard error.
func meanAndError(_ values: [Double]) -> (mean: Double, error: Double) {
  let summary = Summary(values)
  return (summary.mean, summary.standardErrorOfMean)
}
