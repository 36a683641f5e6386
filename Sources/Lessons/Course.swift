import CLessons
package import SourceText

/// Lessons in their order.
package struct Course: Sendable {
  /// The lessons.
  package private(set) var lessons: [Lesson] = []
  /// Their files, for messages.
  package private(set) var sources = SourceMap()
  /// What is wrong with them.
  package private(set) var diagnostics: [Diagnostic] = []

  /// A course of files, each with its name.
  package init(_ files: [(name: String, bytes: [UInt8])]) {
    for file in files {
      let read = LessonReader.read(file.bytes, name: file.name, sources: &sources)
      diagnostics += read.diagnostics
      guard let lesson = read.lesson else { continue }
      if lessons.contains(where: { $0.id == lesson.id }) {
        diagnostics.append(.lessonTwice(lesson))
      } else {
        lessons.append(lesson)
      }
    }
  }

  /// The lessons that come with the command.
  package static var shipped: Course { Course(shippedFiles) }

  /// The files of the lessons that come with the command: those of `Scripts/lessons`, as they were when it was built.
  package static var shippedFiles: [(name: String, bytes: [UInt8])] {
    (0..<lesson_count()).map { i in
      let file = lesson_at(i)
      // The bytes lie in the program itself, where they stay.
      let bytes = UnsafeBufferPointer(start: file.bytes, count: Int(file.count))
      return (String(cString: file.name), Array(bytes))
    }
  }

  /// The lesson that a person means by a number, a name or the beginning of one; nil if there is none, or more than one.
  package func lesson(_ text: String) -> Int? {
    if let number = Int(text) { return lessons.indices.contains(number - 1) ? number - 1 : nil }
    let id = LessonStep.id(of: text)
    if let exact = lessons.firstIndex(where: { $0.id == id }) { return exact }
    let near = lessons.indices.filter {
      !id.isEmpty
        && (lessons[$0].id.contains(id) || LessonStep.id(of: lessons[$0].title).contains(id))
    }
    return near.count == 1 ? near[0] : nil
  }

  /// The lesson to go on with: the first that is begun and not done, else the first that is not done, else the first.
  package func next(_ records: [String: LessonRecord]) -> Int {
    func record(_ i: Int) -> LessonRecord { records[lessons[i].id] ?? LessonRecord() }
    func isDone(_ i: Int) -> Bool { record(i).next(in: lessons[i]) == lessons[i].steps.count }
    return lessons.indices.first { record($0).begun != nil && !isDone($0) }
      ?? lessons.indices.first { !isDone($0) } ?? 0
  }

  /// The lessons as a list, with how far each is.
  package func listing(_ records: [String: LessonRecord]) -> String {
    let widest = lessons.map { DisplayWidth.columns($0.title) }.max() ?? 0
    return lessons.enumerated().map { i, lesson in
      let state = (records[lesson.id] ?? LessonRecord()).state(of: lesson)
      let title = state.isEmpty ? lesson.title : DisplayWidth.padded(lesson.title, to: widest)
      return "  \(i + 1)  \(title)\(state.isEmpty ? "" : "  " + state)\n"
    }.joined()
  }
}

extension Diagnostic {
  static func lessonTwice(_ lesson: Lesson) -> Diagnostic {
    Diagnostic(
      .lessonUnreadable, "two lessons are called `\(lesson.id)`",
      at: SourceSpan(source: lesson.source, start: 0, end: 0),
      help: ["progress is kept by that name: give each lesson its own with `Id:`"])
  }
}
