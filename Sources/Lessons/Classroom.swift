package import Reroute

/// A lesson under way: takes entries, tells what to show, and notes what happened. It reads and writes nothing itself.
package struct Classroom: Sendable {
  /// The lesson.
  package let lesson: Lesson
  /// Which lesson of the course it is, as it is told: `2 of 8`; empty for one on its own.
  package let place: String
  /// How to lay out what is told.
  package var page: LessonPage
  /// Whether steps may be skipped.
  package let allowsSkip: Bool
  /// The step under way, from 0; as many as there are once the lesson is done.
  package private(set) var index: Int
  /// The session as the learner sees it, for completion and for looking around.
  package private(set) var session: Session
  /// What happened since the last ``takeEvents()``.
  private var events: [ProgressEvent] = []

  private var states: StepStates
  /// The entries of this step that brought it forward, and how many checks pass with them.
  private var kept: (text: String, passed: Int) = ("", 0)
  private var base: Session
  private var counts: [MistakeKind: Int] = [:]
  private var last: Finding?
  /// The reference answer as it was run on the step's state, once it was needed.
  private var reference: Ran?

  /// Begins a lesson at a step.
  package init(
    _ lesson: Lesson, place: String = "", at index: Int = 0, template: Session,
    page: LessonPage = LessonPage(), allowsSkip: Bool = true
  ) {
    (self.lesson, self.place, self.page) = (lesson, place, page)
    self.allowsSkip = allowsSkip && lesson.allowsSkip
    self.index = min(max(0, index), lesson.steps.count)
    states = StepStates(lesson, template: template)
    (session, base) = (template, template)
    prepare()
  }

  /// `true` iff every step is done.
  package var isDone: Bool { index >= lesson.steps.count }

  /// The events since this was asked last.
  package mutating func takeEvents() -> [ProgressEvent] {
    defer { events = [] }
    return events
  }

  private mutating func prepare() {
    base = isDone ? states.before(lesson.steps.count) : states.task(index)
    session = base
    (kept, counts, last, reference) = (("", 0), [:], nil, nil)
  }

  private mutating func note(_ kind: ProgressEvent.Kind) {
    let step = isDone ? "" : lesson.steps[index].id
    events.append(ProgressEvent(lesson: lesson.id, step: step, kind: kind))
  }

  // MARK: What is told

  /// The lesson's beginning and its step.
  package mutating func open() -> String {
    note(.opened)
    let before = place.isEmpty ? "" : "Lesson \(place): "
    var text = "\n" + page.heading(before + lesson.title, isLesson: true)
    text += page.paragraph("About \(lesson.minutes) minutes. \(lesson.teaches)") + "\n"
    if index == 0 {
      text += page.blocks(lesson.blocks) { LessonProse(session: base).filled($0) }
    } else if !isDone {
      text +=
        page.paragraph(
          "Going on with step \(index + 1) of \(lesson.steps.count); `:restart` begins at the first."
        ) + "\n"
    }
    return text + show()
  }

  /// The step under way, or the end.
  package mutating func show() -> String {
    guard !isDone else { return ending }
    let step = lesson.steps[index]
    let before = states.before(index)
    let filled = LessonProse(session: base).filled
    var text = page.heading("Step \(index + 1) of \(lesson.steps.count): \(step.title.text)")
    var given = ""
    if let code = step.given, let ran = StepStates.given(step, on: before) {
      given = page.code(code.text) + page.output(told(ran.outcome))
    }
    text += page.blocks(step.blocks, given: given, filled: filled)
    return text + page.paragraph(filled(step.task), label: "Your turn:", style: "1;32")
  }

  private var ending: String {
    var text = page.heading("The lesson is done.")
    if !lesson.closing.isEmpty {
      text += page.paragraph(LessonProse(session: base).filled(lesson.closing))
    }
    text += "\n" + page.paragraph("What to keep:", style: "1")
    for step in lesson.steps where !step.keep.isEmpty {
      text += page.paragraph(LessonProse(session: base).filled(step.keep), label: "-", indent: 2)
    }
    return text + "\n"
      + page.paragraph(
        "`:notes FILE` keeps this as a file, with a script that runs. `:next` goes on to the next lesson, `:leave` leaves. Until then the plan is yours to play with."
      )
  }

  /// What a run came to: messages, answers, and what changed.
  private func told(_ outcome: Outcome) -> String {
    var text = outcome.renderedMessages(colour: page.colour, width: page.columns)
    text += outcome.report(
      .text, showsQuestion: outcome.answerCount > 1, colour: page.colour,
      width: page.columns, isPlain: page.isPlain)
    for change in outcome.changes where !(change.before + change.after).contains("\n") {
      text += "\(page.paint(change.name, "1")): \(change.before) -> \(change.after)\n"
    }
    return text
  }

  // MARK: Entries

  /// Takes an entry of the learner's and tells what came of it.
  package mutating func enter(_ text: String) -> String {
    var shown = session
    var outcome = shown.run(text, name: "prompt")
    if outcome.status == .wrong, !kept.text.isEmpty {
      // What stays of before may stand in the way: then the step begins again.
      var fresh = base
      let again = fresh.run(text, name: "prompt")
      if again.status != .wrong { (shown, outcome, kept) = (fresh, again, ("", 0)) }
    }
    // A comment alone is nothing to judge.
    if outcome.status == .wrong, outcome.messages.allSatisfy({ $0.code == "R114" }) { return "" }
    let result = told(outcome)
    if outcome.status == .interrupted {
      return result + page.paragraph("That was stopped, so it doesn't count.")
    }
    guard !isDone else {
      if outcome.status != .wrong { session = shown }
      return result
    }
    return result + judged(text, shown, outcome)
  }

  /// Judges an entry, alone and after those that brought the step forward.
  private mutating func judged(_ text: String, _ shown: Session, _ outcome: Outcome) -> String {
    let step = lesson.steps[index]
    let reference = reference ?? Ran(step.answer.text, on: base)
    self.reference = reference
    let judge = Judge(step: step, reference: reference)
    // Nothing stays of before: then the entry was run on the step's own state already.
    let alone =
      kept.text.isEmpty
      ? Ran(text, shown, outcome, declares: shown.revision != base.revision) : Ran(text, on: base)
    var judgement = judge.judge(alone)
    var whole = text
    if case .wrong(_, let passed, _) = judgement, !kept.text.isEmpty, outcome.status != .wrong {
      let together = judge.judge(Ran.after(kept.text, text, shown, outcome))
      switch together {
      case .right: (judgement, whole) = (together, kept.text + "\n" + text)
      case .wrong(_, let more, _) where more > passed:
        (judgement, whole) = (together, kept.text + "\n" + text)
      default: break
      }
    }
    switch judgement {
    case .right(let remark):
      note(.passed(answer: whole))
      return passed(step, remark)
    case .wrong(let finding, let passed, let isPart):
      // What lacks another declaration is half of the way; what has a mistake in itself is to be written anew.
      let isProgress =
        isPart && alone.declares && passed > max(kept.passed, passedAtFirst(judge))
      return wrong(text, finding, alone, progress: isProgress ? (whole, passed) : nil, shown)
    }
  }

  /// How many checks pass before anything is entered.
  private func passedAtFirst(_ judge: Judge) -> Int {
    if case .wrong(_, let passed, _) = judge.judge(Ran("0", on: base)) { passed } else { 0 }
  }

  private mutating func passed(_ step: LessonStep, _ remark: Judgement.Remark) -> String {
    var text = ""
    switch remark {
    case .none: text = page.paragraph("Right.", style: "1")
    case .foreseen(let words):
      text = page.paragraph(
        LessonProse(session: session).filled(words), label: "Right.", style: "1;32")
    case .other:
      text = page.paragraph(
        "That does it as well. The lesson goes on with its own way:", label: "Right.", style: "1;32"
      )
      text += page.code(step.answer.text)
    }
    return text + advance(step)
  }

  /// Tells why, and goes to the next step.
  private mutating func advance(_ step: LessonStep) -> String {
    let after = (reference ?? Ran(step.answer.text, on: base)).session
    var text = ""
    if !step.why.isEmpty { text += page.paragraph(LessonProse(session: after).filled(step.why)) }
    index += 1
    prepare()
    if isDone { note(.finished) }
    return text + "\n" + show()
  }

  private mutating func wrong(
    _ text: String, _ finding: Finding, _ alone: Ran, progress: (String, Int)?, _ shown: Session
  ) -> String {
    last = finding
    let level = nextLevel(finding)
    if finding.kind != .asked {
      note(
        .mistake(
          kind: finding.kind.name, code: finding.code, level: level,
          entry: text))
    }
    var told = ""
    if let progress {
      (kept, session) = (progress, shown)
      told += page.paragraph("That is a part of it; it stays.")
    } else if alone.declares {
      told += page.paragraph("Not yet, so it is taken back.")
    }
    return told + hintText(finding, level)
  }

  /// The level of the next hint for what was found: one more than last time.
  private mutating func nextLevel(_ finding: Finding) -> Int {
    let key = Hints(step: lesson.steps[index]).key(finding)
    counts[key, default: 0] += 1
    return min(counts[key] ?? 1, Hints.levels)
  }

  private func hintText(_ finding: Finding, _ level: Int) -> String {
    let hint = Hints(step: lesson.steps[index]).text(finding, level: level)
    var text = page.paragraph(
      LessonProse(session: base).filled(hint), label: "Hint:", style: "1;33")
    if level == Hints.levels, allowsSkip {
      text += page.paragraph("`:skip` shows the answer and explains it.")
    }
    return text
  }

  // MARK: Commands

  /// The next hint: for the last kind of mistake, or for any.
  package mutating func hint() -> String {
    guard !isDone else { return page.paragraph("The lesson is done; there is nothing to hint at.") }
    let finding = last ?? Finding(.any)
    let level = nextLevel(finding)
    note(.hint(kind: finding.kind.name, level: level))
    return hintText(finding, level)
  }

  /// Shows the answer, explains it, and goes on.
  package mutating func skip() -> String {
    guard !isDone else { return page.paragraph("The lesson is done; there is nothing to skip.") }
    guard allowsSkip else {
      return page.paragraph("This lesson is taken without skipping; `:hint` helps.")
    }
    let step = lesson.steps[index]
    note(.skipped)
    let ran = reference ?? Ran(step.answer.text, on: base)
    reference = ran
    return page.paragraph("The answer:", style: "1") + page.code(step.answer.text)
      + page.output(told(ran.outcome)) + advance(step)
  }

  /// The step before.
  package mutating func back() -> String {
    guard index > 0 else { return page.paragraph("This is the first step.") }
    index -= 1
    prepare()
    return show()
  }

  /// The first step; what was done counts no longer.
  package mutating func restart() -> String {
    note(.reset)
    index = 0
    prepare()
    return open()
  }

  /// The closing notes as Markdown: what to keep, the learner's own answers, and a script that runs.
  package func notes(_ record: LessonRecord) -> String {
    LessonNotes(lesson: lesson, record: record, whole: states.whole).text
  }
}
