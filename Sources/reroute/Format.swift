import ArgumentParser
import Reroute

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `reroute format FILE…`: canonical spacing; the meaning and every comment stay.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Lay scripts out canonically.")

  @Argument(help: "The scripts; - for standard input.")
  var files: [String]

  @Flag(name: .shortAndLong, help: "Write the files instead of standard output.")
  var inPlace = false

  @Flag(help: "Only say which files are not laid out canonically; status 1 if there are any.")
  var check = false

  func run() throws {
    var status: Int32 = 0
    for file in files {
      guard let bytes = Script.readableBytes(of: file) else {
        status = 2
        continue
      }
      let (text, _, rendered) = Session.format(bytes, name: file)
      guard let text else {
        Console.write(rendered, to: 2)
        status = 2
        continue
      }
      if check {
        if Array(text.utf8) != bytes {
          try Console.answer("\(file)\n")
          status = max(status, 1)
        }
      } else if inPlace, file != "-" {
        if Array(text.utf8) != bytes { try FileWriter.write(text, to: file) }
      } else {
        try Console.answer(text)
      }
    }
    if status != 0 { throw ExitCode(status) }
  }
}

/// Writing files whole or not at all.
enum FileWriter {
  /// Writes beside the file and renames, so that a full disk loses nothing.
  static func write(_ text: String, to path: String) throws {
    let draft = path + ".new"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    let isWritten = Console.write(text, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    guard isWritten, rename(draft, path) == 0 else {
      let error = failure(path)
      unlink(draft)
      throw error
    }
  }

  private static func failure(_ path: String) -> ExitCode {
    Console.write(
      "error[R702]: `\(path)` can't be written: \(String(cString: strerror(errno)))\n", to: 2)
    return ExitCode(2)
  }
}
