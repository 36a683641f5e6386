import Quantities

/// The distributions of a plan's draws made ready, each once: some build tables, which all blocks and workers share.
struct PreparedDraws: Sendable {
  /// The draws of a trial that any scenario has, each once: scenarios share their numbers.
  private(set) var shared: [PreparedDraw] = []
  /// By scenario, in the order of ``ScenarioPlan/draws``: the position in `shared`.
  private(set) var once: [[Int]] = []
  /// By scenario, in the order of ``ScenarioPlan/monthlyDraws``.
  private(set) var monthly: [[PreparedDraw]] = []
  /// By step; nil for a step that draws nothing.
  private(set) var steps: [PreparedDraw?] = []
  /// The same of each part.
  private(set) var parts: [[PreparedDraw?]] = []

  init(plan: Plan) {
    var known: [Distribution: ColumnTransform] = [:]
    func prepared(_ source: DrawSource) -> PreparedDraw {
      let transform = known[source.distribution] ?? ColumnTransform(source.distribution)
      known[source.distribution] = transform
      return PreparedDraw(source, transform)
    }
    var positions: [DrawSource: Int] = [:]
    func position(_ source: DrawSource) -> Int {
      if let found = positions[source] { return found }
      positions[source] = shared.count
      shared.append(prepared(source))
      return shared.count - 1
    }
    for scenario in plan.scenarios {
      once.append(scenario.draws.map { position($0.source) })
      monthly.append(scenario.monthlyDraws.map { prepared($0.source) })
    }
    func prepared(_ steps: [AnswerStep]) -> [PreparedDraw?] {
      steps.map { step in
        if case .draw(let source) = step.form { return prepared(source) }
        return nil
      }
    }
    steps = prepared(plan.steps)
    parts = plan.parts.map { prepared($0.steps) }
  }
}
