import Reroute

/// The closing notes of a lesson: what to keep of each step, what the learner wrote, and all of it as a script.
struct LessonNotes {
  let lesson: Lesson
  let record: LessonRecord
  /// A session in which all of the lesson was run.
  let whole: Session

  /// The notes as Markdown.
  var text: String {
    let filled = LessonProse(session: whole).filled
    var text = "# Notes: \(lesson.title)\n\n\(lesson.teaches)\n"
    for step in lesson.steps {
      text += "\n## \(step.title.text)\n\n"
      if !step.keep.isEmpty { text += filled(step.keep) + "\n\n" }
      text += fenced(step.answer.text)
      let own = record.steps[step.id]
      if let answer = own?.answer,
        NormalForm.statements(of: answer) != NormalForm.statements(of: step.answer.text)
      {
        text += "\nYour answer:\n\n" + fenced(answer)
      } else if own?.isSkipped == true {
        text += "\nSkipped.\n"
      }
    }
    return text + "\n## All of it, as a script\n\n" + fenced(whole.source)
  }

  private func fenced(_ code: String) -> String {
    "```reroute\n" + code + (code.hasSuffix("\n") ? "" : "\n") + "```\n"
  }
}
