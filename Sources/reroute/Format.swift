import ArgumentParser
import Prompt
import Reroute

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
        guard Array(text.utf8) != bytes else { continue }
        do throws(FileWriter.Failure) {
          try FileWriter.write(text, to: file)
        } catch {
          Console.write("\(error)\n", to: 2)
          throw ExitCode(2)
        }
      } else {
        try Console.answer(text)
      }
    }
    if status != 0 { throw ExitCode(status) }
  }
}
