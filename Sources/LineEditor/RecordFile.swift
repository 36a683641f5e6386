#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file of lines behind a heading that several sessions append to, each whole lines under a lock (`flock`), so that none
/// loses another's. What is in it is never written over.
package struct RecordFile: Sendable {

  /// What is wrong with the file. None of it stops a session.
  package struct Problem: Error, CustomStringConvertible, Sendable {
    /// The problem in words, without a full stop.
    package let description: String
  }

  /// Where the file is; its folder is created when something is appended.
  private let path: String

  /// What it is called in messages: `the progress`.
  private let noun: String

  /// Its first line, with the end.
  private let header: [UInt8]

  /// Makes a file at `path`.
  package init(path: String, noun: String, header: String) {
    (self.path, self.noun, self.header) = (path, noun, Array(header.utf8))
  }

  /// Returns the bytes after the heading; none when there is no file.
  package func load() throws(Problem) -> [UInt8] {
    let file: FileHandle
    do throws(SystemError) {
      file = try FileHandle(opening: path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return [] }
      throw problem("cannot read \(noun) \(path)", error)
    }
    return Array(try read(file).dropFirst(header.count))
  }

  /// Appends lines, each with its end, all of them or none.
  package func append(_ lines: String) throws(Problem) {
    do throws(SystemError) {
      try createFolder(of: path)
    } catch {
      throw problem("cannot save \(noun) \(path)", error)
    }
    for _ in 0..<100 {
      if try isAppended(Array(lines.utf8)) { return }
      usleep(20_000)
    }
    throw Problem(description: "another session keeps \(noun) \(path) locked")
  }

  /// Appends unless another session has the file locked.
  private func isAppended(_ bytes: [UInt8]) throws(Problem) -> Bool {
    let file: FileHandle
    do throws(SystemError) {
      file = try FileHandle(opening: path, O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY)
    } catch {
      throw problem("cannot save \(noun) \(path)", error)
    }
    let isLocked: Bool
    do throws(SystemError) {
      isLocked = try file.lock()
    } catch {
      throw problem("cannot save \(noun) \(path)", error)
    }
    guard isLocked else { return false }
    let old = try read(file)
    let start = old.isEmpty ? header : old.last == 0x0A ? [] : [0x0A]
    do throws(SystemError) {
      try file.append(start + bytes)
    } catch {
      throw problem("cannot save \(noun) \(path)", error)
    }
    return true
  }

  /// Returns all bytes of a file that is empty or begins with the heading.
  private func read(_ file: borrowing FileHandle) throws(Problem) -> [UInt8] {
    do throws(FileHandle.Unsuitable) {
      return try file.contents(headed: header)
    } catch {
      switch error {
      case .unreadable(let error): throw problem("cannot read \(noun) \(path)", error)
      case .notAFile: throw Problem(description: "\(noun) \(path) is not a file")
      case .tooBig:
        throw Problem(description: "\(noun) \(path) is too big, so it is left alone")
      case .otherHeader:
        throw Problem(description: "\(path) is not \(noun), so it is left alone")
      }
    }
  }

  private func problem(_ what: String, _ error: SystemError) -> Problem {
    Problem(description: "\(what): \(String(cString: strerror(error.code)))")
  }
}
