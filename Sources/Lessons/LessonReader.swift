package import SourceText

/// Reads a lesson's file. It is strict: what it doesn't understand is a mistake with its line and column.
package struct LessonReader {
  private let file: SourceFile
  private let source: SourceID
  private var diagnostics: [Diagnostic] = []
  private var lesson: Lesson
  private var hasTitle = false
  private var step: LessonStep?
  private var draft = Draft()
  /// A keyword that waits for its code: where it stands and what to do with the code.
  private var waiting: (keyword: LessonLine.Keyword, argument: LessonText, text: LessonText)?
  /// What further lines go on with: the words of the step, the lesson or a hint.
  private var open = Open.nothing
  private var declared: [MistakeKind: [LessonCheck]] = [:]

  /// What of a step was written, and where.
  private struct Draft {
    var hasAnswer = false
    var titles: Set<String> = []
  }

  /// What a line of text goes on with.
  private enum Open {
    case nothing, paragraph, task, why, keep, closing, teaches, hint(MistakeKind), remark
  }

  /// The lesson in a file, and what is wrong with it; nil where there is no telling what it is.
  package static func read(_ bytes: [UInt8], name: String, sources: inout SourceMap) -> (
    lesson: Lesson?, diagnostics: [Diagnostic]
  ) {
    let file = SourceFile(name: name, bytes: bytes)
    let source = sources.add(file)
    guard String(validating: bytes, as: UTF8.self) != nil else {
      return (nil, [.lessonNotText(source)])
    }
    var reader = LessonReader(file, source)
    return reader.read()
  }

  private init(_ file: SourceFile, _ source: SourceID) {
    (self.file, self.source) = (file, source)
    lesson = Lesson(id: "", title: "", minutes: 10, teaches: "", source: source)
  }

  private mutating func read() -> (lesson: Lesson?, diagnostics: [Diagnostic]) {
    let lines = file.text(0..<file.bytes.count).split(
      separator: "\n", omittingEmptySubsequences: false)
    var offset = 0
    var code: (start: SourceSpan, from: Int)?
    for line in lines {
      let parsed = LessonLine(line.utf8[...], at: offset, of: source)
      let next = offset + line.utf8.count + 1
      if let opened = code {
        if case .fence = parsed {
          // Without the last line's end.
          close(
            LessonText(
              file.text(opened.from..<max(opened.from, offset - 1)),
              SourceSpan(source: source, start: opened.from, end: max(opened.from, offset - 1))))
          code = nil
        }
      } else if case .fence(let span) = parsed {
        code = (span, min(next, file.bytes.count))
      } else {
        take(parsed)
      }
      offset = next
    }
    if let code { diagnostics.append(.lessonFenceOpen(code.start)) }
    finishStep()
    if !hasTitle { diagnostics.append(.lessonWithoutTitle(source)) }
    if hasTitle, lesson.steps.isEmpty {
      diagnostics.append(.lessonWithoutSteps(SourceSpan(source: source, start: 0, end: 0)))
    }
    if lesson.id.isEmpty { lesson.id = LessonStep.id(of: lesson.title) }
    return (diagnostics.hasErrors ? nil : lesson, diagnostics.sortedByPlace())
  }

  // MARK: Lines

  private mutating func take(_ line: LessonLine) {
    switch line {
    case .blank: open = .nothing
    case .heading(let level, let title): head(level, title)
    case .unknownKeyword(let word): diagnostics.append(.lessonKeyword(word))
    case .keyword(let keyword, let argument, let text): key(keyword, argument, text)
    case .text(let text): goOn(text)
    case .fence: break
    }
  }

  private mutating func head(_ level: Int, _ title: LessonText) {
    finishStep()
    open = .nothing
    if level == 1 {
      if hasTitle { diagnostics.append(.lessonTitleTwice(title.span)) }
      (hasTitle, lesson.title) = (true, title.text)
    } else {
      if !draft.titles.insert(LessonStep.id(of: title.text)).inserted {
        diagnostics.append(.lessonStepTwice(title))
      }
      step = LessonStep(title: title, answer: LessonText("", title.span))
      draft.hasAnswer = false
      declared = [:]
    }
  }

  private mutating func goOn(_ text: LessonText) {
    switch open {
    case .task: step?.task += " " + text.text
    case .why: step?.why += " " + text.text
    case .keep: step?.keep += " " + text.text
    case .closing: lesson.closing += " " + text.text
    case .teaches: lesson.teaches += " " + text.text
    case .remark: waiting?.text.text += " " + text.text
    case .hint(let kind):
      if var all = step?.hints[kind], let last = all.popLast() {
        step?.hints[kind] = all + [last + " " + text.text]
      }
    case .paragraph:
      if case .paragraph(let before)? = (step?.blocks ?? lesson.blocks).last {
        replaceLast(with: .paragraph(before + " " + text.text))
      }
    case .nothing:
      if let waiting { diagnostics.append(.lessonCodeMissing(waiting.keyword.rawValue, text.span)) }
      waiting = nil
      append(.paragraph(text.text))
      open = .paragraph
    }
  }

  private mutating func append(_ block: LessonBlock) {
    if step == nil { lesson.blocks.append(block) } else { step?.blocks.append(block) }
  }

  private mutating func replaceLast(with block: LessonBlock) {
    if step == nil {
      lesson.blocks[lesson.blocks.count - 1] = block
    } else {
      step?.blocks.removeLast()
      step?.blocks.append(block)
    }
  }

  // MARK: Keywords

  private mutating func key(
    _ keyword: LessonLine.Keyword, _ argument: LessonText, _ text: LessonText
  ) {
    if let waiting { diagnostics.append(.lessonCodeMissing(waiting.keyword.rawValue, text.span)) }
    waiting = nil
    open = .nothing
    guard step != nil || keyword.isOfLesson else {
      diagnostics.append(.lessonKeywordPlace(keyword.rawValue, text.span))
      return
    }
    switch keyword {
    case .id: lesson.id = LessonStep.id(of: text.text)
    case .minutes:
      guard let minutes = Int(text.text), (1...600).contains(minutes) else {
        diagnostics.append(.lessonMinutes(text))
        return
      }
      lesson.minutes = minutes
    case .skip:
      guard ["yes", "no"].contains(text.text) else {
        diagnostics.append(.lessonSkip(text))
        return
      }
      lesson.allowsSkip = text.text == "yes"
    case .teaches: (lesson.teaches, open) = (text.text, .teaches)
    case .closing: (lesson.closing, open) = (text.text, .closing)
    case .task:
      step?.task = text.text
      open = .task
    case .why:
      step?.why = text.text
      open = .why
    case .keep:
      step?.keep = text.text
      open = .keep
    case .check: if let check = check(text) { step?.checks.append(check) }
    case .hint: hint(argument, text)
    case .given, .answer, .mistake, .equal:
      waiting = (keyword, argument, text)
      if keyword == .equal { open = .remark }
    }
  }

  private mutating func check(_ text: LessonText) -> LessonCheck? {
    do throws(LessonCheck.Unreadable) {
      return try LessonCheck(text.text, text.span)
    } catch {
      diagnostics.append(.lessonCheck(error.message, error.help, text.span))
      return nil
    }
  }

  private mutating func hint(_ argument: LessonText, _ text: LessonText) {
    let kind = argument.text.isEmpty ? MistakeKind.any : MistakeKind(argument.text)
    if !isKnown(kind) { diagnostics.append(.lessonKind(argument, among: knownKinds)) }
    if step?.hints[kind]?.count == 3 { diagnostics.append(.lessonHints(text.span)) }
    step?.hints[kind, default: []].append(text.text)
    open = .hint(kind)
  }

  private func isKnown(_ kind: MistakeKind) -> Bool {
    kind == .any || kind.isCode || MistakeKind.found.contains(kind) || declared[kind] != nil
  }

  private var knownKinds: [String] {
    MistakeKind.found.map(\.name) + declared.keys.map(\.name).sorted()
  }

  // MARK: Code

  private mutating func close(_ code: LessonText) {
    open = .nothing
    guard let (keyword, argument, text) = waiting else { return append(.code(code.text)) }
    waiting = nil
    switch keyword {
    case .given:
      if step != nil { append(.given) }
      step?.given = code
    case .answer:
      if draft.hasAnswer { diagnostics.append(.lessonAnswerTwice(code.span)) }
      step?.answer = code
      draft.hasAnswer = true
    case .equal: step?.equals.append(EqualAnswer(remark: text, answer: code))
    default: mistake(argument, code)
    }
  }

  /// `Mistake KIND:` or ``Mistake KIND if `CHECK`:``
  private mutating func mistake(_ argument: LessonText, _ code: LessonText) {
    let words = argument.text.split(separator: " ", maxSplits: 2).map(String.init)
    let kind = MistakeKind(words.first ?? "")
    if words.count == 3, words[1] == "if" {
      let condition = LessonText(words[2], argument.span)
      declared[kind, default: []] += check(condition).map { [$0] } ?? []
    } else if words.count != 1 || !isKnown(kind) {
      diagnostics.append(.lessonKind(argument, among: knownKinds))
    }
    step?.mistakes.append(
      TypicalMistake(kind: kind, conditions: declared[kind] ?? [], entry: code))
  }

  private mutating func finishStep() {
    if let waiting {
      diagnostics.append(.lessonCodeMissing(waiting.keyword.rawValue, waiting.text.span))
    }
    waiting = nil
    guard let finished = step else { return }
    let title = finished.title
    if finished.task.isEmpty { diagnostics.append(.lessonStepLacks("Task", title)) }
    if !draft.hasAnswer { diagnostics.append(.lessonStepLacks("Answer", title)) }
    if finished.checks.isEmpty { diagnostics.append(.lessonStepLacks("Check", title)) }
    lesson.steps.append(finished)
    step = nil
  }
}
