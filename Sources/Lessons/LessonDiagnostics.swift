import SourceText

/// What may be wrong with a lesson's file.
extension Diagnostic {
  private static func lesson(
    _ text: String, _ span: SourceSpan?, label: String = "", _ help: String
  )
    -> Diagnostic
  {
    Diagnostic(.lessonUnreadable, text, at: span, label: label, help: [help])
  }

  static func lessonNotText(_ source: SourceID) -> Diagnostic {
    lesson(
      "this file is not UTF-8 text", SourceSpan(source: source, start: 0, end: 0),
      "save it as UTF-8")
  }

  static func lessonWithoutTitle(_ source: SourceID) -> Diagnostic {
    lesson(
      "the lesson has no title", SourceSpan(source: source, start: 0, end: 0),
      "begin the file with a line such as `# Cutting losses`")
  }

  static func lessonTitleTwice(_ span: SourceSpan) -> Diagnostic {
    lesson(
      "a lesson has one title", span, "a step's title begins with two signs: `## A first look`")
  }

  static func lessonWithoutSteps(_ span: SourceSpan) -> Diagnostic {
    lesson("the lesson has no step", span, "a step begins with a line such as `## A first look`")
  }

  static func lessonStepTwice(_ title: LessonText) -> Diagnostic {
    lesson(
      "two steps are called `\(title.text)`", title.span,
      "progress is kept by the title: give each step its own")
  }

  static func lessonKeyword(_ word: LessonText) -> Diagnostic {
    let first = word.text.split(separator: " ").first.map(String.init) ?? word.text
    let all = LessonLine.Keyword.allCases.map(\.rawValue)
    let near = all.contains(first) ? [] : Spelling.suggestions(for: first, among: all)
    return lesson(
      near.isEmpty
        ? "`\(first)` takes nothing before its colon" : "`\(word.text)` is no keyword of a lesson",
      word.span,
      near.isEmpty
        ? "write `\(first): …`"
        : "did you mean \(near.map { "`\($0):`" }.joined(separator: " or "))? The keywords are \(all.joined(separator: ", "))"
    )
  }

  static func lessonKeywordPlace(_ keyword: String, _ span: SourceSpan) -> Diagnostic {
    lesson(
      "`\(keyword):` stands before the first step", span,
      "a step begins with a line such as `## A first look`")
  }

  static func lessonCodeMissing(_ keyword: String, _ span: SourceSpan) -> Diagnostic {
    lesson(
      "`\(keyword):` wants a block of Reroute before this", span,
      "put it between two lines of three backquotes")
  }

  static func lessonFenceOpen(_ span: SourceSpan) -> Diagnostic {
    lesson("this block never ends", span, "end it with a line of three backquotes")
  }

  static func lessonAnswerTwice(_ span: SourceSpan) -> Diagnostic {
    lesson(
      "a step has one reference answer", span, "write the other one as `Equal:` with its remark")
  }

  static func lessonStepLacks(_ keyword: String, _ title: LessonText) -> Diagnostic {
    lesson(
      "the step `\(title.text)` has no `\(keyword):`", title.span,
      "a step has a task, a reference answer and at least one check")
  }

  static func lessonMinutes(_ text: LessonText) -> Diagnostic {
    lesson("`Minutes:` wants a whole number from 1 to 600", text.span, "write `Minutes: 10`")
  }

  static func lessonSkip(_ text: LessonText) -> Diagnostic {
    lesson("`Skip:` wants yes or no", text.span, "write `Skip: no` where skipping is not allowed")
  }

  static func lessonKind(_ argument: LessonText, among known: [String]) -> Diagnostic {
    let word = argument.text.split(separator: " ").first.map(String.init) ?? ""
    let near = Spelling.suggestions(for: word, among: known)
    return lesson(
      word.isEmpty ? "a mistake is of a kind" : "there is no kind of mistake called `\(word)`",
      argument.span,
      near.isEmpty
        ? "the kinds are \(known.joined(separator: ", ")), or the code of a message; a kind of your own says when it is met: ``Mistake \(word.isEmpty ? "mine" : word) if `answer ~ 3`:``"
        : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?")
  }

  static func lessonHints(_ span: SourceSpan) -> Diagnostic {
    lesson("this is the fourth hint for one kind", span, "there are three levels, a hint each")
  }

  static func lessonCheck(_ text: String, _ help: String, _ span: SourceSpan) -> Diagnostic {
    lesson(text, span, help)
  }

  // MARK: What --check finds

  static func lessonFails(
    _ text: String, _ span: SourceSpan, notes: [String] = [], _ help: String
  ) -> Diagnostic {
    Diagnostic(.lessonFails, text, at: span, notes: notes, help: [help])
  }
}
