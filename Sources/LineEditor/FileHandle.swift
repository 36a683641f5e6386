#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A failure of the operating system.
struct SystemError: Error, Equatable {

  /// The `errno`.
  let code: Int32

  /// The failure of the call just made.
  static var last: Self { Self(code: errno) }
}

/// An open file, closed when it goes away.
struct FileHandle: ~Copyable {

  /// The descriptor of the file.
  private let descriptor: Int32

  /// Opens the file at `path`; one that is created is for its owner alone.
  init(opening path: String, _ flags: Int32) throws(SystemError) {
    let opened = open(path, flags | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw .last }
    descriptor = opened
  }

  /// Takes a file that was opened already.
  init(owning descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Why a file's contents are not taken.
  enum Unsuitable: Error {
    case unreadable(SystemError)
    /// It is a folder, a device or the like.
    case notAFile
    /// It has more than 64 MiB.
    case tooBig
    /// It begins otherwise.
    case otherHeader
  }

  /// Returns all bytes of a file just opened, which is empty or begins with `header`.
  func contents(headed header: [UInt8]) throws(Unsuitable) -> [UInt8] {
    let bytes: [UInt8]
    let kind: Unsuitable?
    do throws(SystemError) {
      let status = try status()
      kind =
        status.st_mode & S_IFMT != S_IFREG ? .notAFile : status.st_size > 64 << 20 ? .tooBig : nil
      bytes = kind == nil ? try readAll() : []
    } catch {
      throw .unreadable(error)
    }
    if let kind { throw kind }
    guard bytes.isEmpty || bytes.starts(with: header) else { throw .otherHeader }
    return bytes
  }

  /// Returns what the system knows about the file.
  func status() throws(SystemError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    return status
  }

  /// Returns `true` iff `path` still names this file.
  func isStill(at path: String) throws(SystemError) -> Bool {
    let mine = try status()
    var other = stat()
    guard stat(path, &other) == 0 else { return false }
    return mine.st_ino == other.st_ino && mine.st_dev == other.st_dev
  }

  /// Returns `true` iff no other process has the file locked; this one does, then.
  func lock() throws(SystemError) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK || errno == EINTR else { throw .last }
    return false
  }

  /// Returns all bytes from the current place to the end.
  func readAll() throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw .last
      }
    }
  }

  /// Writes `bytes` at the end, all of them or, on failure, none.
  func append(_ bytes: [UInt8]) throws(SystemError) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw .last }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        let error = SystemError.last
        _ = ftruncate(descriptor, end)
        throw error
      }
    }
  }

  /// Waits until the file is on the disk.
  func synchronize() throws(SystemError) {
    guard fsync(descriptor) == 0 else { throw .last }
  }
}

/// Creates the folders that `path` is in, for their owner alone, where they are missing.
func createFolder(of path: String) throws(SystemError) {
  guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
  let folder = String(path[..<slash])
  if access(folder, F_OK) == 0 { return }
  try createFolder(of: folder)
  guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .last }
}

/// Returns `path` without symbolic links, or as it is if it cannot be followed.
func resolved(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}
