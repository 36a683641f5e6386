#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a history file holds.
struct HistoryContents {

  /// The entries, oldest first.
  var entries: [String] = []

  /// What was wrong, if anything was.
  var problem: HistoryProblem?
}

/// A file of entries that several sessions may use at once.
///
/// A session only ever appends its own entries, in one write under a lock (`flock`), so none
/// overwrites another's. When the file has grown by a quarter over its capacity, the session that
/// notices, still under the lock, renames a shorter copy over it; one that waited for the lock
/// meanwhile sees that its file is no longer the one at the path, and opens that. Lines that
/// cannot be decoded are carried along.
struct HistoryFile {

  /// The entries that are kept.
  static let capacity = 4000

  /// Where the file is; its folder is created when something is saved.
  let path: String

  /// Reads the entries. There are none, and no problem, when there is no file.
  func load() -> HistoryContents {
    let file: FileHandle
    do throws(SystemError) {
      file = try FileHandle(opening: path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return HistoryContents() }
      return HistoryContents(problem: .unreadable(path: path, code: error.code))
    }
    do throws(HistoryProblem) {
      return decode(try read(file))
    } catch {
      return HistoryContents(problem: error)
    }
  }

  /// Appends `entries`, leaving out those equal to the one before them.
  func append(_ entries: [String]) throws(HistoryProblem) {
    let file = try lockedFile()
    let old = try read(file)
    var lines = lines(of: old)
    let known = lines.count
    for entry in entries {
      let line = HistoryCoding.encoded(entry)[...]
      if lines.last != line { lines.append(line) }
    }
    do throws(SystemError) {
      if lines.count > Self.capacity + Self.capacity / 4 {
        try replaceFile(lines.suffix(Self.capacity))
      } else {
        var addition = old.isEmpty ? HistoryCoding.header : old.last == 0x0A ? [] : [0x0A]
        for line in lines[known...] { addition += line + [0x0A] }
        try file.append(addition)
      }
    } catch {
      throw .unwritable(path: path, code: error.code)
    }
  }

  /// Returns the entries in the bytes of a file.
  private func decode(_ bytes: [UInt8]) -> HistoryContents {
    var contents = HistoryContents()
    var damaged = 0
    for line in lines(of: bytes).suffix(Self.capacity) {
      if let entry = HistoryCoding.decoded(line) {
        if contents.entries.last != entry { contents.entries.append(entry) }
      } else {
        damaged += 1
      }
    }
    if damaged > 0 { contents.problem = .damaged(path: path, entries: damaged) }
    return contents
  }

  /// Returns the lines after the first that are not empty.
  private func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.dropFirst(HistoryCoding.header.count).split(separator: 0x0A)
  }

  /// Returns the bytes of a file, which is empty or begins as a history.
  private func read(_ file: borrowing FileHandle) throws(HistoryProblem) -> [UInt8] {
    do throws(FileHandle.Unsuitable) {
      return try file.contents(headed: HistoryCoding.header)
    } catch {
      switch error {
      case .unreadable(let error): throw .unreadable(path: path, code: error.code)
      case .notAFile: throw .notAFile(path: path)
      case .tooBig: throw .tooBig(path: path)
      case .otherHeader: throw .notAHistory(path: path)
      }
    }
  }

  /// Opens the file, which is created for its owner alone, and locks it.
  private func lockedFile() throws(HistoryProblem) -> FileHandle {
    do throws(SystemError) {
      try createFolder(of: path)
      for _ in 0..<100 {
        let file = try FileHandle(opening: path, O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY)
        if try file.lock(), try file.isStill(at: path) { return file }
        usleep(20_000)
      }
    } catch {
      throw error.code == EISDIR
        ? .notAFile(path: path) : .unwritable(path: path, code: error.code)
    }
    throw .busy(path: path)
  }

  /// Puts a file with `lines` in the place of this one, at once.
  private func replaceFile(_ lines: ArraySlice<ArraySlice<UInt8>>) throws(SystemError) {
    let target = resolved(path)
    let temporary = target + ".new"
    unlink(temporary)  // left by a session that was killed: the lock says nobody else is here
    let file = try FileHandle(opening: temporary, O_WRONLY | O_CREAT | O_EXCL)
    do throws(SystemError) {
      try file.append(HistoryCoding.header + lines.joined(separator: [0x0A]) + [0x0A])
      try file.synchronize()
      guard rename(temporary, target) == 0 else { throw .last }
    } catch {
      unlink(temporary)
      throw error
    }
  }
}
