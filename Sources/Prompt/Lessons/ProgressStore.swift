package import Lessons
import LineEditor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What learners did, kept beside the history: events are appended as they happen, so that nothing is lost when a session
/// ends in whatever way, nor when two are at it.
package struct ProgressStore {
  /// Where it is kept, in words.
  package static let explanation =
    "$REROUTE_PROGRESS, else $XDG_STATE_HOME/reroute/progress, else ~/.local/state/reroute/progress"

  /// What was done in each lesson, by the lessons' names.
  package private(set) var records: [String: LessonRecord] = [:]
  /// What is wrong with the file, to be told once.
  package private(set) var warning: String?
  private let file: RecordFile?

  /// Reads what is kept at the usual place.
  package init() { self.init(path: Self.path) }

  /// Reads what is kept at `path`; nil keeps nothing beyond the session.
  package init(path: String?) {
    file = path.map {
      RecordFile(path: $0, noun: "the progress of lessons", header: ProgressEvent.header)
    }
    do throws(RecordFile.Problem) {
      let text = String(decoding: try file?.load() ?? [], as: UTF8.self)
      let lines = text.split(separator: "\n")
      let events = lines.compactMap { ProgressEvent(line: $0) }
      records = LessonRecord.records(of: events)
      if events.count < lines.count {
        let damaged = lines.count - events.count
        warning =
          "\(damaged) damaged \(damaged == 1 ? "line" : "lines") of the progress \(path ?? "") \(damaged == 1 ? "is" : "are") passed over"
      }
    } catch {
      warning = error.description
    }
  }

  private static var path: String? {
    if let path = Output.environment("REROUTE_PROGRESS") { return path }
    if let state = Output.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return state + "/reroute/progress"
    }
    return Output.environment("HOME").map { $0 + "/.local/state/reroute/progress" }
  }

  /// What was done in a lesson.
  package func record(of lesson: Lesson) -> LessonRecord { records[lesson.id] ?? LessonRecord() }

  /// Adds events as of now. They count in this session even where they can't be kept.
  package mutating func add(_ events: [ProgressEvent]) {
    guard !events.isEmpty else { return }
    let now = Int(time(nil))
    var lines = ""
    for var event in events {
      event.time = now
      records[event.lesson, default: LessonRecord()].add(event)
      lines += event.line
    }
    do throws(RecordFile.Problem) {
      try file?.append(lines)
    } catch {
      if warning == nil { warning = error.description + "; it counts until you leave" }
    }
  }

  /// The warning, once.
  package mutating func takeWarning() -> String? {
    defer { if warning != nil { warning = "" } }
    return warning?.isEmpty == false ? warning : nil
  }
}
