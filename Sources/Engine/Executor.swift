import Dispatch
import Quantities

/// Runs plans in blocks of trials, on as many threads as it is given; the results don't depend on how many.
///
/// Block b holds the trials 256 b to 256 b + 255 of the whole run, whichever of them a run is asked for.
package enum Executor {
  /// Runs `plan` for the trials and with the draws that `settings` name, and keeps the value of every trial.
  package static func run(_ plan: Plan, _ settings: RunSettings, control: RunControl) -> ResultSet {
    let details = [SummaryDetail](repeating: .mean, count: plan.outputs.count)
    let collector = TrialCollector(plan, settings, details, control)
    let part = collector.kept(
      settings.firstTrial..<settings.firstTrial + settings.trials, isTold: true)
    var values: [[[Double]]] = []
    var column = 0
    for months in plan.outputMonths {
      values.append(
        (column..<column + months).map { index in
          var gathered: [Double] = []
          part.gather(index, into: &gathered)
          return gathered
        })
      column += months
    }
    return ResultSet(
      trials: part.trials, requested: settings.trials, stopped: collector.stopped, values: values,
      findings: part.findings)
  }
}
