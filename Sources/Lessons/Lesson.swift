package import SourceText

/// A piece of a lesson's file and where it stands there.
package struct LessonText: Hashable, Sendable {
  /// The text, without the marks around it.
  package var text: String
  /// Where it stands.
  package var span: SourceSpan

  /// Creates the text at `span`.
  package init(_ text: String, _ span: SourceSpan) { (self.text, self.span) = (text, span) }
}

/// What a lesson says between its tasks: a paragraph, or lines that are shown as they are.
package enum LessonBlock: Hashable, Sendable {
  case paragraph(String)
  /// The place of what is given.
  case given
  case code(String)
}

/// An answer that is as good as the lesson's own, and what is remarked when it comes.
package struct EqualAnswer: Hashable, Sendable {
  /// The remark.
  package var remark: LessonText
  /// The answer.
  package var answer: LessonText
}

/// What learners typically do wrong in a step.
package struct TypicalMistake: Hashable, Sendable {
  /// The kind it must be recognised as.
  package var kind: MistakeKind
  /// For a kind that the lesson declares: the checks that all hold of an entry of that kind.
  package var conditions: [LessonCheck]
  /// The entry.
  package var entry: LessonText
}

/// A step: what it explains, what the learner is to do, and how that is checked.
package struct LessonStep: Hashable, Sendable {
  /// The title.
  package var title: LessonText
  /// What it explains.
  package var blocks: [LessonBlock] = []
  /// What is run, and shown, before the task; part of the state from then on.
  package var given: LessonText?
  /// The task.
  package var task = ""
  /// The reference answer; its declarations are part of the state of the steps that follow.
  package var answer: LessonText
  /// What must hold of an answer.
  package var checks: [LessonCheck] = []
  /// Other answers with a remark of their own.
  package var equals: [EqualAnswer] = []
  /// Mistakes with their kinds.
  package var mistakes: [TypicalMistake] = []
  /// The hints by kind or by a message's code, from the gentlest to the plainest; those for any kind under ``MistakeKind/any``.
  package var hints: [MistakeKind: [String]] = [:]
  /// Why the answer is the answer; told after it, and when the step is skipped.
  package var why = ""
  /// What to keep of it, for the closing notes.
  package var keep = ""

  /// The step's name in progress files and reports: its title in lower case, words joined by `-`.
  package var id: String { LessonStep.id(of: title.text) }

  /// The name made of a title.
  package static func id(of title: String) -> String {
    title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}

/// A lesson as it stands in a file.
package struct Lesson: Hashable, Sendable {
  /// Its name in commands, progress files and reports.
  package var id: String
  /// The title.
  package var title: String
  /// About how many minutes it takes.
  package var minutes: Int
  /// What it teaches, in a sentence.
  package var teaches: String
  /// Whether steps may be skipped.
  package var allowsSkip = true
  /// What is told before the first step.
  package var blocks: [LessonBlock] = []
  /// The steps.
  package var steps: [LessonStep] = []
  /// What is told after the last step.
  package var closing = ""
  /// The file, for messages.
  package var source: SourceID
}
