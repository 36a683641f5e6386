import Dispatch
import Quantities

/// Runs plans in blocks of trials, on as many threads as it is given; the results don't depend on how many.
package enum Executor {
  /// Runs `plan` for the trials and with the draws that `settings` name.
  package static func run(_ plan: Plan, _ settings: RunSettings, control: RunControl) -> ResultSet {
    let trials = settings.trials
    let blocks = (trials + blockSize - 1) / blockSize
    let store = ResultStore(plan: plan, trials: trials, blocks: blocks)
    let workers = max(1, min(control.threads, blocks))
    let draws = PreparedDraws(plan: plan)
    let code = ScenarioCode.compile(
      plan, draws, trials: trials,
      for: control.execution ?? .fastest(trials: trials, months: plan.months))
    if workers == 1 {
      work(plan, draws, code, store, settings, control: control)
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        work(plan, draws, code, store, settings, control: control)
      }
    }
    return store.results(requested: trials, control: control)
  }

  /// Takes blocks until none is left or the run is to stop.
  private static func work(
    _ plan: Plan, _ draws: PreparedDraws, _ code: [ScenarioCode?], _ store: ResultStore,
    _ settings: RunSettings, control: RunControl
  ) {
    let stream = RandomStream(seed: settings.seed)
    var workspace = BlockWorkspace(plan: plan, draws: draws, code: code, trials: store.trials) {
      control.shouldStop() != nil
    }
    while let block = store.nextBlock() {
      if let reason = control.shouldStop() {
        store.stop(reason)
        return
      }
      let first = block * blockSize
      let count = min(blockSize, store.trials - first)
      guard
        let findings = workspace.run(
          stream: stream, firstTrial: settings.firstTrial + first, count: count)
      else {
        store.stop(control.shouldStop() ?? .interrupted)
        return
      }
      store.finish(block: block, count: count, findings: findings) { output, month in
        workspace.output(output, month: month)
      }
      control.progress(store.done, store.trials)
    }
  }
}
