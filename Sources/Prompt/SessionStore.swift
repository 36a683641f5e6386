#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The sessions that are kept in a folder, each as a script with remarks, so that none is lost with its process.
///
/// The file of an open session is rewritten whole, beside itself and renamed, after every entry that changes something; a lock
/// file beside it is held for as long as the process lives, so another can tell a session that was cut off from an open one.
/// Both are for their owner alone.
struct SessionStore {
  /// The sessions that stay, beside open ones.
  static let mostKept = 20
  /// The most bytes of a session that is kept.
  static let mostBytes = 8 << 20

  /// A session that is not open any more.
  struct Kept {
    /// The file.
    let path: String
    /// When it began, as `2026-11-22 21:56`.
    let began: String
    /// The folder it was in, for imports.
    let folder: String
    /// The questions that were watched.
    let watched: [String]
    /// Whether it ended as it should, with `:quit` or Ctrl-D.
    let hasEnded: Bool
    /// The statements.
    let source: String

    /// How many lines have statements; what it ends with.
    var summary: String {
      let lines = source.split(separator: "\n").filter { !$0.hasPrefix("#") }
      guard let last = lines.last(where: { !$0.hasPrefix(" ") && !$0.hasPrefix("}") }) else {
        return "nothing in it"
      }
      return
        "\(lines.count) \(lines.count == 1 ? "line" : "lines"), the last statement `\(last.count > 50 ? last.prefix(49) + "…" : last)`"
    }
  }

  /// Why something can't be kept.
  struct Failure: Error, CustomStringConvertible {
    /// What can't be done, with the reason.
    let description: String
    init(_ what: String, _ path: String, _ code: Int32 = errno) {
      description = "\(what) \(path): \(String(cString: strerror(code)))"
    }
  }

  /// The folder.
  let folder: String
  /// The file of this session once there is something to keep, and its lock.
  private(set) var path: String?
  private var lock: Int32 = -1
  /// What was written last, and when it was last made sure to be on the disk.
  private var written = ""
  private var synchronized = 0

  init(folder: String) { self.folder = folder }

  // MARK: This session

  /// Keeps the session as it is now; a session without statements is nothing to keep.
  mutating func keep(_ source: String, watched: [String], hasEnded: Bool = false) throws(Failure) {
    if path == nil, source.isEmpty { return }
    let path = if let known = self.path { known } else { try begin() }
    let remarks =
      ["began \(Self.began(path))", "folder \(Self.workingFolder)"] + watched.map { "watch \($0)" }
      + (hasEnded ? ["ended"] : [])
    let text =
      "# A session of Reroute, kept as it went; it runs as a script.\n"
      + remarks.map { "#: \($0)\n" }.joined() + source
    guard text != written else { return }
    guard text.utf8.count <= Self.mostBytes else { throw Failure("keep", path, EFBIG) }
    let now = time(nil)
    try Self.replace(path, text, synchronizes: hasEnded || now != synchronized)
    synchronized = now
    written = text
  }

  /// Makes the file's name and takes its lock.
  private mutating func begin() throws(Failure) -> String {
    try Self.makeFolder(folder)
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    func two(_ value: Int32) -> String { (value < 10 ? "0" : "") + "\(value)" }
    let day = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    let name = "\(day)-\(two(parts.tm_hour))\(two(parts.tm_min))\(two(parts.tm_sec))-\(getpid())"
    let path = folder + "/" + name + ".reroute"
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw Failure("write", path + ".lock") }
    _ = flock(lock, LOCK_EX | LOCK_NB)
    (self.path, self.lock) = (path, lock)
    return path
  }

  /// When the session of a file began, as its name says.
  private static func began(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let parts = name.split(separator: "-")
    guard parts.count >= 4, parts[3].count == 6 else { return "" }
    return parts[0..<3].joined(separator: "-") + " " + parts[3].prefix(2) + ":"
      + parts[3].dropFirst(2).prefix(2)
  }

  private static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }

  private static func replace(_ path: String, _ text: String, synchronizes: Bool) throws(Failure) {
    let draft = path + ".new"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw Failure("write", draft) }
    let isWritten = Output.write(text, to: file) && (!synchronizes || fsync(file) == 0)
    let code = errno
    close(file)
    guard isWritten, rename(draft, path) == 0 else {
      let failure = Failure("write", path, isWritten ? errno : code)
      unlink(draft)
      throw failure
    }
  }

  private static func makeFolder(_ path: String) throws(Failure) {
    if access(path, F_OK) == 0 { return }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]))
    }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure("make", path) }
  }

  // MARK: Sessions before

  /// The sessions that are not open, the newest first; those beyond the number that stays are deleted.
  func kept() -> [Kept] {
    var found: [Kept] = []
    for name in files().sorted(by: >) {
      let path = folder + "/" + name
      guard path != self.path, let lock = Self.taken(path + ".lock") else { continue }
      close(lock)
      if found.count >= Self.mostKept {
        delete(path)
      } else if let kept = Self.read(path) {
        found.append(kept)
      }
    }
    return found
  }

  /// Deletes a kept session.
  func delete(_ path: String) {
    for file in [path, path + ".new", path + ".lock"] { unlink(file) }
  }

  /// Holds the lock of a session that is to be restored, so that no other process restores it too; nil where one does.
  func hold(_ kept: Kept) -> Int32? { Self.taken(kept.path + ".lock") }

  private func files() -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".reroute") { names.append(name) }
    }
    return names
  }

  /// The lock of a session that is not open; nil for an open one.
  private static func taken(_ path: String) -> Int32? {
    let lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { return nil }
    if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
    close(lock)
    return nil
  }

  /// A kept session; nil for a file that can't be read or is none.
  private static func read(_ path: String) -> Kept? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= mostBytes
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { systemRead(file, $0, from: filled) }
      guard count > 0 else { return nil }
      filled += count
    }
    let text = String(decoding: bytes, as: UTF8.self)
    var remarks: [Substring] = []
    var rest = text[...]
    while rest.hasPrefix("#") {
      let line = rest.prefix { $0 != "\n" }
      let isHeader = remarks.isEmpty && line.hasPrefix("# A session of Reroute")
      guard isHeader || line.hasPrefix("#: ") else { break }
      if line.hasPrefix("#: ") { remarks.append(line.dropFirst(3)) }
      rest = rest.dropFirst(line.count + 1)
    }
    func remark(_ word: String) -> [String] {
      remarks.filter { $0.hasPrefix(word + " ") }.map { String($0.dropFirst(word.count + 1)) }
    }
    return Kept(
      path: path, began: remark("began").first ?? began(path), folder: remark("folder").first ?? "",
      watched: remark("watch"), hasEnded: remarks.contains("ended"), source: String(rest))
  }
}

private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer, from start: Int)
  -> Int
{
  read(file, buffer.baseAddress.map { $0 + start }, buffer.count - start)
}
