package import Reroute
package import SourceText

/// Plays a lesson as learners do, right and wrong: what `reroute learn --check` does.
package struct Rehearsal {
  private let lesson: Lesson
  private let template: Session
  private var states: StepStates
  private var found: [Diagnostic] = []
  /// The entries that were played.
  package private(set) var entries = 0

  /// What of a lesson does not hold; nothing if all of it does.
  package static func check(_ lesson: Lesson, template: Session) -> (
    diagnostics: [Diagnostic], entries: Int
  ) {
    var rehearsal = Rehearsal(lesson: lesson, template: template)
    for index in lesson.steps.indices { rehearsal.play(index) }
    return (rehearsal.found.sortedByPlace(), rehearsal.entries)
  }

  private init(lesson: Lesson, template: Session) {
    (self.lesson, self.template) = (lesson, template)
    states = StepStates(lesson, template: template)
  }

  private mutating func play(_ index: Int) {
    let step = lesson.steps[index]
    let before = states.before(index)
    if let given = step.given, let ran = StepStates.given(step, on: before), !ran.isAccepted {
      return fail("what is given doesn't run", given.span, ran)
    }
    let base = states.task(index)
    let reference = Ran(step.answer.text, on: base)
    entries += 1
    guard reference.isAccepted else {
      return fail("the reference answer doesn't run", step.answer.span, reference)
    }
    let judge = Judge(step: step, reference: reference)
    let findings = CheckRun(learner: reference, reference: reference).findings(step.checks)
    for (check, finding) in zip(step.checks, findings) {
      guard let finding else { continue }
      found.append(
        .lessonFails(
          "the reference answer doesn't pass `\(check.text)`", check.span,
          notes: ["a learner would be told: \(Hints(step: step).text(finding, level: 1))"],
          "change the check or the answer"))
    }
    guard findings.allSatisfy({ $0 == nil }) else { return }
    passesOnlyByAnswer(step, base, judge)
    for equal in step.equals { self.equal(equal, base, judge) }
    for mistake in step.mistakes { self.mistake(mistake, step, base, judge) }
    prose(step, base, reference.session)
  }

  /// A step whose checks pass before anything was entered checks nothing.
  private mutating func passesOnlyByAnswer(_ step: LessonStep, _ base: Session, _ judge: Judge) {
    guard case .right = judge.judge(Ran("0", on: base)) else { return }
    found.append(
      .lessonFails(
        "the checks of `\(step.title.text)` pass before anything is done", step.title.span,
        "add a check that only an answer passes"))
  }

  private mutating func equal(_ equal: EqualAnswer, _ base: Session, _ judge: Judge) {
    entries += 1
    let ran = Ran(equal.answer.text, on: base)
    switch judge.judge(ran) {
    case .right(.foreseen(equal.remark.text)): break
    case .right:
      found.append(
        .lessonFails(
          "this answer is accepted, but without its remark", equal.answer.span,
          "it has the same form as the reference answer or another one: remove it"))
    case .wrong(let finding, _, _):
      fail(
        "this answer should be accepted and is taken for a mistake of kind `\(finding.kind)`",
        equal.answer.span, ran)
    }
  }

  private mutating func mistake(
    _ mistake: TypicalMistake, _ step: LessonStep, _ base: Session, _ judge: Judge
  ) {
    entries += 1
    let ran = Ran(mistake.entry.text, on: base)
    switch judge.judge(ran) {
    case .right:
      found.append(
        .lessonFails(
          "this mistake is accepted as an answer", mistake.entry.span,
          "add a check that it doesn't pass"))
    case .wrong(let finding, _, _)
    where finding.kind != mistake.kind && finding.code != mistake.kind.name:
      fail(
        "this mistake is recognised as `\(finding.kind)`, not as `\(mistake.kind)`",
        mistake.entry.span, ran)
    default: break
    }
  }

  private mutating func prose(_ step: LessonStep, _ base: Session, _ after: Session) {
    for text in [step.task] + step.hints.values.joined() + paragraphs(step.blocks) {
      expressions(text, step, base)
    }
    for text in [step.why, step.keep] { expressions(text, step, after) }
  }

  private func paragraphs(_ blocks: [LessonBlock]) -> [String] {
    blocks.compactMap { if case .paragraph(let text) = $0 { text } else { nil } }
  }

  private mutating func expressions(_ text: String, _ step: LessonStep, _ session: Session) {
    for expression in LessonProse.expressions(in: text)
    where Ran("0", on: session).measure([expression]).isEmpty {
      found.append(
        .lessonFails(
          "`{\(expression)}` has no value in this step", step.title.span,
          "what stands in braces is evaluated; in backquotes it stays as it is"))
    }
  }

  private mutating func fail(_ text: String, _ span: SourceSpan, _ ran: Ran) {
    let messages = ran.outcome.messages.filter { $0.severity == .error }.map {
      "\($0.code): \($0.text)"
    }
    let told =
      messages.isEmpty
      ? ran.outcome.report(.text).split(separator: "\n").map(String.init) : messages
    found.append(
      .lessonFails(
        text, span, notes: Array(told.prefix(4)), "play the step to see what a learner sees"))
  }
}
