import Engine

/// The progress of several runs told as that of one.
struct StagedProgress {
  private let control: RunControl
  private var stages: [Int]
  private let all: Int
  private var done = 0

  /// First a run of `own` trials, then others.
  init(_ stages: [Int], own: Int, _ control: RunControl) {
    self.stages = [own] + stages
    self.control = control
    all = self.stages.reduce(0, +)
  }

  /// The control of the next run.
  mutating func next() -> RunControl {
    guard stages.count > 1 || done > 0, let first = stages.first else { return control }
    let (told, before, all) = (control.progress, done, all)
    done += first
    stages.removeFirst()
    var staged = control
    staged.progress = { now, _ in told(min(before + now, all), all) }
    return staged
  }
}
