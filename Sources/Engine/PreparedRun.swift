import Quantities

/// What all threads of a run share: its draws and where their uniforms come from, and the code of its months.
struct PreparedRun: Sendable {
  let draws: PreparedDraws
  let code: [ScenarioCode?]
  let sampler: Sampler
  /// The most trials that a block has.
  let mostInBlock: Int

  init(_ plan: Plan, _ settings: RunSettings, _ control: RunControl) {
    let execution = control.execution
    let end = settings.firstTrial + settings.trials
    // A run that isn't kept has whole blocks in its pilot.
    mostInBlock = end <= RunPart.mostKept ? min(blockSize, settings.trials) : blockSize
    draws = PreparedDraws(plan: plan)
    code = ScenarioCode.compile(
      plan, draws, trials: mostInBlock,
      for: execution ?? .fastest(trials: settings.trials, months: plan.months), control: control)
    let uniforms = UniformSource(
      settings.sampling, seed: settings.seed, trials: end, keys: plan.keys)
    sampler = Sampler(uniforms: uniforms, set: execution?.columns ?? .widest)
  }
}
