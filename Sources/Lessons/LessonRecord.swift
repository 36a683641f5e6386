/// What a learner did in a lesson, put together from events.
package struct LessonRecord: Hashable, Sendable {
  /// What was done in a step.
  package struct Step: Hashable, Sendable {
    /// A wrong entry.
    package struct Mistake: Hashable, Sendable {
      /// The kind, the message's code where it was refused, the level of the hint, and the entry.
      package var kind: String
      /// The message's code.
      package var code: String?
      /// The level of the hint that was given.
      package var level: Int
      /// The entry.
      package var entry: String
    }
    /// The entry that passed; nil where none did.
    package var answer: String?
    /// Whether the answer was shown instead.
    package var isSkipped = false
    /// The wrong entries, in order.
    package var mistakes: [Mistake] = []
    /// How many hints were asked for.
    package var hintsAsked = 0

    /// Whether the step is behind the learner.
    package var isOver: Bool { answer != nil || isSkipped }
  }

  /// The steps by name.
  package private(set) var steps: [String: Step] = [:]
  /// When the lesson was first opened since it was last reset, in seconds since 1970; nil if it never was.
  package private(set) var begun: Int?
  /// When its last step was done; nil while it isn't.
  package private(set) var finished: Int?
  /// The time spent, in seconds: between events at most five minutes apart.
  package private(set) var seconds = 0
  private var latest: Int?

  /// A record of nothing.
  package init() {}

  /// Adds an event.
  package mutating func add(_ event: ProgressEvent) {
    if let latest, case let gap = event.time - latest, (0...300).contains(gap) { seconds += gap }
    latest = event.time
    var step = steps[event.step] ?? Step()
    switch event.kind {
    case .opened:
      if begun == nil { begun = event.time }
      return
    case .finished:
      finished = event.time
      return
    case .reset:
      self = LessonRecord()
      return
    case .passed(let answer): (step.answer, step.isSkipped) = (answer, false)
    case .skipped: if step.answer == nil { step.isSkipped = true }
    case .mistake(let kind, let code, let level, let entry):
      step.mistakes.append(.init(kind: kind, code: code, level: level, entry: entry))
    case .hint: step.hintsAsked += 1
    }
    steps[event.step] = step
  }

  /// The step to go on with in `lesson`: the first that is not over.
  package func next(in lesson: Lesson) -> Int {
    lesson.steps.firstIndex { steps[$0.id]?.isOver != true } ?? lesson.steps.count
  }

  /// How far `lesson` is, in words.
  package func state(of lesson: Lesson) -> String {
    let next = next(in: lesson)
    if next == lesson.steps.count { return "done" }
    return next == 0 && begun == nil ? "" : "step \(next + 1) of \(lesson.steps.count)"
  }

  /// The records of all lessons in some events, by the lessons' names.
  package static func records(of events: [ProgressEvent]) -> [String: LessonRecord] {
    var all: [String: LessonRecord] = [:]
    for event in events { all[event.lesson, default: LessonRecord()].add(event) }
    return all
  }
}
