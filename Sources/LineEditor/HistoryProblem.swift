#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What is wrong with a history file. None of it stops a session, and none of it loses the file.
package enum HistoryProblem: Error, Equatable, Sendable {

  /// The file cannot be read; `code` is an `errno`.
  case unreadable(path: String, code: Int32)

  /// The file cannot be written; `code` is an `errno`.
  case unwritable(path: String, code: Int32)

  /// The path names a directory, a device or the like.
  case notAFile(path: String)

  /// The file does not begin as a history does. It is left alone.
  case notAHistory(path: String)

  /// The file is too big to be a history. It is left alone.
  case tooBig(path: String)

  /// Some entries of the file are not text. They are skipped, and kept in the file.
  case damaged(path: String, entries: Int)

  /// Another session kept the file locked.
  case busy(path: String)
}

extension HistoryProblem: CustomStringConvertible {

  /// The problem in words, without a full stop.
  package var description: String {
    switch self {
    case .unreadable(let path, let code): "cannot read the history \(path): \(reason(code))"
    case .unwritable(let path, let code): "cannot save the history \(path): \(reason(code))"
    case .notAFile(let path): "the history \(path) is not a file"
    case .notAHistory(let path): "\(path) is not a history, so it is left alone"
    case .tooBig(let path): "the history \(path) is too big, so it is left alone"
    case .damaged(let path, let entries):
      "the history \(path) has \(entries) damaged \(entries == 1 ? "entry" : "entries")"
    case .busy(let path): "another session keeps the history \(path) locked"
    }
  }

  /// Returns what the system calls the error `code`.
  private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
