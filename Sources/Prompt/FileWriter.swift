#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writing files whole or not at all.
package enum FileWriter {
  /// A file that can't be written, and why.
  package struct Failure: Error, CustomStringConvertible {
    /// The file, and what the system says.
    package let path: String, reason: String

    /// The failure as a message with its code.
    package var description: String { "error[R702]: `\(path)` can't be written: \(reason)" }
  }

  /// `true` iff there is an ordinary file at `path` already.
  package static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Writes beside the file and renames, so that a full disk loses nothing. What is no ordinary file, such as a device,
  /// is written to as it is; a link stays one.
  package static func write(_ text: String, to path: String) throws(Failure) {
    try write(Array(text.utf8), to: path)
  }

  /// Writes bytes as ``write(_:to:)`` writes text.
  package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG { return try fill(path, O_WRONLY, bytes, path) }
    let target = exists ? resolved(path) : path
    let draft = target + ".new"
    try fill(draft, O_WRONLY | O_CREAT | O_TRUNC, bytes, path)
    if exists { chmod(draft, status.st_mode & 0o7777) }
    guard rename(draft, target) == 0 else {
      let failure = Failure(path: path, reason: String(cString: strerror(errno)))
      unlink(draft)
      throw failure
    }
  }

  /// Writes all bytes to the file at `draft`, or removes it if that was made for it; failures name `path`.
  private static func fill(_ draft: String, _ flags: Int32, _ bytes: [UInt8], _ path: String)
    throws(Failure)
  {
    let isOwn = flags & O_CREAT != 0
    let descriptor = open(draft, flags | O_NOCTTY, 0o644)
    guard descriptor >= 0 else {
      throw Failure(path: path, reason: String(cString: strerror(errno)))
    }
    let isWritten = Output.write(bytes, to: descriptor) && (!isOwn || fsync(descriptor) == 0)
    let code = errno
    close(descriptor)
    guard isWritten else {
      if isOwn { unlink(draft) }
      throw Failure(path: path, reason: String(cString: strerror(code)))
    }
  }

  /// The file that a link leads to.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
