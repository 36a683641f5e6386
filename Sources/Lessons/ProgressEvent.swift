/// Something that happened in a lesson.
package struct ProgressEvent: Hashable, Sendable {
  /// What happened.
  package enum Kind: Hashable, Sendable {
    /// The lesson was begun, or gone on with.
    case opened
    /// The step's checks passed, with that entry.
    case passed(answer: String)
    /// The step's answer was shown instead.
    case skipped
    /// An entry was not the answer; `code` is that of its message, `level` that of the hint.
    case mistake(kind: String, code: String?, level: Int, entry: String)
    /// A hint was asked for.
    case hint(kind: String, level: Int)
    /// The last step was done.
    case finished
    /// What was done before counts no longer.
    case reset
  }

  /// The lesson, by its name.
  package var lesson: String
  /// The step, by its name; empty where the event is about the lesson.
  package var step: String
  /// What happened.
  package var kind: Kind
  /// When, in seconds since 1970; 0 where nobody looked at a clock.
  package var time = 0

  /// Creates an event.
  package init(lesson: String, step: String, kind: Kind, time: Int = 0) {
    (self.lesson, self.step, self.kind, self.time) = (lesson, step, kind, time)
  }
}

/// The text form of events: a line each, fields between tabs. A file of them begins with ``header``.
extension ProgressEvent {
  /// The first line of a progress file.
  package static let header = "reroute progress 1\n"

  /// The most characters that are kept of an entry.
  private static let longest = 4000

  /// The event as a line, with its end.
  package var line: String {
    let fields: [String] =
      switch kind {
      case .opened: ["opened"]
      case .passed(let answer): ["passed", answer]
      case .skipped: ["skipped"]
      case .mistake(let kind, let code, let level, let entry):
        ["mistake", kind, code ?? "", "\(level)", entry]
      case .hint(let kind, let level): ["hint", kind, "\(level)"]
      case .finished: ["finished"]
      case .reset: ["reset"]
      }
    let all = ["\(time)", lesson, step] + fields
    return all.map { Self.escaped(String($0.prefix(Self.longest))) }.joined(separator: "\t") + "\n"
  }

  /// Reads a line without its end; nil where it is none.
  package init?(line: some StringProtocol) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      .compactMap { Self.unescaped(String($0)) }
    guard fields.count >= 4, let time = Int(fields[0]), !fields[1].isEmpty else { return nil }
    let rest = fields.dropFirst(4)
    func field(_ i: Int) -> String { Array(rest)[i] }
    let kind: Kind
    switch (fields[3], rest.count) {
    case ("opened", 0): kind = .opened
    case ("passed", 1): kind = .passed(answer: field(0))
    case ("skipped", 0): kind = .skipped
    case ("mistake", 4):
      guard let level = Int(field(2)) else { return nil }
      kind = .mistake(
        kind: field(0), code: field(1).isEmpty ? nil : field(1), level: level, entry: field(3))
    case ("hint", 2):
      guard let level = Int(field(1)) else { return nil }
      kind = .hint(kind: field(0), level: level)
    case ("finished", 0): kind = .finished
    case ("reset", 0): kind = .reset
    default: return nil
    }
    self.init(lesson: fields[1], step: fields[2], kind: kind, time: time)
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static func unescaped(_ text: String) -> String? {
    var out = ""
    var isEscape = false
    for scalar in text.unicodeScalars {
      if isEscape {
        switch scalar {
        case "\\": out += "\\"
        case "n": out += "\n"
        case "t": out += "\t"
        case "r": out += "\r"
        default: return nil
        }
        isEscape = false
      } else if scalar == "\\" {
        isEscape = true
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return isEscape ? nil : out
  }
}
