import Quantities

/// The distributions of a plan's draws made ready, each once: some build tables, which all blocks and workers share.
struct PreparedDraws: Sendable {
  /// The draws of a trial that any scenario has, each once: scenarios share their numbers.
  private(set) var shared: [(source: DrawSource, transform: ColumnTransform)] = []
  /// By scenario, in the order of ``ScenarioPlan/draws``: the position in `shared`.
  private(set) var once: [[Int]] = []
  /// By scenario, in the order of ``ScenarioPlan/monthlyDraws``.
  private(set) var monthly: [[ColumnTransform]] = []
  /// By step; nil for a step that draws nothing.
  private(set) var steps: [ColumnTransform?] = []
  /// The same of each part.
  private(set) var parts: [[ColumnTransform?]] = []

  init(plan: Plan) {
    var known: [Distribution: ColumnTransform] = [:]
    func transform(_ source: DrawSource) -> ColumnTransform {
      if let found = known[source.distribution] { return found }
      let made = ColumnTransform(source.distribution)
      known[source.distribution] = made
      return made
    }
    var positions: [DrawSource: Int] = [:]
    func position(_ source: DrawSource) -> Int {
      if let found = positions[source] { return found }
      positions[source] = shared.count
      shared.append((source, transform(source)))
      return shared.count - 1
    }
    for scenario in plan.scenarios {
      once.append(scenario.draws.map { position($0.source) })
      monthly.append(scenario.monthlyDraws.map { transform($0.source) })
    }
    func transforms(_ steps: [AnswerStep]) -> [ColumnTransform?] {
      steps.map { step in
        if case .draw(let source) = step.form { return transform(source) }
        return nil
      }
    }
    steps = transforms(plan.steps)
    parts = plan.parts.map { transforms($0.steps) }
  }
}
