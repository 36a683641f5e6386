import CLineEditor

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Editing a text in the program that a person prefers for it: `$VISUAL`, else `$EDITOR`, else vi.
package enum ExternalEditor {

  /// Why there is no edited text.
  package enum Failure: Error, Equatable, Sendable {

    /// A file for the text can't be written or read; the code is an `errno`.
    case file(code: Int32)

    /// The program ended with a status that isn't 0, as it does where it isn't there.
    case program(name: String, status: Int32)
  }

  /// The program, as the environment names it.
  package static var program: String {
    for name in ["VISUAL", "EDITOR"] {
      if let value = getenv(name), value[0] != 0 { return String(cString: value) }
    }
    return "vi"
  }

  /// Returns `text` as it was left by the program, without newlines at its end. The terminal is that of this process meanwhile.
  package static func edit(_ text: String) throws(Failure) -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array(
      "\(folder)/reroute-\(String(repeating: "X", count: 6)).reroute".utf8CString)
    let descriptor = mkstemps(&template, 8)
    guard descriptor >= 0 else { throw .file(code: errno) }
    let path = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    defer { unlink(path) }
    do throws(SystemError) {
      try FileHandle(owning: descriptor).append(Array((text + "\n").utf8))
    } catch {
      throw .file(code: error.code)
    }
    let status = cle_run_shell(program + " \"$1\"", path)
    cle_clear_interrupt()
    guard status == 0 else { throw .program(name: program, status: status) }
    let bytes: [UInt8]
    do throws(SystemError) {
      // Many editors write another file in the place of the first.
      bytes = try FileHandle(opening: path, O_RDONLY).readAll()
    } catch {
      throw .file(code: error.code)
    }
    return HistoryCoding.normalized(String(decoding: bytes, as: UTF8.self))
  }
}

extension ExternalEditor.Failure: CustomStringConvertible {

  /// The failure in words, without a full stop.
  package var description: String {
    switch self {
    case .file(let code): "the text can't be put into a file: \(String(cString: strerror(code)))"
    case .program(let name, let status):
      "`\(name)` ended with status \(status); $EDITOR says which program edits"
    }
  }
}
