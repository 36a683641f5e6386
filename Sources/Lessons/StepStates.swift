import Reroute

/// The states that the steps of a lesson begin in, rebuilt from what the lesson gives and its reference answers: what a
/// learner did before never makes an answer wrong.
struct StepStates {
  let lesson: Lesson
  /// The sessions before each step as far as they were needed; what `Given:` runs is not in them.
  private(set) var sessions: [Session]

  /// Begins with an empty session like `template`.
  init(_ lesson: Lesson, template: Session) {
    self.lesson = lesson
    var first = Session(host: template.host, limits: template.limits)
    (first.trials, first.seed) = (template.trials, template.seed)
    sessions = [first]
  }

  /// The state that a step begins in, before what it gives.
  mutating func before(_ index: Int) -> Session {
    while sessions.count <= index {
      let i = sessions.count - 1
      let given = Self.given(lesson.steps[i], on: sessions[i])
      var next = Ran(lesson.steps[i].answer.text, on: given?.session ?? sessions[i]).session
      next.forgetQuestions()
      sessions.append(next)
    }
    return sessions[index]
  }

  /// What a step gives, as it is run; nil where it gives nothing.
  static func given(_ step: LessonStep, on base: Session) -> Ran? {
    step.given.map { Ran($0.text, on: base) }
  }

  /// The state that a step's task is done in.
  mutating func task(_ index: Int) -> Session {
    let before = before(index)
    guard var session = Self.given(lesson.steps[index], on: before)?.session else { return before }
    session.forgetQuestions()
    session.answersAnew = true
    return session
  }

  /// A session in which all was run, questions too: what the closing notes hold.
  var whole: Session {
    var session = sessions[0]
    for step in lesson.steps {
      if let given = step.given { session = Ran(given.text, on: session).session }
      session = Ran(step.answer.text, on: session).session
    }
    return session
  }
}
