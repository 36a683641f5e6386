import Quantities

/// Steps, and where their values stand in a workspace.
struct StepList {
  let steps: [AnswerStep]
  /// By step; nil for a step that draws nothing.
  let draws: [PreparedDraw?]
  /// The scenario that the steps' first one is.
  let scenario: Int
  /// Where each step's values start, in columns, and where the next ones may.
  let starts: [Int]
  let end: Int

  /// Lays the steps out from the column `first` on.
  init(
    _ steps: [AnswerStep], draws: [PreparedDraw?], scenario: Int, months: Int,
    from first: Int
  ) {
    (self.steps, self.draws, self.scenario) = (steps, draws, scenario)
    var starts: [Int] = []
    var next = first
    for step in steps {
      starts.append(next)
      switch step.form {
      // Recorded series and sums are read where they stand.
      case .record, .sum: continue
      default: next += step.isSeries ? months + 1 : 1
      }
    }
    (self.starts, end) = (starts, next)
  }
}
