import Quantities

/// What all threads of a run share: its draws and where their uniforms come from, and the code of its months.
struct PreparedRun: Sendable {
  let draws: PreparedDraws
  let code: [ScenarioCode?]
  /// Where the code writes records.
  let places: RecordPlaces
  let sampler: Sampler
  /// The most trials that a block has.
  let mostInBlock: Int
  private let execution: Execution

  init(_ plan: Plan, _ settings: RunSettings, _ control: RunControl) {
    let end = settings.firstTrial + settings.trials
    // A run that isn't kept has whole blocks in its pilot.
    mostInBlock = end <= RunPart.mostKept ? min(blockSize, settings.trials) : blockSize
    execution = control.execution ?? .fastest(trials: settings.trials, months: plan.months)
    draws = PreparedDraws(plan: plan)
    places = RecordPlaces(plan)
    code = ScenarioCode.compile(
      plan, draws, places, trials: mostInBlock, for: execution, control: control)
    let uniforms = UniformSource(
      settings.sampling, seed: settings.seed, trials: end, keys: plan.keys)
    sampler = Sampler(uniforms: uniforms, set: control.execution?.columns ?? .widest)
  }

  /// The same with code that adds up those records of which no more is wanted; nil where there are none, or no code.
  func adding(_ details: [SummaryDetail], of plan: Plan, _ control: RunControl) -> PreparedRun? {
    let places = RecordPlaces(plan, details: details)
    guard places.isAdding, code.allSatisfy({ $0 != nil }) else { return nil }
    let code = ScenarioCode.compile(
      plan, draws, places, trials: blockSize, for: execution, control: control)
    guard code.allSatisfy({ $0 != nil }) else { return nil }
    return PreparedRun(self, code, places)
  }

  private init(_ other: PreparedRun, _ code: [ScenarioCode?], _ places: RecordPlaces) {
    (self.code, self.places) = (code, places)
    (draws, sampler, mostInBlock) = (other.draws, other.sampler, other.mostInBlock)
    execution = other.execution
  }
}
